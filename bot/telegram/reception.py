"""What happens to updates the moment they arrive: kept, then a tap is answered so that the phone stops waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import structlog

from bot.delivery import Undelivered
from bot.intake import Intake
from bot.telegram.client import Telegram
from bot.telegram.incoming import arrival, query_of

MOST_ANSWERS = 200
log = structlog.get_logger()


class Reception:
    """The reception of one bot, for polling and webhooks alike."""

    def __init__(self, channel: str, telegram: Telegram, intake: Intake) -> None:
        self.channel = channel
        self._telegram = telegram
        self._intake = intake
        self._answering: set[asyncio.Task[None]] = set()

    async def take(self, updates: Sequence[Any]) -> None:
        """Return when everything worth keeping is durable; raises what the database raised."""
        found = [arrival(self.channel, self._telegram.id, update) for update in updates]
        for update, kept in zip(updates, found, strict=True):
            if kept is None:
                log.info("update.ignored", channel=self.channel, kinds=_kinds(update))
        await self._intake.store([kept for kept in found if kept is not None])
        for update in updates:
            self._answer(query_of(update))

    async def close(self) -> None:
        """Let the answers on their way arrive."""
        if self._answering:
            await asyncio.wait(self._answering, timeout=2)

    def _answer(self, query: str | None) -> None:
        """In the background, so that neither the turn nor Telegram waits for it."""
        if query is None or len(self._answering) >= MOST_ANSWERS:
            return
        task = asyncio.create_task(self._answered(query), name="callback answer")
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _answered(self, query: str) -> None:
        try:
            await self._telegram.answer(query)
        except Undelivered as error:
            log.debug("callback.unanswered", channel=self.channel, error=str(error))


def _kinds(update: Any) -> list[str]:
    return sorted(str(key) for key in update if key != "update_id")[:5] if isinstance(update, dict) else ["malformed"]
