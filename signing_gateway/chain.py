"""From a certificate up to a pinned authority, at a given time; nothing is ever downloaded (eds.md 8.1, 8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from enrolment.signature_verdict import RefusedBecause as Why
from signing_gateway.algorithms import permitted
from signing_gateway.certificates import CERTIFICATE_SIGNING, UNDERSTOOD, X509
from signing_gateway.der import Malformed
from signing_gateway.refusals import Refusal

_LONGEST = 4
Chain = tuple[X509, ...]


def build_chain(leaf: X509, others: Sequence[X509], anchors: Sequence[X509], at: datetime) -> Chain:
    """The certificate, what the message brings between, and the anchor. Raises Refusal (untrusted_issuer)."""
    try:
        found = _up((leaf,), others, anchors, at)
    except Malformed as error:
        raise Refusal(Why.UNTRUSTED_ISSUER, str(error)) from error
    if found is None:
        raise Refusal(Why.UNTRUSTED_ISSUER, "no chain to a pinned authority that is valid then")
    return found


def _up(below: Chain, others: Sequence[X509], anchors: Sequence[X509], at: datetime) -> Chain | None:
    last = below[-1]
    if _asks_unknown(last) or not permitted(last.signature_algorithm, at):
        return None
    for issuer in anchors:
        if _may_issue(issuer, below, at) and last.issued_by(issuer):
            return (*below, issuer)
    if len(below) >= _LONGEST:
        return None
    for issuer in others:
        if issuer not in below and _may_issue(issuer, below, at) and last.issued_by(issuer):
            found = _up((*below, issuer), others, anchors, at)
            if found is not None:
                return found
    return None


def _may_issue(issuer: X509, below: Chain, at: datetime) -> bool:
    """An authority in its term, allowed to issue, with no more authorities below than it permits."""
    if issuer.subject != below[-1].issuer or not issuer.authority or not issuer.valid_at(at) or _asks_unknown(issuer):
        return False
    between = sum(one.subject != one.issuer for one in below[1:])
    if issuer.path_length is not None and between > issuer.path_length:
        return False
    return issuer.usable_for(CERTIFICATE_SIGNING, unless_said=True)


def _asks_unknown(certificate: X509) -> bool:
    """Whether a critical extension is there that we do not understand."""
    return any(one.critical and kind not in UNDERSTOOD for kind, one in certificate.extensions.items())
