"""The checks in their order, each a function that raises Refusal or says for the log what it found (eds.md 8.1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from enrolment.signature_verdict import RefusedBecause as Why
from signing_gateway import attributes, der, purposes
from signing_gateway.algorithms import permitted, verify
from signing_gateway.armour import SIGNATURES, to_der
from signing_gateway.case import Case
from signing_gateway.chain import build_chain
from signing_gateway.cms import DATA, read_signed_data
from signing_gateway.refusals import Refusal
from signing_gateway.standing import SKEW
from signing_gateway.subjects import written
from signing_gateway.timestamps import read_time_stamp

LARGEST, LARGEST_WRAPPING, MOST_STAMPS = 16 * 1024 * 1024, 256 * 1024, 4
ABSURD_AHEAD, ABSURD_BEHIND = timedelta(days=31), timedelta(days=366)  # many a computer has the wrong date


def _parse(case: Case) -> str:
    if len(case.signature) > LARGEST:
        raise Refusal(Why.TOO_LARGE, f"{len(case.signature)} bytes")
    signature = to_der(case.signature, SIGNATURES)
    case.message = read_signed_data(signature)
    if len(signature) - len(case.read.content or b"") > LARGEST_WRAPPING:
        raise Refusal(Why.TOO_LARGE, f"{len(signature)} bytes, most of them not the document")
    return written(case.leaf.subject)


def _content(case: Case) -> str:
    content = case.read.content
    if content is None:
        return "detached"
    if not case.document.are_of(content):
        raise Refusal(Why.OTHER_DOCUMENT, "the message carries another document")
    return "the message carries our bytes"


def _algorithms(case: Case) -> str:
    attributes.check_algorithms(case.read.signer)
    return case.read.signer.algorithm


def _attributes(case: Case) -> str:
    signer = case.read.signer
    attributes.check_content(signer, DATA, case.document.digest(signer.digest))
    claimed = signer.attributes.get(attributes.SIGNING_TIME)
    case.claimed_at = None if claimed is None else der.moment(claimed)
    return f"claims {case.claimed_at}"


def _certificate_named(case: Case) -> str:
    attributes.check_certificate_named(case.read.signer, optional=case.expected.ess_optional)
    return case.leaf.sha256


def _signature(case: Case) -> str:
    signer = case.read.signer
    if not verify(case.leaf.key, signer.algorithm, signer.signature, signer.signed):
        raise Refusal(Why.BROKEN_SIGNATURE, "the signature is not that of the certificate's key")
    return ""


def _time(case: Case) -> str:
    """The reference time, and what depends on it at once: what the signer claims, and whether the algorithm counts."""
    signer, around = case.read.signer, case.circumstances
    tokens = [node.raw for node in signer.unsigned.get(attributes.SIGNATURE_TIME_STAMP, ())]
    if case.evidence.time_stamp is not None:
        if len(case.evidence.time_stamp) > LARGEST_WRAPPING:
            raise Refusal(Why.BAD_TIME_STAMP, f"{len(case.evidence.time_stamp)} bytes")
        tokens.append(case.evidence.time_stamp)
    if len(tokens) > MOST_STAMPS:
        raise Refusal(Why.BAD_TIME_STAMP, f"{len(tokens)} time stamps")
    stamps = [read_time_stamp(token, signer.signature, around.anchors) for token in tokens]
    if any(stamp.at > around.now + SKEW for stamp in stamps):
        raise Refusal(Why.BAD_TIME_STAMP, "a time stamp of a time to come")
    case.stamp = min(stamps, key=lambda stamp: stamp.at, default=None)
    reference, claimed = case.times.reference, case.claimed_at
    if claimed is not None and not reference - ABSURD_BEHIND <= claimed <= reference + ABSURD_AHEAD:
        raise Refusal(Why.ABSURD_TIME, f"claims {claimed}, judged at {reference}")
    if not permitted(signer.algorithm, reference):
        raise Refusal(Why.WEAK_ALGORITHM, f"{signer.algorithm} at {reference}")
    return f"judged at {reference.isoformat()}, {len(stamps)} time stamps"


def _key(case: Case) -> str:
    purposes.check_key(case.leaf, case.expected)
    return case.expected.purpose


def _role(case: Case) -> str:
    purposes.check_role(case.leaf, case.subject, case.expected)
    return ", ".join(sorted(case.expected.roles))


def _identity(case: Case) -> str:
    return purposes.check_identity(case.subject, case.expected)


def _validity(case: Case) -> str:
    leaf, at = case.leaf, case.times.reference
    if at < leaf.valid_from:
        raise Refusal(Why.NOT_YET_VALID, f"from {leaf.valid_from.isoformat()}")
    if at > leaf.valid_until:
        raise Refusal(Why.EXPIRED, f"until {leaf.valid_until.isoformat()}")
    return f"until {leaf.valid_until.isoformat()}"


def _chain(case: Case) -> str:
    case.chain = build_chain(case.leaf, case.read.others, case.circumstances.anchors, case.times.reference)
    return " < ".join(one.sha256[:16] for one in case.chain)


STEPS: tuple[tuple[str, Callable[[Case], str], Why], ...] = (
    ("structure", _parse, Why.MALFORMED),
    ("content", _content, Why.MALFORMED),
    ("algorithms", _algorithms, Why.MALFORMED),
    ("attributes", _attributes, Why.BAD_ATTRIBUTES),
    ("certificate_named", _certificate_named, Why.BAD_ATTRIBUTES),
    ("signature", _signature, Why.BROKEN_SIGNATURE),
    ("time", _time, Why.BAD_TIME_STAMP),
    ("key", _key, Why.MALFORMED),
    ("role", _role, Why.MALFORMED),
    ("identity", _identity, Why.MALFORMED),
    ("validity", _validity, Why.MALFORMED),
    ("chain", _chain, Why.UNTRUSTED_ISSUER),
)
