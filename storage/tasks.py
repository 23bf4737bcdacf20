"""Work for the outside world: registry look-ups, SMS and the like, done after the turn that wanted it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import Row, bindparam, insert, or_, select, update

from storage.flow_tables import task
from storage.leases import Lease, lease, leasing, readable, release

if TYPE_CHECKING:
    from storage.uow import Uow


MOST_ATTEMPTS = 20
DISCARD = "discard"
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A piece of work in the caller's hands until its lease ends; `attempts` counts this one."""

    id: int
    account_id: int
    kind: str
    payload: dict[str, Any] = field(repr=False)
    attempts: int
    created_at: datetime | None
    lease_until: float = 0


class Tasks:
    """Every task is done at least once; whoever answers for it must expect it twice."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def add(self, account_id: int, kind: str, payload: dict[str, Any], at: datetime | None = None) -> int:
        """Keeps the work for after the commit and returns its id."""
        sealed = self._uow.sealer.seal_json(_place(account_id, kind), payload)
        row = {"account_id": account_id, "kind": kind, "payload": sealed, "created_at": at}
        return int((await self._uow.connection.execute(insert(task).returning(task.c.id), row)).scalar_one())

    async def claim(self, limit: int, lease_now: float, lease_s: float) -> list[TaskRow]:
        """The oldest due tasks, leased to the caller for `lease_s` seconds, but none that failed twenty times.

        One that cannot be opened counts as failed so often at once.
        """
        found = readable(await lease(self._uow, _TAKE, Lease(limit, lease_now, lease_s)), self._row)
        for row in found.broken:
            await self._uow.connection.execute(_HOPELESS, {"id_": row.id})
        return found.rows

    async def open(self, kind: str, account_id: int | None = None) -> list[TaskRow]:
        """Those of that kind, of that account or of all, which are still to be done and have not failed too often."""
        these = select(task).where(task.c.done_at.is_(None), task.c.kind == kind, task.c.attempts < MOST_ATTEMPTS)
        these = these if account_id is None else these.where(task.c.account_id == account_id)
        return readable((await self._uow.connection.execute(these)).all(), self._row).rows

    async def renew(self, row: TaskRow, held: float, until: float) -> bool:
        """Whether the caller, whose lease ended at `held`, keeps it until then; both by the lease clock."""
        mine = update(task).where(task.c.id == row.id, task.c.lease_until == held, task.c.done_at.is_(None))
        return (await self._uow.connection.execute(mine.values(lease_until=until))).rowcount > 0

    async def owner(self, row: TaskRow) -> int:
        """Whose task it is now; it goes to nobody else within this transaction."""
        owner = select(task.c.account_id).where(task.c.id == row.id).with_for_update()
        return int((await self._uow.connection.execute(owner)).scalar_one())

    async def done(self, id_: int, at: datetime) -> None:
        """Finished; what it was about is erased at once."""
        await self._uow.connection.execute(update(task).where(task.c.id == id_).values(done_at=at, payload=None))

    async def retry(self, id_: int, next_try: float) -> None:
        """Try again at this moment of the lease clock."""
        again = update(task).where(task.c.id == id_).values(next_try_at=next_try, lease_until=0)
        await self._uow.connection.execute(again)

    async def give_up(self, before: datetime, at: datetime) -> int:
        """Empties and ends what was wanted before and never done, or failed too often; returns how many there were.

        Of a copy that stays with a provider an operator is told.
        """
        hopeless = or_(task.c.created_at < before, task.c.attempts >= MOST_ATTEMPTS)
        old = update(task).where(task.c.done_at.is_(None), hopeless)
        ended = old.values(done_at=at, payload=None).returning(task.c.id, task.c.kind)
        rows = (await self._uow.connection.execute(ended)).all()
        for row in rows:
            if row.kind == DISCARD:
                log.error("copy.never_discarded", task=row.id, error="given up")
        return len(rows)

    async def end_all(self, account_id: int, at: datetime) -> None:
        """Empties and ends what is still to be done for an account; copies of its files are taken away all the same."""
        open_ = update(task).where(task.c.done_at.is_(None), task.c.account_id == account_id, task.c.kind != DISCARD)
        await self._uow.connection.execute(open_.values(done_at=at, payload=None))

    async def hand_over(self, from_id: int, to_id: int) -> None:
        """What is still to be done for the first account is the second one's from now on; whoever is at it goes on."""
        open_ = select(task).where(task.c.done_at.is_(None), task.c.account_id == from_id).order_by(task.c.id)
        rows = (await self._uow.connection.execute(open_.with_for_update())).all()
        for one in readable(rows, self._row).rows:
            sealed = self._uow.sealer.seal_json(_place(to_id, one.kind), one.payload)
            mine = update(task).where(task.c.id == one.id)
            await self._uow.connection.execute(mine.values(account_id=to_id, payload=sealed))

    async def release_leases(self) -> None:
        await release(self._uow, task, task.c.done_at.is_(None))

    def _row(self, row: Row[Any]) -> TaskRow:
        return TaskRow(row.id, row.account_id, row.kind, self._open(row), row.attempts, row.created_at, row.lease_until)

    def _open(self, row: Row[Any]) -> dict[str, Any]:
        opened: dict[str, Any] = self._uow.sealer.open_json(_place(row.account_id, row.kind), row.payload)
        return opened


_TAKE = leasing(task, task.c.done_at.is_(None) & (task.c.attempts < MOST_ATTEMPTS))
_HOPELESS = update(task).where(task.c.id == bindparam("id_")).values(attempts=MOST_ATTEMPTS)


def _place(account_id: int, kind: str) -> str:
    return f"task.payload|{account_id}|{kind}"
