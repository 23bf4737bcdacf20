"""What the signing page found of a key or a signature: valid, not to be told yet, or refused. C3, C8…C11, C14."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dialogs.contract_notices import signature_refused, signature_waits
from dialogs.signature_words import FOR_GOOD
from enrolment.contract import WITH_PARENT, ContractAction, ContractFacts, ContractState
from enrolment.profile_terms import ContractStep
from enrolment.signature_evidence import Side, SignatureEvidence
from enrolment.signature_verdict import (
    Certificate,
    Pending,
    Refused,
    RefusedBecause,
    Valid,
    Verdict,
)
from enrolment.voucher_states import Actor
from handlers.contract_acts import ContractAct, ContractMoved
from handlers.contract_clocks import in_time
from handlers.contract_leaving import tell_to_fill_anew
from handlers.contract_links import give_link
from handlers.contract_moves import STOPPED, move_contract, move_signed
from handlers.contract_signers import LinkSigner, signer_of
from handlers.contract_starting import end_changes
from handlers.contract_telling import about_contract, tell, tell_both_signed, tell_key_checked, tell_sent, until_signed
from handlers.office import Office
from handlers.signature_keeping import JUDGED_WITHIN, is_another, keep_signature, settle_signature
from handlers.staff.contract_telling import tell_contract_waits, tell_data_changed, tell_signer
from handlers.telling import Moment, Occasion, post
from handlers.voucher_others import withdraw_others
from handlers.working_calendar import up_to_date
from storage.applications import Changed
from storage.inbox import Arrival
from storage.kept_signature import KeptSignature
from storage.signings import Purpose, Signing
from storage.stored_contract import StoredContract
from storage.uow import Uow

Told = dict[str, Any] | None


async def eds_checked(
    uow: Uow, office: Office, signing: Signing, verdict: Verdict, evidence: SignatureEvidence | None = None
) -> Told:
    """The key of step 2 (S2-20…S2-25): a valid one opens the next step, for any other the dialog says why not.

    The evidence of what is valid or pending is kept for ever, in the same transaction. Returns what the dialog is
    told, None where nothing has changed.
    """
    at = Moment(uow, await up_to_date(uow, office), office.clock.now())
    one, signer = await uow.contracts.get(signing.contract_id), await signer_of(at, signing)
    case = await _case(at, signing, evidence)
    known = await uow.signings.get(signing.id)
    if case is None or known is None or (known.used_at is not None and not case.came):
        return None
    if one is None or signer is None:
        await case.in_vain()
        return None
    verdict = await case.settled(_own(verdict, signer))
    if isinstance(verdict, Valid):
        try:
            await _opens_next_step(at, one, signer, case, verdict)
        except STOPPED:
            return await _stopped(at, one, signer, case)
        # What was pending may be established after the link has ended: that it was opened in time is enough.
        await uow.signings.use(signing.id, signing.created_at)
    await case.kept_for(signer.side, verdict)
    await case.told_late(at, one, signer, verdict)
    return await _told(at, one, signing, verdict)


async def _opens_next_step(at: Occasion, one: StoredContract, signer: LinkSigner, case: _Case, verdict: Valid) -> None:
    """C3, unless this parent's key has opened it before: what was filled in and fixed since then stays.

    Raises what `move_contract` does, and Changed where the other parent's key came later but was judged first.
    """
    if one.open and one.contract.representative is signer.actor and ContractStep.EDS_CHECK in one.contract.done:
        return
    if case.kept is not None and await at.uow.signatures.key_checked_since(case.kept):
        raise Changed
    facts = ContractFacts(signer.actor, at.now, verdict=verdict)
    await move_contract(at, one.id, ContractAct(ContractAction.CHECK_EDS, signer.by, facts))


async def contract_signed(
    uow: Uow, office: Office, signing: Signing, verdict: Verdict, evidence: SignatureEvidence | None = None
) -> Told:
    """A signature over the frozen contract (C8, C8a, C11, C14); the same again once a pending one is established.

    A signature that comes twice, or with a link that was used, changes nothing. Evidence and result: as above.
    """
    at = Moment(uow, await up_to_date(uow, office), office.clock.now())
    one = await _held_fast(at, signing)
    signer, case = await signer_of(at, signing), await _case(at, signing, evidence)
    if case is None:
        return None
    if signer is None or one is None or signing.purpose is not Purpose.SIGN:
        await _nobody_is_there(at, one, case)
        return None
    verdict = await case.settled(_own(verdict, signer))
    if one.state is ContractState.SIGNATURE_PENDING and not signer.staff:
        return await _settle(at, one, case, verdict)
    if isinstance(verdict, Refused):
        await case.told_late(at, one, signer, verdict)
        return await _told(at, one, signing, verdict)
    received = _received(verdict)
    if not case.came and not await uow.signings.use(signing.id, min(received, at.now)):
        return None
    if not (signer.staff and isinstance(verdict, Pending)):
        try:
            await (_countersign if signer.staff else _sign)(Moment(uow, at.office, received), one, signer, verdict)
        except STOPPED:
            return await _stopped(at, one, signer, case)
    await case.kept_for(signer.side, verdict)
    await case.told_late(at, one, signer, verdict)
    return await _told(at, one, signing, verdict)


@dataclass(frozen=True)
class _Case:
    """A verdict with what is kept of its signature: `came` where that was received before it was judged."""

    uow: Uow
    signing: Signing
    kept: KeptSignature | None
    evidence: SignatureEvidence | None

    @property
    def came(self) -> bool:
        return self.kept is not None and self.kept.pending

    async def settled(self, verdict: Verdict) -> Verdict:
        """The verdict, kept with the signature that waited for it."""
        await settle_signature(self.uow, self.signing, self.kept, verdict, self.evidence)
        return verdict

    async def kept_for(self, side: Side, verdict: Verdict) -> None:
        """What came without having been received first is kept now."""
        if not self.came:
            await keep_signature(self.uow, self.signing, side, verdict, self.evidence)

    async def told_late(self, at: Occasion, one: StoredContract, signer: LinkSigner, verdict: Verdict) -> None:
        """Whoever was told to wait is written to, since a dialog that waited may be over by now.

        Of a signature that counts, or that the contract has waited for, the family hears otherwise.
        """
        kept = self.kept
        waited = kept is not None and (kept.reason is not None or at.now - kept.received_at >= JUDGED_WITHIN)
        if not waited or isinstance(verdict, Pending):
            return
        if signer.staff:
            await post(at.uow, await tell_signer(at, one, self.signing.account_id, verdict))
        elif self.signing.purpose is Purpose.CHECK:
            await post(at.uow, await tell_key_checked(at, one, self.signing.account_id, verdict))
        elif isinstance(verdict, Refused) and verdict.because not in FOR_GOOD and one.state in WITH_PARENT:
            await _tell_refused(at, one, verdict)

    async def in_vain(self) -> None:
        """There is nothing any more that it could count for."""
        await self.settled(Refused(RefusedBecause.MOVED_ON))


async def _case(at: Occasion, signing: Signing, evidence: SignatureEvidence | None) -> _Case | None:
    """None where the link has another signature, or one that is settled: nothing of it is changed."""
    kept = await at.uow.signatures.get(signing.id, lock=True)
    return None if await is_another(at.uow, kept, evidence) else _Case(at.uow, signing, kept, evidence)


async def _held_fast(at: Occasion, signing: Signing) -> StoredContract | None:
    """The contract, which no timer ends while its signature is settled."""
    one = await at.uow.contracts.get(signing.contract_id)
    if one is None:
        return None
    await at.uow.vouchers.get(one.voucher_id, lock=True)
    return await at.uow.contracts.get(one.id)


async def _sign(at: Occasion, one: StoredContract, signer: LinkSigner, verdict: Verdict) -> None:
    """The parent has signed (C8, C11), or the signature waits to be established (C8a)."""
    moved = await move_signed(at, one, signer, verdict)
    if isinstance(verdict, Pending):
        await _tell_it_waits(at, moved.contract)
        return
    await _sent(at, moved, verdict)


async def _tell_it_waits(at: Occasion, one: StoredContract) -> None:
    await post(at.uow, await tell(at, one, signature_waits(await about_contract(at, one))))


async def _settle(at: Occasion, one: StoredContract, case: _Case, verdict: Verdict) -> Told:
    """What could not be told about a signature is known now; the term was kept meanwhile (C8a)."""
    signing = case.signing
    if isinstance(verdict, Pending):
        if case.kept is None or case.kept.told:
            return None
        await _tell_it_waits(at, one)
        return await _told(at, one, signing, verdict)
    if signing.sha256 != one.contract.frozen:
        await case.in_vain()
        return None
    if isinstance(verdict, Refused) and await _another_waits(at, one, signing):
        return await _told(at, one, signing, verdict)
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
    return await _told(at, moved.contract, signing, verdict)


async def _nobody_is_there(at: Occasion, one: StoredContract | None, case: _Case) -> None:
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
    await at.uow.contract_versions.signed(one.id, one.version, parent=_received(verdict))
    await post(at.uow, [*await tell_sent(at, one, signed_at), *await tell_contract_waits(at, one)])


async def _refused_late(at: Occasion, moved: ContractMoved, verdict: Refused) -> None:
    if moved.contract.contract.representative is None:
        await tell_to_fill_anew(at, moved.contract, moved.voucher)
        return
    await _tell_refused(at, moved.contract, verdict)


async def _tell_refused(at: Occasion, one: StoredContract, verdict: Refused) -> None:
    """N32, with the term that runs on."""
    voucher = await at.uow.vouchers.get(one.voucher_id)
    assert voucher is not None
    told = signature_refused(await about_contract(at, one), verdict.because, until_signed(at, one, voucher))
    await post(at.uow, await tell(at, one, told))


async def _countersign(at: Occasion, one: StoredContract, signer: LinkSigner, verdict: Verdict) -> None:
    """The kindergarten has signed the same bytes, and the child is admitted in the same transaction (C14, S1-63)."""
    act = ContractAct(
        ContractAction.COUNTERSIGN,
        signer.by,
        ContractFacts(signer.actor, at.now, verdict=verdict),
        changes={"signed_at": at.now},
    )
    moved = (await move_contract(at, one.id, act)).contract
    await at.uow.contract_versions.signed(moved.id, moved.version, preschool=_received(verdict))
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


def _own(verdict: Verdict, signer: LinkSigner) -> Verdict:
    """A parent's EDS must have the IIN of the account (S1-27, edge 24), whatever the page has checked."""
    if not isinstance(verdict, Valid) or signer.staff or verdict.signer.iin == signer.iin:
        return verdict
    return Refused(RefusedBecause.OTHER_IIN, verdict.certificate)


