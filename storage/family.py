"""Second parents and delegates: the ties of a child to the accounts that its applicant let in. Edges 8 and 9."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Row, and_, bindparam, delete, or_, select, update

from enrolment.family import MEMBERS, MOST
from enrolment.voucher_states import Actor
from storage.domain_tables import application, child
from storage.family_tables import family_tie, tie_issued, tie_joined, tie_open
from storage.links import CodeInUse
from storage.schema import new_id
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow

TieState = Literal["issued", "asked", "joined", "refused", "expired", "ended"]


@dataclass(frozen=True, slots=True)
class Tie:
    """An invitation and what came of it; `member_id` is who typed its code, `expires_at` the end of code or answer."""

    id: int
    child_id: int
    role: Actor
    state: TieState
    member_id: int | None
    created_at: datetime
    expires_at: datetime
    joined_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is concerned by an application: its applicant, and who joined, the earliest first."""

    applicant: int
    child_id: int
    ties: tuple[Tie, ...] = ()

    def role_of(self, account_id: int) -> Actor | None:
        """What the account is to the application; None is a stranger."""
        if account_id == self.applicant:
            return Actor.PARENT
        return next((tie.role for tie in self.ties if tie.member_id == account_id), None)


class Family:
    """The ties, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def invite(self, child_id: int, role: Actor, code: str, now: datetime, expires_at: datetime) -> Tie:
        """A new code in place of the child's unused one for that role; only its keyed digest is kept.

        Raises CodeInUse when somebody else has this very code.
        """
        same = and_(family_tie.c.child_id == child_id, family_tie.c.role == role)
        await self._end(and_(tie_issued, or_(same, family_tie.c.expires_at <= now)), "expired", now)
        one = Tie(new_id(), child_id, role, "issued", None, now, expires_at)
        new = upsert(self._uow.dialect, family_tie).values(
            id=one.id,
            child_id=child_id,
            role=role.value,
            code_hash=self._digest(code),
            state=one.state,
            created_at=now,
            expires_at=expires_at,
        )
        new = new.on_conflict_do_nothing(index_elements=["code_hash"], index_where=tie_issued)
        if (await self._uow.connection.execute(new.returning(family_tie.c.id))).one_or_none() is None:
            raise CodeInUse
        return one

    async def by_code(self, code: str, now: datetime) -> Tie | None:
        """The invitation whose code this is, locked, while nobody has used it and its time is not over."""
        fits = and_(family_tie.c.code_hash == self._digest(code), tie_issued, family_tie.c.expires_at > now)
        found = await self._where(fits, lock=True)
        return found[0] if found else None

    async def ask(self, tie_id: int, member_id: int, expires_at: datetime) -> None:
        """The code was used by that account, which waits for the applicant until then."""
        asked = update(family_tie).where(family_tie.c.id == tie_id, tie_issued)
        await self._uow.connection.execute(asked.values(state="asked", member_id=member_id, expires_at=expires_at))

    async def get(self, tie_id: int, *, lock: bool = False) -> Tie | None:
        """One tie."""
        found = await self._where(family_tie.c.id == tie_id, lock=lock)
        return found[0] if found else None

    async def join(self, tie_id: int, now: datetime) -> None:
        """The applicant has confirmed who joins."""
        joined = update(family_tie).where(family_tie.c.id == tie_id, family_tie.c.state == "asked")
        await self._uow.connection.execute(joined.values(state="joined", joined_at=now))

    async def settle(self, tie_id: int, state: TieState, now: datetime) -> bool:
        """How it ended; False when it had ended already."""
        return await self._end(family_tie.c.id == tie_id, state, now) > 0

    async def of_child(self, child_id: int) -> list[Tie]:
        """Who joined, the earliest first."""
        return [_tie(row) for row in await self._uow.connection.execute(_OF_CHILD, {"of": child_id})]

    async def second_parent_at(self, child_id: int, moment: datetime) -> Tie | None:
        """Who was the second parent then, by a tie that has ended since."""
        was = (
            family_tie.c.role == Actor.SECOND_PARENT,
            family_tie.c.state == "ended",
            family_tie.c.joined_at <= moment,
        )
        found = await self._where(family_tie.c.child_id == child_id, *was)
        return max(found, key=lambda one: one.joined_at or moment, default=None)

    async def asked_of(self, child_id: int, now: datetime) -> list[Tie]:
        """Who waits for the applicant to confirm."""
        waits = (family_tie.c.state == "asked", family_tie.c.expires_at > now)
        return await self._where(family_tie.c.child_id == child_id, *waits)

    async def of_member(self, account_id: int) -> list[Tie]:
        """The children that were entrusted to an account, the earliest first."""
        return await self._where(family_tie.c.member_id == account_id, tie_joined)

    async def tie_to(self, child_id: int, account_id: int) -> Tie | None:
        """By what the child is entrusted to the account, locked against ending before this transaction does."""
        mine = (family_tie.c.child_id == child_id, family_tie.c.member_id == account_id)
        found = await self._where(*mine, tie_joined, lock=True)
        return found[0] if found else None

    async def audience(self, application_id: int) -> Audience | None:
        """Who is concerned by the application."""
        rows = (await self._uow.connection.execute(_AUDIENCE, {"application": application_id})).all()
        if not rows:
            return None
        ties = tuple(_tie(row) for row in rows if row.id is not None)
        return Audience(rows[0].applicant, rows[0].concerned, ties)

    async def role(self, application_id: int, account_id: int, *, lock: bool = True) -> Actor | None:
        """What the account is to the application, its tie locked against ending before this transaction does.

        Whoever only reads locks nothing.
        """
        audience = await self.audience(application_id)
        if audience is None or audience.applicant == account_id:
            return None if audience is None else Actor.PARENT
        if not lock:
            return next((tie.role for tie in audience.ties if tie.member_id == account_id), None)
        tie = await self.tie_to(audience.child_id, account_id)
        return tie.role if tie else None

    async def was_member(self, application_id: int, account_id: int) -> bool:
        """Whether the account has ever been entrusted with the child of that application."""
        named = select(application.c.child_id).where(application.c.id == application_id).scalar_subquery()
        mine = (family_tie.c.child_id == named, family_tie.c.member_id == account_id)
        return bool(await self._where(*mine, family_tie.c.joined_at.is_not(None)))

    async def end_all(self, account_id: int, now: datetime) -> None:
        """An account ends: it is nobody's member any more, and nobody cares for its children through it."""
        own = select(child.c.id).where(child.c.account_id == account_id)
        await self._end(or_(family_tie.c.member_id == account_id, family_tie.c.child_id.in_(own)), "ended", now)

    async def end_of_child(self, child_id: int, now: datetime) -> None:
        """The child was taken out of its account."""
        await self._end(family_tie.c.child_id == child_id, "ended", now)

    async def erase(self, before: datetime) -> None:
        """Deletes invitations that came to nothing and whose time was over before; who ever joined is kept."""
        vain = and_(family_tie.c.joined_at.is_(None), family_tie.c.expires_at < before)
        await self._uow.connection.execute(delete(family_tie).where(vain))

    async def make_one_child(self, gone: Collection[int], kept: int) -> None:
        """These records of children have become that one; where it has too many of a role, the earliest stay."""
        both = await self._where(family_tie.c.child_id.in_([*gone, kept]), tie_joined)
        doubles = _doubles({tie: tie.member_id for tie in both})
        await self._drop([*doubles, *_too_many([tie for tie in both if tie.id not in doubles])])
        moved = update(family_tie).where(family_tie.c.child_id.in_(gone))
        await self._uow.connection.execute(moved.values(child_id=kept))

    async def hand_over(self, from_id: int, to_id: int) -> None:
        """One account has become the other: it keeps what either was entrusted with, and nobody helps themselves."""
        both = await self._where(family_tie.c.member_id.in_([from_id, to_id]), tie_joined)
        await self._drop(_doubles({tie: tie.child_id for tie in both}))
        moved = update(family_tie).where(family_tie.c.member_id == from_id)
        await self._uow.connection.execute(moved.values(member_id=to_id))
        own = select(child.c.id).where(child.c.account_id == to_id)
        mine = await self._where(family_tie.c.member_id == to_id, family_tie.c.child_id.in_(own), tie_open)
        await self._drop([tie.id for tie in mine])

    async def _drop(self, ids: Collection[int]) -> None:
        """They say nothing any more that another one does not say."""
        await self._uow.connection.execute(update(family_tie).where(family_tie.c.id.in_(ids)).values(state="ended"))

    async def _end(self, condition: Any, state: TieState, now: datetime) -> int:
        ended = update(family_tie).where(condition, tie_open).values(state=state, settled_at=now)
        return (await self._uow.connection.execute(ended)).rowcount

    async def _where(self, *conditions: Any, lock: bool = False) -> list[Tie]:
        query = select(family_tie).where(*conditions).order_by(*_ORDER)
        return [_tie(row) for row in await self._uow.connection.execute(query.with_for_update() if lock else query)]

    def _digest(self, code: str) -> bytes:
        return self._uow.sealer.index("family", code)


