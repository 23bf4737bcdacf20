"""How a queue moved from day to day ahead of one place: what earlier places and the pace are worked out from. S3-39."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, case, func, select, tuple_

from storage.domain_tables import queue_shift
from storage.queue_counters import date_of, day_in_almaty

if TYPE_CHECKING:
    from storage.applications import Application
    from storage.uow import Uow

_BUCKET = ("iteration", "category", "day")


@dataclass(frozen=True, slots=True)
class DayAhead:
    """One day of those ahead: by how many they became more (below zero: fewer), and how many of them were served.

    `served` leaves out those of the same category who had joined before the application did.
    """

    on: date
    more: int
    served: int


class QueueHistory:
    """The days of queues, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def watched_since(self, one: Application) -> date | None:
        """The first day that is kept of the application's queue."""
        query = select(func.min(queue_shift.c.on_day)).where(_in_queue_of(one))
        day = (await self._uow.connection.execute(query)).scalar()
        return None if day is None else date_of(day)

    async def ahead_of(self, one: Application, since: datetime) -> list[DayAhead]:
        """The days since then, oldest first, on which anything changed ahead of a sent application."""
        table, entered = queue_shift.c, day_in_almaty(one.created_at)
        joined_before = and_(
            table.iteration == one.iteration, table.category == one.category, table.n > 0, table.on_day <= entered
        )
        query = (
            select(table.on_day, func.sum(table.n), func.sum(case((joined_before, 0), else_=-table.n)))
            .where(_in_queue_of(one), table.on_day >= day_in_almaty(since))
            .where(tuple_(*(table[name] for name in _BUCKET)) < tuple_(*one.order.bucket))
            .group_by(table.on_day)
            .order_by(table.on_day)
        )
        rows = await self._uow.connection.execute(query)
        return [DayAhead(date_of(day), int(more), int(served)) for day, more, served in rows]


def _in_queue_of(one: Application) -> ColumnElement[bool]:
    return and_(*(queue_shift.c[name] == value for name, value in one.queue._asdict().items()))
