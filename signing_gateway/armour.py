"""Signatures, certificates, lists and answers as files bring them: DER, or its base64, bare or between PEM lines."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from contextlib import suppress

from signing_gateway.der import Malformed

_BLOCK = re.compile(rb"-----BEGIN ([A-Z0-9 #]+)-----\s([A-Za-z0-9+/=\s]+)-----END \1-----")
SIGNATURES = ("CMS", "PKCS7", "PKCS #7 SIGNED DATA")
CERTIFICATES = ("CERTIFICATE",)
REVOCATION_LISTS = ("X509 CRL",)
OCSP_RESPONSES = ("OCSP RESPONSE",)


def to_der(data: bytes, labels: Sequence[str]) -> bytes:
    """The one value in the file, as DER; what comes before or after it is refused. Raises Malformed."""
    if data[:1] == b"\x30":
        return data
    block = _BLOCK.fullmatch(data.strip())
    if block is None:
        return _decoded(data)
    if block[1].decode() not in labels:
        raise Malformed(f"a {block[1].decode()} instead of a {labels[0]}")
    return _decoded(block[2])


def all_der(data: bytes, labels: Sequence[str]) -> list[bytes]:
    """Every value of these labels in a PEM file, or the one of any other; what is neither is passed over."""
    blocks = [block[2] for block in _BLOCK.finditer(data) if block[1].decode() in labels]
    found = []
    for text in blocks if b"-----BEGIN " in data else [data]:
        with suppress(Malformed):
            found.append(to_der(text, labels))
    return found


def _decoded(text: bytes) -> bytes:
    """What canonical base64 stands for: a bit that nobody reads must not be set."""
    packed = re.sub(rb"\s", b"", text)
    try:
        data = base64.b64decode(packed, validate=True)
    except binascii.Error as error:
        raise Malformed("neither DER nor base64") from error
    if base64.b64encode(data) != packed:
        raise Malformed("base64 that is not canonical")
    return data
