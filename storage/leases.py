"""Taking rows for work outside the transaction: due, not leased to anybody else, and leased to the caller."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row, Table, select, update

if TYPE_CHECKING:
    from storage.uow import Uow


@dataclass(frozen=True, slots=True)
class Lease:
    """How many rows at most, what the lease clock says, and for how many seconds they are the caller's."""

    limit: int
    now: float
    seconds: float


async def lease(uow: Uow, table: Table, wanted: ColumnElement[bool], terms: Lease) -> list[Row[Any]]:
    """The oldest due rows in order of id, each counted as one more attempt."""
    due = (
        select(table.c.id)
        .where(wanted, table.c.next_try_at <= terms.now, table.c.lease_until <= terms.now)
        .order_by(table.c.id)
        .limit(terms.limit)
        .with_for_update(skip_locked=True, of=table)
        .cte("due")
    )
    take = (
        update(table)
        .where(table.c.id.in_(select(due.c.id)))
        .values(lease_until=terms.now + terms.seconds, attempts=table.c.attempts + 1)
        .returning(*table.c)
    )
    return sorted(await uow.connection.execute(take), key=lambda row: int(row.id))


async def release(uow: Uow, table: Table, wanted: ColumnElement[bool]) -> None:
    """Nobody holds these rows any more and all of them are due: the lease clock may have started anew."""
    await uow.connection.execute(update(table).where(wanted).values(lease_until=0, next_try_at=0))
