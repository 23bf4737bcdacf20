"""Whether the certificates of a chain were revoked: what OCSP says counts, else the lists; unknown is never good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise

from signing_gateway.chain import Chain
from signing_gateway.der import Malformed
from signing_gateway.ocsp import Question, told_by_ocsp
from signing_gateway.revocation_lists import ListDigests, told_by_lists
from signing_gateway.standing import GOOD, UNKNOWN, Revoked, Standing, Told


@dataclass(frozen=True)
class Evidence:
    """What was fetched or given about a signature, all of it DER and none of it believed yet.

    `revocation` is false where whoever asks does without that check: on the command line only. `list_digests` were
    computed by this very program.
    """

    ocsp: Sequence[bytes] = ()
    lists: Sequence[bytes] = ()
    time_stamp: bytes | None = None
    nonce: bytes | None = None
    revocation: bool = True
    list_digests: ListDigests = field(default_factory=dict, repr=False)


def told_of_chain(chain: Chain, evidence: Evidence, at: datetime, now: datetime) -> list[Told]:
    """How each certificate below the anchor stood then, the signer's first."""
    return [
        _told(Question(certificate, issuer, at, now, evidence.nonce), evidence)
        for certificate, issuer in pairwise(chain)
    ]


def together(found: Sequence[Told]) -> Standing:
    """Revoked if any of them was by then, good if all are good, else unknown."""
    revoked = [one.standing for one in found if isinstance(one.standing, Revoked)]
    if revoked:
        return revoked[0]
    return GOOD if all(one.standing == GOOD for one in found) else UNKNOWN


def _told(question: Question, evidence: Evidence) -> Told:
    """Of one certificate; a revocation after the time in question leaves it as it was then."""
    said = [_believed(response, question) for response in evidence.ocsp]
    answers = [one for one in said if one is not None]
    listed = _listed(evidence, question)
    for one in [*answers, listed]:
        if isinstance(one.standing, Revoked) and one.standing.since <= question.at:
            return one
    counting = answers or [listed]
    unknown = next((one for one in counting if one.standing == UNKNOWN), None)
    return unknown or replace(counting[0], standing=GOOD)


def _believed(response: bytes, question: Question) -> Told | None:
    try:
        return told_by_ocsp(response, question)
    except Malformed:
        return None


def _listed(evidence: Evidence, question: Question) -> Told:
    try:
        return told_by_lists(evidence.lists, question, evidence.list_digests)
    except Malformed:
        return Told(UNKNOWN, question.now, question.issuer, listed=True)
