"""What Telegram's refusals mean for the message in hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import ClientError

from bot.delivery import Flooded, Gone, TryLater, Undelivered, Wrong
from bot.telegram.library import exceptions

UNSAID_PAUSE_S = 5.0


class NotThere(Wrong):
    """There is no such method, file or token."""


class Unauthorised(TryLater):
    """The token does not open this bot, until somebody renews it."""


class Usurped(TryLater):
    """Another program, or a webhook, takes this bot's updates."""


@contextmanager
def translated() -> Iterator[None]:
    """Turns what the library raises into our own words; they name no token and no text."""
    try:
        yield
    except exceptions.TelegramAPIError as error:
        raise meaning(error) from None
    except exceptions.ClientDecodeError as error:
        raise TryLater(f"not an answer of a Bot API server: {type(error.original).__name__}") from None
    except (ClientError, OSError) as error:
        raise TryLater(type(error).__name__) from None


def meaning(error: exceptions.TelegramAPIError) -> Undelivered:
    """The failure in our own words."""
    said = error.message or ""
    match error:
        case exceptions.TelegramRetryAfter():
            return Flooded(error.retry_after)
        case exceptions.TelegramForbiddenError():
            return Gone(said)
        case exceptions.TelegramUnauthorizedError():
            return Unauthorised(said)
        case exceptions.TelegramConflictError():
            return Usurped(said)
        case exceptions.TelegramNotFound():
            return NotThere(said)
        case exceptions.TelegramEntityTooLarge():
            return Wrong(said)
        case exceptions.TelegramNetworkError() | exceptions.TelegramServerError():
            return TryLater(said)
    return Flooded(UNSAID_PAUSE_S) if said.startswith("Too Many Requests") else Wrong(said)