def _received(verdict: Verdict) -> datetime:
    assert not isinstance(verdict, Refused)
    return verdict.times.received_at if isinstance(verdict, Valid) else verdict.received_at


async def _told(at: Occasion, one: StoredContract, signing: Signing, verdict: Verdict) -> Told:
    """The dialog that waits learns what came of it; after a refusal the next link comes along."""
    waiting = await _waiting(at, signing)
    match verdict:
        case Valid():
            return await _answer(at, signing, waiting, {"verdict": "valid"})
        case Pending(because=why):
            return await _answer(at, signing, waiting, {"verdict": "pending", "reason": why.value})
        case Refused(because=why, certificate=certificate):
            link = await give_link(at, one, signing.account_id, signing.purpose)
            return await _answer(at, signing, waiting, {**refused_result(why, certificate), **link})


def refused_result(why: RefusedBecause, certificate: Certificate | None) -> dict[str, Any]:
    """What is told of a signature that does not count; with the certificate's term where that is the reason."""
    result = {"verdict": "refused", "reason": why.value}
    if certificate is not None and why in {RefusedBecause.EXPIRED, RefusedBecause.NOT_YET_VALID}:
        ends = (certificate.valid_from, certificate.valid_until)
        result |= dict(zip(("from", "to"), (moment.isoformat() for moment in ends), strict=True))
    return result


