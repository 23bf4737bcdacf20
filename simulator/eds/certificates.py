"""Certificates as the certification centre writes them, of people, heads and authorities (eds.md 1.3, 1.4)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from signing_gateway import certificates, der_writing, purposes
from signing_gateway.certificates import X509, read_certificate
from signing_gateway.der_writing import bits, boolean, explicit, integer, octets, oid, sequence, set_of, text, utc_time
from simulator.eds.keys import Key

SIGNING, LOGGING_IN, ISSUING, STAMPING = 0xC0, 0xA0, 0x06, 0x80
PERSON = (purposes.EMAIL_PROTECTION, purposes.PERSON_KEY)
PERSON_LOGGING_IN = (purposes.CLIENT_AUTHENTICATION, purposes.PERSON_KEY)
HEAD = (purposes.EMAIL_PROTECTION, purposes.ORGANISATION_KEY, purposes.ROLE_KEYS[purposes.Role.HEAD])
SIGNER = (purposes.EMAIL_PROTECTION, purposes.ORGANISATION_KEY, purposes.ROLE_KEYS[purposes.Role.SIGNER])
EMPLOYEE = (purposes.EMAIL_PROTECTION, purposes.ORGANISATION_KEY, "1.2.398.3.3.4.1.2.5")
SYSTEM = (purposes.ORGANISATION_KEY, "1.2.398.3.3.4.1.2.6")


@dataclass(frozen=True)
class Wish:
    """What a certificate shall say; extensions are DER, made by the functions below."""

    subject: bytes
    valid_from: datetime
    valid_until: datetime
    extensions: tuple[bytes, ...]


@dataclass(frozen=True)
class Holder:
    """Somebody with a key and the certificate of it."""

    key: Key
    certificate: X509


def certify(wish: Wish, public: bytes, issuer: bytes, key: Key) -> X509:
    """A certificate of that public key, signed by the issuer's key."""
    kind = der_writing.algorithm(key.algorithm)
    signed = sequence(
        explicit(0, integer(2)),
        integer(secrets.randbits(158) | 1 << 158),
        kind,
        issuer,
        sequence(utc_time(wish.valid_from), utc_time(wish.valid_until)),
        wish.subject,
        public,
        explicit(3, sequence(*wish.extensions)),
    )
    return read_certificate(sequence(signed, kind, bits(key.sign(signed))))


def person_name(name: str, iin: str | None, patronymic: str = "", bin_: str | None = None) -> bytes:
    """A distinguished name; the patronymic stands where others have the given name."""
    said = [("2.5.4.3", text(name))]
    said += [("2.5.4.5", der_writing.value(0x13, f"IIN{iin}".encode()))] if iin else []
    said += [("2.5.4.6", der_writing.value(0x13, b"KZ"))]
    said += [("2.5.4.42", text(patronymic))] if patronymic else []
    said += [("2.5.4.11", text(f"BIN{bin_}"))] if bin_ else []
    return sequence(*(set_of(sequence(oid(kind), value)) for kind, value in said))


def key_usage(flags: int) -> bytes:
    """The key usage with these flags, the first of them in the highest bit."""
    unused = (flags & -flags).bit_length() - 1
    return _extension(certificates.KEY_USAGE, bits(bytes([flags]), unused), critical=True)


def extended_key_usage(kinds: tuple[str, ...], *, critical: bool = False) -> bytes:
    """What the key is for."""
    return _extension(certificates.EXTENDED_KEY_USAGE, sequence(*(oid(kind) for kind in kinds)), critical=critical)


def constraints(path_length: int | None = None) -> bytes:
    """That this is an authority, with at most so many below it."""
    length = b"" if path_length is None else integer(path_length)
    return _extension(certificates.BASIC_CONSTRAINTS, sequence(boolean(true=True), length), critical=True)


def unheard_of() -> bytes:
    """A critical extension that nobody understands."""
    return _extension("1.2.3.4", octets(b""), critical=True)


def _extension(kind: str, value: bytes, *, critical: bool) -> bytes:
    return sequence(oid(kind), boolean(true=True) if critical else b"", octets(value))
