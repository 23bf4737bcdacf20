"""Long polling: updates are asked for, kept, and only then confirmed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, Protocol

import structlog

from bot.delivery import Flooded, Undelivered
from bot.intake import Crowded
from bot.loops import unless
from bot.telegram.failures import Usurped
from bot.telegram.incoming import number_of
from bot.telegram.reception import Reception

WAIT_S = 25
LONGEST_PAUSE_S = 30.0
log = structlog.get_logger()


Sleep = Callable[[float], Coroutine[Any, Any, None]]


class Source(Protocol):
    """Where updates are asked for."""

    async def updates(self, offset: int | None, wait_s: int) -> list[Any]:
        """What has arrived; everything below the offset is forgotten there. Raises `Undelivered`."""
        ...

    async def stop_listening(self) -> None:
        """Take a webhook away. Raises `Undelivered`."""
        ...


class Polling:
    """Polls for one bot; `offset` is the first update that is not confirmed."""

    def __init__(self, telegram: Source, reception: Reception, sleep: Sleep = asyncio.sleep) -> None:
        self.offset: int | None = None
        self._telegram = telegram
        self._reception = reception
        self._sleep = sleep
        self._pause = 0.0

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`; survives everything that Telegram and the network can do."""
        while not stop.is_set():
            if await self._tried(self._telegram.stop_listening(), stop):
                break
        while not stop.is_set():
            await self._tried(self._once(stop), stop)

    async def _once(self, stop: asyncio.Event) -> None:
        updates: list[Any] = []

        async def ask() -> None:
            updates.extend(await self._telegram.updates(self.offset, WAIT_S))

        if await unless(stop, ask()):
            await self.take(updates)

    async def take(self, updates: Sequence[Any]) -> None:
        """Keep the updates, then move past them."""
        await self._reception.take(updates)
        numbers = [number for update in updates if (number := number_of(update)) is not None]
        if numbers:
            self.offset = max(numbers) + 1

    async def _tried(self, work: Awaitable[None], stop: asyncio.Event) -> bool:
        """Whether it went well; otherwise a pause is made, longer each time."""
        try:
            await work
        except (Undelivered, Crowded) as error:
            self._pause = min(max(1.0, self._pause * 2), LONGEST_PAUSE_S)
            if isinstance(error, Flooded):
                self._pause = error.seconds
            log.warning("polling.failed", channel=self._reception.channel, error=str(error), again_in_s=self._pause)
            await unless(stop, self._sleep(self._pause))
            if isinstance(error, Usurped):
                await self._free_the_way()
            return False
        self._pause = 0.0
        return True

    async def _free_the_way(self) -> None:
        """A webhook that somebody set meanwhile is taken away again."""
        try:
            await self._telegram.stop_listening()
        except Undelivered as error:
            log.debug("polling.still_usurped", error=str(error))
