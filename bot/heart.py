"""The program's heart: it beats once a minute, so that a time in which nobody could act is noticed. Edge 6."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import structlog

from bot.clock import SandboxClock
from bot.loops import Loop, unless
from handlers.clock import Clock
from storage.database import Database

EVERY_S = 60.0
pause = asyncio.sleep
log = structlog.get_logger()


@dataclass(frozen=True)
class Heart:
    """Beats by the instance's clock; under one that people move, silence would mean nothing."""

    database: Database
    clock: Clock

    async def begin(self) -> None:
        """Before anything is fired: an outage that ends now is noted first."""
        if self._moved_by_hand:
            async with self.database.transaction("no heart") as uow:
                await uow.outages.unwatched()
        else:
            await self.beat()

    async def beat(self) -> None:
        """Once."""
        async with self.database.transaction("heart") as uow:
            gap = await uow.outages.alive(self.clock.now())
        if gap is not None:
            log.warning("outage.over", began=gap.began.isoformat(), ended=gap.ended.isoformat())

    def loops(self) -> dict[str, Loop]:
        """What is to run for the life of the program."""
        return {} if self._moved_by_hand else {"heart": self.run}

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`."""
        while await unless(stop, pause(EVERY_S)):
            await self.beat()

    @property
    def _moved_by_hand(self) -> bool:
        return isinstance(self.clock, SandboxClock)
