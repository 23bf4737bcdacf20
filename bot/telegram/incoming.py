"""An update as Telegram delivered it, reduced to what the product may keep of it: names hidden, no second copies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.nicknames import masked_name
from bot.reading import EDS_WORD
from documents.eds_keys import looks_like_eds_password
from storage.inbox import Arrival

WANTED = ("message", "callback_query", "my_chat_member")
_UNREADABLE = (
    "sticker voice video video_note audio animation poll dice game story checklist paid_media gift invoice"
).split()

Payload = dict[str, Any]


def arrival(channel: str, bot_id: str, update: Any) -> Arrival | None:
    """What is to be kept of an update; None for what this bot does not listen to, and for anything malformed.

    Its external id names the bot too: Telegram counts the updates of each bot on its own.
    """
    number = number_of(update)
    found = None if number is None else _reduced(update)
    if found is None:
        return None
    chat, payload = found
    wants_fetching = not payload.keys().isdisjoint({"attached", "refused"})
    return Arrival(channel, f"{bot_id}.{number}", str(chat), payload, fetch=wants_fetching)


def number_of(update: Any) -> int | None:
    """The update's number, after which the next one is asked for."""
    match update:
        case {"update_id": int(number)}:
            return number
    return None


def query_of(update: Any) -> str | None:
    """The id of a pressed button's query, which wants an answer at once."""
    match update:
        case {"callback_query": {"id": str(query)}}:
            return query
    return None


def _reduced(update: Mapping[str, Any]) -> tuple[int, Payload] | None:
    """The chat and the payload."""
    match update:
        case {"message": {"chat": {"type": "private", "id": int(chat)}, "from": {"id": int(sender)} as who} as message}:
            payload = _message(message, sender)
            return None if payload is None else (chat, payload | _numbered(message) | _called(who, payload))
        case {"callback_query": {"message": {"chat": {"type": kind}}}} if kind != "private":
            return None
        case {"callback_query": {"from": {"id": int(sender)} as who} as query}:
            tapped = {"tapped": _text(query.get("data"))}
            return sender, tapped | _replaceable(query.get("message")) | _called(who, tapped)
        case {"my_chat_member": {"chat": {"type": "private", "id": int(chat)}, "new_chat_member": {"status": status}}}:
            return chat, {"blocked": status in {"kicked", "left"}}
    return None


def _message(message: Mapping[str, Any], sender: int) -> Payload | None:
    match message:
        case {"text": str(text)}:
            return _said(_text(text))
        case {"contact": {"phone_number": str(phone)} as contact}:
            return {"contact": {"phone": _text(phone), "own": contact.get("user_id") == sender}}
        case {"location": {"latitude": int() | float() as latitude, "longitude": int() | float() as longitude}}:
            return {"located": [latitude, longitude]}
    for kind in _UNREADABLE:
        if kind in message:
            return {"unreadable": kind}
    return _file(message)


def _said(text: str) -> Payload:
    """A command, a text, or without any of it the mark of an EDS password, whose message is taken away. N34."""
    if looks_like_eds_password(text):
        return {"refused": {"code": EDS_WORD}}
    command, _space, rest = text.partition(" ")
    return {"start": rest.strip()} if command.partition("@")[0] == "/start" else {"said": text}


def _file(message: Mapping[str, Any]) -> Payload | None:
    """A photo in its largest size, or a document."""
    match message:
        case {"photo": [*sizes]} if known := [size for size in sizes if _is_file(size)]:
            return {"attached": {"id": max(known, key=_area)["file_id"], "size": _size(max(known, key=_area))}}
        case {"document": document} if _is_file(document):
            named = {"name": document.get("file_name"), "mime": document.get("mime_type")}
            told = {key: _text(value) for key, value in named.items() if isinstance(value, str)}
            return {"attached": {"id": document["file_id"], "size": _size(document), **told}}
    return None


def _is_file(described: Any) -> bool:
    return isinstance(described, Mapping) and isinstance(described.get("file_id"), str)


def _area(photo: Mapping[str, Any]) -> int:
    width, height = photo.get("width"), photo.get("height")
    return width * height if isinstance(width, int) and isinstance(height, int) else 0


def _size(described: Mapping[str, Any]) -> int | None:
    size = described.get("file_size")
    return size if isinstance(size, int) else None


def _numbered(message: Any) -> Payload:
    """The message's number, by which it can be deleted."""
    match message:
        case {"message_id": int(number)}:
            return {"message": number}
    return {}


def _replaceable(message: Any) -> Payload:
    """The number of a message of words, which can be edited."""
    return _numbered(message) if isinstance(message, Mapping) and "text" in message else {}


def _called(who: Mapping[str, Any], payload: Payload) -> Payload:
    """The hidden first name, with the words or the button by which a chat may ask to join an account."""
    name = masked_name(who.get("first_name"))
    return {"called": name} if name and not payload.keys().isdisjoint({"said", "tapped"}) else {}


def _text(given: Any) -> str:
    """The text without halves of characters, which nothing could store."""
    return given.encode("utf-8", "replace").decode() if isinstance(given, str) else ""
