"""The one function that says whether a signature counts, whatever the way in which it was made (eds.md 8.1)."""

from __future__ import annotations

from dataclasses import dataclass

from enrolment.signature_verdict import Certificate, Pending, PendingBecause, Refused, Valid, Verdict
from enrolment.signature_verdict import RefusedBecause as Why
from signing_gateway.case import Case, Circumstances
from signing_gateway.contents import ContentDigests
from signing_gateway.der import Malformed
from signing_gateway.purposes import Expected
from signing_gateway.refusals import Refusal
from signing_gateway.revocation import Evidence, together, told_of_chain
from signing_gateway.standing import GOOD, Revoked
from signing_gateway.steps import STEPS

__all__ = ["Case", "Check", "Circumstances", "Evidence", "Expected", "Verification", "verify_signature"]


@dataclass(frozen=True)
class Check:
    """A step with its outcome: passed, failed, or None where it could not be told."""

    name: str
    passed: bool | None
    detail: str


@dataclass(frozen=True)
class Verification:
    """The verdict, the steps up to it, and the case with all that was found."""

    verdict: Verdict
    checks: tuple[Check, ...]
    case: Case


def verify_signature(
    signature: bytes, document: ContentDigests, expected: Expected, evidence: Evidence, circumstances: Circumstances
) -> Verification:
    """Whether this signature over that document counts; pending where all is right but revocation is unknown."""
    case = Case(signature, document, expected, evidence, circumstances)
    checks: list[Check] = []
    for name, step, otherwise in STEPS:
        try:
            checks.append(Check(name, True, step(case)))
        except Malformed as error:
            return _refused(case, checks, name, Refusal(otherwise, str(error)))
        except Refusal as refusal:
            return _refused(case, checks, name, refusal)
    return _settled(case, checks)


def _settled(case: Case, checks: list[Check]) -> Verification:
    """The last step, revocation, which may leave the verdict open; who does without it does not overlook it."""
    case.told = told_of_chain(case.chain, case.evidence, case.times.reference, case.circumstances.now)
    standing = together(case.told)
    if isinstance(standing, Revoked):
        return _refused(case, checks, "revocation", Refusal(Why.REVOKED, f"since {standing.since.isoformat()}"))
    if standing == GOOD:
        checks.append(Check("revocation", True, "good"))
        return _valid(case, checks)
    if not case.evidence.revocation:
        checks.append(Check("revocation", None, "not asked for"))
        return _valid(case, checks)
    checks.append(Check("revocation", None, "unknown"))
    verdict = Pending(PendingBecause.REVOCATION_UNKNOWN, case.document.sha256, case.circumstances.received_at)
    return Verification(verdict, tuple(checks), case)


def _valid(case: Case, checks: list[Check]) -> Verification:
    verdict = Valid(case.signer, case.certificate, case.times, case.document.sha256)
    return Verification(verdict, tuple(checks), case)


def _refused(case: Case, checks: list[Check], step: str, refusal: Refusal) -> Verification:
    checks.append(Check(step, False, refusal.detail))
    return Verification(Refused(refusal.because, _certificate(case)), tuple(checks), case)


def _certificate(case: Case) -> Certificate | None:
    try:
        return None if case.message is None else case.certificate
    except Malformed:
        return None
