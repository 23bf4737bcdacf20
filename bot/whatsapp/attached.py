"""What is attached to a WhatsApp message: files to fetch, cards that prove nothing, and what nobody can read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

FETCHED = frozenset({"", "text", "image", "document", "interactive", "button"})
FILES = frozenset({"image", "document"})
CARDS = frozenset({"contacts", "contact", "vcard"})
CARD_TYPES = frozenset({"text/vcard", "text/x-vcard", "text/directory"})
HEARD_OR_WATCHED = frozenset({"audio", "video"})
NOT_HERE = {"refused": {"code": "download"}}
MOST_FILES = 10
_FILE_NAME = re.compile(r"[^\r\n/\\]{1,200}\.[0-9A-Za-z]{1,10}")

Payload = dict[str, Any]


def attached_payloads(form: Mapping[str, str]) -> list[Payload]:
    """One payload for each file, none where nothing is attached.

    A `copy` is a file at Twilio that is not wanted here: it is only to be taken away there.
    """
    kind = form.get("MessageType", "")
    told = form.get("NumMedia", "")
    number = min(int(told), MOST_FILES) if told.isascii() and told.isdecimal() and len(told) < 4 else 0
    if number == 0:
        return _without_file(kind)
    return [_attached(form, kind, place) for place in range(number)]


def _without_file(kind: str) -> list[Payload]:
    """A message that should have a file, a card, or neither."""
    if kind in FILES:
        return [dict(NOT_HERE)]
    return [_card()] if kind in CARDS else []


def _attached(form: Mapping[str, str], kind: str, place: int) -> Payload:
    url = form.get(f"MediaUrl{place}", "")
    mime = form.get(f"MediaContentType{place}", "").partition(";")[0].strip().lower()
    family = mime.partition("/")[0]
    if not url:
        return dict(NOT_HERE)
    if kind in CARDS or mime in CARD_TYPES:
        return {**_card(), "copy": url}
    if kind not in FETCHED:
        return {"unreadable": kind[:32], "copy": url}
    if family in HEARD_OR_WATCHED:
        return {"refused": {"code": "not_a_document", "details": {"family": family}}, "copy": url}
    return {"attached": {"id": url, "mime": mime, **_named(form)}}


def _named(form: Mapping[str, str]) -> Payload:
    """A document's file name, which WhatsApp puts where the words would stand."""
    body = form.get("Body", "").strip()
    return {"name": body} if form.get("MessageType") == "document" and _FILE_NAME.fullmatch(body) else {}


def _card() -> Payload:
    """Somebody's contact, which anybody may send; not even its number is read."""
    return {"contact": {"phone": "", "own": False}}
