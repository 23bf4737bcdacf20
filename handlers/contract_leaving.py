"""A second parent is let in no longer: what is not signed is filled in anew, what was signed stays. C4, C18, edge 8."""

from __future__ import annotations

from dialogs import contract_notices as words
from enrolment.contract import OPEN_CONTRACT, WITH_PARENT, ContractAction, ContractFacts, ContractState
from enrolment.voucher_states import Actor
from handlers.contract_acts import ContractAct, contract_subject
from handlers.contract_clocks import in_time
from handlers.contract_moves import move_contract
from handlers.contract_telling import about_contract, until_signed
from handlers.telling import Occasion, notify, post
from storage.children import Child
from storage.stored_contract import StoredContract
from storage.stored_voucher import StoredVoucher


async def in_hand(at: Occasion, child: Child) -> bool:
    """Whether the child's second parent has filled in or signed a contract that both have not signed yet."""
    return any(one.open for one in await _of_second_parent(at, child))


async def leave_contracts(at: Occasion, child: Child, by: str) -> None:
    """The child's second parent is not let in any more; nobody who comes later inherits what that parent did."""
    for one in await _of_second_parent(at, child):
        facts = ContractFacts(Actor.TIMER, at.now)
        moved = await move_contract(at, one.id, ContractAct(ContractAction.LOSE_REPRESENTATIVE, by, facts))
        if moved.contract.state in WITH_PARENT and await in_time(at, moved.contract):
            await tell_to_fill_anew(at, moved.contract, moved.voucher)


async def tell_to_fill_anew(at: Occasion, one: StoredContract, voucher: StoredVoucher) -> None:
    """The parent who applied goes on with the contract."""
    told = words.fill_anew(await about_contract(at, one), until_signed(at, one, voucher))
    await post(at.uow, await notify(at, one.account_id, told, contract_subject(one.id)))


async def _of_second_parent(at: Occasion, child: Child) -> list[StoredContract]:
    applications = [one for one in await at.uow.applications.of_account(child.account_id) if one.child_id == child.id]
    found = [one for each in applications for one in await at.uow.contracts.of_application(each.id)]
    theirs = [one for one in found if one.contract.representative is Actor.SECOND_PARENT]
    return [one for one in theirs if one.state in OPEN_CONTRACT | {ContractState.SIGNED}]
