"""Figures over whole queues, each by one statement: how many wait, what was issued, how long it took. S1-08."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, ColumnElement, Select, func, select, type_coerce

from enrolment.terms import QueueType
from storage.domain_tables import queue_counter
from storage.place_tables import distribution_line, distribution_run

if TYPE_CHECKING:
    from storage.uow import Uow


@dataclass(frozen=True, slots=True)
class Waited:
    """The children of a category who got a place, and how long they waited on average."""

    category: int
    children: int
    average: timedelta


class Statistics:
    """The figures of a locality's queue of one type, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def waiting(self, locality: str, queue_type: QueueType) -> dict[tuple[int, int], int]:
        """How many children stand in the queue, by year of birth and category."""
        table = queue_counter.c
        query = (
            select(table.birth_year, table.category, func.sum(table.n))
            .where(table.locality == locality, table.queue_type == queue_type)
            .group_by(table.birth_year, table.category)
        )
        rows = await self._uow.connection.execute(query)
        return {(year, category): int(n) for year, category, n in rows if n}

    async def issued(self, locality: str, queue_type: QueueType, since: datetime) -> list[tuple[datetime, int]]:
        """How many places each run since then gave, oldest first."""
        query = _given(select(distribution_run.c.at, func.count()), locality, queue_type, since)
        rows = await self._uow.connection.execute(
            query.group_by(distribution_run.c.number, distribution_run.c.at).order_by(distribution_run.c.at)
        )
        return [(at, count) for at, count in rows]

    async def waited(self, locality: str, queue_type: QueueType, since: datetime) -> list[Waited]:
        """How long those waited who got a place since then, by category."""
        line, at = distribution_line.c, distribution_run.c.at
        waited = type_coerce(at, BigInteger) - type_coerce(line.submitted_at, BigInteger)
        query = _given(select(line.category, func.count(), func.avg(waited)), locality, queue_type, since)
        rows = await self._uow.connection.execute(query.group_by(line.category).order_by(line.category))
        return [Waited(category, count, timedelta(microseconds=int(average))) for category, count, average in rows]


def _given(query: Select[Any], locality: str, queue_type: QueueType, since: datetime) -> Select[Any]:
    line = distribution_line.c
    issued: ColumnElement[bool] = line.outcome == "issued"
    return (
        query.select_from(distribution_line)
        .join(distribution_run, distribution_run.c.number == line.run_id)
        .where(line.locality == locality, line.queue_type == queue_type, issued, distribution_run.c.at >= since)
    )
