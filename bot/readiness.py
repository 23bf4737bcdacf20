"""Whether this process can serve: the database answers and has the present schema, and turns are taken."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from bot.web import ChannelState, Readiness
from handlers.clock import Clock
from storage.database import Database

BELIEVED_S = 10.0
PATIENCE_S = 5.0
NOT_IN_SERVICE = "not in service"
log = structlog.get_logger()


@dataclass
class Pulse:
    """Feels the pulse; `migrated` is asked at most every ten seconds, because it opens a connection of its own.

    `troubles` tells for each channel in service what keeps it from sending, or nothing.
    """

    database: Database
    clock: Clock
    migrated: Callable[[], bool]
    troubles: Callable[[], Mapping[str, str]]
    _seen: tuple[float, bool] = field(default=(float("-inf"), False))

    async def feel(self) -> Readiness:
        """The state now; a database that does not answer within five seconds counts as away."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                await self.database.ping()
                return await self._waiting(await self._is_migrated())
        except Exception as error:
            log.warning("not_ready", error=type(error).__name__)
            return Readiness(database=False, migrated=False)

    async def _is_migrated(self) -> bool:
        asked, answer = self._seen
        if time.monotonic() - asked > BELIEVED_S:
            answer = await asyncio.to_thread(self.migrated)
            self._seen = (time.monotonic(), answer)
        return answer

    async def _waiting(self, migrated: bool) -> Readiness:
        """What waits: messages to be sent, by channel, and inputs for their turn."""
        now, troubles = self.clock.now(), self.troubles()
        async with self.database.reading() as uow:
            unsent = await uow.outbox.oldest_waiting(now)
            received_at = await uow.inbox.oldest_ready()
        channels = {
            channel: ChannelState(_seconds(now, unsent.get(channel)), troubles.get(channel, NOT_IN_SERVICE))
            for channel in sorted({*unsent, *troubles})
        }
        return Readiness(True, migrated, channels, _seconds(now, received_at))


def _seconds(now: datetime, since: datetime | None) -> float | None:
    return None if since is None else max(0.0, (now - since).total_seconds())
