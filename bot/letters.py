"""What the sender and a channel say to each other about one message."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True)
class Letter:
    """A message on its way: `step` counts the parts of it that have arrived already."""

    id: int
    chat: str = field(repr=False)
    message: dict[str, Any] = field(repr=False)
    keyboard_open: bool = False
    step: int = 0


@dataclass(frozen=True)
class Delivered:
    """A part arrived under the provider's id; `keyboard` tells whether a reply keyboard is open now (None: as before).

    The next part is number `step`; None when there is nothing left.
    """

    provider_id: str
    step: int | None = None
    keyboard: bool | None = None


class Transport(Protocol):
    """A channel that delivers."""

    async def deliver(self, letter: Letter) -> Delivered:
        """Deliver one part; raises `Undelivered`."""
        ...
