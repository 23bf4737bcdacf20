"""The signed attributes: the digest of our bytes, and which certificate the signer meant (eds.md 8.1, 4 and 5)."""

from __future__ import annotations

import hmac

from enrolment.signature_verdict import RefusedBecause as Why
from signing_gateway import der
from signing_gateway.algorithms import DIGEST_OF, DIGESTS, SHA256, STREEBOG_512, algorithm
from signing_gateway.certificates import X509
from signing_gateway.cms import Signer
from signing_gateway.der import Fields, Malformed, Node, own
from signing_gateway.refusals import Refusal

CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_TIME = (f"1.2.840.113549.1.9.{last}" for last in (3, 4, 5))
SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47"
SIGNATURE_TIME_STAMP = "1.2.840.113549.1.9.16.2.14"
_NAMED_BY = (SHA256, STREEBOG_512)
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
    said = signer.attributes.get(SIGNING_CERTIFICATE_V2)
    if said is None:
        if optional:
            return
        raise Refusal(Why.CERTIFICATE_NOT_NAMED, "no signingCertificateV2")
    try:
        named = names(said, signer.certificate)
    except Malformed as error:
        raise Refusal(Why.BAD_ATTRIBUTES, str(error)) from error
    if not named:
        raise Refusal(Why.BAD_ATTRIBUTES, "signingCertificateV2 names another certificate")


def names(said: Node, certificate: X509) -> bool:
    """Whether the first certificate of a signingCertificateV2 is this one. Raises Malformed."""
    first = Fields(Fields(Fields(said).take()).take())
    kind = first.maybe(der.SEQUENCE)
    digest = SHA256 if kind is None else algorithm(kind)
    value, issuer = der.octets(first.take()), first.maybe(der.SEQUENCE)
    first.end()
    if digest not in _NAMED_BY or value != DIGESTS[digest](certificate.der):
        return False
    return issuer is None or _issued(issuer, certificate)


def _issued(issuer_and_serial: Node, certificate: X509) -> bool:
    fields = Fields(issuer_and_serial)
    general, serial = der.only(fields.take(), der.SEQUENCE), der.integer(fields.take())
    fields.end()
    return der.only(general, _DIRECTORY_NAME).raw == certificate.issuer and serial == certificate.serial
