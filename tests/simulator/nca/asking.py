"""What a program sends to the authority, and how it judges what comes back: with the verifier that it really has."""

from __future__ import annotations

import hashlib
from datetime import datetime

from enrolment.signature_verdict import Pending, Refused, Verdict
from signing_gateway.algorithms import DIGESTS, SHA256
from signing_gateway.certificates import X509
from signing_gateway.contents import digests_of
from signing_gateway.der_writing import algorithm, boolean, explicit, integer, octets, oid, sequence
from signing_gateway.ocsp import NONCE
from signing_gateway.purposes import Expected
from signing_gateway.revocation import Evidence
from signing_gateway.verifier import Circumstances, verify_signature
from simulator.nca.authority import key_bits

DOCUMENT = "Шарт № 1 / Договор № 1".encode()


def question(certificate: X509, issuer: X509, nonce: bytes, serial: int | None = None) -> bytes:
    """An OCSP request about one certificate, or about another serial number of the same issuer."""
    hashed = [octets(hashlib.sha256(data).digest()) for data in (issuer.subject, key_bits(issuer))]
    asked = sequence(algorithm(SHA256), *hashed, integer(certificate.serial if serial is None else serial))
    extension = sequence(oid(NONCE), octets(octets(nonce)))
    return sequence(sequence(sequence(sequence(asked)), explicit(2, sequence(extension))))


def stamp_wish(stamped: bytes, digest: str, policy: str | None = None) -> bytes:
    """A wish for a time stamp over these bytes."""
    imprint = sequence(algorithm(digest), octets(DIGESTS[digest](stamped)))
    return sequence(integer(1), imprint, oid(policy) if policy else b"", integer(4711), boolean(true=True))


def verdict(signature: bytes, anchors: list[X509], evidence: Evidence, now: datetime, expected: Expected) -> Verdict:
    """What the program makes of it."""
    circumstances = Circumstances(anchors, now, now)
    return verify_signature(signature, digests_of(DOCUMENT), expected, evidence, circumstances).verdict


def said(verdict: Verdict) -> str:
    """In one word."""
    return verdict.because.value if isinstance(verdict, Refused | Pending) else "valid"
