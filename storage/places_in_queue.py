"""Who stands ahead of an application: the counters of the days before its own, and a short walk along that day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Integer, bindparam, func, select, tuple_, union_all

from enrolment.queue import Bucket, QueueKey
from storage.domain_tables import IS_QUEUED, application, queue_counter

if TYPE_CHECKING:
    from storage.applications import Application
    from storage.uow import Uow

_DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_OWN_DAY = (*QueueKey._fields, "iteration", "category")
# Built once: this is read far more often than anything else, and building it takes longer than running it.
_EARLIER_DAYS = (
    select(queue_counter.c.category, func.sum(queue_counter.c.n))
    .where(*(queue_counter.c[name] == bindparam(name) for name in QueueKey._fields))
    .where(tuple_(*(queue_counter.c[name] for name in Bucket._fields)) < tuple_(*map(bindparam, Bucket._fields)))
    # In the order of the rows: grouped by the category alone they would be sorted first.
    .group_by(queue_counter.c.iteration, queue_counter.c.category)
)
_THAT_DAY = (
    select(bindparam("category", type_=Integer), func.count())
    .select_from(application)
    .where(IS_QUEUED, *(application.c[name] == bindparam(name) for name in _OWN_DAY))
    .where(application.c.submitted_at >= bindparam("dawn"), application.c.submitted_at <= bindparam("submitted_at"))
    .where(
        tuple_(application.c.submitted_at, application.c.id) < tuple_(bindparam("submitted_at"), bindparam("id")),
    )
)
_AHEAD = union_all(_EARLIER_DAYS, _THAT_DAY)


async def ahead_of(uow: Uow, one: Application) -> dict[int, int]:
    """How many stand ahead in the queue, by category; raises ValueError for an application that was never sent."""
    bucket = one.order.bucket
    terms = {**one.queue._asdict(), **bucket._asdict(), "submitted_at": one.submitted_at, "id": one.id}
    found: dict[int, int] = {}
    for category, n in await uow.connection.execute(_AHEAD, {**terms, "dawn": _EPOCH + bucket.day * _DAY}):
        found[category] = found.get(category, 0) + int(n)
    return {category: found[category] for category in sorted(found) if found[category]}
