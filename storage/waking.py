"""Wake-ups by topic: events inside the process, LISTEN/NOTIFY between processes on PostgreSQL."""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

CHANNEL = "balapan"
_RETRY = 1.0
_HEARTBEAT = 30.0
_ANSWER = 5.0


class Topics:
    """Who waits for what; a wake-up that nobody waited for is kept for the next who does."""

    def __init__(self) -> None:
        self._events: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)

    def wake(self, topics: Iterable[str]) -> None:
        for topic in topics:
            self._events[topic].set()

    def wake_all(self) -> None:
        self.wake(list(self._events))

    async def wait(self, topic: str, seconds: float) -> None:
        """Return at the next wake-up of the topic or after so many seconds, whichever is first."""
        event = self._events[topic]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await event.wait()
        event.clear()


class Listener:
    """A PostgreSQL connection of its own that turns notifications into wake-ups and comes back when it breaks."""

    def __init__(self, engine: AsyncEngine, topics: Topics) -> None:
        self._engine = engine
        self._topics = topics
        self._task: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()

    async def started(self) -> None:
        """Start listening; a database that is away is retried in the background and does not hold the caller up."""
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="listen")
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_RETRY):
                    await self._ready.wait()

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
            await self._engine.dispose()

    async def _run(self) -> None:
        while True:
            with contextlib.suppress(OSError, SQLAlchemyError, TimeoutError):
                await self._listen()
            await asyncio.sleep(_RETRY)

    async def _listen(self) -> None:
        closed = asyncio.Event()
        async with self._engine.connect() as connection:
            driver = (await connection.get_raw_connection()).driver_connection
            assert driver is not None
            driver.add_termination_listener(lambda *_: closed.set())
            await driver.add_listener(CHANNEL, self._heard)
            self._ready.set()
            self._topics.wake_all()
            while not closed.is_set():
                await self._beat(connection, closed)

    def _heard(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        self._topics.wake([str(payload)])

    async def _beat(self, connection: AsyncConnection, closed: asyncio.Event) -> None:
        try:
            async with asyncio.timeout(_HEARTBEAT):
                await closed.wait()
        except TimeoutError:
            async with asyncio.timeout(_ANSWER):
                await connection.execute(text("SELECT 1"))
