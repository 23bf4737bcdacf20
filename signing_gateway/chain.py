"""From a certificate up to a pinned authority, at a given time; nothing is ever downloaded (eds.md 8.1, 8).

The search goes down from the anchors: what no anchor has issued is looked at once, so whoever makes up certificates
of one name and key does not keep the verifier busy.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from enrolment.signature_verdict import RefusedBecause as Why
from signing_gateway.algorithms import permitted
from signing_gateway.certificates import CERTIFICATE_SIGNING, X509
from signing_gateway.der import Malformed
from signing_gateway.refusals import Refusal

_MOST_BETWEEN = 3
Chain = tuple[X509, ...]


def build_chain(leaf: X509, others: Sequence[X509], anchors: Sequence[X509], at: datetime) -> Chain:
    """The certificate, what the message brings between, and the anchor. Raises Refusal (untrusted_issuer)."""
    try:
        found = _down(leaf, others, anchors, at)
    except Malformed as error:
        raise Refusal(Why.UNTRUSTED_ISSUER, str(error)) from error
    if found is None:
        raise Refusal(Why.UNTRUSTED_ISSUER, "no chain to a pinned authority that is valid then")
    return found


def _down(leaf: X509, others: Sequence[X509], anchors: Sequence[X509], at: datetime) -> Chain | None:
    """The shortest chain; each round goes one authority further from the anchors."""
    above: list[Chain] = [(anchor,) for anchor in anchors if not anchor.asks_unknown]
    for _between in range(_MOST_BETWEEN + 1):
        found = _placed(leaf, above, at)
        if found is not None:
            return found
        above = [chain for one in others if (chain := _placed(one, above, at)) is not None and _has_room(chain)]
    return None


def _placed(one: X509, above: Sequence[Chain], at: datetime) -> Chain | None:
    """The certificate on top of the first chain whose end has issued it."""
    if one.asks_unknown or not permitted(one.signature_algorithm, at):
        return None
    return next(((one, *chain) for chain in above if _may_issue(chain[0], one, at) and one.issued_by(chain[0])), None)


def _may_issue(issuer: X509, one: X509, at: datetime) -> bool:
    """An authority of that name, in its term, allowed to issue."""
    return (
        issuer.subject == one.issuer
        and issuer.authority
        and issuer.valid_at(at)
        and issuer.usable_for(CERTIFICATE_SIGNING, unless_said=True)
    )


def _has_room(chain: Chain) -> bool:
    """Whether no authority has more others below it than it permits; its own new certificates do not count."""
    return all(
        issuer.path_length is None or sum(one.subject != one.issuer for one in chain[:place]) <= issuer.path_length
        for place, issuer in enumerate(chain)
    )
