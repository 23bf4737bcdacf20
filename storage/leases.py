"""Taking rows for work outside the transaction: due, not leased to anybody else, and leased to the caller."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import structlog
from cryptography.exceptions import InvalidTag
from sqlalchemy import ColumnElement, Double, Integer, Row, Table, bindparam, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from storage.sealing import UnknownKey

if TYPE_CHECKING:
    from storage.uow import Uow

T = TypeVar("T")
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Lease:
    """How many rows at most, what the lease clock says, and for how many seconds they are the caller's."""

    limit: int
    now: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Readable(Generic[T]):
    """Rows that could be opened, and those that could not."""

    rows: list[T]
    broken: list[Row[Any]]


def readable(rows: Iterable[Row[Any]], opened: Callable[[Row[Any]], T]) -> Readable[T]:
    """Opens row by row: one that is damaged, or sealed under a lost key, does not hold up the others."""
    found: Readable[T] = Readable([], [])
    for row in rows:
        try:
            found.rows.append(opened(row))
        except (InvalidTag, UnknownKey, ValueError, TypeError) as error:
            log.error("row.unreadable", row=row.id, account=row.account_id, error=type(error).__name__)
            found.broken.append(row)
    return found


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
