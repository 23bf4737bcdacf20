"""How a message can fail to arrive, whatever the channel: later, never, or with an operator's help."""

from __future__ import annotations


class Undelivered(Exception):
    """The message did not arrive."""


class TryLater(Undelivered):
    """The provider or the way there is at fault: the same message may arrive later."""


class Flooded(Undelivered):
    """Too many messages: nothing of this bot is to be sent for that many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"retry after {seconds:g}")
        self.seconds = seconds


class Gone(Undelivered):
    """The person blocked the bot or is no more: nothing will ever arrive there."""


class Wrong(Undelivered):
    """The provider refuses the message itself: an operator must look at it."""
