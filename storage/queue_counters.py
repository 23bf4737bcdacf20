"""How many children stand in each bucket of each queue, so that a place is a sum and not a walk along the queue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, union_all

from storage.domain_tables import application, queue_counter
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow

ALMATY = ZoneInfo("Asia/Almaty")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC).date()


class Queue(NamedTuple):
    """One queue: a locality, a queue type, and the year in which its children were born (G.0)."""

    locality: str
    queue_type: str
    birth_year: int


class Bucket(NamedTuple):
    """The children of one queue, iteration and category who applied on the same day in Almaty."""

    locality: str
    queue_type: str
    birth_year: int
    iteration: int
    category: int
    day: int

    @property
    def queue(self) -> Queue:
        """The queue that the bucket belongs to."""
        return Queue(self.locality, self.queue_type, self.birth_year)


@dataclass(frozen=True, slots=True)
class Difference:
    """A bucket whose counter says something else than the applications do."""

    bucket: Bucket
    counted: int
    actual: int


def day_of(instant: datetime) -> int:
    """The day in Almaty on which something happened, as days since 1970."""
    return (instant.astimezone(ALMATY).date() - _EPOCH).days


def start_of(day: int) -> datetime:
    """The instant at which that day began in Almaty."""
    return datetime.combine(_EPOCH + timedelta(days=day), time(), tzinfo=ALMATY)


class QueueCounters:
    """The counters; only the state machine of applications shifts them."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def shift(self, steps: Iterable[tuple[Bucket, int]]) -> None:
        """Adds to the counters of several buckets; in one order always, so that two writers cannot lock each other."""
        for bucket, by in sorted(steps):
            step = upsert(self._uow.dialect, queue_counter).values(**bucket._asdict(), n=by)
            step = step.on_conflict_do_update(
                index_elements=list(Bucket._fields), set_={"n": queue_counter.c.n + step.excluded.n}
            )
            await self._uow.connection.execute(step)

    async def ahead(self, bucket: Bucket) -> dict[tuple[int, int], int]:
        """How many stand in the buckets before this one, by iteration and category."""
        table = queue_counter.c
        query = (
            select(table.iteration, table.category, func.sum(table.n))
            .where(_in_queue(bucket.queue), _before(bucket))
            .group_by(table.iteration, table.category)
        )
        rows = await self._uow.connection.execute(query)
        return {(iteration, category): int(n) for iteration, category, n in rows if n}

    async def size(self, queue: Queue) -> int:
        """How many children stand in the queue."""
        query = select(func.coalesce(func.sum(queue_counter.c.n), 0)).where(_in_queue(queue))
        return int((await self._uow.connection.execute(query)).scalar_one())

    async def differences(self) -> list[Difference]:
        """The buckets whose counter is wrong; an empty list is the only good answer."""
        both = union_all(_counted(), _actual()).subquery()
        counted, actual = func.sum(both.c.counted), func.sum(both.c.actual)
        key = [both.c[name] for name in Bucket._fields]
        query = select(*key, counted, actual).group_by(*key).having(counted != actual).order_by(*key)
        rows = await self._uow.connection.execute(query)
        return [Difference(Bucket(*row[:-2]), int(row[-2]), int(row[-1])) for row in rows]


def _in_queue(queue: Queue) -> ColumnElement[bool]:
    return and_(*(queue_counter.c[name] == value for name, value in queue._asdict().items()))


def _before(bucket: Bucket) -> ColumnElement[bool]:
    table = queue_counter.c
    same_category = and_(table.category == bucket.category, table.day < bucket.day)
    same_iteration = and_(table.iteration == bucket.iteration, or_(table.category < bucket.category, same_category))
    return or_(table.iteration < bucket.iteration, same_iteration)


def _key() -> list[ColumnElement[Any]]:
    return [queue_counter.c[name] for name in Bucket._fields]


def _counted() -> Select[Any]:
    return select(*_key(), queue_counter.c.n.label("counted"), literal(0).label("actual"))


def _actual() -> Select[Any]:
    table = application.c
    key = (table.locality, table.queue_type, table.birth_year, table.iteration, table.category, table.submitted_day)
    number = func.count().label("actual")
    return (
        select(*key[:-1], table.submitted_day.label("day"), literal(0).label("counted"), number)
        .where(table.state == "queued")
        .group_by(*key)
    )
