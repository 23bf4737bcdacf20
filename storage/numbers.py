"""Numbers that people read out on the phone: a letter, the year, and a count without gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storage.domain_tables import application_number
from storage.engines import DIALECTS, Dialect
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow


async def next_number(uow: Uow, letter: str, year: int) -> str:
    """The next number of this kind and year, such as `S-2026-000045`; other writers wait for this transaction."""
    (count,) = await next_counts(uow, letter, year)
    return f"{letter}-{year}-{count:06}"


async def next_counts(uow: Uow, kind: str, year: int, how_many: int = 1) -> range:
    """So many next counts of this kind and year; other writers wait for this transaction."""
    terms = {"kind": kind, "year": year, "last": how_many}
    last = (await uow.connection.execute(_COUNT_ON[uow.dialect], terms)).scalar_one()
    return range(last - how_many + 1, last + 1)


def _counting_on(dialect: Dialect) -> Any:
    step, table = upsert(dialect, application_number), application_number.c
    step = step.on_conflict_do_update(index_elements=["kind", "year"], set_={"last": table.last + step.excluded.last})
    return step.returning(table.last)


_COUNT_ON = {dialect: _counting_on(dialect) for dialect in DIALECTS}
