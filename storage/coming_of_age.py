"""Active applications of children old enough to be looked at: for the work of once a day (A18)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from enrolment.application_states import ApplicationState
from enrolment.terms import QueueType
from storage.domain_tables import IS_ACTIVE, application

if TYPE_CHECKING:
    from storage.uow import Uow

STRIDE = 1000
_STEP = (
    select(*(application.c[name] for name in ("id", "child_id", "locality", "queue_type", "state")))
    .where(IS_ACTIVE)
    .order_by(application.c.id)
)


@dataclass(frozen=True, slots=True)
class Grown:
    """An active application and the day on which its child was born."""

    application_id: int
    locality: str
    queue_type: QueueType
    state: ApplicationState
    born: date


async def grown(uow: Uow, year: int, stride: int = STRIDE) -> AsyncIterator[Grown]:
    """The active applications of children born in that year or before, where the day of birth is still known."""
    last = 0
    while True:
        step = _STEP.where(application.c.birth_year <= year, application.c.id > last).limit(stride)
        rows = (await uow.connection.execute(step)).all()
        children = await uow.children.load([row.child_id for row in rows])
        for row in rows:
            born = children[row.child_id].person.birth_date if row.child_id in children else None
            if born is not None:
                yield Grown(row.id, row.locality, QueueType(row.queue_type), ApplicationState(row.state), born)
        if len(rows) < stride:
            return
        last = rows[-1].id
