"""Signatures are kept in the transaction in which they count; pending ones are settled there. C8a, edge 26."""

from __future__ import annotations

from enrolment.signature_evidence import Side, SignatureEvidence
from enrolment.signature_verdict import Refused, Verdict
from storage.signings import Signing
from storage.stored_contract import StoredContract
from storage.uow import Uow


async def keep_signature(
    uow: Uow, signing: Signing, side: Side, verdict: Verdict, evidence: SignatureEvidence | None
) -> None:
    """Keeps what is valid or pending, with everything by which it can be checked again."""
    if evidence is not None and not isinstance(verdict, Refused):
        await uow.signatures.keep(signing, side, verdict, evidence)


async def settle_signature(uow: Uow, signing: Signing, verdict: Verdict, evidence: SignatureEvidence | None) -> None:
    """What was pending is judged again; how it came out is kept whatever has become of the contract meanwhile."""
    kept = await uow.signatures.get(signing.id)
    if kept is not None and kept.state == "pending" and evidence is not None:
        await uow.signatures.keep(signing, kept.side, verdict, evidence)


async def has_both_signatures(uow: Uow, one: StoredContract) -> bool:
    """Whether both sides have signed it, and their signatures are kept: those on paper are not."""
    return one.signed_at is not None and await uow.signatures.sides(one.id, one.version) == set(Side)
