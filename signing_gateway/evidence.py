"""What the verifier has found, as it is kept with the signature."""

from __future__ import annotations

from enrolment.signature_evidence import SignatureCheck, SignatureEvidence
from signing_gateway.verifier import Verification


def evidence_of(verification: Verification, *, way: str = "", challenge: bytes | None = None) -> SignatureEvidence:
    """Everything by which the signature was judged; `challenge` is the document where an EDS was only checked."""
    case, fetched = verification.case, verification.case.evidence
    return SignatureEvidence(
        case.signature,
        case.circumstances.now,
        tuple(one.der for one in case.chain),
        tuple(fetched.ocsp),
        fetched.time_stamp,
        tuple(fetched.lists),
        fetched.nonce,
        challenge,
        way,
        tuple(SignatureCheck(one.name, one.passed, one.detail) for one in verification.checks),
    )
