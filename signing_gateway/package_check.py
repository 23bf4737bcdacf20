"""Checking a package of a signed contract without asking anyone: both signatures, by the one verifier (S1-26)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from documents.evidence_package import DOCUMENT
from enrolment.signature_evidence import Proof, Side
from enrolment.signature_verdict import Pending, PendingBecause, Refused, Valid
from signing_gateway.certificates import X509
from signing_gateway.contents import ContentDigests, digests_when_asked
from signing_gateway.package_files import BadPackage, PackageFiles, read_package
from signing_gateway.purposes import Expected, Purpose, Role
from signing_gateway.verifier import Check, Circumstances, Evidence, Verification, verify_signature

ROLES = {Side.PARENT: frozenset({Role.PERSON}), Side.PRESCHOOL: frozenset({Role.HEAD, Role.SIGNER})}


@dataclass(frozen=True)
class Asked:
    """Whose certificates count, what time it is, and who must have signed; None is not compared.

    `at` is when the signatures came, where whoever asks knows that: it stands in for a time stamp.
    """

    anchors: Sequence[X509]
    now: datetime
    at: datetime | None = None
    iin: str | None = field(default=None, repr=False)
    bin: str | None = None


@dataclass(frozen=True)
class PackageVerdict:
    """What was found; the signatures are empty where the package itself is not right."""

    verdict: Literal["valid", "pending", "invalid"]
    reason: str | None
    contract: str = ""
    document: str = ""
    signatures: tuple[tuple[Side, Verification], ...] = ()


def check_package(data: bytes, asked: Asked) -> PackageVerdict:
    """Valid where both sides have signed this very document and everything that proves it is in the package."""
    try:
        package = read_package(data)
        document = _document(package)
        digests = digests_when_asked(document)
        found = tuple((side, _verified(package, side, digests, asked)) for side in Side)
    except BadPackage as bad:
        return PackageVerdict("invalid", bad.reason)
    verdict, reason = _together([one for _side, one in found])
    return PackageVerdict(verdict, reason, package.contract, hashlib.sha256(document).hexdigest(), found)


def _document(package: PackageFiles) -> bytes:
    found = package.of(DOCUMENT)
    if len(found) != 1:
        raise BadPackage("bad_manifest", f"{len(found)} documents")
    return found[0]


def _verified(package: PackageFiles, side: Side, document: ContentDigests, asked: Asked) -> Verification:
    """One signature, with what the package brings for it; when it came is only believed with a time stamp."""
    signatures, stamps = package.of(Proof.SIGNATURE, side), package.of(Proof.TIME_STAMP, side)
    if len(signatures) != 1 or len(stamps) > 1 or side not in package.received:
        raise BadPackage("signature_missing", side)
    proofs = package.of(Proof.OCSP, side), package.of(Proof.REVOCATION_LIST, side)
    evidence = Evidence(*proofs, time_stamp=stamps[0] if stamps else None)
    iin, bin_ = (asked.iin, None) if side is Side.PARENT else (None, asked.bin)
    expected = Expected(Purpose.SIGN, ROLES[side], iin, bin_)
    circumstances = Circumstances(asked.anchors, asked.at or _moment(package.received[side]), asked.now)
    found = verify_signature(signatures[0], document, expected, evidence, circumstances)
    return found if asked.at or found.case.stamped_at else _without_time(found)


def _without_time(found: Verification) -> Verification:
    """Nobody but the package says when the signature came."""
    if not isinstance(found.verdict, Valid):
        return found
    waits = Pending(PendingBecause.TIME_STAMP_UNKNOWN, found.verdict.document, found.case.circumstances.received_at)
    told = Check("time_stamp", None, "none in the package; --at tells when the signature came")
    return replace(found, verdict=waits, checks=(*found.checks, told))


def _together(found: Sequence[Verification]) -> tuple[Literal["valid", "pending", "invalid"], str | None]:
    """As good as the worse of the two."""
    verdicts = [one.verdict for one in found]
    refused = [one.because.value for one in verdicts if isinstance(one, Refused)]
    waiting = [one.because.value for one in verdicts if isinstance(one, Pending)]
    if refused:
        return "invalid", refused[0]
    return ("pending", waiting[0]) if waiting else ("valid", None)


def _moment(said: str) -> datetime:
    try:
        moment = datetime.fromisoformat(said)
        # Far from either end of time, so that terms can be counted from it.
        if moment.tzinfo is None or not 2000 <= moment.year <= 2200:
            raise ValueError
    except ValueError as error:
        raise BadPackage("bad_manifest", "no time of receipt") from error
    return moment
