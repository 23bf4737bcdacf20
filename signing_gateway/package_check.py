"""Checking a package of a signed contract without asking anyone: both signatures, by the one verifier (S1-26)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise
from typing import Literal

from documents.evidence_package import DOCUMENT, PROTOCOL, Package, PackedSignature, packed
from enrolment.signature_evidence import Proof, Side, SignatureEvidence
from enrolment.signature_verdict import Pending, PendingBecause, Refused, Valid
from signing_gateway.certificates import X509, read_certificate
from signing_gateway.contents import ContentDigests, digests_when_asked
from signing_gateway.der import Malformed
from signing_gateway.package_files import BadPackage, Claim, PackageFiles, read_package
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
        claims = _claims(package)
        if packed(_remade(package)) != data:
            raise BadPackage("packed_anew", "names, roles or the order of files are others")
        document = _single(package, DOCUMENT)
        digests = digests_when_asked(document)
        found = tuple((side, _verified(package, claims[side], digests, asked)) for side in Side)
    except BadPackage as bad:
        return PackageVerdict("invalid", bad.reason)
    verdict, reason = _together([one for _side, one in found])
    return PackageVerdict(verdict, reason, package.contract, hashlib.sha256(document).hexdigest(), found)


def _claims(package: PackageFiles) -> dict[Side, Claim]:
    """What is said of each side's signature."""
    claims = {one.side: one for one in package.claims}
    if len(claims) != len(package.claims) or set(claims) != set(Side):
        raise BadPackage("signature_missing", "not one signature of each side")
    return claims


def _remade(package: PackageFiles) -> Package:
    """What the program would have packed: the package must be that, byte for byte."""
    signatures = [PackedSignature(one.side, _evidence(package, one), one.received_at) for one in package.claims]
    return Package(package.contract, _single(package, DOCUMENT), _single(package, PROTOCOL), signatures)


def _evidence(package: PackageFiles, claim: Claim) -> SignatureEvidence:
    signatures, stamps = package.of(Proof.SIGNATURE, claim.side), package.of(Proof.TIME_STAMP, claim.side)
    if len(signatures) != 1 or len(stamps) > 1:
        raise BadPackage("signature_missing", claim.side)
    return SignatureEvidence(
        signatures[0],
        claim.checked_at,
        chain=tuple(package.of(Proof.CERTIFICATE, claim.side)),
        ocsp=tuple(package.of(Proof.OCSP, claim.side)),
        time_stamp=stamps[0] if stamps else None,
        lists=tuple(package.of(Proof.REVOCATION_LIST, claim.side)),
    )


def _single(package: PackageFiles, role: str) -> bytes:
    found = package.of(role)
    if len(found) != 1:
        raise BadPackage("bad_manifest", f"{len(found)} files of the role {role}")
    return found[0]


def _verified(package: PackageFiles, claim: Claim, document: ContentDigests, asked: Asked) -> Verification:
    """One signature, with what the package brings for it; when it came is only believed with a time stamp."""
    kept = _evidence(package, claim)
    iin, bin_ = (asked.iin, None) if claim.side is Side.PARENT else (None, asked.bin)
    expected = Expected(Purpose.SIGN, ROLES[claim.side], iin, bin_)
    circumstances = Circumstances(asked.anchors, asked.at or claim.received_at, asked.now)
    evidence = Evidence(kept.ocsp, kept.lists, kept.time_stamp)
    found = verify_signature(kept.signature, document, expected, evidence, circumstances)
    if found.case.chain:
        _compare_chain(kept.chain, found.case.chain)
    return found if asked.at or found.case.stamped_at else _without_time(found)


def _compare_chain(kept: Sequence[bytes], used: Sequence[X509]) -> None:
    """The certificates beside the signature are those of its chain; whoever trusts a higher authority has more."""
    common = min(len(kept), len(used))
    if len(kept) < 2 or list(kept[:common]) != [one.der for one in used[:common]]:
        raise BadPackage("other_certificates", "the chain in the package is not that of the signature")
    try:
        read = [read_certificate(one) for one in kept]
        linked = all(below.issued_by(above) for below, above in pairwise(read))
    except Malformed as error:
        raise BadPackage("other_certificates", str(error)) from error
    if not linked:
        raise BadPackage("other_certificates", "the chain in the package is broken")


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
