"""A package of which anything was changed, taken out, put in or renamed is refused, whatever its manifest says."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from documents.evidence_package import MANIFEST, zipped
from tests.signing_gateway.packages import CMS, Files, checked, files_of, good, manifest_of, with_manifest

pytestmark = pytest.mark.rule("S1-26")
EVERY_FILE = [name for name in files_of(good()) if name != MANIFEST]
PROOFS = [name for name in EVERY_FILE if name.endswith((".cer", ".der", ".cms"))]


def flipped(data: bytes) -> bytes:
    """The same with one bit turned, in the middle."""
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


def described_anew(files: Files, which: str, **change: Any) -> list[dict[str, Any]]:
    """The list of the manifest as somebody rewrites it who has changed that file."""
    as_it_is = {"size": len(files[which]), "sha256": hashlib.sha256(files[which]).hexdigest()} if which in files else {}
    told = manifest_of(files_of(good()))["files"]
    return [{**one, **as_it_is, **change} if one["name"] == which else one for one in told]


@pytest.mark.parametrize("name", EVERY_FILE)
def test_a_changed_file_is_named_tampered(name: str) -> None:
    files = files_of(good())
    for changed in (files[name] + b" ", flipped(files[name]), b""):
        assert checked(zipped({**files, name: changed}.items())).reason == "tampered_file"


@pytest.mark.parametrize("name", PROOFS)
def test_a_changed_proof_with_a_manifest_to_match_is_not_valid(name: str) -> None:
    """Where an answer of the authority is broken, nothing is known of the certificate; all else is wrong."""
    files = files_of(good())
    for changed in (files[name] + b" ", flipped(files[name]), b""):
        bad = {**files, name: changed}
        found = checked(with_manifest(bad, manifest_of(files) | {"files": described_anew(bad, name)}))
        assert found.verdict == ("pending" if name.startswith("ocsp/") else "invalid")


@pytest.mark.parametrize("name", [*EVERY_FILE, MANIFEST])
def test_a_missing_file_is_told(name: str) -> None:
    left = [(one, data) for one, data in files_of(good()).items() if one != name]
    assert checked(zipped(left)).reason == "missing_file"


@pytest.mark.parametrize("name", EVERY_FILE)
def test_what_is_missing_in_the_manifest_too_is_not_valid(name: str) -> None:
    """Without its time stamp or the answer of the authority a signature stays open; nothing else may be missing."""
    files = {one: data for one, data in files_of(good()).items() if one != name}
    told = manifest_of(files)
    found = checked(with_manifest(files, told | {"files": [one for one in told["files"] if one["name"] != name]}))
    proves = name.startswith(("ocsp/", "time-stamps/"))
    assert found.verdict == ("pending" if proves else "invalid")


@pytest.mark.parametrize("name", EVERY_FILE)
def test_a_renamed_file_is_refused_with_and_without_a_manifest_to_match(name: str) -> None:
    files = files_of(good())
    other = name.replace("1", "7").replace("protocol", "report").replace("B-", "C-").replace("-2", "-7")
    renamed = {other if one == name else one: data for one, data in files.items()}
    assert checked(zipped(renamed.items())).reason == "missing_file"
    told = manifest_of(files) | {"files": described_anew(files, name, name=other)}
    assert checked(with_manifest(renamed, told)).reason == "packed_anew"


def test_a_file_too_many_is_refused_with_and_without_a_manifest_to_match() -> None:
    files = {**files_of(good()), "more.txt": b"more"}
    assert checked(zipped(files.items())).reason == "extra_file"
    told = manifest_of(files)
    more = {"name": "more.txt", "role": "note", "size": 4, "sha256": hashlib.sha256(b"more").hexdigest()}
    assert checked(with_manifest(files, told | {"files": [*told["files"], more]})).reason == "packed_anew"


@pytest.mark.parametrize("change", [{"role": "certificate"}, {"side": "preschool"}, {"note": "more"}, {"size": 1.0}])
def test_a_file_that_is_called_something_else_is_refused(change: dict[str, object]) -> None:
    files = files_of(good())
    told = manifest_of(files) | {"files": described_anew(files, CMS, **change)}
    assert checked(with_manifest(files, told)).verdict == "invalid"


def test_a_manifest_is_written_in_one_way_only() -> None:
    files = files_of(good())
    written, told = files[MANIFEST].decode(), manifest_of(files)
    for other in (
        written + " ",
        written.replace("\n", ""),
        written.replace('"contract":', '"contract": "another", "contract":'),
        json.dumps(dict(reversed(told.items())), ensure_ascii=False, indent=2) + "\n",
        json.dumps(told | {"note": "all is well"}, ensure_ascii=False, indent=2) + "\n",
    ):
        assert checked(zipped({**files, MANIFEST: other.encode()}.items())).reason == "packed_anew"


def test_files_stand_in_one_order_only() -> None:
    files = files_of(good())
    assert checked(zipped(reversed(files.items()))).reason == "packed_anew"
    told = manifest_of(files)
    assert checked(with_manifest(files, told | {"signatures": told["signatures"][::-1]})).reason == "packed_anew"
    twice = told | {"signatures": told["signatures"][:1] * 2}
    assert checked(with_manifest(files, twice)).reason == "signature_missing"
