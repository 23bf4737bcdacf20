"""Whether the certificates of a chain were revoked: what OCSP says counts, else the lists; unknown is never good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from signing_gateway.chain import Chain
from signing_gateway.der import Malformed
from signing_gateway.ocsp import Question, standing_by_ocsp
from signing_gateway.revocation_lists import standing_by_lists
from signing_gateway.standing import GOOD, UNKNOWN, Revoked, Standing


@dataclass(frozen=True)
class Evidence:
    """What was fetched or given about a signature, all of it DER and none of it believed yet.

    `revocation` is false where whoever asks does without that check: on the command line only.
    """

    ocsp: Sequence[bytes] = ()
    lists: Sequence[bytes] = ()
    time_stamp: bytes | None = None
    nonce: bytes | None = None
    revocation: bool = True


def chain_standing(chain: Chain, evidence: Evidence, at: datetime, now: datetime) -> Standing:
    """Revoked if any certificate below the anchor was by then, good if all are good, else unknown."""
    found = [
        _standing(Question(certificate, issuer, at, now, evidence.nonce), evidence)
        for certificate, issuer in pairwise(chain)
    ]
    revoked = [one for one in found if isinstance(one, Revoked)]
    if revoked:
        return revoked[0]
    return GOOD if all(one == GOOD for one in found) else UNKNOWN


def _standing(question: Question, evidence: Evidence) -> Standing:
    """Of one certificate; a revocation after the time in question leaves it as it was then."""
    said = [_believed(response, question) for response in evidence.ocsp]
    answers = [one for one in said if one is not None]
    listed = _listed(evidence.lists, question)
    for one in [*answers, listed]:
        if isinstance(one, Revoked) and one.since <= question.at:
            return one
    if not answers:
        return GOOD if isinstance(listed, Revoked) else listed
    return UNKNOWN if UNKNOWN in answers else GOOD


def _believed(response: bytes, question: Question) -> Standing | None:
    try:
        return standing_by_ocsp(response, question)
    except Malformed:
        return None


def _listed(lists: Sequence[bytes], question: Question) -> Standing:
    try:
        return standing_by_lists(lists, question)
    except Malformed:
        return UNKNOWN
