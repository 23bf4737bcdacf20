"""Leased work done a few pieces at a time: claimed from the database, worked on outside of any transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

import structlog

from bot.loops import unless
from storage.database import Database

IDLE_S = 5.0
GRACE_S = 10.0
Row = TypeVar("Row")
log = structlog.get_logger()


class Workshop(Generic[Row]):
    """Claims rows while there are places, and does each in a task of its own; the lease brings back what failed."""

    def __init__(
        self,
        database: Database,
        topic: str,
        claim: Callable[[int], Awaitable[Sequence[Row]]],
        work: Callable[[Row], Awaitable[None]],
        places: int,
    ) -> None:
        self._database = database
        self._topic = topic
        self._claim = claim
        self._work = work
        self._places = places
        self._busy: set[asyncio.Task[None]] = set()

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`; then what is in hand has ten seconds to come to an end."""
        try:
            while not stop.is_set():
                if not await self.take():
                    await unless(stop, self._database.wait(self._topic, IDLE_S))
        finally:
            await self._finish()

    async def take(self) -> int:
        """Claim and begin as much as there are places for, waiting for one; returns how many pieces were begun."""
        while len(self._busy) >= self._places:
            await asyncio.wait(self._busy, return_when=asyncio.FIRST_COMPLETED)
        rows = await self._claim(self._places - len(self._busy))
        for row in rows:
            task = asyncio.create_task(self._one(row), name=self._topic)
            self._busy.add(task)
            task.add_done_callback(self._busy.discard)
        return len(rows)

    async def idle(self) -> None:
        """Return when nothing is in hand."""
        while self._busy:
            await asyncio.wait(self._busy)

    async def _one(self, row: Row) -> None:
        try:
            await self._work(row)
        except Exception:
            log.exception("work.failed", topic=self._topic, row=getattr(row, "id", None))

    async def _finish(self) -> None:
        if self._busy:
            await asyncio.wait(self._busy, timeout=GRACE_S)
        for task in self._busy:
            task.cancel()
