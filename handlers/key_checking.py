"""The key of step 2: a valid one opens the next step, whoever's was checked last. C3, S2-20…S2-25."""

from __future__ import annotations

from enrolment.contract import ContractAction, ContractFacts
from enrolment.profile_terms import ContractStep
from enrolment.signature_evidence import SignatureEvidence
from enrolment.signature_verdict import Valid, Verdict
from handlers.contract_acts import ContractAct
from handlers.contract_moves import STOPPED, move_contract
from handlers.contract_signers import LinkSigner, held_fast, signer_of
from handlers.office import Office
from handlers.signature_answers import Told, answered, stopped
from handlers.signature_cases import SignatureCase, own_verdict, signature_case
from handlers.telling import Moment, Occasion
from handlers.working_calendar import up_to_date
from storage.applications import Changed
from storage.signings import Signing
from storage.stored_contract import StoredContract
from storage.uow import Uow


async def eds_checked(
    uow: Uow, office: Office, signing: Signing, verdict: Verdict, evidence: SignatureEvidence | None = None
) -> Told:
    """The key of step 2 (S2-20…S2-25): a valid one opens the next step, for any other the dialog says why not.

    The evidence of what is valid or pending is kept for ever, in the same transaction. Returns what the dialog is
    told, None where nothing has changed.
    """
    at = Moment(uow, await up_to_date(uow, office), office.clock.now())
    one = await held_fast(at, signing.contract_id, signing.account_id)
    signer, case = await signer_of(at, signing), await signature_case(at, signing, evidence)
    known = await uow.signings.get(signing.id)
    if case is None or known is None or (known.used_at is not None and not case.came):
        return None
    if one is None or signer is None:
        await case.in_vain()
        return None
    verdict = await case.settled(own_verdict(verdict, signer))
    if isinstance(verdict, Valid):
        try:
            await _opens_next_step(at, one, signer, case, verdict)
        except STOPPED:
            return await stopped(at, one, signer, case)
        # What was pending may be established after the link has ended: that it was opened in time is enough.
        await uow.signings.use(signing.id, signing.created_at)
    await case.kept_for(signer.side, verdict)
    await case.told_late(at, one, signer, verdict)
    return await answered(at, one, signing, verdict)


async def _opens_next_step(
    at: Occasion, one: StoredContract, signer: LinkSigner, case: SignatureCase, verdict: Valid
) -> None:
    """C3, unless this parent's key has opened it before: what was filled in and fixed since then stays.

    Raises what `move_contract` does, and Changed where the other parent's key came later but was judged first.
    """
    if one.open and one.contract.representative is signer.actor and ContractStep.EDS_CHECK in one.contract.done:
        return
    if case.kept is not None and await at.uow.signatures.key_checked_since(case.kept):
        raise Changed
    facts = ContractFacts(signer.actor, at.now, verdict=verdict)
    await move_contract(at, one.id, ContractAct(ContractAction.CHECK_EDS, signer.by, facts))
