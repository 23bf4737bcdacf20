"""How many children stand in each bucket of each queue, so that a place is a sum and not a walk along the queue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, Table, and_, func, literal, select, union_all

from enrolment.queue import Bucket, QueueKey
from enrolment.terms import QueueType
from enrolment.working_days import ALMATY
from storage.domain_tables import IS_QUEUED, application, queue_counter, queue_shift
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow

_FIRST_DAY = date(1970, 1, 1)
_COLUMNS = (*QueueKey._fields, *Bucket._fields)


@dataclass(frozen=True, slots=True)
class Difference:
    """A bucket whose counter says something else than the applications do."""

    queue: QueueKey
    bucket: Bucket
    counted: int
    actual: int


class QueueCounters:
    """The counters; only the repository of applications shifts them."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def shift(self, steps: Iterable[tuple[QueueKey, Bucket, int]], at: datetime) -> None:
        """Adds to the counters of several buckets; in one order always, so that two writers cannot lock each other.

        The day's movement of each bucket is kept, so that earlier places can be worked out (`storage.queue_history`).
        """
        rows = [{**queue._asdict(), **bucket._asdict(), "n": by} for queue, bucket, by in sorted(steps)]
        await self._add(queue_counter, _COLUMNS, rows)
        on_day = day_in_almaty(at)
        await self._add(queue_shift, (*_COLUMNS, "on_day"), [{**row, "on_day": on_day} for row in rows])

    async def _add(self, table: Table, key: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
        step = upsert(self._uow.dialect, table)
        step = step.on_conflict_do_update(index_elements=key, set_={"n": table.c.n + step.excluded.n})
        for row in rows:
            await self._uow.connection.execute(step, row)

    async def size(self, queue: QueueKey) -> int:
        """How many children stand in the queue."""
        query = select(func.coalesce(func.sum(queue_counter.c.n), 0)).where(_in_queue(queue))
        return int((await self._uow.connection.execute(query)).scalar_one())

    async def differences(self) -> list[Difference]:
        """The buckets whose counter is wrong; an empty list is the only good answer."""
        both = union_all(_counted(), _actual()).subquery()
        counted, actual = func.sum(both.c.counted), func.sum(both.c.actual)
        key = [both.c[name] for name in _COLUMNS]
        query = select(*key, counted, actual).group_by(*key).having(counted != actual).order_by(*key)
        return [_difference(*row) for row in await self._uow.connection.execute(query)]


def day_in_almaty(at: datetime) -> int:
    """The days since 1970 in Almaty on which the moment falls."""
    return (at.astimezone(ALMATY).date() - _FIRST_DAY).days


def date_of(day: int) -> date:
    """The date of such a day."""
    return _FIRST_DAY + timedelta(days=day)


def _difference(locality: str, queue_type: str, birth_year: int, *rest: Any) -> Difference:
    *bucket, counted, actual = rest
    return Difference(QueueKey(locality, QueueType(queue_type), birth_year), Bucket(*bucket), int(counted), int(actual))


def _in_queue(queue: QueueKey) -> ColumnElement[bool]:
    return and_(*(queue_counter.c[name] == value for name, value in queue._asdict().items()))


def _counted() -> Select[Any]:
    key = [queue_counter.c[name] for name in _COLUMNS]
    return select(*key, queue_counter.c.n.label("counted"), literal(0).label("actual"))


def _actual() -> Select[Any]:
    day = application.c.submitted_day
    key = [application.c[name] for name in _COLUMNS[:-1]]
    number = func.count().label("actual")
    return select(*key, day.label("day"), literal(0).label("counted"), number).where(IS_QUEUED).group_by(*key, day)
