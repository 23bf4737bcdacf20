"""The loops that do the product's work: turns and deadlines."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.loops import unless
from handlers.service import Service
from storage.database import Database
from storage.inbox import ROWS_OF_ONE_ACCOUNT

IDLE_S = 5.0
DEADLINES_EVERY_S = 1.0


@dataclass(frozen=True)
class Worker:
    """Takes turns as they come, and fires deadlines every second."""

    database: Database
    service: Service

    async def turns(self, stop: asyncio.Event) -> None:
        """Until `stop`; a turn that has begun is finished.

        A small batch was everything there was: looking again would only keep the next input from being stored.
        """
        while not stop.is_set():
            if await self.service.take_turns() < ROWS_OF_ONE_ACCOUNT:
                await unless(stop, self.database.wait("inbox", IDLE_S))

    async def deadlines(self, stop: asyncio.Event) -> None:
        """Until `stop`; a deadline that has begun to fire is finished."""
        while not stop.is_set():
            if not await self.service.fire_deadlines():
                await unless(stop, asyncio.sleep(DEADLINES_EVERY_S))
