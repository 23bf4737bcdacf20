"""What the dialog that waits for the signing page is told, and the page with it; after a refusal with the next link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from enrolment.contract import WITH_PARENT, ContractState
from enrolment.signature_verdict import Certificate, Pending, Refused, RefusedBecause, Valid, Verdict
from handlers.contract_clocks import in_time
from handlers.contract_links import give_link
from handlers.contract_signers import LinkSigner
from handlers.signature_cases import SignatureCase
from handlers.telling import Occasion
from storage.inbox import Arrival
from storage.signings import Signing
from storage.stored_contract import StoredContract

Told = dict[str, Any] | None
"""None where nothing has changed."""


async def answered(at: Occasion, one: StoredContract, signing: Signing, verdict: Verdict) -> Told:
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


async def stopped(at: Occasion, one: StoredContract, signer: LinkSigner, case: SignatureCase) -> Told:
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
