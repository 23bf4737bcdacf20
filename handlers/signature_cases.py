"""One signature that came with a link: what is kept of it, and who is written to once it is judged. C8a, edge 26."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dialogs.contract_notices import signature_refused
from dialogs.signature_words import FOR_GOOD
from enrolment.contract import WITH_PARENT
from enrolment.signature_evidence import Side, SignatureEvidence
from enrolment.signature_verdict import Pending, Refused, RefusedBecause, Valid, Verdict
from handlers.contract_signers import LinkSigner
from handlers.contract_telling import about_contract, tell, tell_key_checked, until_signed
from handlers.signature_keeping import JUDGED_WITHIN, is_another, keep_signature, settle_signature
from handlers.staff.contract_telling import tell_signer
from handlers.telling import Occasion, post
from storage.kept_signature import KeptSignature
from storage.signings import Purpose, Signing
from storage.stored_contract import StoredContract
from storage.uow import Uow


@dataclass(frozen=True)
class SignatureCase:
    """A verdict with what is kept of its signature."""

    uow: Uow
    signing: Signing
    kept: KeptSignature | None
    evidence: SignatureEvidence | None

    @property
    def came(self) -> bool:
        """Whether it was received before it was judged, and is not settled yet."""
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
            await tell_refused(at, one, verdict)

    async def in_vain(self) -> None:
        """There is nothing any more that it could count for."""
        await self.settled(Refused(RefusedBecause.MOVED_ON))


async def signature_case(at: Occasion, signing: Signing, evidence: SignatureEvidence | None) -> SignatureCase | None:
    """The case of a link; None where it has another signature, or one that is settled: nothing of it is changed."""
    kept = await at.uow.signatures.get(signing.id, lock=True)
    return None if await is_another(at.uow, kept, evidence) else SignatureCase(at.uow, signing, kept, evidence)


async def tell_refused(at: Occasion, one: StoredContract, verdict: Refused) -> None:
    """N32, with the term that runs on."""
    voucher = await at.uow.vouchers.get(one.voucher_id)
    assert voucher is not None
    told = signature_refused(await about_contract(at, one), verdict.because, until_signed(at, one, voucher))
    await post(at.uow, await tell(at, one, told))


def own_verdict(verdict: Verdict, signer: LinkSigner) -> Verdict:
    """A parent's EDS must have the IIN of the account (S1-27, edge 24), whatever the page has checked."""
    if not isinstance(verdict, Valid) or signer.staff or verdict.signer.iin == signer.iin:
        return verdict
    return Refused(RefusedBecause.OTHER_IIN, verdict.certificate)


def received_at(verdict: Verdict) -> datetime:
    """When the signature came."""
    assert not isinstance(verdict, Refused)
    return verdict.times.received_at if isinstance(verdict, Valid) else verdict.received_at
