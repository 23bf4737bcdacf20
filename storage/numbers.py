"""Numbers that people read out on the phone: a letter, the year, and a count without gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.domain_tables import application_number
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow


async def next_number(uow: Uow, letter: str, year: int) -> str:
    """The next number of this kind and year, such as `S-2026-000045`; other writers wait for this transaction."""
    step = upsert(uow.dialect, application_number).values(kind=letter, year=year, last=1)
    step = step.on_conflict_do_update(index_elements=["kind", "year"], set_={"last": application_number.c.last + 1})
    last = (await uow.connection.execute(step.returning(application_number.c.last))).scalar_one()
    return f"{letter}-{year}-{last:06}"
