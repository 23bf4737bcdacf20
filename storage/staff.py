"""The members of staff and what they may decide about."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, Select, bindparam, or_, select, update

from enrolment.terms import Role
from storage.domain_tables import staff
from storage.schema import new_id
from storage.sealed_rows import SealedRow
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody who works here; without a locality the role holds in all of them."""

    account_id: int
    role: Role
    name: str | None = field(repr=False)
    joined_at: datetime
    locality: str | None = None
    preschool_bin: str | None = None
    left_at: datetime | None = None
    id: int = field(default_factory=new_id)


class Staff:
    """The staff, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def join(self, one: StaffMember) -> StaffMember:
        """Takes somebody in, or again in another role; returns the member with the id that is kept."""
        known = await self._uow.connection.execute(select(staff.c.id).where(staff.c.account_id == one.account_id))
        id_ = known.scalar_one_or_none() or one.id
        values = {
            "role": one.role,
            "locality": one.locality,
            "preschool_bin": one.preschool_bin,
            "name": SealedRow(self._uow.sealer, "staff", id_).seal_text("name", one.name),
            "joined_at": one.joined_at,
            "left_at": None,
        }
        step = upsert(self._uow.dialect, staff).values(id=id_, account_id=one.account_id, **values)
        await self._uow.connection.execute(step.on_conflict_do_update(index_elements=["account_id"], set_=values))
        found = await self.get(id_)
        assert found is not None
        return found

    async def get(self, staff_id: int) -> StaffMember | None:
        """One member, also one who has left, because a decision may name them."""
        return (await self.load([staff_id])).get(staff_id)

    async def load(self, ids: list[int]) -> dict[int, StaffMember]:
        """The members by id, also those who have left."""
        return {one.id: one for one in await self._found(_BY_IDS, ids=ids)}

    async def by_account(self, account_id: int) -> StaffMember | None:
        """The member who writes from this account, unless they have left."""
        row = (await self._uow.connection.execute(_OF_ACCOUNT, {"of": account_id})).one_or_none()
        return None if row is None else _member(row, self._uow)

    async def for_role(self, role: Role, locality: str | None = None) -> list[StaffMember]:
        """Who has this role in this locality, or everywhere."""
        if locality is None:
            return await self._found(_OF_ROLE, role=role)
        return await self._found(_OF_ROLE_THERE, role=role, there=locality)

    async def of_preschool(self, bin_: str) -> list[StaffMember]:
        """Who works for this preschool."""
        return await self._found(_OF_PRESCHOOL, of=bin_)

    async def lock(self, role: Role) -> None:
        """Nobody with this role leaves it before this transaction ends; for whoever must not be the last to leave."""
        ids = select(staff.c.id).where(staff.c.role == role, staff.c.left_at.is_(None))
        await self._uow.connection.execute(ids.order_by(staff.c.id).with_for_update())

    async def name(self, staff_id: int, name: str) -> None:
        """Notes what the member is called."""
        sealed = SealedRow(self._uow.sealer, "staff", staff_id).seal_text("name", name)
        await self._uow.connection.execute(update(staff).where(staff.c.id == staff_id).values(name=sealed))

    async def leave(self, staff_id: int, at: datetime) -> None:
        """Ends the membership; give the open reviews back with `Reviews.release_all`."""
        await self._uow.connection.execute(update(staff).where(staff.c.id == staff_id).values(left_at=at))

    async def _found(self, query: Select[Any], **terms: Any) -> list[StaffMember]:
        return [_member(row, self._uow) for row in await self._uow.connection.execute(query, terms)]


_IN_ORDER = select(staff).order_by(staff.c.joined_at, staff.c.id)
_BY_IDS = _IN_ORDER.where(staff.c.id.in_(bindparam("ids", expanding=True)))
_OF_ROLE = _IN_ORDER.where(staff.c.role == bindparam("role"), staff.c.left_at.is_(None))
_OF_ROLE_THERE = _OF_ROLE.where(or_(staff.c.locality == bindparam("there"), staff.c.locality.is_(None)))
_OF_ACCOUNT = select(staff).where(staff.c.account_id == bindparam("of"), staff.c.left_at.is_(None))
_OF_PRESCHOOL = _IN_ORDER.where(
    staff.c.role == Role.PRESCHOOL_EMPLOYEE, staff.c.preschool_bin == bindparam("of"), staff.c.left_at.is_(None)
)


def _member(row: Row[Any], uow: Uow) -> StaffMember:
    name = SealedRow(uow.sealer, "staff", row.id).open_text("name", row.name)
    return StaffMember(**{**row._mapping, "role": Role(row.role), "name": name})
