"""Held messages whose people know nothing of them: told again and again, ever more seldom, until somebody is told."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.loops import unless
from storage.database import Database
from storage.held import TOPIC, put_back

EVERY_S = 60.0
AT_ONCE = 50


@dataclass(frozen=True)
class HoldingBack:
    """Gives the first held message of such chats to the sender again: as a template, or with word of news."""

    database: Database

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`; every minute, and when something may have changed."""
        while not stop.is_set():
            if not await self.work():
                await unless(stop, self.database.wait(TOPIC, EVERY_S))

    async def work(self) -> int:
        """Put back what is due; returns in how many chats."""
        lease_now = await self.database.lease_now()
        async with self.database.transaction("held") as uow:
            return await put_back(uow, lease_now, AT_ONCE)
