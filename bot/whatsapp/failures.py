"""What Twilio's refusals mean for the message in hand, whether the API says so at once or a report does later."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from json import JSONDecodeError

from aiohttp import ClientError

from bot.delivery import Flooded, Gone, Held, Lost, Throttled, TryLater, Undelivered, Wrong

ACCOUNT_PAUSE_S = 5.0

LATER = {
    20003: "the token does not open the account",
    20500: "Twilio failed",
    20503: "Twilio is away",
    30001: "the queue is full",
    30008: "failed for no reason given",
    63012: "WhatsApp failed",
    63019: "the file was not fetched",
}
THROTTLED = {63018: "too many messages for this chat or this day"}
FLOODED = {63017: "too many messages of this account", 20429: "too many calls", 14107: "too many messages"}
GONE = {
    21211: "no such address",
    21610: "the person said stop",
    63003: "no such address",
    63024: "the person is not on WhatsApp",
    63033: "the person blocked the sender",
}
LOST = {63032: "WhatsApp keeps this message back from this person"}
HELD = {
    63016: "the window is closed",
    63040: "the template is rejected",
    63041: "the template is paused",
    63042: "the template is disabled",
}
OPERATOR = {
    11751: "the file is too big",
    21617: "the text is too long",
    21655: "there is no such content",
    21656: "a variable is wrong",
    21658: "a variable is too long",
    63013: "against the rules of WhatsApp",
    63015: "the person is not in the sandbox",
    63021: "the content is refused",
    63027: "there is no such template",
    63028: "the template has another number of variables",
    92007: "a variable is wrong",
}
UNFIT = frozenset({21655, 21656, 21658, 63021, 63027, 63028, 92007})


class Unfit(Wrong):
    """The content and its variables do not go together; the same words may go as plain text."""


@contextmanager
def translated() -> Iterator[None]:
    """Turns what the library raises into our own words; they name no number and no text."""
    failures = import_module("twilio.base.exceptions")
    try:
        yield
    except (failures.TwilioRestException, failures.TwilioServiceException) as error:
        raise meaning(error.code, error.status) from None
    except failures.TwilioException as error:
        raise TryLater(type(error).__name__) from None
    except (ClientError, OSError, JSONDecodeError) as error:
        raise TryLater(type(error).__name__) from None


def meaning(code: int | None, status: int = 400) -> Undelivered:
    """The failure in our own words; `status` is the HTTP status of the answer that told it."""
    kinds: tuple[tuple[type[Undelivered], dict[int, str]], ...] = (
        (TryLater, LATER),
        (Throttled, THROTTLED),
        (Gone, GONE),
        (Lost, LOST),
    )
    for kind, known in kinds:
        if code in known:
            return kind(f"{code}: {known[code]}")
    if code in FLOODED or status == 429:
        return Flooded(ACCOUNT_PAUSE_S)
    if code in HELD:
        return Held()
    if status >= 500 or status == 401:
        return TryLater(f"HTTP {status}")
    words = OPERATOR.get(code or 0, "unknown to this program")
    return Unfit(f"{code}: {words}") if code in UNFIT else Wrong(f"{code}: {words}")
