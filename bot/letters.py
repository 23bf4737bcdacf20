"""What the sender and a channel say to each other about one message."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True)
class Letter:
    """A message on its way: part number `step` is to be sent now, of which those `accepted` need not be any more.

    `seen_at` is when the chat last wrote, `news_at` when it was last told that something waits for it.
    """

    id: int
    chat: str = field(repr=False)
    message: dict[str, Any] = field(repr=False)
    keyboard_open: bool = False
    step: int = 0
    purpose: str = "reply"
    address_id: int = 0
    seen_at: datetime | None = None
    news_at: datetime | None = None
    accepted: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Delivered:
    """A part arrived under the provider's id; `keyboard` tells whether a reply keyboard is open now (None: as before).

    The next part is number `step`; None when there is nothing left. Where a receipt will follow it is not `confirmed`.
    """

    provider_id: str
    step: int | None = None
    keyboard: bool | None = None
    confirmed: bool = True


class Transport(Protocol):
    """A channel that delivers."""

    async def deliver(self, letter: Letter) -> Delivered:
        """Deliver one part; raises `Undelivered`."""
        ...
