"""A kept payload as an input of a conversation; the same for every channel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.inputs import (
    Acted,
    Blocked,
    Contact,
    FileCame,
    FileRefused,
    Found,
    Located,
    Page,
    Said,
    Sent,
    Started,
    Tapped,
    Unreadable,
)
from documents.refusals import eds_warning, explain, explain_to_staff
from documents.verdicts import Refusal, Refused
from enrolment.photo_advice import PhotoAdvice
from locales.text import Text, _

EDS_WORD = "eds_password"
NEWS = "news"
STAFF = "staff"
OUT_OF_DATE = Tapped("", -1, "")
NOT_DOWNLOADED = _("I could not get this file. Please send it once more. Everything you sent before is kept.")


def read(channel: str, payload: Mapping[str, Any]) -> Sent | Blocked:
    """The input that the payload is; a button's data may be forged and is out of date unless it has our form."""
    match payload:
        case {"said": str(text)}:
            return Said(text)
        case {"start": str(link)}:
            return Started(link)
        case {"tapped": str(data)}:
            return Started() if data == NEWS else tapped(data)
        case {"contact": {"phone": str(phone), "own": bool(own)}}:
            return Contact(phone, own)
        case {"located": [latitude, longitude]}:
            return Located(float(latitude), float(longitude))
        case {"file": {"file": int(file), "mime": str(mime), "pages": int(pages)} as came}:
            named = came.get("mark", ""), came.get("name", "")
            page = Page(file, mime, pages, tuple(came.get("rest", ())), *named)
            return FileCame(page, PhotoAdvice(came["advice"]) if came.get("advice") else None)
        case {"refused": {"code": str(code)} as refused}:
            return _refused(code, refused, channel)
        case {"found": {"token": int(token), "result": dict(result)}}:
            return Found(token, result)
        case {"blocked": bool(out)}:
            return Blocked(out)
    return Unreadable(str(payload.get("unreadable", "unknown")))


def tapped(data: str) -> Tapped | Acted:
    """What a button's data means: `screen.rev.key`, or `!action.subject.nonce` of a notification."""
    if data.startswith("!"):
        action, _dot, rest = data[1:].partition(".")
        subject, dot, nonce = rest.rpartition(".")
        return Acted(action, subject, nonce) if action and dot and nonce else OUT_OF_DATE
    screen, _dot, rest = data.partition(".")
    rev, _dot, key = rest.partition(".")
    if not (screen and key and rev.isascii() and rev.isdecimal() and len(rev) < 10):
        return OUT_OF_DATE
    return Tapped(screen, int(rev), key)


def _refused(code: str, refused: Mapping[str, Any], channel: str) -> FileRefused:
    if code in {Refusal.EDS_KEY, EDS_WORD}:
        return FileRefused(eds_warning(deleted=refused.get("deleted") is True), secret=True)
    return FileRefused(_why(code, refused.get("details"), channel))


def _why(code: str, details: Any, channel: str) -> Text:
    """In the words of who sent it: staff send tables and texts too, parents photos of papers."""
    if code not in list(Refusal):
        return NOT_DOWNLOADED
    say = explain_to_staff if channel == STAFF else explain
    return say(Refused(Refusal(code), details if isinstance(details, Mapping) else {}))
