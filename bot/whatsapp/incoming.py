"""A WhatsApp message as Twilio posts it, reduced to what the product may keep of it: names hidden, no copies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.nicknames import masked_name
from bot.reading import EDS_WORD
from bot.whatsapp.attached import attached_payloads
from documents.eds_keys import looks_like_eds_password
from storage.inbox import Arrival

CHANNEL = "whatsapp"
WRITTEN = frozenset({"", "text", "button", "interactive"})
STARTS = frozenset({"start", "/start", "старт", "бастау"})
_SID = re.compile(r"(?:SM|MM)[0-9a-fA-F]{32}")
_PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
_BUSINESS_SCOPED = re.compile(r"[A-Z]{2}\.[0-9A-Za-z]{1,128}")

Payload = dict[str, Any]


class Malformed(Exception):
    """Nothing that somebody on WhatsApp wrote: there is nobody to answer."""


@dataclass(frozen=True)
class Sender:
    """Where answers go, the other ids of the same person, and the phone if WhatsApp tells one."""

    address: str
    also: tuple[str, ...]
    phone: str | None


def arrivals(form: Mapping[str, str], token: str | None = None) -> list[Arrival]:
    """What is to be kept of a message: one arrival for each file in it, else one; raises Malformed.

    The `token` is the same when Twilio delivers the same message again.
    """
    sid = form.get("MessageSid", "")
    if not _SID.fullmatch(sid):
        raise Malformed("no message id")
    sender = _sender(form)
    called = {} if sender.phone else _called(form)
    return [_arrival(sid, sender, payload | called, (token, place)) for place, payload in enumerate(_payloads(form))]


def _arrival(sid: str, sender: Sender, payload: Payload, of: tuple[str | None, int]) -> Arrival:
    token, place = of
    ending = f".{place}" if place else ""
    return Arrival(
        CHANNEL,
        f"{sid}{ending}",
        sender.address,
        payload,
        fetch=not payload.keys().isdisjoint({"attached", "copy"}),
        also=sender.also,
        phone=sender.phone,
        token=f"{token}{ending}" if token else None,
    )


def _sender(form: Mapping[str, str]) -> Sender:
    """Since 2026 a person may have a business-scoped id (`KZ.1502…`) beside a phone, or nothing else."""
    told = (_identity(form.get(name, "")) for name in ("From", "ExternalUserId"))
    ids = tuple(dict.fromkeys(one for one in told if one))
    if not ids:
        raise Malformed("no sender on WhatsApp")
    return Sender(ids[0], ids[1:], next((one for one in ids if one.startswith("+")), None))


def _called(form: Mapping[str, str]) -> Payload:
    """The hidden profile name of somebody who shows no number."""
    name = masked_name(form.get("ProfileName"))
    return {"called": name} if name else {}


def _identity(text: str) -> str | None:
    channel, _colon, identity = text.partition(":")
    known = channel == CHANNEL and (_PHONE.fullmatch(identity) or _BUSINESS_SCOPED.fullmatch(identity))
    return identity if known else None


def _payloads(form: Mapping[str, str]) -> list[Payload]:
    pressed = form.get("ButtonPayload") or form.get("ListId")
    if pressed:
        return [{"tapped": pressed}]
    place = _place(form)
    if place is not None:
        return [{"located": place}]
    return attached_payloads(form) or [_words(form)]


def _place(form: Mapping[str, str]) -> list[float] | None:
    """Degrees north and east."""
    try:
        latitude, longitude = float(form["Latitude"]), float(form["Longitude"])
    except (KeyError, ValueError):
        return None
    return [latitude, longitude] if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _words(form: Mapping[str, str]) -> Payload:
    """A label where a button came without its id, a text, or the name of what nobody can read."""
    kind = form.get("MessageType", "")
    text = form.get("ButtonText") or form.get("ListTitle") or form.get("Body", "")
    if kind not in WRITTEN or not text.strip():
        return {"unreadable": kind[:32] or "empty"}
    if looks_like_eds_password(text):
        return {"refused": {"code": EDS_WORD, "deleted": False}}
    return _said(text)


def _said(text: str) -> Payload:
    """A word that begins, or a text."""
    first, _space, rest = text.strip().partition(" ")
    if first.casefold() == "/start":
        return {"start": rest.strip()}
    return {"start": ""} if text.strip().strip(".!").casefold() in STARTS else {"said": text}
