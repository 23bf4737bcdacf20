"""A package holds the document, the signatures and what proves them, and is the same whenever it is made."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest

from documents.evidence_package import MANIFEST, Package, PackedSignature, packed
from enrolment.signature_evidence import Side, SignatureEvidence

pytestmark = pytest.mark.rule("S1-26")

AT = datetime(2026, 11, 23, 9, 5, 7, tzinfo=UTC)
MOTHERS = SignatureEvidence(
    b"cms", AT, chain=(b"leaf", b"anchor"), ocsp=(b"good",), time_stamp=b"stamp", lists=(b"list",), challenge=b"asked"
)
HEADS = replace(MOTHERS, signature=b"head's", ocsp=(), chain=(b"head", b"anchor"))
PACKAGE = Package(
    "150140000002-11.26.001",
    b"%PDF contract",
    b"%PDF protocol",
    (PackedSignature(Side.PARENT, MOTHERS, AT), PackedSignature(Side.PRESCHOOL, HEADS, AT)),
)


def unpacked(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_everything_is_there_under_names_that_tell_what_it_is() -> None:
    files = unpacked(packed(PACKAGE))
    assert list(files) == [
        "document/150140000002-11.26.001.pdf",
        "signatures/parent-1.cms",
        "time-stamps/parent-1.der",
        "certificates/parent-1.cer",
        "certificates/parent-2.cer",
        "ocsp/parent-1.der",
        "revocation-lists/parent-1.crl",
        "signatures/preschool-1.cms",
        "time-stamps/preschool-1.der",
        "certificates/preschool-1.cer",
        "certificates/preschool-2.cer",
        "revocation-lists/preschool-1.crl",
        "protocol.pdf",
        MANIFEST,
    ]
    assert files["signatures/preschool-1.cms"] == b"head's"


def test_the_manifest_tells_role_size_and_digest_of_every_file_and_names_nobody() -> None:
    files = unpacked(packed(PACKAGE))
    manifest = json.loads(files.pop(MANIFEST))
    assert (manifest["format"], manifest["contract"]) == ("balapan-package-1", PACKAGE.number)
    told = {one["name"]: (one["size"], one["sha256"]) for one in manifest["files"]}
    assert told == {name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in files.items()}
    assert {"name", "role", "side", "size", "sha256"} == set(manifest["files"][1])
    assert manifest["signatures"][0] == {
        "side": "parent",
        "received_at": AT.isoformat(),
        "checked_at": AT.isoformat(),
    }


def test_the_same_contract_gives_the_same_bytes() -> None:
    assert packed(PACKAGE) == packed(replace(PACKAGE))
    assert packed(PACKAGE) != packed(replace(PACKAGE, protocol=b"%PDF another"))
