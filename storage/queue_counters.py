"""How many children stand in each bucket of each queue, so that a place is a sum and not a walk along the queue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Integer, Select, Table, and_, cast, func, literal, select, union_all

from enrolment.queue import Bucket, QueueKey
from enrolment.terms import QueueType
from enrolment.working_days import ALMATY
from storage.domain_tables import IS_QUEUED, application, queue_counter, queue_shift, queue_span
from storage.engines import DIALECTS, Dialect
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow

_FIRST_DAY = date(1970, 1, 1)
_COLUMNS = (*QueueKey._fields, *Bucket._fields)
_SPAN = (*_COLUMNS[:-1], "span")
DAYS = 32


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
        await self._add(queue_counter, rows)
        await self._add(queue_span, _by_span(rows))
        on_day = day_in_almaty(at)
        await self._add(queue_shift, [{**row, "on_day": on_day} for row in rows])

    async def _add(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            await self._uow.connection.execute(_ADD[self._uow.dialect, table], rows)

    async def size(self, queue: QueueKey) -> int:
        """How many children stand in the queue."""
        query = select(func.coalesce(func.sum(queue_counter.c.n), 0)).where(_in_queue(queue))
        return int((await self._uow.connection.execute(query)).scalar_one())

    async def differences(self) -> list[Difference]:
        """The buckets whose counter is wrong; an empty list is the only good answer.

        Where only the sum of several days is wrong, it is their first day's.
        """
        days = [_difference(*row) for row in await self._compare(_counted(), _actual(), _COLUMNS)]
        spans = await self._compare(_spans_counted(), _spans_actual(), _SPAN)
        return days or [_difference(*row[:-3], row[-3] * DAYS, *row[-2:]) for row in spans]

    async def _compare(self, one: Select[Any], other: Select[Any], names: Sequence[str]) -> list[tuple[Any, ...]]:
        both = union_all(one, other).subquery()
        counted, actual = func.sum(both.c.counted), func.sum(both.c.actual)
        key = [both.c[name] for name in names]
        query = select(*key, counted, actual).group_by(*key).having(counted != actual).order_by(*key)
        return [tuple(row) for row in await self._uow.connection.execute(query)]


def _adding(dialect: Dialect, table: Table) -> Any:
    """A step of a bucket, which is there from its first step on."""
    step = upsert(dialect, table)
    key = [column.name for column in table.primary_key]
    return step.on_conflict_do_update(index_elements=key, set_={"n": table.c.n + step.excluded.n})


_TABLES = (queue_counter, queue_span, queue_shift)
_ADD = {(dialect, table): _adding(dialect, table) for dialect in DIALECTS for table in _TABLES}


def span_of(day: int) -> int:
    """The 32 days to which a day of the counters belongs."""
    return day // DAYS


def _by_span(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The same steps by spans, in one order always; a span that does not change is left alone."""
    steps: Counter[tuple[Any, ...]] = Counter()
    for row in rows:
        steps[(*(row[name] for name in _COLUMNS[:-1]), span_of(row["day"]))] += row["n"]
    return [{**dict(zip(_SPAN, key, strict=True)), "n": n} for key, n in sorted(steps.items()) if n]


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


def _spans_counted() -> Select[Any]:
    return select(*(queue_span.c[name] for name in _SPAN), queue_span.c.n.label("counted"), literal(0).label("actual"))


def _spans_actual() -> Select[Any]:
    key = [queue_counter.c[name] for name in _COLUMNS[:-1]]
    span = (queue_counter.c.day - queue_counter.c.day % DAYS) / DAYS
    number = func.sum(queue_counter.c.n).label("actual")
    return select(*key, cast(span, Integer).label("span"), literal(0).label("counted"), number).group_by(*key, span)


def _actual() -> Select[Any]:
    day = application.c.submitted_day
    key = [application.c[name] for name in _COLUMNS[:-1]]
    number = func.count().label("actual")
    return select(*key, day.label("day"), literal(0).label("counted"), number).where(IS_QUEUED).group_by(*key, day)
