"""The package of a signed contract: everything by which anybody can check it, in a ZIP of the same bytes every time."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Final
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from enrolment.signature_evidence import Proof, Side, SignatureEvidence

FORMAT: Final = "balapan-package-1"
MANIFEST: Final = "manifest.json"
DOCUMENT, PROTOCOL = "document", "protocol"
FOLDERS: Final[Mapping[Proof, tuple[str, str]]] = {
    Proof.SIGNATURE: ("signatures", "cms"),
    Proof.OCSP: ("ocsp", "der"),
    Proof.TIME_STAMP: ("time-stamps", "der"),
    Proof.REVOCATION_LIST: ("revocation-lists", "crl"),
    Proof.CERTIFICATE: ("certificates", "cer"),
}
"""The folder of each kind of file, and how its name ends."""
_ON: Final = (1980, 1, 1, 0, 0, 0)
_STRANGE, _LONGEST = re.compile(r"[^A-Za-z0-9-]+", re.ASCII), 80


@dataclass(frozen=True)
class PackedSignature:
    """A signature that counts, with what proves it, and when it was received."""

    side: Side
    evidence: SignatureEvidence
    received_at: datetime


@dataclass(frozen=True)
class Package:
    """What goes into a package; the document and the protocol are PDFs."""

    number: str
    document: bytes = field(repr=False)
    protocol: bytes = field(repr=False)
    signatures: Sequence[PackedSignature] = ()


@dataclass(frozen=True)
class _File:
    name: str
    role: str
    side: str | None
    data: bytes


def packed(package: Package) -> bytes:
    """The ZIP; nothing in it depends on when or where it is made."""
    files = list(_files(package))
    manifest = {
        "format": FORMAT,
        "contract": package.number,
        "files": [_described(one) for one in files],
        "signatures": [
            {
                "side": one.side,
                "received_at": one.received_at.isoformat(),
                "checked_at": one.evidence.checked_at.isoformat(),
            }
            for one in package.signatures
        ],
    }
    written = json.dumps(manifest, ensure_ascii=False, indent=2).encode() + b"\n"
    return zipped([*((one.name, one.data) for one in files), (MANIFEST, written)])


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """The one ZIP that these files make: not compressed, no clock, nothing before, between or after."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_STORED) as archive:
        for name, data in files:
            entry = ZipInfo(name, _ON)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, data)
    return made.getvalue()


def _files(package: Package) -> Iterator[_File]:
    yield _File(f"document/{file_name(package.number)}.pdf", DOCUMENT, None, package.document)
    for one in package.signatures:
        counted: dict[Proof, int] = {}
        for kind, data in one.evidence.proofs:
            if kind in FOLDERS:
                folder, ending = FOLDERS[kind]
                counted[kind] = counted.get(kind, 0) + 1
                yield _File(f"{folder}/{one.side}-{counted[kind]}.{ending}", kind, one.side, data)
    yield _File("protocol.pdf", PROTOCOL, None, package.protocol)


def file_name(number: str) -> str:
    """A contract's number as the name of a file anywhere: a city's pattern may have strokes and other letters."""
    words = (_STRANGE.sub("-", word).strip("-") for word in number.split("."))
    return ".".join(word for word in words if word)[:_LONGEST] or "contract"


def _described(one: _File) -> dict[str, object]:
    whose = {} if one.side is None else {"side": one.side}
    return {
        "name": one.name,
        "role": one.role,
        **whose,
        "size": len(one.data),
        "sha256": hashlib.sha256(one.data).hexdigest(),
    }
