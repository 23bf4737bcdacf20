"""Copies of people's files that a provider keeps: taken away there as soon as ours is safe, or nobody wants one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

import structlog

from bot.delivery import Flooded, TryLater, Undelivered
from storage.inbox import InboxRow
from storage.tasks import DISCARD, TaskRow
from storage.uow import Uow

FIRST_PAUSE_S = 30.0
LONGEST_PAUSE_S = 3600.0
NO_KEEPER_PAUSE_S = 6 * 3600.0
log = structlog.get_logger()


class NotDiscarded(Exception):
    """The copy is still there; to be tried again in so many seconds."""

    def __init__(self, again_in_s: float) -> None:
        super().__init__(f"again in {again_in_s:g} s")
        self.again_in_s = again_in_s


class Keeper(Protocol):
    """A channel whose provider keeps copies."""

    async def discard(self, file_id: str) -> None:
        """Have it forget the file; raises `Undelivered`."""
        ...


async def note_discard(uow: Uow, row: InboxRow, at: datetime) -> None:
    """Have the provider's copy taken away after this transaction."""
    file_id = row.payload.get("copy") or row.payload.get("attached", {}).get("id")
    if file_id is not None:
        await uow.tasks.add(row.account_id, DISCARD, {"channel": row.channel, "id": file_id}, at)
        uow.wake("tasks")


async def discarded(task: TaskRow, keepers: Mapping[str, Keeper]) -> dict[str, Any]:
    """The outcome; raises NotDiscarded where a later try may succeed."""
    keeper = keepers.get(task.payload["channel"])
    if keeper is None:
        log.warning("copy.not_discarded", task=task.id, error="its channel is not in service")
        raise NotDiscarded(NO_KEEPER_PAUSE_S)
    try:
        await keeper.discard(task.payload["id"])
    except (TryLater, Flooded) as error:
        pause = min(FIRST_PAUSE_S * 2**task.attempts, LONGEST_PAUSE_S)
        log.warning("copy.not_discarded", task=task.id, error=str(error), again_in_s=pause)
        raise NotDiscarded(pause) from None
    except Undelivered as error:
        log.error("copy.never_discarded", task=task.id, error=str(error))
        return {"status": "refused"}
    return {"status": "gone"}
