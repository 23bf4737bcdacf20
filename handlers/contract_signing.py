"""What the signing page found of a key or a signature: valid, not to be told yet, or refused. C3, C8…C11, C14."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dialogs.contract_notices import signature_refused, signature_waits
from enrolment.contract import WITH_PARENT, ContractAction, ContractFacts, ContractNotAllowed, ContractState
from enrolment.enrolment_request import RequestNotAllowed
from enrolment.signature_evidence import Side, SignatureEvidence
from enrolment.signature_verdict import Pending, Refused, RefusedBecause, Valid, Verdict
from enrolment.voucher import VoucherNotAllowed
from enrolment.voucher_states import Actor
from handlers.contract_acts import ContractAct, ContractMoved
from handlers.contract_clocks import in_time
from handlers.contract_leaving import tell_to_fill_anew
from handlers.contract_links import give_link
from handlers.contract_moves import move_contract
from handlers.contract_starting import end_changes
from handlers.contract_telling import about_contract, tell, tell_both_signed, tell_sent, until_signed
from handlers.office import Office
from handlers.signature_keeping import keep_signature, settle_signature
from handlers.staff.contract_reach import contract_within_reach
from handlers.staff.contract_telling import tell_contract_waits, tell_data_changed
from handlers.staff.reach import actor_of
from handlers.telling import Moment, Occasion, post
from handlers.voucher_others import withdraw_others
from handlers.working_calendar import up_to_date
from storage.applications import Changed
from storage.inbox import Arrival
from storage.signings import Purpose, Signing
from storage.stored_contract import StoredContract
from storage.uow import Uow

Told = dict[str, Any] | None
_STOPPED = (ContractNotAllowed, RequestNotAllowed, VoucherNotAllowed, Changed)


@dataclass(frozen=True)
class _Signer:
    """Whose link it is: which actor the rules know, and how the log names them; `iin` is what the EDS must say."""

    actor: Actor
    by: str
    iin: str | None
    staff: bool

    @property
    def side(self) -> Side:
        """For whom they sign."""
        return Side.PRESCHOOL if self.staff else Side.PARENT


async def eds_checked(
    uow: Uow, office: Office, signing: Signing, verdict: Verdict, evidence: SignatureEvidence | None = None
) -> Told:
    """The key of step 2 (S2-20…S2-25): a valid one opens the next step, for any other the dialog says why not.

    The evidence of what is valid or pending is kept for ever, in the same transaction. Returns what the dialog is
    told, None where nothing has changed.
    """
    at = Moment(uow, await up_to_date(uow, office), office.clock.now())
    one, signer = await uow.contracts.get(signing.contract_id), await _signer(at, signing)
    known = await uow.signings.get(signing.id)
    if one is None or signer is None or known is None or known.used_at is not None:
        return None
    verdict = _own(verdict, signer)
    await settle_signature(uow, signing, verdict, evidence)
    if isinstance(verdict, Valid):
        facts = ContractFacts(signer.actor, at.now, verdict=verdict)
        try:
            await move_contract(at, one.id, ContractAct(ContractAction.CHECK_EDS, signer.by, facts))
        except _STOPPED:
            return await _stopped(at, one, signing)
        # What was pending may be established after the link has ended: that it was opened in time is enough.
        await uow.signings.use(signing.id, signing.created_at)
    await keep_signature(uow, signing, signer.side, verdict, evidence)
    return await _told(at, one, signing, verdict)


async def contract_signed(
    uow: Uow, office: Office, signing: Signing, verdict: Verdict, evidence: SignatureEvidence | None = None
) -> Told:
    """A signature over the frozen contract (C8, C8a, C11, C14); the same again once a pending one is established.

    A signature that comes twice, or with a link that was used, changes nothing. Evidence and result: as above.
    """
    at = Moment(uow, await up_to_date(uow, office), office.clock.now())
    signer, one = await _signer(at, signing), await uow.contracts.get(signing.contract_id)
    verdict = verdict if signer is None else _own(verdict, signer)
    await settle_signature(uow, signing, verdict, evidence)
    if signer is None or one is None or signing.purpose is not Purpose.SIGN:
        return None
    waits = one.state is ContractState.SIGNATURE_PENDING and not signer.staff
    if waits:
        return await _settle(at, one, signing, verdict)
    if isinstance(verdict, Refused) or (signer.staff and isinstance(verdict, Pending)):
        return await _told(at, one, signing, verdict)
    received = _received(verdict)
    if not await uow.signings.use(signing.id, min(received, at.now)):
        return None
    try:
        await (_countersign if signer.staff else _sign)(Moment(uow, at.office, received), one, signer, verdict)
    except _STOPPED:
        return await _stopped(at, one, signing)
    await keep_signature(uow, signing, signer.side, verdict, evidence)
    return await _told(at, one, signing, verdict)


async def _sign(at: Occasion, one: StoredContract, signer: _Signer, verdict: Verdict) -> None:
    """The parent has signed (C8, C11), or the signature waits to be established (C8a)."""
    act = ContractAct(
        ContractAction.SIGN,
        signer.by,
        ContractFacts(signer.actor, at.now, verdict=verdict),
        changes={"sent_at": at.now},
    )
    moved = await move_contract(at, one.id, act)
    if isinstance(verdict, Pending):
        await post(at.uow, await tell(at, moved.contract, signature_waits(await about_contract(at, moved.contract))))
        return
    await _sent(at, moved, verdict)


async def _settle(at: Occasion, one: StoredContract, signing: Signing, verdict: Verdict) -> Told:
    """What could not be told about a signature is known now; the term was kept meanwhile (C8a)."""
    if isinstance(verdict, Pending) or signing.sha256 != one.contract.frozen:
        return None
    facts = ContractFacts(Actor.TIMER, at.now, verdict=verdict)
    try:
        moved = await move_contract(at, one.id, ContractAct(ContractAction.SETTLE_SIGNATURE, "gateway", facts))
    except _STOPPED:
        return None
    if isinstance(verdict, Refused):
        await _refused_late(at, moved, verdict)
    else:
        await _sent(at, moved, verdict)
    return await _told(at, moved.contract, signing, verdict)


async def _sent(at: Occasion, moved: ContractMoved, verdict: Verdict) -> None:
    one = moved.contract
    signed_at = one.sent_at or at.now
    await at.uow.contract_versions.signed(one.id, one.version, parent=_received(verdict))
    await post(at.uow, [*await tell_sent(at, one, signed_at), *await tell_contract_waits(at, one)])


async def _refused_late(at: Occasion, moved: ContractMoved, verdict: Refused) -> None:
    if moved.contract.contract.representative is None:
        await tell_to_fill_anew(at, moved.contract, moved.voucher)
        return
    about, ends = await about_contract(at, moved.contract), until_signed(at, moved.contract, moved.voucher)
    await post(at.uow, await tell(at, moved.contract, signature_refused(about, verdict.because, ends)))


async def _countersign(at: Occasion, one: StoredContract, signer: _Signer, verdict: Verdict) -> None:
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


async def _signer(at: Occasion, signing: Signing) -> _Signer | None:
    """Who goes with the link; None when they may not sign any more."""
    account = (await at.uow.accounts.load([signing.account_id])).get(signing.account_id)
    one = await at.uow.contracts.get(signing.contract_id)
    if account is None or one is None or account.deleted_at is not None:
        return None
    if account.kind == "staff":
        member = await at.uow.staff.by_account(account.id)
        if member is None or await contract_within_reach(at, member, one.id) is None:
            return None
        return _Signer(Actor.PRESCHOOL, actor_of(member), None, staff=True)
    role = await at.uow.family.role(one.application_id, account.id)
    if one.state is ContractState.SIGNATURE_PENDING:
        role = role or one.contract.representative  # what came in time counts, though its signer has left since
    return None if role is None else _Signer(role, f"account:{account.id}", account.iin, staff=False)


def _own(verdict: Verdict, signer: _Signer) -> Verdict:
    """A parent's EDS must have the IIN of the account (S1-27, edge 24), whatever the page has checked."""
    if not isinstance(verdict, Valid) or signer.staff or verdict.signer.iin == signer.iin:
        return verdict
    return Refused(RefusedBecause.OTHER_IIN, verdict.certificate)


