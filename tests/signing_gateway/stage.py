"""A test authority of either kind with its people, made once; every test signs the same contract."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import cycle

import pytest

from enrolment.signature_verdict import Pending, Refused, Valid
from signing_gateway.algorithms import GOST_2004_SIGNATURE
from signing_gateway.certificates import X509
from signing_gateway.contents import digests_of, digests_when_asked
from signing_gateway.purposes import Expected
from signing_gateway.verifier import Circumstances, Evidence, Verification, verify_signature
from simulator.eds.authority import Authority, NewKey, Person, new_authority
from simulator.eds.certificates import HEAD, LOGGING_IN, PERSON, PERSON_LOGGING_IN, Holder
from simulator.eds.keys import Key, new_gost_key, new_rsa_key
from simulator.eds.messages import sign_document
from simulator.eds.revocations import Answer, ocsp_response

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
BEFORE = NOW - timedelta(days=30)
OLD = datetime(2020, 12, 1, 10, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
CONTRACT = "Шарт № 1 / Договор № 1".encode()
IIN, BIN = "850101300015", "990140000017"
MOTHER = Person("АХМЕТОВА АЙГЕРІМ", IIN, "СЕРІКҚЫЗЫ")
KINDS = ["rsa", "gost"]
both = pytest.mark.parametrize("kind", KINDS)
_CONTRACT, _OLD_CONTRACT = digests_of(CONTRACT), digests_when_asked(CONTRACT)
NOT_ASKED = Evidence(revocation=False)


@dataclass(frozen=True)
class Stage:
    """An authority and those to whom it has issued keys."""

    authority: Authority
    mother: Holder
    mother_logging_in: Holder
    head: Holder
    responder: Holder
    stamping: Holder
    at: datetime

    @property
    def anchor(self) -> X509:
        return self.authority.holder.certificate

    def signed(self, *, attached: bool = False) -> bytes:
        """The mother's good signature over the contract."""
        return sign_document(self.mother, CONTRACT, self.at, attached=attached)

    def good(self, certificate: X509 | None = None) -> Evidence:
        """A response that says that the certificate, the mother's if none is named, is good."""
        answer = Answer(certificate or self.mother.certificate, self.anchor, self.at)
        return Evidence(ocsp=[ocsp_response(self.responder, answer)])

    def circumstances(self, received_at: datetime | None = None, *anchors: X509) -> Circumstances:
        at = received_at or self.at
        return Circumstances(anchors or (self.anchor,), at, at)

    def judged(
        self,
        signature: bytes,
        expected: Expected | None = None,
        evidence: Evidence = NOT_ASKED,
        circumstances: Circumstances | None = None,
    ) -> Verification:
        """What the verifier says of a signature over the contract, which the mother is expected to have made."""
        around = circumstances or self.circumstances()
        document = _OLD_CONTRACT if self.at is OLD else _CONTRACT
        return verify_signature(signature, document, expected or Expected(iin=IIN), evidence, around)


@cache
def stage(kind: str) -> Stage:
    """The stage of that kind: rsa, gost, or old, which is GOST 34.310-2004 in 2020."""
    at = OLD if kind == "old" else NOW
    new_key = _new_keys(kind)
    authority = new_authority(f"ҰКО {kind} TEST", new_key, at - timedelta(days=30))
    return Stage(
        authority,
        authority.issue(MOTHER, PERSON),
        authority.issue(MOTHER, PERSON_LOGGING_IN, usage=LOGGING_IN),
        authority.issue(Person("САДЫҚОВА ДИНА", "780505400013", bin=BIN), HEAD),
        authority.responder(),
        authority.stamping(),
        at,
    )


def _new_keys(kind: str) -> NewKey:
    """GOST keys are made in no time; of RSA keys, which are not, there are six."""
    if kind == "old":
        return lambda: new_gost_key(GOST_2004_SIGNATURE)
    if kind == "gost":
        return new_gost_key
    keys: cycle[Key] = cycle([new_rsa_key() for _key in range(6)])
    return lambda: next(keys)


def outcome(verification: Verification) -> str:
    """`valid`, `pending`, or the reason for which the signature was refused."""
    match verification.verdict:
        case Valid():
            return "valid"
        case Pending():
            return "pending"
        case Refused(because=why):
            return why.value
