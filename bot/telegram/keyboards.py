"""Choices as Telegram keyboards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.channels import Capabilities, length
from bot.wording import key_of
from dialogs.message import Spoken, SpokenChoice, SpokenLink, Wants

SHORT = 14
NUMBERS_IN_A_ROW = 5
SHARE = "share"
REQUESTS = {Wants.CONTACT: "request_contact", Wants.LOCATION: "request_location"}
REMOVE_KEYBOARD: dict[str, Any] = {"remove_keyboard": True}

Row = list[dict[str, Any]]


class DataTooLong(ValueError):
    """A button's data is longer than the channel takes: a bug in the dialog that made its key."""


def inline_keyboard(spoken: Spoken, capabilities: Capabilities) -> dict[str, Any] | None:
    """The page to open, options in one or two columns or by number, the way back in one row; None without anything."""
    labels = [choice.label for choice in spoken.choices]
    if any(length(label) > capabilities.label for label in labels):
        numbers = [SpokenChoice(choice.data, str(n)) for n, choice in enumerate(spoken.choices, start=1)]
        rows = _rows(numbers, NUMBERS_IN_A_ROW, capabilities)
    else:
        in_a_row = 2 if all(length(label) <= SHORT for label in labels) else 1
        rows = _rows(spoken.choices, in_a_row, capabilities)
    rows = _page(spoken.link) + rows + _rows(spoken.nav, max(1, len(spoken.nav)), capabilities)
    return {"inline_keyboard": rows} if rows else None


def sharing_keyboard(spoken: Spoken) -> dict[str, Any]:
    """A button that shares the own number or the place, and the other choices as words to send."""
    request = REQUESTS[spoken.wants]
    sharing = _sharing(spoken.choices)
    rows: list[Row] = []
    for choice in spoken.choices:
        rows.append([{"text": choice.label, request: True} if choice is sharing else {"text": choice.label}])
    if spoken.nav:
        rows.append([{"text": choice.label} for choice in spoken.nav])
    return {"keyboard": rows, "resize_keyboard": True, "one_time_keyboard": True}


def _page(link: SpokenLink | None) -> list[Row]:
    """As a Mini App, which Telegram opens from TLS alone; any other address can only be read in the text."""
    if link is None or not link.url.startswith("https://"):
        return []
    return [[{"text": link.label, "web_app": {"url": link.url}}]]


def _sharing(choices: Sequence[SpokenChoice]) -> SpokenChoice | None:
    return next((choice for choice in choices if key_of(choice) == SHARE), choices[0] if choices else None)


def _rows(choices: Sequence[SpokenChoice], in_a_row: int, capabilities: Capabilities) -> list[Row]:
    buttons = [_button(choice, capabilities) for choice in choices]
    return [buttons[at : at + in_a_row] for at in range(0, len(buttons), in_a_row)]


def _button(choice: SpokenChoice, capabilities: Capabilities) -> dict[str, Any]:
    if not 1 <= len(choice.data.encode()) <= capabilities.data:
        raise DataTooLong(f"{len(choice.data.encode())} bytes in the data of a button of {key_of(choice)!r}")
    return {"text": choice.label, "callback_data": choice.data}
