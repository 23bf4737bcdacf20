"""Who stands ahead of an application: sums of 32 days, of the days before its own, and a short walk along that day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Integer, bindparam, func, select, tuple_, union_all

from enrolment.queue import QueueKey
from storage.domain_tables import IS_QUEUED, application, queue_counter, queue_span
from storage.queue_counters import DAYS, span_of

if TYPE_CHECKING:
    from storage.applications import Application
    from storage.uow import Uow

_DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_OWN_DAY = (*QueueKey._fields, "iteration", "category")
_SPAN = ("iteration", "category", "span")
# Built once: this is read far more often than anything else, and building it takes longer than running it.
_EARLIER_SPANS = (
    select(queue_span.c.category, func.sum(queue_span.c.n))
    .where(*(queue_span.c[name] == bindparam(name) for name in QueueKey._fields))
    .where(tuple_(*(queue_span.c[name] for name in _SPAN)) < tuple_(*map(bindparam, _SPAN)))
    # In the order of the rows: grouped by the category alone they would be sorted first.
    .group_by(queue_span.c.iteration, queue_span.c.category)
)
_EARLIER_DAYS = select(bindparam("category", type_=Integer), func.coalesce(func.sum(queue_counter.c.n), 0)).where(
    *(queue_counter.c[name] == bindparam(name) for name in _OWN_DAY),
    queue_counter.c.day >= bindparam("first"),
    queue_counter.c.day < bindparam("day"),
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
_AHEAD = union_all(_EARLIER_SPANS, _EARLIER_DAYS, _THAT_DAY)


async def ahead_of(uow: Uow, one: Application) -> dict[int, int]:
    """How many stand ahead in the queue, by category; raises ValueError for an application that was never sent."""
    bucket = one.order.bucket
    span = span_of(bucket.day)
    terms = {**one.queue._asdict(), **bucket._asdict(), "span": span, "first": span * DAYS}
    terms |= {"submitted_at": one.submitted_at, "id": one.id, "dawn": _EPOCH + bucket.day * _DAY}
    found: dict[int, int] = {}
    for category, n in await uow.connection.execute(_AHEAD, terms):
        found[category] = found.get(category, 0) + int(n)
    return {category: found[category] for category in sorted(found) if found[category]}
