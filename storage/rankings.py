"""The order of the queues made anew, many applications at a time. G.0."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import case, select, update

from enrolment.application_states import ApplicationState
from enrolment.queue import Bucket, QueueKey
from storage.applications import Application
from storage.domain_tables import IS_ACTIVE, application

if TYPE_CHECKING:
    from storage.uow import Uow


class Rankings:
    """Iteration and category of whatever was sent and has not ended, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def page(self, after: int, limit: int, *, lock: bool = True) -> list[Application]:
        """The next applications by id; with `lock` nobody else changes them before the end of this transaction."""
        sent = (IS_ACTIVE, application.c.submitted_at.is_not(None), application.c.id > after)
        query = select(application.c.id).where(*sent).order_by(application.c.id).limit(limit)
        ids = (await self._uow.connection.execute(query)).scalars().all()
        found = await self._uow.applications.load(ids, lock=lock)
        return [found[id_] for id_ in sorted(found)]

    async def move(
        self, ones: Sequence[Application], iteration: int, categories: Mapping[int, int], at: datetime
    ) -> None:
        """These locked applications into that iteration, each into its category by id; one statement for all."""
        if not ones:
            return
        category = case({one.id: categories[one.id] for one in ones}, value=application.c.id)
        step = update(application).where(application.c.id.in_([one.id for one in ones]))
        await self._uow.connection.execute(step.values(iteration=iteration, category=category))
        steps: Counter[tuple[QueueKey, Bucket]] = Counter()
        for one in ones:
            if one.state is ApplicationState.QUEUED:
                bucket = one.order.bucket
                steps[one.queue, bucket] -= 1
                steps[one.queue, bucket._replace(iteration=iteration, category=categories[one.id])] += 1
        await self._uow.queue_counters.shift([(*counter, by) for counter, by in steps.items() if by], at)
