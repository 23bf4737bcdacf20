"""How a message can fail to arrive, whatever the channel: later, never, or with an operator's help."""

from __future__ import annotations


class Undelivered(Exception):
    """The message did not arrive."""


class TryLater(Undelivered):
    """The provider or the way there is at fault: the same message may arrive later."""


class Throttled(TryLater):
    """This chat has had too much: it is to be let alone for minutes, longer each time."""


class Flooded(Undelivered):
    """Too many messages: nothing of this bot is to be sent for that many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"retry after {seconds:g}")
        self.seconds = seconds


class Held(Undelivered):
    """The person must write before this can be sent.

    `news` is the provider's id of a message that says so and has just been sent; None when none was.
    """

    def __init__(self, news: str | None = None) -> None:
        super().__init__("the person must write first")
        self.news = news


class Gone(Undelivered):
    """The person blocked the bot or is no more: nothing will ever arrive there."""


class Lost(Undelivered):
    """This message will never arrive; the next one may."""


class Wrong(Undelivered):
    """The provider refuses the message itself: an operator must look at it."""
