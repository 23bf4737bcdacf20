"""A contract ends with its request or its voucher: nobody can sign it any more, and its checkers are told. C15, C16."""

from __future__ import annotations

from enrolment.contract import WITH_PRESCHOOL, ContractAction, ContractFacts, contract_step
from enrolment.voucher_states import Actor
from handlers.contract_acts import ContractAct, log_contract, under_its_rules
from handlers.contract_clocks import set_contract_timers
from handlers.staff.contract_telling import tell_contract_ended
from handlers.telling import Occasion, post
from handlers.voucher_acts import voucher_rules


async def end_contract(at: Occasion, voucher_id: int, by: str) -> None:
    """End the voucher's open contract, if there is one; its request has ended already."""
    one = await at.uow.contracts.open_of_voucher(voucher_id)
    if one is None:
        return
    voucher, request = await at.uow.vouchers.get(voucher_id), await at.uow.requests.get(one.request_id)
    assert voucher is not None and request is not None
    facts = ContractFacts(Actor.TIMER, at.now, voucher.voucher.state, request.state)
    here = under_its_rules(at, one)
    ending = contract_step(one.contract, ContractAction.END, facts, voucher_rules(here.office))
    saved = await at.uow.contracts.save(one.after(ending, at.now))
    await log_contract(at, saved, ending, ContractAct(ContractAction.END, by, facts))
    await set_contract_timers(at, saved, voucher)
    if one.state in WITH_PRESCHOOL:
        await post(at.uow, await tell_contract_ended(at, saved))
