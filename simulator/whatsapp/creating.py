"""Checks one call of Messages create, and makes the message it asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.users import BSUID, PHONE, User
from simulator.whatsapp.account import Account
from simulator.whatsapp.contents import Content
from simulator.whatsapp.errors import TwilioError
from simulator.whatsapp.hooks import is_address
from simulator.whatsapp.messages import Message, new_sid
from simulator.whatsapp.variables import read_variables
from simulator.whatsapp.widths import BODY, over

PREFIX = "whatsapp:"
PLACE = re.compile(r"geo:(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)(?:\|(.*))?")


@dataclass(frozen=True)
class Wish:
    """The form of a call: one value by name, and all addresses of media."""

    fields: Mapping[str, str]
    media: tuple[str, ...] = ()

    def get(self, name: str) -> str:
        """A field, empty when it is absent."""
        return self.fields.get(name, "")


@dataclass(frozen=True)
class Order:
    """An accepted message and what it is to become; `user` is None where nobody is there."""

    message: Message
    user: User | None
    content: Content | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    media_url: str | None = None
    place: tuple[float, float, str] | None = None
    sms: bool = False


def order(account: Account, wish: Wish) -> Order:
    """The message that this call makes. Raises TwilioError as Twilio refuses."""
    sms = not wish.get("To").startswith(PREFIX)
    addressed(account, wish, sms=sms)
    content = content_of(account, wish)
    values = read_variables(wish.get("ContentVariables"), strict=account.options.strict_variables)
    media_url = media_of(wish)
    place = place_of(wish)
    if content is None and not wish.get("Body").strip() and not media_url and not place:
        raise TwilioError(21619)
    if content is None and over(wish.get("Body"), BODY):
        raise TwilioError(21617)
    user = None if sms else account.users.on_whatsapp(wish.get("To").removeprefix(PREFIX))
    message = Message(
        new_sid("MM" if media_url else "SM"),
        account.sid,
        wish.get("From"),
        wish.get("To"),
        wish.get("Body"),
        account.clock.now(),
        "queued",
        user.id if user else None,
        callback=wish.get("StatusCallback"),
    )
    return Order(message, user, content, values, media_url, place, sms)


def addressed(account: Account, wish: Wish, *, sms: bool) -> None:
    """Raises TwilioError for addresses that do not fit: 21604, 21603, 21910, 21211, 63007, 21609, 21701."""
    recipient, sender = wish.get("To"), wish.get("From")
    if not recipient:
        raise TwilioError(21604)
    if wish.get("MessagingServiceSid"):
        raise TwilioError(21701)
    if not sender:
        raise TwilioError(21603)
    if sender.startswith(PREFIX) == sms:
        raise TwilioError(21910)
    bare = recipient.removeprefix(PREFIX)
    if not PHONE.fullmatch(bare) and (sms or not BSUID.fullmatch(bare)):
        raise TwilioError(21211, recipient)
    if not sms and sender != account.sender:
        raise TwilioError(63007)
    callback = wish.get("StatusCallback")
    if callback and not is_address(callback):
        raise TwilioError(21609, callback)


def content_of(account: Account, wish: Wish) -> Content | None:
    """The content that the call names. Raises TwilioError 21654 or 21655."""
    sid = wish.get("ContentSid")
    if not sid:
        if wish.get("ContentVariables"):
            raise TwilioError(21654)
        return None
    content = account.contents.known(sid)
    if content is None:
        raise TwilioError(21655, sid)
    return content


def media_of(wish: Wish) -> str | None:
    """The one address of media. Raises TwilioError 11751 for several: WhatsApp takes one file a message."""
    if len(wish.media) > 1:
        raise TwilioError(11751, "one file a message")
    if wish.media and not is_address(wish.media[0]):
        raise TwilioError(21620, wish.media[0])
    return wish.media[0] if wish.media else None


def place_of(wish: Wish) -> tuple[float, float, str] | None:
    """Latitude, longitude and label of `geo:43.2,76.9|label`. Raises TwilioError 20422."""
    action = wish.get("PersistentAction")
    if not action:
        return None
    found = PLACE.fullmatch(action)
    if found is None or not wish.get("Body").strip():
        raise TwilioError(20422, "PersistentAction is geo:latitude,longitude|label, beside a Body")
    return float(found[1]), float(found[2]), found[3] or ""
