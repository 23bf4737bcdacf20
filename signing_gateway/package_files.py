"""Reading a package of a signed contract in memory: exactly what its manifest names, and nothing that could hide."""

from __future__ import annotations

import hashlib
import json
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from documents.evidence_package import FORMAT, MANIFEST, zipped
from enrolment.signature_evidence import Side

LARGEST: Final = 128 * 1024 * 1024
MOST_FILES: Final = 200
_ENTRY: Final = b"PK\x01\x02"
"""How each file begins in the list of an archive, which would be read whole before anything could be said of it."""
_NAME: Final = re.compile(r"(?:[a-z-]+/)?[A-Za-z0-9-][A-Za-z0-9.-]{0,99}", re.ASCII)
_UNREADABLE: Final = (BadZipFile, EOFError, NotImplementedError, OSError, OverflowError, ValueError, struct.error)


class BadPackage(Exception):
    """What is wrong with a package, as a code, and where."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True)
class Described:
    """A file of the package with what the manifest says of it."""

    name: str
    role: str
    side: str | None
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Claim:
    """When the signature of a side was received and checked, as the manifest says."""

    side: Side
    received_at: datetime
    checked_at: datetime


@dataclass(frozen=True)
class PackageFiles:
    """The contract's number, all files, and what is said of each signature: claims, until they are checked."""

    contract: str
    files: tuple[Described, ...]
    claims: tuple[Claim, ...]

    def of(self, role: str, side: str | None = None) -> list[bytes]:
        """The files of that role, of that side if any."""
        return [one.data for one in self.files if (one.role, one.side) == (role, side)]


def read_package(data: bytes) -> PackageFiles:
    """What is in the package. Raises BadPackage."""
    found = _unpacked(data)
    manifest = _manifest(found)
    files = tuple(_described(entry, found) for entry in manifest["files"])
    names = [one.name for one in files]
    if len(set(names)) != len(names):
        raise BadPackage("bad_manifest", "a file is described twice")
    for extra in sorted(found.keys() - {*names, MANIFEST}):
        raise BadPackage("extra_file", extra)
    return PackageFiles(str(manifest["contract"]), files, tuple(_claim(one) for one in manifest["signatures"]))


def _unpacked(data: bytes) -> dict[str, bytes]:
    """All files; an archive that is not byte for byte the one that they make is refused."""
    if len(data) > LARGEST or data.count(_ENTRY) > MOST_FILES:
        raise BadPackage("too_large", f"{len(data)} bytes")
    try:
        with ZipFile(BytesIO(data)) as archive:
            _check_entries(archive.infolist(), len(data))
            found = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    except _UNREADABLE as error:
        raise BadPackage("not_a_package", type(error).__name__) from error
    if zipped(found.items()) != data:
        raise BadPackage("packed_anew", "the archive is not as it was made")
    return found


def _check_entries(entries: list[ZipInfo], size: int) -> None:
    """Nothing that grows, nothing that leads elsewhere: before anything is read."""
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > size:
        raise BadPackage("too_large", f"{len(entries)} files")
    for entry in entries:
        if not _NAME.fullmatch(entry.filename):
            raise BadPackage("hostile_name", repr(entry.filename[:100]))
        if entry.compress_type != ZIP_STORED or entry.flag_bits & 1:
            raise BadPackage("packed_anew", f"{entry.filename} is compressed or encrypted")
    if len({entry.filename for entry in entries}) != len(entries):
        raise BadPackage("hostile_name", "a name that stands there twice")


def _manifest(found: Mapping[str, bytes]) -> dict[str, Any]:
    if MANIFEST not in found:
        raise BadPackage("missing_file", MANIFEST)
    try:
        said = json.loads(found[MANIFEST])
        kinds = {"format": str, "contract": str, "files": list, "signatures": list}
        known = said["format"] == FORMAT and all(isinstance(said[name], kind) for name, kind in kinds.items())
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadPackage("bad_manifest", type(error).__name__) from error
    if not known:
        raise BadPackage("bad_manifest", "not as this program writes them")
    return dict(said)


def _claim(said: Any) -> Claim:
    try:
        return Claim(Side(said["side"]), _moment(said["received_at"]), _moment(said["checked_at"]))
    except (ValueError, KeyError, TypeError) as error:
        raise BadPackage("bad_manifest", "no side, or no times") from error


def _moment(said: str) -> datetime:
    """Far from either end of time, so that terms can be counted from it. Raises ValueError."""
    moment = datetime.fromisoformat(said)
    if moment.tzinfo is None or not 2000 <= moment.year <= 2200:
        raise ValueError(said)
    return moment


def _described(entry: Any, found: Mapping[str, bytes]) -> Described:
    try:
        name, role, side = entry["name"], entry["role"], entry.get("side")
        size, digest = entry["size"], entry["sha256"]
    except (KeyError, TypeError, AttributeError) as error:
        raise BadPackage("bad_manifest", type(error).__name__) from error
    if not (isinstance(name, str) and isinstance(role, str) and isinstance(side, str | None)):
        raise BadPackage("bad_manifest", "a file without a name or a role")
    if name not in found:
        raise BadPackage("missing_file", name[:100])
    data = found[name]
    if len(data) != size or hashlib.sha256(data).hexdigest() != digest:
        raise BadPackage("tampered_file", name)
    return Described(name, role, side, data)
