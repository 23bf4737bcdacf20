"""Which contracts an employee of a kindergarten may see and decide. S1-50, edge 45."""

from __future__ import annotations

from handlers.staff.contract_telling import is_own
from handlers.telling import Occasion
from storage.staff import StaffMember
from storage.stored_contract import StoredContract


async def contract_within_reach(at: Occasion, member: StaffMember, contract_id: int) -> StoredContract | None:
    """A contract of the member's kindergarten; None for any other, and for one whose child is the member's relative."""
    one = await at.uow.contracts.get(contract_id)
    if one is None or member.preschool_bin != one.preschool_bin or await is_own(at, member, one):
        return None
    return one
