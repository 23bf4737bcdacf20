"""Contracts that are asked for at once: by themselves, and while photos of 12 megapixels are taken in."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from documents.intake import examine
from documents.quarantine import Quarantine
from documents.verdicts import Accepted, Limits
from tests.bench.load import quantile, verdict
from tests.bench.watch import LONGEST_HOLD_S, Watch
from tests.documents.files import photo

AT_ONCE = 8
SIZE = (3000, 4000)
Makes = Callable[[int], Awaitable[object]]
"""Makes the contract of that number."""


@dataclass(frozen=True)
class Together:
    """Seconds until each of them was there, the longest hold of the event loop, and how many photos were taken in."""

    each: list[float]
    held: float
    photos: int = 0

    def print(self, most_s: float) -> None:
        """A line, with what one contract after another may take."""
        taken, beside = max(self.each) / AT_ONCE, f" beside {self.photos} photos of 12 MP" if self.photos else ""
        kept = taken <= most_s and self.held <= LONGEST_HOLD_S
        print(
            f"  {AT_ONCE} at once{beside}: {taken:.2f} s for each, {quantile(self.each, 0.5):.1f} s until it is there"
        )
        print(
            f"    event loop held for {self.held * 1e3:.0f} ms at most; at most {most_s} s and"
            f" {LONGEST_HOLD_S * 1e3:.0f} ms: {verdict(kept)}"
        )


async def at_once(makes: Makes, watch: Watch) -> Together:
    """Contracts for eight families, who all ask now."""

    async def one(number: int) -> float:
        await makes(number)
        return time.perf_counter() - started

    watch.told()
    started = time.perf_counter()
    each = await asyncio.gather(*map(one, range(AT_ONCE)))
    return Together(each, watch.told())


async def beside_photos(makes: Makes, watch: Watch) -> Together:
    """The same while both places of the quarantine are busy from the first contract to the last."""
    content, photos = photo("JPEG", SIZE), 0
    async with Quarantine() as quarantine:

        async def taken() -> None:
            examined = await examine(content, name=None, declared_type=None, limits=Limits(), quarantine=quarantine)
            assert isinstance(examined, Accepted), examined

        async def goes_on() -> None:
            nonlocal photos
            while not contracts.done():
                await taken()
                photos += 1

        await asyncio.gather(taken(), taken())
        contracts = asyncio.create_task(at_once(makes, watch))
        await asyncio.gather(goes_on(), goes_on())
    found = await contracts
    return Together(found.each, found.held, photos)
