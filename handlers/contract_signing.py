"""What the signing page found of a signature under a contract: valid, not to be told yet, or refused. C8…C11, C14."""

from __future__ import annotations

from dialogs.contract_notices import signature_waits
from enrolment.contract import WITH_PARENT, ContractAction, ContractFacts, ContractState
from enrolment.signature_evidence import Side, SignatureEvidence
from enrolment.signature_verdict import Pending, Refused, RefusedBecause, Verdict
from enrolment.voucher_states import Actor
from handlers.contract_acts import ContractAct, ContractMoved
from handlers.contract_clocks import in_time
from handlers.contract_leaving import tell_to_fill_anew
from handlers.contract_moves import STOPPED, move_contract, move_signed, waits_for_signature
from handlers.contract_signers import LinkSigner, held_fast, signer_of
from handlers.contract_starting import end_changes
from handlers.contract_telling import about_contract, tell, tell_both_signed, tell_sent
from handlers.office import Office
from handlers.signature_answers import Told, answered, stopped
from handlers.signature_cases import SignatureCase, own_verdict, received_at, signature_case, tell_refused
from handlers.staff.contract_telling import tell_contract_waits, tell_data_changed
from handlers.telling import Moment, Occasion, post
from handlers.voucher_others import withdraw_others
from handlers.working_calendar import up_to_date
from storage.signings import Purpose, Signing
from storage.stored_contract import StoredContract
from storage.uow import Uow


async def contract_signed(
    uow: Uow, office: Office, signing: Signing, verdict: Verdict, evidence: SignatureEvidence | None = None
) -> Told:
    """A signature over the frozen contract (C8, C8a, C11, C14); the same again once a pending one is established.

    A signature that comes twice, or with a link that was used, changes nothing. The evidence of what is valid or
    pending is kept for ever, in the same transaction. Returns what the dialog is told, None where nothing has changed.
    """
    at = Moment(uow, await up_to_date(uow, office), office.clock.now())
    one = await held_fast(at, signing.contract_id, signing.account_id)
    signer, case = await signer_of(at, signing), await signature_case(at, signing, evidence)
    if case is None:
        return None
    one = await _stopped_in_time(at, one)
    if signer is None or one is None or signing.purpose is not Purpose.SIGN:
        await _nobody_is_there(at, one, case)
        return None
    verdict = await case.settled(own_verdict(verdict, signer))
    if one.state is ContractState.SIGNATURE_PENDING and not signer.staff:
        return await _settle(at, one, case, verdict)
    if isinstance(verdict, Refused):
        await case.told_late(at, one, signer, verdict)
        return await answered(at, one, signing, verdict)
    received = received_at(verdict)
    if not case.came and not await uow.signings.use(signing.id, min(received, at.now)):
        return None
    if not (signer.staff and isinstance(verdict, Pending)):
        try:
            await (_countersign if signer.staff else _sign)(Moment(uow, at.office, received), one, signer, verdict)
        except STOPPED:
            return await stopped(at, one, signer, case)
    await case.kept_for(signer.side, verdict)
    await case.told_late(at, one, signer, verdict)
    return await answered(at, one, signing, verdict)


async def _stopped_in_time(at: Occasion, one: StoredContract | None) -> StoredContract | None:
    """The contract; where its term has ended since the signature came, as its timer leaves it, which may be late."""
    if one is None or one.state not in WITH_PARENT or await in_time(at, one):
        return one
    return await at.uow.contracts.get(one.id) if await waits_for_signature(at, one) else one


async def _sign(at: Occasion, one: StoredContract, signer: LinkSigner, verdict: Verdict) -> None:
    """The parent has signed (C8, C11), or the signature waits to be established (C8a)."""
    moved = await move_signed(at, one, signer, verdict)
    if isinstance(verdict, Pending):
        await _tell_it_waits(at, moved.contract)
        return
    await _sent(at, moved, verdict)


