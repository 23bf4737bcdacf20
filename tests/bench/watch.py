"""How long the event loop was held: for so long it did nothing else, and nobody was answered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

LONGEST_HOLD_S = 0.020
LOOKS_EVERY_S = 0.001


class Watch:
    """The longest hold."""

    def __init__(self) -> None:
        self.longest = 0.0

    def told(self) -> float:
        """Seconds since it was asked last."""
        longest, self.longest = self.longest, 0.0
        return longest

    async def look(self) -> None:
        """Until cancelled."""
        while True:
            before = time.perf_counter()
            await asyncio.sleep(LOOKS_EVERY_S)
            self.longest = max(self.longest, time.perf_counter() - before - LOOKS_EVERY_S)


@asynccontextmanager
async def watching() -> AsyncIterator[Watch]:
    """A watch that looks meanwhile."""
    watch = Watch()
    looking = asyncio.create_task(watch.look())
    yield watch
    looking.cancel()
    with suppress(asyncio.CancelledError):
        await looking
