"""Numbers that people read out on the phone: a letter, the year, and a count without gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.domain_tables import application_number
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow


async def next_number(uow: Uow, letter: str, year: int) -> str:
    """The next number of this kind and year, such as `S-2026-000045`; other writers wait for this transaction."""
    (count,) = await next_counts(uow, letter, year)
    return f"{letter}-{year}-{count:06}"


async def next_counts(uow: Uow, kind: str, year: int, how_many: int = 1) -> range:
    """So many next counts of this kind and year; other writers wait for this transaction."""
    step = upsert(uow.dialect, application_number).values(kind=kind, year=year, last=how_many)
    further = {"last": application_number.c.last + how_many}
    step = step.on_conflict_do_update(index_elements=["kind", "year"], set_=further)
    last = (await uow.connection.execute(step.returning(application_number.c.last))).scalar_one()
    return range(last - how_many + 1, last + 1)
