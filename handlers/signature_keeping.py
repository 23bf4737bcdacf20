"""Signatures are kept when they come, and settled in the transaction in which they count. C8a, edge 26."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Final

from enrolment.signature_evidence import Side, SignatureEvidence
from enrolment.signature_verdict import Refused, Verdict
from storage.kept_signature import KeptSignature
from storage.signings import Signing
from storage.stored_contract import StoredContract
from storage.uow import Uow

JUDGED_WITHIN: Final = timedelta(minutes=2)
"""Whoever sent a signature waits for its verdict on the page no longer than this; then a task judges it."""


class Receipt(StrEnum):
    """How a signature that comes stands to what is known of its link."""

    TAKEN = "taken"
    SAME = "same"
    ANOTHER = "another"


async def receive_signature(uow: Uow, signing: Signing, side: Side, evidence: SignatureEvidence) -> Receipt:
    """Keep what came at `evidence.checked_at` before it is judged, and lock its link; the time of receipt stands now.

    Of a link that has one already, says whether these are the same bytes.
    """
    if await uow.signings.use(signing.id, evidence.checked_at):
        await uow.signatures.receive(signing, side, evidence)
        return Receipt.TAKEN
    return Receipt.SAME if await uow.signatures.is_of(signing.id, evidence.signature) else Receipt.ANOTHER


async def keep_signature(
    uow: Uow, signing: Signing, side: Side, verdict: Verdict, evidence: SignatureEvidence | None
) -> None:
    """Keeps what is valid or pending, with everything by which it can be checked again."""
    if evidence is not None and not isinstance(verdict, Refused):
        await uow.signatures.keep(signing, side, verdict, evidence)


async def settle_signature(
    uow: Uow, signing: Signing, kept: KeptSignature | None, verdict: Verdict, evidence: SignatureEvidence | None
) -> None:
    """What was pending is judged: how it came out is kept, whatever has become of the contract meanwhile."""
    if kept is not None and kept.pending and evidence is not None:
        await uow.signatures.keep(signing, kept.side, verdict, evidence)


async def is_another(uow: Uow, kept: KeptSignature | None, evidence: SignatureEvidence | None) -> bool:
    """Whether the link has a signature that is settled, or that is not this one: neither is touched."""
    if kept is None or evidence is None:
        return False
    return not kept.pending or not await uow.signatures.is_of(kept.signing.id, evidence.signature)


async def has_both_signatures(uow: Uow, one: StoredContract) -> bool:
    """Whether both sides have signed it, and their signatures are kept: those on paper are not."""
    return one.signed_at is not None and await uow.signatures.sides(one.id, one.version) == set(Side)
