"""Recognises an EDS key file and an EDS password, which nobody may send in a chat. S2-48, N34."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CONTAINERS = (".p12", ".pfx", ".jks", ".jceks", ".keystore", ".bks")
_NCA_NAME = re.compile(r"(?:AUTH_)?(?:RSA|GOST)(?:\d{3}|KNCA)?_[0-9A-Z]{6,}", re.IGNORECASE)
_PRIVATE_PEM = re.compile(rb"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----")
_JAVA_STORES = (b"\xfe\xed\xfe\xed", b"\xce\xce\xce\xce")
_PKCS7 = bytes.fromhex("06092A864886F70D0107")
_PBES = (bytes.fromhex("06092A864886F70D0105"), bytes.fromhex("060A2A864886F70D010C"))
_ENTRY = re.compile(rb"PK(?:\x01\x02|\x03\x04)")
_SEARCHED = 65_536
_LONGEST_NAME = 512

_NAMED = r"(?:парол\w*|құпия\s?с[өо]з\w*|password|пин(?:-?код)?\w*|pin(?:-?code)?)"
_EDS = r"(?:ЭЦП|ЭЦҚ(?:-\w+)?|EDS)"
_FILLER = r"(?:\s+(?:от|к|для|мой|моей|моего|менің|ключа|ключ|key|is|for|of|my))*"
_FOLLOWED = r"(?:\s*[:=—–-]\s*(?P<marked>[!-~]{4,})|\s+(?P<bare>(?=[!-~]*\d)[!-~]{4,}))\s*\.?\s*$"
_TOLD = (
    re.compile(rf"\b{_NAMED}{_FILLER}\s+{_EDS}{_FILLER}{_FOLLOWED}", re.IGNORECASE),
    re.compile(rf"\b{_EDS}{_FILLER}\s+{_NAMED}{_FILLER}{_FOLLOWED}", re.IGNORECASE),
)


def named_as_key(name: str | None) -> bool:
    """A key container's ending, or the name that the certification centre gives its key files. S2-21, S2-53."""
    return name is not None and (name.lower().endswith(_CONTAINERS) or _NCA_NAME.match(name) is not None)


def holds_key(content: bytes) -> bool:
    """A PKCS#12 or Java container, a private key in PEM or DER, or an archive with a container in it."""
    head = content[:_SEARCHED]
    if head.startswith(_JAVA_STORES) or _PRIVATE_PEM.search(head):
        return True
    if head.startswith(b"PK"):
        return any(named_as_key(name) for part in (head, content[-_SEARCHED:]) for name in _names_in_archive(part))
    return _der_key(head)


def looks_like_eds_password(text: str) -> bool:
    """Whether the text names the EDS password and then tells it; a question about the password does not."""
    return any(told.search(text.strip()) for told in _TOLD)


def _names_in_archive(part: bytes) -> Iterator[str]:
    """The base names of the entries whose headers, local or central, stand in this part of a ZIP."""
    for entry in _ENTRY.finditer(part):
        length_at, name_at = (26, 30) if entry[0].endswith(b"\x03\x04") else (28, 46)
        at = entry.start()
        length = int.from_bytes(part[at + length_at : at + length_at + 2], "little")
        name = part[at + name_at : at + name_at + min(length, _LONGEST_NAME)]
        yield name.decode("utf-8", "replace").rpartition("/")[2]


def _der_key(head: bytes) -> bool:
    """The openings of PFX (version 3), of PKCS#8, PKCS#1 and SEC1 keys, and of an encrypted PKCS#8 key."""
    body = _inside_sequence(head)
    if body is None:
        return False
    if body.startswith(b"\x02\x01\x03"):
        return _PKCS7 in body[:32]
    if body.startswith(b"\x02\x01\x00"):
        return body[3:4] in {b"\x30", b"\x02"}
    if body.startswith(b"\x02\x01\x01\x04"):
        return True
    return body[:1] == b"\x30" and any(marker in body[:16] for marker in _PBES)


def _inside_sequence(head: bytes) -> bytes | None:
    """What follows the tag and length of an outer SEQUENCE; None where there is no such opening."""
    if len(head) < 2 or head[0] != 0x30:
        return None
    length = head[1]
    return head[2 + (length & 0x7F) :] if length & 0x80 else head[2:]
