"""A contract begins: with its number, its term to sign and its timers. C1, E2, E7, E8, C19."""

from __future__ import annotations

from dataclasses import replace

from enrolment.contract import ContractAction, ContractFacts, ContractState, contract_step
from enrolment.contract_number import contract_number, contract_series
from enrolment.terms import FormField
from enrolment.voucher_states import Actor
from handlers.contract_acts import ContractAct, ContractMoved, log_contract
from handlers.contract_clocks import set_contract_timers
from handlers.contract_representatives import representative_of
from handlers.telling import Occasion
from handlers.voucher_acts import voucher_rules
from storage.enrolment_requests import EnrolmentRequest
from storage.stored_contract import StoredContract
from storage.stored_voucher import StoredVoucher


async def begin_contract(
    at: Occasion, request: EnrolmentRequest, voucher: StoredVoucher, act: ContractAct
) -> ContractMoved:
    """A contract for a request that has been answered (C1), or one on paper for a completed one (E8).

    Raises ContractNotAllowed, and ContractOpen where the voucher has one.
    """
    facts = replace(act.facts, now=at.now, voucher=voucher.voucher.state, request=request.state)
    begun = contract_step(None, act.action, facts, voucher_rules(at.office))
    profile = at.office.profile
    one = StoredContract(
        await create_number(at, request.preschool_bin),
        begun.contract,
        voucher.id,
        request.id,
        request.application_id,
        request.account_id,
        request.preschool_bin,
        request.group_id,
        at.now,
        profile.code,
        profile.version,
    )
    return await _added(at, replace(one, **act.changes), ContractMoved(one, begun, voucher), act)


async def amend_contract(
    at: Occasion, signed: StoredContract, changed: frozenset[FormField], actor: Actor, by: str
) -> ContractMoved:
    """An additional agreement about what has changed since both signed, with the same documents (C19).

    Raises as `begin_contract`.
    """
    facts = ContractFacts(actor, at.now, changed=changed)
    act = ContractAct(ContractAction.AMEND, by, facts)
    begun = contract_step(signed.contract, act.action, facts, voucher_rules(at.office))
    voucher = await at.uow.vouchers.get(signed.voucher_id)
    assert voucher is not None
    profile = at.office.profile
    fresh = StoredContract(
        await create_number(at, signed.preschool_bin),
        begun.contract,
        signed.voucher_id,
        signed.request_id,
        signed.application_id,
        signed.account_id,
        signed.preschool_bin,
        signed.group_id,
        at.now,
        profile.code,
        profile.version,
        amends_id=signed.id,
        papers=(await in_force(at, signed)).papers,
    )
    return await _added(at, fresh, ContractMoved(fresh, begun, voucher), act)


async def in_force(at: Occasion, signed: StoredContract) -> StoredContract:
    """What counts of a contract now: its last agreement that both have signed, else itself (C19)."""
    return next(iter(await signed_agreements(at, signed)), signed)


async def signed_agreements(at: Occasion, signed: StoredContract) -> list[StoredContract]:
    """The agreements to a contract that both have signed, newest first."""
    ones = await at.uow.contracts.of_voucher(signed.voucher_id)
    return [one for one in ones if one.amends_id == signed.id and one.state is ContractState.SIGNED]


async def end_changes(at: Occasion, agreement: StoredContract) -> StoredContract | None:
    """Both have signed the agreement: different is still what changed since, or what it does not say (C19).

    Returns the contract that it changed, where something is.
    """
    amended = await at.uow.contracts.amended_by(agreement, lock=True)
    if amended is None:
        return None
    still = agreement.contract.changed | await _unsaid(at, agreement, amended.contract.changed)
    saved = await at.uow.contracts.save(replace(amended, contract=replace(amended.contract, changed=still)))
    return saved if still else None


async def _unsaid(at: Occasion, agreement: StoredContract, changed: frozenset[FormField]) -> frozenset[FormField]:
    """What changed while the agreement was filled in, and stayed there as it had been."""
    parent, said = await representative_of(at.uow, agreement), agreement.form or {}
    if parent is None:
        return frozenset()
    now = await said_by(at, parent.id)
    return frozenset(one for one in changed if one in said and now.get(one) not in (None, said[one]))


async def said_by(at: Occasion, account_id: int) -> dict[str, str]:
    """What that parent's data are now, by the codes of the contract's form."""
    phone = (await at.uow.accounts.load([account_id]))[account_id].phone
    kept = {code: str(value) for code, value in (await at.uow.requisites.of(account_id)).items()}
    return {**kept, **({FormField.PHONE_PRIMARY.value: phone} if phone else {})}


async def create_number(at: Occasion, bin_: str) -> str:
    """The next number by the profile's pattern; other writers wait for this transaction (S2-45)."""
    pattern = at.office.profile.contract.number
    count = await at.uow.contracts.next_count(contract_series(pattern, bin_, at.now))
    return contract_number(pattern, bin_, at.now, count)


async def _added(at: Occasion, one: StoredContract, begun: ContractMoved, act: ContractAct) -> ContractMoved:
    await at.uow.contracts.add(one)
    await log_contract(at, one, begun.transition, act)
    await set_contract_timers(at, one, begun.voucher)
    return replace(begun, contract=one)
