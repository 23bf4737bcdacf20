"""The door of the inbox: what arrives at the same time is kept in one transaction, and then answered for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import structlog

from handlers.clock import Clock
from storage.database import Database
from storage.inbox import Arrival
from storage.transient import breathe, tried

MOST_AT_ONCE = 500
MOST_WAITING = 2000
log = structlog.get_logger()


class Crowded(Exception):
    """More waits at the door than may: whoever brought this is to come again."""


@dataclass
class _Parcel:
    arrivals: Sequence[Arrival]
    kept: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Intake:
    """Stores arrivals durably; many callers share one commit, and no more than `most` arrivals wait for one."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        pause: Callable[[int], Awaitable[None]] = breathe,
        most: int = MOST_WAITING,
    ) -> None:
        self._database = database
        self._clock = clock
        self._pause = pause
        self._most = most
        self._count = 0
        self._waiting: list[_Parcel] = []
        self._work: asyncio.Task[None] | None = None

    async def store(self, arrivals: Sequence[Arrival]) -> None:
        """Return when they are durable; raises Crowded or what the database raised: then nothing of them is kept."""
        if not arrivals:
            return
        if self._count >= self._most:
            raise Crowded(f"{self._count} wait")
        self._count += len(arrivals)
        parcel = _Parcel(arrivals)
        parcel.kept.add_done_callback(lambda _kept: self._leave(parcel))
        self._waiting.append(parcel)
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._keep_all(), name="intake")
        await asyncio.shield(parcel.kept)

    async def settled(self) -> None:
        """Return when everything handed in so far is kept or refused."""
        if self._work is not None:
            await asyncio.wait([self._work])

    def _leave(self, parcel: _Parcel) -> None:
        self._count -= len(parcel.arrivals)

    async def _keep_all(self) -> None:
        while self._waiting:
            parcels, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
            try:
                await self._keep(parcels)
            except Exception as error:
                if len(parcels) == 1:
                    _refuse(parcels[0], error)
                    continue
                log.warning("intake.one_by_one", parcels=len(parcels), error=type(error).__name__)
                for parcel in parcels:
                    await self._keep_alone(parcel)

    async def _keep_alone(self, parcel: _Parcel) -> None:
        try:
            await self._keep([parcel])
        except Exception as error:
            _refuse(parcel, error)

    async def _keep(self, parcels: Sequence[_Parcel]) -> None:
        """Done again when the database fails in a way that passes."""
        await tried(partial(self._kept, parcels), "intake", self._pause)

    async def _kept(self, parcels: Sequence[_Parcel]) -> None:
        arrivals = [arrival for parcel in parcels for arrival in parcel.arrivals]
        async with self._database.transaction("inbox", brief=True) as uow:
            await uow.inbox.store(arrivals, self._clock.now())
            if any(not arrival.fetch for arrival in arrivals):
                uow.wake("inbox")
            if any(arrival.fetch for arrival in arrivals):
                uow.wake("fetch")
        for parcel in parcels:
            if not parcel.kept.done():
                parcel.kept.set_result(None)


def _refuse(parcel: _Parcel, error: Exception) -> None:
    log.error("intake.refused", error=type(error).__name__, exc_info=error)
    if not parcel.kept.done():
        parcel.kept.set_exception(error)
        parcel.kept.exception()
