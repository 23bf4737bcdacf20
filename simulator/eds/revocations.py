"""What an authority says of the certificates that it issued: OCSP responses and revocation lists."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from signing_gateway import der, der_writing
from signing_gateway.algorithms import SHA256
from signing_gateway.certificates import X509
from signing_gateway.der_writing import (
    bits,
    boolean,
    explicit,
    generalized_time,
    integer,
    octets,
    oid,
    sequence,
    utc_time,
)
from signing_gateway.ocsp import NONCE
from signing_gateway.revocation_lists import CHANGES_TO, NUMBER, REASON
from simulator.eds.certificates import Holder

GOOD, UNKNOWN = der_writing.value(0x80), der_writing.value(0x82)
_BASIC = "1.3.6.1.5.5.7.48.1.1"


def revoked(since: datetime, reason: int = 0) -> bytes:
    """The status of a certificate that was revoked."""
    return explicit(1, generalized_time(since), explicit(0, integer(reason, der.ENUMERATED)))


@dataclass(frozen=True)
class Answer:
    """What a responder says of one certificate, and when."""

    certificate: X509
    issuer: X509
    at: datetime
    status: bytes = GOOD
    until: datetime | None = None

    def built(self) -> bytes:
        """A SingleResponse."""
        until = b"" if self.until is None else explicit(0, generalized_time(self.until))
        return sequence(self._about(), self.status, generalized_time(self.at), until)

    def _about(self) -> bytes:
        hashed = [octets(hashlib.sha256(data).digest()) for data in (self.issuer.subject, _key_bits(self.issuer))]
        return sequence(der_writing.algorithm(SHA256), *hashed, integer(self.certificate.serial))


@dataclass(frozen=True)
class Response:
    """A response before it is signed; `brings` are certificates besides the responder's."""

    answers: tuple[Answer, ...]
    nonce: bytes | None = None
    by_key: bool = False
    extension: bytes = b""
    produced: datetime | None = None
    brings: tuple[X509, ...] = ()

    def signed_by(self, responder: Holder) -> bytes:
        """The response, which brings the responder's certificate and names it."""
        repeated = b"" if self.nonce is None else sequence(oid(NONCE), octets(octets(self.nonce)))
        said = repeated or self.extension
        key_hash = hashlib.sha1(_key_bits(responder.certificate), usedforsecurity=False).digest()
        signed = sequence(
            explicit(2, octets(key_hash)) if self.by_key else explicit(1, responder.certificate.subject),
            generalized_time(self.produced or self.answers[0].at),
            sequence(*(answer.built() for answer in self.answers)),
            explicit(1, sequence(repeated, self.extension)) if said else b"",
        )
        basic = sequence(
            signed,
            der_writing.algorithm(responder.key.algorithm),
            bits(responder.key.sign(signed)),
            explicit(0, sequence(*(one.der for one in (*self.brings, responder.certificate)))),
        )
        return sequence(integer(0, der.ENUMERATED), explicit(0, sequence(oid(_BASIC), octets(basic))))


def ocsp_response(
    responder: Holder, *answers: Answer, nonce: bytes | None = None, by_key: bool = False, extension: bytes = b""
) -> bytes:
    """A response with these answers, signed by the responder."""
    return Response(answers, nonce, by_key, extension).signed_by(responder)


@dataclass(frozen=True)
class ListOf:
    """A revocation list before it is signed: serial numbers with the time and, if told, the reason.

    `extension` is DER of one more extension.
    """

    number: int | None
    since: datetime
    until: datetime
    revoked: Mapping[int, tuple[datetime, int | None]]
    changes_to: int | None = None
    extension: bytes = b""

    def signed_by(self, authority: Holder) -> bytes:
        """The list, with the authority's name and signature."""
        entries = [self._entry(serial, *told) for serial, told in self.revoked.items()]
        extensions = [] if self.number is None else [_extension(NUMBER, integer(self.number), critical=False)]
        if self.changes_to is not None:
            extensions.append(_extension(CHANGES_TO, integer(self.changes_to), critical=True))
        extensions += [self.extension] if self.extension else []
        kind = der_writing.algorithm(authority.key.algorithm)
        signed = sequence(
            integer(1),
            kind,
            authority.certificate.subject,
            utc_time(self.since),
            utc_time(self.until),
            sequence(*entries) if entries else b"",
            explicit(0, sequence(*extensions)) if extensions else b"",
        )
        return sequence(signed, kind, bits(authority.key.sign(signed)))

    @staticmethod
    def _entry(serial: int, since: datetime, reason: int | None) -> bytes:
        told = [] if reason is None else [_extension(REASON, integer(reason, der.ENUMERATED), critical=False)]
        return sequence(integer(serial), utc_time(since), sequence(*told) if told else b"")


def no_answer(status: int) -> bytes:
    """A response that says only that there is none."""
    return sequence(integer(status, der.ENUMERATED))


def _key_bits(certificate: X509) -> bytes:
    return der.bits(der.children(certificate.key)[1])


def _extension(kind: str, value: bytes, *, critical: bool) -> bytes:
    return sequence(oid(kind), boolean(true=True) if critical else b"", octets(value))
