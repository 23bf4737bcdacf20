"""What a picture is made of before it is typeset: a template and its inputs, plain enough for another process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from locales.catalogue import Locale

WIDTH: Final = 1080
INNER_WIDTH: Final = 984
"""Pixels between the margins."""


class Template(StrEnum):
    """The templates in `templates/`, by name."""

    PLACE = "place"
    QUEUE = "queue"
    ISSUED = "issued"
    WAIT = "wait"
    NUMBERS = "numbers"
    MAP = "map"


@dataclass(frozen=True)
class Sheet:
    """One picture to be: all texts in one language, all lengths in pixels of a picture 1080 wide."""

    template: Template
    locale: Locale
    inputs: Mapping[str, object]
