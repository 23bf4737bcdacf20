"""ContentVariables: checked as Twilio checks them, and put into the texts of a content."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from simulator.whatsapp.errors import TwilioError
from simulator.whatsapp.widths import VARIABLE_VALUE, VARIABLE_VALUE_KEPT_SAFE, over

PLACE = re.compile(r"\{\{\s*(\w{1,16})\s*\}\}")
NAME = re.compile(r"\w{1,16}")
NOT_ON_ONE_LINE = re.compile(r"[\n\r\t]| {5,}")


def read_variables(given: str, strict: bool) -> dict[str, str]:
    """The variables of a call by name; `strict` takes the shorter of the two documented limits.

    Raises TwilioError 21656 for what is no object of one-line texts, 21658 for a text that is too long.
    """
    if not given:
        return {}
    try:
        read = json.loads(given)
    except ValueError as error:
        raise TwilioError(21656, "not JSON") from error
    if not isinstance(read, dict):
        raise TwilioError(21656, "not a JSON object")
    limit = VARIABLE_VALUE_KEPT_SAFE if strict else VARIABLE_VALUE
    return {name: _checked(name, value, limit) for name, value in read.items()}


def _checked(name: str, value: object, limit: int) -> str:
    if not NAME.fullmatch(name):
        raise TwilioError(21656, f"{name!r} is no name")
    if not isinstance(value, str) or not value.strip():
        raise TwilioError(21656, f"{name} is no text, or empty")
    if NOT_ON_ONE_LINE.search(value):
        raise TwilioError(21656, f"{name} has a line break, a tab or more than four spaces")
    if over(value, limit):
        raise TwilioError(21658, f"{name} has more than {limit} characters")
    return value


def places(part: Any) -> list[str]:
    """Names of the variables in a text, or in all texts of a JSON value, in their order."""
    if isinstance(part, str):
        return PLACE.findall(part)
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return [name for each in inner for name in places(each)]


def filled(part: Any, values: Mapping[str, str]) -> Any:
    """The same JSON value with every variable filled in."""
    if isinstance(part, str):
        return PLACE.sub(lambda found: values[found[1]], part)
    if isinstance(part, dict):
        return {name: filled(each, values) for name, each in part.items()}
    return [filled(each, values) for each in part] if isinstance(part, list) else part


def literal(text: str) -> str:
    """What of a text is fixed."""
    return PLACE.sub("", text)