def _received(verdict: Verdict) -> datetime:
    assert not isinstance(verdict, Refused)
    return verdict.times.received_at if isinstance(verdict, Valid) else verdict.received_at


async def _told(at: Occasion, one: StoredContract, signing: Signing, verdict: Verdict) -> Told:
    """The dialog that waits learns what came of it; after a refusal the next link comes along."""
    match verdict:
        case Valid():
            return await _answer(at, signing, {"verdict": "valid"})
        case Pending(because=why):
            return await _answer(at, signing, {"verdict": "pending", "reason": why.value})
        case Refused(because=why, certificate=certificate):
            result: dict[str, Any] = {"verdict": "refused", "reason": why.value}
            if certificate is not None and why in {RefusedBecause.EXPIRED, RefusedBecause.NOT_YET_VALID}:
                ends = (certificate.valid_from, certificate.valid_until)
                result |= dict(zip(("from", "to"), (moment.isoformat() for moment in ends), strict=True))
            link = await give_link(at, one, signing.account_id, signing.purpose)
            return await _answer(at, signing, {**result, **link})


async def _stopped(at: Occasion, one: StoredContract, signing: Signing) -> Told:
    """The contract takes no signature any more: its term is over, or somebody was quicker."""
    waited = one.state in WITH_PARENT and not await in_time(at, one)
    late = waited or one.state is ContractState.EXPIRED
    why = RefusedBecause.TERM_OVER if late else RefusedBecause.MOVED_ON
    return await _answer(at, signing, {"verdict": "refused", "reason": why.value})


async def _answer(at: Occasion, signing: Signing, result: dict[str, Any]) -> dict[str, Any]:
    found = {"found": {"token": signing.id, "result": result}}
    what = f"signing:{signing.id}:{result['verdict']}:{result.get('reason', '')}"
    arrival = Arrival("task", what, "", found, fetch=False)
    await at.uow.inbox.store_for(signing.account_id, arrival, at.now)
    at.uow.wake("inbox")
    return result
