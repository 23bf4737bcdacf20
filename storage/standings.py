"""Everybody's place in every queue at once, by one ordered walk: for the night's work, never for one parent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.domain_tables import IS_QUEUED, application

if TYPE_CHECKING:
    from storage.uow import Uow

_QUEUE = ("locality", "queue_type", "birth_year")
_ORDER = (*_QUEUE, "iteration", "category", "submitted_at", "id")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an application stands now, and the place that its parent was last told."""

    application_id: int
    place: int
    told: int | None


async def changed_standings(uow: Uow) -> list[Standing]:
    """The queued applications whose place is not the one that was last told, in the order of their queues."""
    columns = [application.c[name] for name in _ORDER]
    query = select(*columns, application.c.notified_place).where(IS_QUEUED).order_by(*columns)
    found: list[Standing] = []
    queue: tuple[str, str, int] | None = None
    place = 0
    async for locality, queue_type, birth_year, *_place, id_, told in await uow.connection.stream(query):
        here = (locality, queue_type, birth_year)
        place = place + 1 if here == queue else 1
        queue = here
        if place != told:
            found.append(Standing(id_, place, told))
    return found
