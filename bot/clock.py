"""Clocks of the running program: the machine's, and in the sandbox a foreign one that can be moved."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout

from enrolment.working_days import ALMATY

log = structlog.get_logger()
_EVERY_SECOND = 1.0
_TIMEOUT = ClientTimeout(total=5)


class SystemClock:
    """The machine's time."""

    def now(self) -> datetime:
        """The moment now in Asia/Almaty."""
        return datetime.now(ALMATY)


@dataclass
class SandboxClock:
    """The time of CLOCK_URL, asked for about every second and carried on in between; a frozen one stands still."""

    url: str
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _told: datetime = field(default_factory=lambda: datetime.now(UTC))
    _at: float | None = None
    _ticks: bool = True

    def now(self) -> datetime:
        """The moment now in Asia/Almaty; never waits."""
        if self._at is None:
            return datetime.now(ALMATY)
        passed = self.monotonic() - self._at if self._ticks else 0.0
        return (self._told + timedelta(seconds=passed)).astimezone(ALMATY)

    async def begin(self) -> None:
        """Ask once before anything is dated by this clock."""
        async with ClientSession(timeout=_TIMEOUT) as session:
            await self.ask(session)

    async def run(self) -> None:
        """Follow the foreign clock until cancelled; while it does not answer, time goes on from its last word."""
        async with ClientSession(timeout=_TIMEOUT) as session:
            while True:
                await self.ask(session)
                await self.sleep(_EVERY_SECOND)

    async def ask(self, session: ClientSession) -> None:
        """Ask once; an answer that is no moment is logged and changes nothing."""
        try:
            async with session.get(self.url) as response:
                told = datetime.fromisoformat((await response.json())["now"])
                self._heard(told if told.tzinfo else told.replace(tzinfo=ALMATY))
        except (ClientError, TimeoutError, KeyError, TypeError, ValueError) as error:
            log.warning("clock.silent", error=type(error).__name__)

    def _heard(self, told: datetime) -> None:
        self._ticks = self._at is None or told != self._told
        self._told, self._at = told, self.monotonic()
