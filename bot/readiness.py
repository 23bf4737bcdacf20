"""Whether this process can serve: the database answers and has the present schema."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import structlog

from bot.web import Readiness
from handlers.clock import Clock
from storage.database import Database

BELIEVED_S = 10.0
PATIENCE_S = 5.0
log = structlog.get_logger()


class Unsent(Protocol):
    """Whoever knows what waits in the outbox."""

    async def oldest_unsent(self) -> datetime | None:
        """Since when the oldest unsent message waits."""
        ...


@dataclass
class Pulse:
    """Feels the pulse; `migrated` is asked at most every ten seconds, because it opens a connection of its own."""

    database: Database
    service: Unsent
    clock: Clock
    migrated: Callable[[], bool]
    _seen: tuple[float, bool] = field(default=(float("-inf"), False))

    async def feel(self) -> Readiness:
        """The state now; a database that does not answer within five seconds counts as away."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                await self.database.ping()
                return Readiness(True, await self._is_migrated(), await self._oldest_unsent_s())
        except Exception as error:
            log.warning("not_ready", error=type(error).__name__)
            return Readiness(database=False, migrated=False)

    async def _is_migrated(self) -> bool:
        asked, answer = self._seen
        if time.monotonic() - asked > BELIEVED_S:
            answer = await asyncio.to_thread(self.migrated)
            self._seen = (time.monotonic(), answer)
        return answer

    async def _oldest_unsent_s(self) -> float | None:
        since = await self.service.oldest_unsent()
        return None if since is None else max(0.0, (self.clock.now() - since).total_seconds())
