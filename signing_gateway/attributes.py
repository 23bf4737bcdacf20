"""The signed attributes: the digest of our bytes, and which certificate the signer meant (eds.md 8.1, 4 and 5)."""

from __future__ import annotations

import hashlib
import hmac

from enrolment.signature_verdict import RefusedBecause as Why
from signing_gateway import der
from signing_gateway.algorithms import DIGEST_OF, DIGESTS, SHA256, STREEBOG_512, algorithm
from signing_gateway.certificates import X509
from signing_gateway.cms import Signer
from signing_gateway.der import Fields, Malformed, Node, own
from signing_gateway.refusals import Refusal

CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_TIME = (f"1.2.840.113549.1.9.{last}" for last in (3, 4, 5))
SIGNING_CERTIFICATE, SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.12", "1.2.840.113549.1.9.16.2.47"
SIGNATURE_TIME_STAMP = "1.2.840.113549.1.9.16.2.14"
_NAMED_BY = {kind: DIGESTS[kind] for kind in (SHA256, STREEBOG_512)}
_DIRECTORY_NAME = own(4)


def check_algorithms(signer: Signer) -> None:
    """Digest and signature belong together and are on the list. Raises Refusal."""
    if DIGEST_OF.get(signer.algorithm) != signer.digest:
        raise Refusal(Why.WEAK_ALGORITHM, f"{signer.digest} with {signer.algorithm}")


def check_content(signer: Signer, content_type: str, digest: bytes) -> None:
    """The attributes name the kind of content and the digest of the bytes that we keep. Raises Refusal."""
    try:
        kind, said = signer.attributes.get(CONTENT_TYPE), signer.attributes.get(MESSAGE_DIGEST)
        if kind is None or said is None or der.oid(kind) != content_type:
            raise Refusal(Why.BAD_ATTRIBUTES, "no content type, another one, or no digest")
        same = hmac.compare_digest(der.octets(said), digest)
    except Malformed as error:
        raise Refusal(Why.BAD_ATTRIBUTES, str(error)) from error
    if not same:
        raise Refusal(Why.OTHER_DOCUMENT, "the digest is that of another document")


def check_certificate_named(signer: Signer, *, optional: bool) -> None:
    """signingCertificateV2 names the signer's certificate (order 500, 8). Raises Refusal."""
    try:
        named = named_in(signer)
    except Malformed as error:
        raise Refusal(Why.BAD_ATTRIBUTES, str(error)) from error
    if SIGNING_CERTIFICATE_V2 not in named and not optional:
        raise Refusal(Why.CERTIFICATE_NOT_NAMED, "no signingCertificateV2")


def named_in(signer: Signer) -> set[str]:
    """In which attributes the signer's certificate is named. Raises Malformed where one of them names another."""
    found = {kind for kind in (SIGNING_CERTIFICATE, SIGNING_CERTIFICATE_V2) if kind in signer.attributes}
    for kind in found:
        if not _names(signer.attributes[kind], signer.certificate, older=kind == SIGNING_CERTIFICATE):
            raise Malformed(f"{kind} names another certificate")
    return found


def _names(said: Node, certificate: X509, *, older: bool) -> bool:
    """Whether the first certificate there is this one; the older attribute knows SHA-1 alone (RFC 5035)."""
    first = Fields(Fields(Fields(said).take()).take())
    kind = None if older else first.maybe(der.SEQUENCE)
    digest = _sha1 if older else _NAMED_BY.get(SHA256 if kind is None else algorithm(kind))
    value, issuer = der.octets(first.take()), first.maybe(der.SEQUENCE)
    first.end()
    if digest is None or value != digest(certificate.der):
        return False
    return issuer is None or _issued(issuer, certificate)


def _sha1(data: bytes) -> bytes:
    return hashlib.sha1(data, usedforsecurity=False).digest()


def _issued(issuer_and_serial: Node, certificate: X509) -> bool:
    fields = Fields(issuer_and_serial)
    general, serial = der.only(fields.take(), der.SEQUENCE), der.integer(fields.take())
    fields.end()
    return der.only(general, _DIRECTORY_NAME).raw == certificate.issuer and serial == certificate.serial
