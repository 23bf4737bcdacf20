"""Applications that wait for a member of staff to decide."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, Update, bindparam, or_, select, update

from enrolment.terms import Role
from storage.domain_tables import review
from storage.engines import DIALECTS, Dialect
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow


@dataclass(frozen=True, slots=True)
class Review:
    """One application's wait for a decision: whose it is to decide, who has taken it, and how it ended."""

    application_id: int
    role: Role
    locality: str
    waiting_since: datetime
    taken_by: int | None = None
    taken_at: datetime | None = None
    reminded: int = 0
    decided_by: int | None = None
    decided_at: datetime | None = None
    decision: str | None = None


class Reviews:
    """The review queue, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def open(self, application_id: int, role: Role, locality: str, at: datetime) -> None:
        """Puts an application before the staff of this role and locality, anew where one was decided before (A20)."""
        waits = {"role": role, "locality": locality, "waiting_since": at}
        await self._uow.connection.execute(_OPEN[self._uow.dialect], {"application_id": application_id, **waits})

    async def get(self, application_id: int) -> Review | None:
        """The review of an application; `taken_by` tells the second doctor who was first."""
        row = (await self._uow.connection.execute(_BY_ID, {"id_": application_id})).one_or_none()
        return None if row is None else _review(row)

    async def waiting(self, role: Role, locality: str | None) -> list[Review]:
        """What nobody has taken yet, the longest waiting first; without a locality, of all localities."""
        return await self._open_of(role, locality, review.c.taken_by.is_(None))

    async def mine(self, staff_id: int) -> list[Review]:
        """What this member of staff has taken and not decided."""
        return await self._where(review.c.taken_by == staff_id, review.c.decided_at.is_(None))

    async def take(self, application_id: int, staff_id: int, at: datetime) -> bool:
        """Takes the review; False when another was first or it is decided. Taking one's own again is fine."""
        return await self._update(_IF_FREE, application_id, whose=staff_id, taken_by=staff_id, taken_at=at)

    async def release(self, application_id: int, staff_id: int) -> bool:
        """Gives the review back to the others; False unless this member of staff had it."""
        return await self._update(_IF_MINE, application_id, whose=staff_id, taken_by=None, taken_at=None)

    async def release_all(self, staff_id: int) -> list[int]:
        """Gives back every open review of somebody who leaves; returns the applications, which wait again."""
        open_ = (review.c.taken_by == staff_id, review.c.decided_at.is_(None))
        query = update(review).where(*open_).values(taken_by=None, taken_at=None).returning(review.c.application_id)
        return sorted((await self._uow.connection.execute(query)).scalars())

    async def hand_over(self, application_ids: Collection[int], from_id: int, to_id: int, at: datetime) -> None:
        """Gives these reviews of one member of staff to another, who has taken them from now on."""
        open_ = (review.c.taken_by == from_id, review.c.decided_at.is_(None))
        query = update(review).where(review.c.application_id.in_(application_ids), *open_)
        await self._uow.connection.execute(query.values(taken_by=to_id, taken_at=at))

    async def decide(self, application_id: int, staff_id: int, decision: str, at: datetime) -> bool:
        """Closes the review with a decision; False when it is closed already or another has it."""
        values = {"decided_by": staff_id, "decided_at": at, "decision": decision}
        return await self._update(_IF_FREE, application_id, whose=staff_id, **values)

    async def call_off(self, application_id: int, decision: str, at: datetime) -> bool:
        """Closes the review without a member of staff, as when the parent withdraws; False when it is closed."""
        return await self._update(_IF_OPEN, application_id, decided_at=at, decision=decision)

    async def note_reminder(self, application_id: int, count: int) -> bool:
        """Counts the reminder number `count`; False when it was sent already or the review is closed."""
        return await self._update(_IF_REMINDED, application_id, so_often=count - 1, reminded=count)

    async def _open_of(self, role: Role, locality: str | None, *conditions: Any) -> list[Review]:
        place = () if locality is None else (review.c.locality == locality,)
        return await self._where(review.c.role == role, review.c.decided_at.is_(None), *place, *conditions)

    async def _update(self, step: Update, application_id: int, **terms: Any) -> bool:
        return (await self._uow.connection.execute(step, {"of": application_id, **terms})).rowcount == 1

    async def _where(self, *conditions: Any) -> list[Review]:
        query = select(review).where(*conditions).order_by(review.c.waiting_since, review.c.application_id)
        return [_review(row) for row in await self._uow.connection.execute(query)]


_BY_ID = select(review).where(review.c.application_id == bindparam("id_"))
_IF_OPEN = update(review).where(review.c.application_id == bindparam("of"), review.c.decided_at.is_(None))
_IF_MINE = _IF_OPEN.where(review.c.taken_by == bindparam("whose"))
_IF_FREE = _IF_OPEN.where(or_(review.c.taken_by.is_(None), review.c.taken_by == bindparam("whose")))
_IF_REMINDED = _IF_OPEN.where(review.c.reminded == bindparam("so_often"))


def _opening(dialect: Dialect) -> Any:
    """A review that waits; one that was decided before begins anew, one that is open stays as it is."""
    step = upsert(dialect, review)
    waits = {name: step.excluded[name] for name in ("role", "locality", "waiting_since")}
    anew = dict.fromkeys(("taken_by", "taken_at", "decided_by", "decided_at", "decision")) | {"reminded": 0}
    return step.on_conflict_do_update(
        index_elements=["application_id"], set_={**waits, **anew}, where=review.c.decided_at.is_not(None)
    )


_OPEN = {dialect: _opening(dialect) for dialect in DIALECTS}


def _review(row: Row[Any]) -> Review:
    return Review(**{**row._mapping, "role": Role(row.role)})
