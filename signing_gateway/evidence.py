"""What the verifier has found, as it is kept with the signature."""

from __future__ import annotations

from datetime import datetime

from enrolment.signature_evidence import SignatureCheck, SignatureEvidence, SignatureFacts, Word
from enrolment.signature_verdict import Valid
from signing_gateway.case import Case
from signing_gateway.certificates import X509
from signing_gateway.der import Malformed
from signing_gateway.standing import GOOD
from signing_gateway.subjects import written
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
        facts_of(case) if isinstance(verification.verdict, Valid) else SignatureFacts(),
    )


def facts_of(case: Case) -> SignatureFacts:
    """What the proofs of a valid signature say; what cannot be read in them is left out."""
    leaf, stamp = case.leaf, case.stamp
    good = next((one for one in case.told[:1] if one.standing == GOOD), None)
    try:
        policies = leaf.policies
    except Malformed:
        policies = ()
    return SignatureFacts(
        case.subject.organisation,
        policies,
        leaf.usages,
        tuple(sorted(leaf.purposes)),
        None if stamp is None else _word(stamp.at, stamp.chain[0]),
        None if good is None else _word(good.at, good.by),
        listed=good is not None and good.listed,
    )


def _word(at: datetime, by: X509) -> Word | None:
    try:
        return Word(at, written(by.subject), written(by.issuer), f"{by.serial:x}")
    except Malformed:
        return None
