"""Signed messages (CMS), made in parts, so that each part can also be made wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from signing_gateway import der, der_writing
from signing_gateway.algorithms import DIGEST_OF, DIGESTS
from signing_gateway.attributes import CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_CERTIFICATE_V2, SIGNING_TIME
from signing_gateway.certificates import X509
from signing_gateway.cms import DATA, SIGNED_DATA
from signing_gateway.der_writing import explicit, integer, octets, oid, sequence, set_of, utc_time
from simulator.eds.certificates import Holder
from simulator.eds.keys import digest_algorithm


@dataclass(frozen=True)
class Message:
    """A SignedData before it is put together; every part is DER."""

    version: int
    digests: tuple[bytes, ...]
    content_type: str
    content: bytes | None
    certificates: tuple[bytes, ...]
    signers: tuple[bytes, ...]

    def built(self) -> bytes:
        """The whole message."""
        content = b"" if self.content is None else explicit(0, octets(self.content))
        return sequence(
            oid(SIGNED_DATA),
            explicit(
                0,
                sequence(
                    integer(self.version),
                    der_writing.value(der.SET, *self.digests),
                    sequence(oid(self.content_type), content),
                    explicit(0, *self.certificates) if self.certificates else b"",
                    der_writing.value(der.SET, *self.signers),
                ),
            ),
        )


@dataclass(frozen=True)
class SignerInfo:
    """What one signer adds to a message; `attributes` and `unsigned` are DER."""

    holder: Holder
    attributes: tuple[bytes, ...]
    unsigned: tuple[bytes, ...] = ()
    named: X509 | None = None
    signature: bytes | None = None

    def built(self) -> bytes:
        """The SignerInfo, signed with the holder's key unless it brings a signature."""
        key, named = self.holder.key, self.named or self.holder.certificate
        return sequence(
            integer(1),
            sequence(named.issuer, integer(named.serial)),
            digest_algorithm(key),
            explicit(0, *sorted(self.attributes)) if self.attributes else b"",
            der_writing.algorithm(key.algorithm),
            octets(self.signed()),
            explicit(1, *self.unsigned) if self.unsigned else b"",
        )

    def signed(self) -> bytes:
        """The signature over the attributes."""
        return self.signature or self.holder.key.sign(set_of(*self.attributes))


def attribute(kind: str, *values: bytes) -> bytes:
    """An attribute with these values."""
    return sequence(oid(kind), der_writing.value(der.SET, *values))


def naming(certificate: X509) -> bytes:
    """The attribute signingCertificateV2."""
    hashed = octets(bytes.fromhex(certificate.sha256))
    return attribute(SIGNING_CERTIFICATE_V2, sequence(sequence(sequence(hashed))))


def attributes_over(holder: Holder, document: bytes, at: datetime, content_type: str = DATA) -> tuple[bytes, ...]:
    """What a good signature signs: kind, time, digest, certificate."""
    digest = DIGESTS[DIGEST_OF[holder.key.algorithm]](document)
    return (
        attribute(CONTENT_TYPE, oid(content_type)),
        attribute(SIGNING_TIME, utc_time(at)),
        attribute(MESSAGE_DIGEST, octets(digest)),
        naming(holder.certificate),
    )


def message_of(info: SignerInfo, *others: X509) -> Message:
    """A detached message of that one signer, with more certificates if any."""
    certificates = (info.holder.certificate.der, *(one.der for one in others))
    return Message(1, (digest_algorithm(info.holder.key),), DATA, None, certificates, (info.built(),))


def sign_document(holder: Holder, document: bytes, at: datetime, *, attached: bool = False) -> bytes:
    """A good signature over the document."""
    message = message_of(SignerInfo(holder, attributes_over(holder, document, at)))
    return replace(message, content=document if attached else None).built()
