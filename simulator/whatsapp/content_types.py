"""The content types that this Twilio knows: what a new one must look like."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from simulator.whatsapp import widths
from simulator.whatsapp.errors import TwilioError
from simulator.whatsapp.variables import literal
from simulator.wire import JSON

LINKS = {"URL": "url", "PHONE_NUMBER": "phone", "COPY_CODE": "code"}


def checked_types(types: object) -> JSON:
    """The `types` of a new content. Raises TwilioError 20422."""
    if not isinstance(types, dict) or not types:
        raise TwilioError(20422, "types must name at least one content type")
    for name, shape in types.items():
        if name not in KNOWN:
            raise TwilioError(20422, f"unknown content type {name!r}")
        if not isinstance(shape, dict):
            raise TwilioError(20422, f"{name} must be an object")
        KNOWN[name](shape)
    return types


def main_type(types: JSON) -> str:
    """The type that WhatsApp shows: the richest one, a plain text last."""
    return next((name for name in types if name != "twilio/text"), "twilio/text")


def text(shape: JSON) -> None:
    """twilio/text: a body."""
    said(shape, "body", widths.BODY)


def quick_reply(shape: JSON) -> None:
    """twilio/quick-reply: a body and 1 to 10 buttons."""
    said(shape, "body", widths.INTERACTIVE_BODY)
    for action in listed(shape, "actions", widths.BUTTONS):
        if action.get("type", "QUICK_REPLY") != "QUICK_REPLY":
            raise TwilioError(20422, "an action's type is QUICK_REPLY")
        said(action, "title", widths.BUTTON_TITLE)
        said(action, "id", widths.PAYLOAD, needed=False)


def list_picker(shape: JSON) -> None:
    """twilio/list-picker: a body, the label of the button, and 1 to 10 items."""
    said(shape, "body", widths.INTERACTIVE_BODY)
    said(shape, "button", widths.LIST_BUTTON)
    for item in listed(shape, "items", widths.ROWS):
        said(item, "item", widths.ROW_TITLE)
        said(item, "id", widths.PAYLOAD)
        said(item, "description", widths.ROW_DESCRIPTION, needed=False)


def media(shape: JSON) -> None:
    """twilio/media: one address, perhaps a caption."""
    said(shape, "body", widths.INTERACTIVE_BODY, needed=False)
    urls = shape.get("media")
    if not isinstance(urls, list) or len(urls) != 1 or not isinstance(urls[0], str):
        raise TwilioError(20422, "media must be a list of one URL")


def call_to_action(shape: JSON) -> None:
    """twilio/call-to-action: a body and 1 to 3 links, numbers or codes."""
    said(shape, "body", widths.INTERACTIVE_BODY)
    for action in listed(shape, "actions", widths.ACTIONS):
        target = LINKS.get(str(action.get("type")))
        if target is None:
            raise TwilioError(20422, "an action's type is URL, PHONE_NUMBER or COPY_CODE")
        said(action, "title", widths.ACTION_TITLE)
        said(action, target, 2000)


KNOWN: Mapping[str, Callable[[JSON], None]] = {
    "twilio/text": text,
    "twilio/quick-reply": quick_reply,
    "twilio/list-picker": list_picker,
    "twilio/media": media,
    "twilio/call-to-action": call_to_action,
}


def said(shape: JSON, name: str, limit: int, *, needed: bool = True) -> None:
    """A text whose fixed part fits. Raises TwilioError 20422."""
    value: Any = shape.get(name)
    if value is None and not needed:
        return
    if not isinstance(value, str) or (needed and not value.strip()):
        raise TwilioError(20422, f"{name} must be a text")
    if widths.over(literal(value), limit):
        raise TwilioError(20422, f"{name} has more than {limit} characters")


def listed(shape: JSON, name: str, most: int) -> list[JSON]:
    """A list of 1 to so many objects. Raises TwilioError 20422."""
    value = shape.get(name)
    if not isinstance(value, list) or not 1 <= len(value) <= most or not all(isinstance(each, dict) for each in value):
        raise TwilioError(20422, f"{name} must be a list of 1 to {most} objects")
    return value
