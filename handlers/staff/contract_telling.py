"""Who of a kindergarten is told of a contract: everybody who works there, but no relative. C8, C15, C16, edge 45."""

from __future__ import annotations

from dialogs.message import Message
from dialogs.staff import contract_notices as notices
from enrolment.contract import ContractState
from enrolment.signature_verdict import Refused, Verdict
from handlers.contract_acts import contract_subject
from handlers.contract_telling import amended_number
from handlers.staff.preschool_cards import employees_of
from handlers.staff.reach import related
from handlers.telling import Occasion, notify
from storage.outbox import NewOutbox
from storage.staff import StaffMember
from storage.stored_contract import StoredContract


async def tell_contract_waits(at: Occasion, one: StoredContract) -> list[NewOutbox]:
    """A parent has signed: the contract is to be checked (C8, C11)."""
    return await _tell(at, one, notices.contract_waits(one.id, one.number, await amended_number(at, one)))


async def tell_contract_ended(at: Occasion, one: StoredContract) -> list[NewOutbox]:
    """There is nothing to check any more (C15, C16)."""
    return await _tell(at, one, notices.contract_ended(one.number, await amended_number(at, one)))


async def tell_data_changed(at: Occasion, one: StoredContract) -> list[NewOutbox]:
    """Data that stand in the contract are others now (C18, C19)."""
    if one.state is ContractState.SIGNED:
        return await _tell(at, one, notices.changed_since(one.id, one.number))
    return await _tell(at, one, notices.data_changed(one.id, one.number, await amended_number(at, one)))


async def tell_signer(at: Occasion, one: StoredContract, account_id: int, verdict: Verdict) -> list[NewOutbox]:
    """The employee who signed hears what became of a signature that had to wait (C14, edge 26)."""
    if isinstance(verdict, Refused):
        message = notices.signature_does_not_count(one.id, one.number, verdict.because)
    else:
        message = notices.signature_counts(one.id, one.number)
    return await notify(at, account_id, message, contract_subject(one.id))


async def is_own(at: Occasion, member: StaffMember, one: StoredContract) -> bool:
    """Whether the contract is of the member's family (edge 45)."""
    application = await at.uow.applications.get(one.application_id)
    return application is None or await related(at.uow, member, application)


async def _tell(at: Occasion, one: StoredContract, message: Message) -> list[NewOutbox]:
    outgoing: list[NewOutbox] = []
    for member in await employees_of(at.uow, one.preschool_bin):
        if not await is_own(at, member, one):
            outgoing += await notify(at, member.account_id, message, contract_subject(one.id))
    return outgoing