_ORDER = (family_tie.c.created_at, family_tie.c.id)
_OF_CHILD = select(family_tie).where(family_tie.c.child_id == bindparam("of"), tie_joined).order_by(*_ORDER)
_AUDIENCE = (
    select(application.c.account_id.label("applicant"), application.c.child_id.label("concerned"), family_tie)
    .outerjoin_from(application, family_tie, and_(family_tie.c.child_id == application.c.child_id, tie_joined))
    .where(application.c.id == bindparam("application"))
    .order_by(*_ORDER)
)


def _doubles(ties: Mapping[Tie, int | None]) -> list[int]:
    """Of ties that are about to be the same, all but the one that allows more, or else the earlier."""
    seen: set[int | None] = set()
    doubles = []
    for tie in sorted(ties, key=lambda one: (one.role is Actor.DELEGATE, one.created_at, one.id)):
        if ties[tie] in seen:
            doubles.append(tie.id)
        seen.add(ties[tie])
    return doubles


def _too_many(ties: Collection[Tie]) -> list[int]:
    """Of the ties of one child, those beyond what its applicant may have in a role, the latest."""
    joined = sorted(ties, key=lambda one: (one.joined_at or one.created_at, one.id))
    return [one.id for role in MEMBERS for one in [tie for tie in joined if tie.role is role][MOST[role] :]]


def _tie(row: Row[Any]) -> Tie:
    return Tie(
        row.id,
        row.child_id,
        Actor(row.role),
        row.state,
        row.member_id,
        row.created_at,
        row.expires_at,
        row.joined_at,
    )
