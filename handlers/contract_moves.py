"""A contract moves: with its request, its voucher, its application, its timers and its line in the log. C2–C20."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from enrolment.application import Action as OfApplication
from enrolment.application import Facts, Need, next_state
from enrolment.contract import (
    WITH_PARENT,
    ContractAction,
    ContractFacts,
    ContractNotAllowed,
    ContractTransition,
    contract_step,
)
from enrolment.enrolment_request import RequestNotAllowed
from enrolment.signature_evidence import Side
from enrolment.signature_verdict import Pending, PendingBecause, Verdict
from enrolment.terms import Role
from enrolment.voucher import VoucherNotAllowed
from enrolment.voucher_states import VoucherAction
from handlers.contract_acts import ContractAct, ContractMoved, log_contract, under_its_rules
from handlers.contract_clocks import set_contract_timers
from handlers.contract_forgetting import forget_hands
from handlers.contract_representatives import changes_hands, forgotten
from handlers.contract_signers import LinkSigner, signer_of
from handlers.moving import move
from handlers.outages import outages_over
from handlers.request_moves import Answer, answer_request
from handlers.telling import Moment, Occasion
from handlers.voucher_acts import Act, voucher_rules
from handlers.vouchers import step
from storage.applications import Changed
from storage.enrolment_requests import EnrolmentRequest
from storage.stored_contract import StoredContract
from storage.stored_voucher import StoredVoucher

STOPPED: Final = (ContractNotAllowed, RequestNotAllowed, VoucherNotAllowed, Changed)
"""What a step may raise that the rules do not allow, or for which somebody else was quicker."""


class UnknownContract(LookupError):
    """There is no contract with this id."""


async def move_contract(at: Occasion, contract_id: int, act: ContractAct) -> ContractMoved:
    """Carry out a step with all that follows from it, or nothing of it.

    A signature that has come in time is there before it, though nobody has judged it yet (C8a). Raises
    ContractNotAllowed, RequestNotAllowed, VoucherNotAllowed, and Changed when somebody else was quicker.
    """
    async with at.uow.savepoint():
        one, voucher, request = await _locked(at, contract_id)
        if act.action is not ContractAction.SIGN and await waits_for_signature(at, one):
            one, voucher, request = await _locked(at, contract_id)
        here = under_its_rules(at, one)
        facts = await seen(here, act.facts, one, voucher, request)
        transition = contract_step(one.contract, act.action, facts, voucher_rules(here.office))
        changes = act.changes if transition.opens_new else {**forgotten(one, transition.contract), **act.changes}
        saved = await at.uow.contracts.save(one.after(transition, at.now, **changes))
        if not transition.opens_new and changes_hands(one.contract, saved.contract):
            await forget_hands(at, one, saved)
        await log_contract(at, saved, transition, act)
        voucher = await _follow(at, transition, act, (saved, voucher, request))
        if not saved.open or transition.before is not saved.state or saved.contract.sign_by != one.contract.sign_by:
            await set_contract_timers(here, saved, voucher)
    return ContractMoved(saved, transition, voucher)


async def move_signed(at: Occasion, one: StoredContract, signer: LinkSigner, verdict: Verdict) -> ContractMoved:
    """The parent has signed, at the time of the occasion (C8, C8a, C11). Raises what `move_contract` does."""
    facts = ContractFacts(signer.actor, at.now, verdict=verdict)
    return await move_contract(
        at, one.id, ContractAct(ContractAction.SIGN, signer.by, facts, changes={"sent_at": at.now})
    )


async def waits_for_signature(at: Occasion, one: StoredContract) -> bool:
    """Whether a parent's signature has come in time and is being judged: the terms stop where it was received (C8a).

    Asked before anything ends or changes what was signed. What becomes of it, the family hears from its verdict.
    """
    if one.state not in WITH_PARENT:
        return False
    for kept in await at.uow.signatures.of(one.id, one.version):
        signer = await signer_of(at, kept.signing) if kept.pending and kept.side is Side.PARENT else None
        if signer is None or kept.signing.sha256 is None:
            continue
        verdict = Pending(PendingBecause.REVOCATION_UNKNOWN, kept.signing.sha256, kept.received_at)
        try:
            await move_signed(Moment(at.uow, at.office, kept.received_at), one, signer, verdict)
        except STOPPED:
            continue
        return True
    return False


async def seen(
    at: Occasion, given: ContractFacts, one: StoredContract, voucher: StoredVoucher, request: EnrolmentRequest
) -> ContractFacts:
    """What the rules want to know, besides what was given."""
    outages = await outages_over(at, one.contract.sign_by)
    return replace(given, now=at.now, voucher=voucher.voucher.state, request=request.state, outages=outages)


async def _locked(at: Occasion, contract_id: int) -> tuple[StoredContract, StoredVoucher, EnrolmentRequest]:
    """The contract with its voucher and request, which nobody else changes meanwhile; the voucher is locked first."""
    found = await at.uow.contracts.get(contract_id)
    if found is None:
        raise UnknownContract(contract_id)
    voucher = await at.uow.vouchers.get(found.voucher_id, lock=True)
    one = await at.uow.contracts.get(contract_id)
    request = await at.uow.requests.get(found.request_id)
    assert voucher is not None and one is not None and request is not None
    return one, voucher, request


async def _follow(
    at: Occasion,
    transition: ContractTransition,
    act: ContractAct,
    case: tuple[StoredContract, StoredVoucher, EnrolmentRequest],
) -> StoredVoucher:
    """What the step does to the request, the voucher and the application."""
    one, voucher, request = case
    actor = act.facts.actor
    if transition.request is not None:
        answer = Answer(transition.request, actor, act.by, act.facts.reason, act.comment)
        _moved, stepped = await answer_request(at, request.id, answer)
        return stepped.voucher
    if transition.voucher is not None:
        again = one.contract.sign_by if transition.voucher is VoucherAction.SIGNATURE_REFUSED else None
        said = Act(transition.voucher, actor, act.by, contract_by=again)
        return (await step(at.uow, at.office, voucher.id, said, at.now)).voucher
    if transition.application is not None:
        await _move_application(at, one, transition.application, act)
    return voucher


async def _move_application(at: Occasion, one: StoredContract, action: OfApplication, act: ContractAct) -> None:
    application = await at.uow.applications.get(one.application_id)
    assert application is not None
    facts = Facts(application.queue_type, role=Role.PRESCHOOL_EMPLOYEE, there=frozenset({Need.REASON}))
    transition = next_state(application.state, action, facts, at.office.profile)
    await move(at, application, transition, act.by, {"row": transition.row, "contract": one.number})
