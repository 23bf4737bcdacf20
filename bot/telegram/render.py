"""A message as Bot API calls: plain text, so that a name cannot break it, and keyboards."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from bot.channels import Capabilities, length
from bot.splitting import split_text
from bot.telegram.calls import Call
from bot.telegram.keyboards import REMOVE_KEYBOARD, REQUESTS, inline_keyboard, sharing_keyboard
from bot.wording import body
from dialogs.message import FileOut, Spoken
from locales.text import _

PHOTOS = ("image/jpeg", "image/png")
NO_PREVIEW = {"is_disabled": True}
REPLY = "reply"
GOT_IT = _("Got it.")


def render(spoken: Spoken, capabilities: Capabilities, *, keyboard_open: bool = False) -> list[Call]:
    """The calls that say it, in order; with a reply keyboard open, the first one takes it away if the rest cannot.

    Raises DataTooLong for a button that Telegram would refuse.
    """
    in_the_way = keyboard_open and spoken.purpose == REPLY
    markup, keyboard = _markup(spoken, capabilities, in_the_way)
    calls = _calls(spoken, capabilities, markup, keyboard)
    if in_the_way and keyboard is None and calls:
        return [_message(GOT_IT.in_(spoken.locale), REMOVE_KEYBOARD, keyboard=False), *calls]
    return calls


def _markup(spoken: Spoken, capabilities: Capabilities, in_the_way: bool) -> tuple[dict[str, Any] | None, bool | None]:
    """The markup of the last call, and whether a reply keyboard is open after it (None: as before)."""
    if spoken.wants in REQUESTS and capabilities.asks_contact:
        return sharing_keyboard(spoken), True
    inline = inline_keyboard(spoken, capabilities)
    if inline is None and in_the_way:
        return REMOVE_KEYBOARD, False
    return inline, None


def _calls(
    spoken: Spoken, capabilities: Capabilities, markup: dict[str, Any] | None, keyboard: bool | None
) -> list[Call]:
    text = body(spoken)
    if len(spoken.files) == 1 and length(text) <= capabilities.caption:
        return [_one_file(spoken.files[0], text, markup, keyboard)]
    files = [call for kind, group in _by_kind(spoken.files) for call in _albums(kind, group, capabilities.album)]
    if not text:
        return files
    *first, last = split_text(text, capabilities.body)
    whole = not first and not files and markup is not None and "inline_keyboard" in markup
    question = _message(last, markup, keyboard=keyboard, replaces=spoken.replaces if whole else None)
    return [*files, *(_message(part) for part in first), question]


def _message(
    text: str,
    markup: dict[str, Any] | None = None,
    *,
    keyboard: bool | None = None,
    replaces: int | None = None,
) -> Call:
    arguments = {"text": text, "link_preview_options": NO_PREVIEW} | _with(markup)
    return Call("sendMessage", arguments, keyboard=keyboard, replaces=replaces)


def _one_file(file: FileOut, caption: str, markup: dict[str, Any] | None, keyboard: bool | None) -> Call:
    kind = _kind(file)
    arguments = {"kind": kind} | ({"caption": caption} if caption else {}) | _with(markup)
    return Call(f"send{kind.title()}", arguments, (file,), keyboard=keyboard)


def _albums(kind: str, files: Sequence[FileOut], most: int) -> list[Call]:
    """Files of one kind, several at once where there are several."""
    groups = [tuple(files[at : at + most]) for at in range(0, len(files), most)]
    return [
        Call("sendMediaGroup" if len(group) > 1 else f"send{kind.title()}", {"kind": kind}, group) for group in groups
    ]


def _by_kind(files: Sequence[FileOut]) -> list[tuple[str, list[FileOut]]]:
    return [(kind, list(group)) for kind, group in groupby(files, _kind)]


def _kind(file: FileOut) -> str:
    return "photo" if file.mime in PHOTOS else "document"


def _with(markup: dict[str, Any] | None) -> dict[str, Any]:
    return {} if markup is None else {"reply_markup": markup}
