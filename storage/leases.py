"""Taking rows for work outside the transaction: due, not leased to anybody else, and leased to the caller."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Double, Integer, Row, Table, bindparam, select, update
from sqlalchemy.sql.dml import ReturningUpdate

if TYPE_CHECKING:
    from storage.uow import Uow


@dataclass(frozen=True, slots=True)
class Lease:
    """How many rows at most, what the lease clock says, and for how many seconds they are the caller's."""

    limit: int
    now: float
    seconds: float


def leasing(table: Table, wanted: ColumnElement[bool]) -> ReturningUpdate[Any]:
    """The statement by which `lease` takes such rows of the table; made once, because making it costs."""
    now = bindparam("now", type_=Double)
    due = (
        select(table.c.id)
        .where(wanted, table.c.next_try_at <= now, table.c.lease_until <= now)
        .order_by(table.c.id)
        .limit(bindparam("limit", type_=Integer))
        .with_for_update(skip_locked=True, of=table)
        .cte("due")
    )
    until = now + bindparam("seconds", type_=Double)
    take = update(table).where(table.c.id.in_(select(due.c.id)))
    return take.values(lease_until=until, attempts=table.c.attempts + 1).returning(*table.c)


async def lease(uow: Uow, take: ReturningUpdate[Any], terms: Lease, **more: Any) -> list[Row[Any]]:
    """The oldest due rows in order of id, each counted as one more attempt; `more` binds what `wanted` left open."""
    return sorted(await uow.connection.execute(take, asdict(terms) | more), key=lambda row: int(row.id))


async def release(uow: Uow, table: Table, wanted: ColumnElement[bool]) -> None:
    """Nobody holds these rows any more and all of them are due: the lease clock may have started anew."""
    await uow.connection.execute(update(table).where(wanted).values(lease_until=0, next_try_at=0))
