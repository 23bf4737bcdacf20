"""Writing DER: what a request to a time-stamping authority, or a certificate of a test authority, is made of."""

from __future__ import annotations

from datetime import UTC, datetime

from signing_gateway import der

NULL = b"\x05\x00"


def value(tag: int, *parts: bytes) -> bytes:
    """A value of that tag with these parts inside."""
    content = b"".join(parts)
    length = len(content)
    if length < 0x80:
        return bytes([tag, length]) + content
    size = (length.bit_length() + 7) // 8
    return bytes([tag, 0x80 | size]) + length.to_bytes(size, "big") + content


def sequence(*parts: bytes) -> bytes:
    """A SEQUENCE."""
    return value(der.SEQUENCE, *parts)


def set_of(*parts: bytes) -> bytes:
    """A SET OF, in the order that DER asks for."""
    return value(der.SET, *sorted(parts))


def explicit(number: int, *parts: bytes) -> bytes:
    """`[number]` around the parts."""
    return value(der.own(number), *parts)


def integer(number: int, tag: int = der.INTEGER) -> bytes:
    """A number."""
    size = number.bit_length() // 8 + 1
    return value(tag, number.to_bytes(size, "big", signed=True))


def oid(dotted: str) -> bytes:
    """An object identifier."""
    first, second, *rest = (int(arc) for arc in dotted.split("."))
    return value(der.OID, *(_arc(arc) for arc in (40 * first + second, *rest)))


def octets(data: bytes) -> bytes:
    """An OCTET STRING."""
    return value(der.OCTETS, data)


def bits(data: bytes, unused: int = 0) -> bytes:
    """A BIT STRING whose last byte has so many unused bits."""
    return value(der.BITS, bytes([unused]), data)


def boolean(*, true: bool) -> bytes:
    """TRUE or FALSE."""
    return value(der.BOOLEAN, b"\xff" if true else b"\0")


def text(words: str) -> bytes:
    """A UTF8String."""
    return value(0x0C, words.encode())


def utc_time(at: datetime) -> bytes:
    """A time as certificates have it, to the second."""
    return value(der.UTC_TIME, f"{at.astimezone(UTC):%y%m%d%H%M%SZ}".encode())


def generalized_time(at: datetime) -> bytes:
    """A time as OCSP responses and time stamps have it, to the second."""
    return value(der.GENERALIZED_TIME, f"{at.astimezone(UTC):%Y%m%d%H%M%SZ}".encode())


def algorithm(identifier: str) -> bytes:
    """An AlgorithmIdentifier with NULL, as Kazakhstan writes them."""
    return sequence(oid(identifier), NULL)


def _arc(number: int) -> bytes:
    made = [number & 0x7F]
    while number := number >> 7:
        made.append(0x80 | number & 0x7F)
    return bytes(reversed(made))