async def _stopped(at: Occasion, one: StoredContract, signer: LinkSigner, case: _Case) -> Told:
    """The contract takes no signature any more: its term is over, or somebody was quicker."""
    waited = one.state in WITH_PARENT and not await in_time(at, one)
    late = waited or one.state is ContractState.EXPIRED
    why = RefusedBecause.TERM_OVER if late else RefusedBecause.MOVED_ON
    await case.told_late(at, one, signer, await case.settled(Refused(why)))
    waiting = await _waiting(at, case.signing)
    return await _answer(at, case.signing, waiting, {"verdict": "refused", "reason": why.value})


async def _waiting(at: Occasion, signing: Signing) -> list[int]:
    """The links of which a dialog may wait to hear: this one, and one for the same that was asked for meanwhile."""
    return [signing.id, *await at.uow.signings.unused(signing)]


async def _answer(at: Occasion, signing: Signing, waiting: Sequence[int], result: dict[str, Any]) -> dict[str, Any]:
    for token in dict.fromkeys(waiting):
        found = {"found": {"token": token, "result": result}}
        what = f"signing:{token}:{result['verdict']}:{result.get('reason', '')}"
        arrival = Arrival("task", what, "", found, fetch=False)
        await at.uow.inbox.store_for(signing.account_id, arrival, at.now)
    at.uow.wake("inbox")
    return result
