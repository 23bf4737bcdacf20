"""Everybody's place in every queue, by one ordered walk: for the work of once a day, never for one parent."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Tuple, literal, select, tuple_

from storage.domain_tables import IS_QUEUED, application

if TYPE_CHECKING:
    from storage.uow import Uow

STRIDE = 5000
_QUEUE = 3
_ORDER = [
    application.c[name]
    for name in ("locality", "queue_type", "birth_year", "iteration", "category", "submitted_at", "id")
]
_STEP = select(*_ORDER, application.c.notified_place).where(IS_QUEUED).order_by(*_ORDER)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an application stands now, and the place that its parent was last told."""

    application_id: int
    place: int
    told: int | None


async def standings(uow: Uow, stride: int = STRIDE) -> AsyncIterator[Standing]:
    """The queued applications queue by queue, the first of each first; reads `stride` rows at a time."""
    queue: tuple[Any, ...] = ()
    place = 0
    async for row in _walk(uow, stride):
        here = tuple(row[:_QUEUE])
        place = place + 1 if here == queue else 1
        queue = here
        yield Standing(row.id, place, row.notified_place)


async def _walk(uow: Uow, stride: int) -> AsyncIterator[Any]:
    step = _STEP.limit(stride)
    while True:
        rows = (await uow.connection.execute(step)).all()
        for row in rows:
            yield row
        if len(rows) < stride:
            return
        step = _STEP.where(tuple_(*_ORDER) > _key_of(rows[-1])).limit(stride)


def _key_of(row: Sequence[Any]) -> Tuple:
    return tuple_(*(literal(value, column.type) for column, value in zip(_ORDER, row, strict=False)))
