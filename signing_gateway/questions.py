"""What an OCSP responder and a time-stamping authority are asked, as DER (RFC 6960, RFC 3161; eds.md 1.7)."""

from __future__ import annotations

import hashlib

from signing_gateway import der
from signing_gateway.algorithms import DIGESTS, SHA256, STREEBOG_512
from signing_gateway.certificates import X509
from signing_gateway.der_writing import algorithm, boolean, explicit, integer, octets, oid, sequence
from signing_gateway.ocsp import NONCE

GOST_2015_POLICY, RSA_POLICY = "1.2.398.3.3.2.6.4", "1.2.398.3.3.2.6.2"


def ocsp_request(certificate: X509, issuer: X509, nonce: bytes) -> bytes:
    """Whether that certificate was revoked; an answer to another question does not have this nonce."""
    key = der.bits(der.children(issuer.key)[1])
    named = [octets(hashlib.sha256(data).digest()) for data in (issuer.subject, key)]
    about = sequence(algorithm(SHA256), *named, integer(certificate.serial))
    extensions = explicit(2, sequence(sequence(oid(NONCE), octets(octets(nonce)))))
    return sequence(sequence(sequence(sequence(about)), extensions))


def time_stamp_request(signature: bytes, nonce: int, *, gost: bool) -> bytes:
    """A time stamp over these bytes, with the certificate of whoever makes it."""
    kind, policy = (STREEBOG_512, GOST_2015_POLICY) if gost else (SHA256, RSA_POLICY)
    imprint = sequence(algorithm(kind), octets(DIGESTS[kind](signature)))
    return sequence(integer(1), imprint, oid(policy), integer(nonce), boolean(true=True))