async def _tell_it_waits(at: Occasion, one: StoredContract) -> None:
    await post(at.uow, await tell(at, one, signature_waits(await about_contract(at, one))))


async def _settle(at: Occasion, one: StoredContract, case: SignatureCase, verdict: Verdict) -> Told:
    """What could not be told about a signature is known now; the term was kept meanwhile (C8a)."""
    signing = case.signing
    if isinstance(verdict, Pending):
        if case.kept is None or case.kept.told:
            return None
        await _tell_it_waits(at, one)
        return await answered(at, one, signing, verdict)
    if signing.sha256 != one.contract.frozen:
        await case.in_vain()
        return None
    if isinstance(verdict, Refused) and await _another_waits(at, one, signing):
        return await answered(at, one, signing, verdict)
    facts = ContractFacts(Actor.TIMER, at.now, verdict=verdict)
    try:
        moved = await move_contract(at, one.id, ContractAct(ContractAction.SETTLE_SIGNATURE, "gateway", facts))
    except STOPPED:
        await case.in_vain()
        return None
    if isinstance(verdict, Refused):
        await _refused_late(at, moved, verdict)
    else:
        await _sent(at, moved, verdict)
    return await answered(at, moved.contract, signing, verdict)


async def _nobody_is_there(at: Occasion, one: StoredContract | None, case: SignatureCase) -> None:
    """Whoever signed has left Balapan, so that nobody can be compared with the EDS: the contract waits no longer."""
    await case.in_vain()
    if one is None or one.state is not ContractState.SIGNATURE_PENDING or not case.came:
        return
    if case.signing.sha256 != one.contract.frozen or await _another_waits(at, one, case.signing):
        return
    refused = Refused(RefusedBecause.MOVED_ON)
    facts = ContractFacts(Actor.TIMER, at.now, verdict=refused)
    moved = await move_contract(at, one.id, ContractAct(ContractAction.SETTLE_SIGNATURE, "gateway", facts))
    await _refused_late(at, moved, refused)


async def _another_waits(at: Occasion, one: StoredContract, signing: Signing) -> bool:
    """Whether the contract still waits for a signature that came by another link."""
    kept = await at.uow.signatures.of(one.id, one.version)
    return any(each.pending and each.side is Side.PARENT and each.signing.id != signing.id for each in kept)


async def _sent(at: Occasion, moved: ContractMoved, verdict: Verdict) -> None:
    one = moved.contract
    signed_at = one.sent_at or at.now
    await at.uow.contract_versions.signed(one.id, one.version, parent=received_at(verdict))
    await post(at.uow, [*await tell_sent(at, one, signed_at), *await tell_contract_waits(at, one)])


async def _refused_late(at: Occasion, moved: ContractMoved, verdict: Refused) -> None:
    if moved.contract.contract.representative is None:
        await tell_to_fill_anew(at, moved.contract, moved.voucher)
        return
    await tell_refused(at, moved.contract, verdict)


async def _countersign(at: Occasion, one: StoredContract, signer: LinkSigner, verdict: Verdict) -> None:
    """The kindergarten has signed the same bytes, and the child is admitted in the same transaction (C14, S1-63)."""
    act = ContractAct(
        ContractAction.COUNTERSIGN,
        signer.by,
        ContractFacts(signer.actor, at.now, verdict=verdict),
        changes={"signed_at": at.now},
    )
    moved = (await move_contract(at, one.id, act)).contract
    await at.uow.contract_versions.signed(moved.id, moved.version, preschool=received_at(verdict))
    outgoing = await tell_both_signed(at, moved)
    different = await end_changes(at, moved)
    if different is not None:
        outgoing += await tell_data_changed(at, different)
    application = await at.uow.applications.get(moved.application_id)
    if application is not None and moved.amends_id is None:
        outgoing += await withdraw_others(at, application, signer.by)
        # What the contract took from it is the contract's; the rest has no purpose any more.
        await at.uow.prepared.erase_child(application.child_id)
    await post(at.uow, outgoing)
