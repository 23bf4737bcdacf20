"""Receipts: what a provider tells of a message after it has taken it, in any order and any number of times."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import case, delete, select, update

from storage.chat_tables import delivery_report, report_waits
from storage.flow_tables import is_one_of, outbox, outbox_unfinished
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow

FAILED = ("failed", "undelivered")
# What can be told of one message; a higher rank is the truer word. A status that nobody knows ranks lowest.
RANKS = {
    "accepted": 0,
    "queued": 0,
    "sending": 1,
    "sent": 2,
    "failed": 3,
    "undelivered": 3,
    "delivered": 4,
    "read": 5,
}


@dataclass(frozen=True, slots=True)
class Report:
    """The truest word so far on one part (`step`) of an outbox row; `error` is the provider's number for it."""

    provider_id: str
    outbox_id: int
    step: int
    status: str
    error: int | None
    at: datetime


class DeliveryReports:
    """The receipts by the provider's id, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def keep(self, told: Report) -> None:
        """Keeps what was told unless a truer word is kept already; a truer one is to be handled again."""
        new = upsert(self._uow.dialect, delivery_report).values(**{name: getattr(told, name) for name in _COLUMNS})
        new = new.on_conflict_do_update(
            index_elements=["provider_id"],
            set_={name: new.excluded[name] for name in _COLUMNS} | {"handled_at": None},
            where=case(RANKS, value=delivery_report.c.status, else_=0) < RANKS.get(told.status, 0),
        )
        await self._uow.connection.execute(new)

    async def unhandled(self, limit: int) -> list[Report]:
        """What is to be handled in this transaction, the oldest first: final words on rows that are done with sending.

        Nobody else is given the same ones meanwhile.
        """
        query = (
            select(*(delivery_report.c[name] for name in _COLUMNS))
            .join(outbox, outbox.c.id == delivery_report.c.outbox_id)
            .where(report_waits, ~outbox_unfinished)
            .order_by(delivery_report.c.at, delivery_report.c.provider_id)
            .limit(limit)
            .with_for_update(skip_locked=True, of=delivery_report)
        )
        return [Report(*row) for row in await self._uow.connection.execute(query)]

    async def has_failed(self, provider_id: str) -> bool:
        """Whether the truest word on this message is that it did not arrive."""
        failed = select(delivery_report.c.provider_id).where(delivery_report.c.provider_id == provider_id)
        failed = failed.where(is_one_of(delivery_report.c.status, *FAILED))
        return (await self._uow.connection.execute(failed)).first() is not None

    async def handled(self, provider_ids: Collection[str], at: datetime) -> None:
        """These need no more looking at, until a truer word comes."""
        if provider_ids:
            done = update(delivery_report).where(delivery_report.c.provider_id.in_(provider_ids))
            await self._uow.connection.execute(done.values(handled_at=at))

    async def erase(self, before: datetime) -> int:
        """Deletes what was last told before; returns how many."""
        old = delete(delivery_report).where(delivery_report.c.at < before)
        return (await self._uow.connection.execute(old)).rowcount


_COLUMNS = ("provider_id", "outbox_id", "step", "status", "error", "at")
