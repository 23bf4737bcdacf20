"""Only Kazakhstan's own authorities count outside the sandbox, whatever lies in the folder."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from signing_gateway import trust
from signing_gateway.trust import PINNED, NotTrusted, anchors_in, authority, trusted_in
from tests.signing_gateway.stage import stage


def pem(data: bytes) -> bytes:
    return b"-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(data) + b"-----END CERTIFICATE-----\n"


def test_every_authority_in_the_folder_is_an_anchor_and_nothing_else_is(tmp_path: Path) -> None:
    rsa, gost = stage("rsa"), stage("gost")
    (tmp_path / "a.cer").write_bytes(rsa.anchor.der)
    bundle = [b"\x30\x03\x02\x01\x01", gost.anchor.der, rsa.anchor.der, gost.mother.certificate.der]
    (tmp_path / "b.pem").write_bytes(pem(b"cut off").replace(b"=", b"") + b"".join(map(pem, bundle)))
    (tmp_path / "mother.cer").write_bytes(gost.mother.certificate.der)
    (tmp_path / "note.txt").write_text("these are ours")
    (tmp_path / "huge").write_bytes(pem(stage("old").anchor.der) * 2000)
    (tmp_path / "below").mkdir()
    assert {one.sha256 for one in anchors_in(tmp_path)} == {rsa.anchor.sha256, gost.anchor.sha256}


def test_a_test_authority_stops_a_program_that_is_not_in_the_sandbox(tmp_path: Path) -> None:
    anchor = stage("gost").anchor
    (tmp_path / "test.cer").write_bytes(anchor.der)
    assert [one.sha256 for one in trusted_in(tmp_path, sandbox=True)] == [anchor.sha256]
    with pytest.raises(NotTrusted, match=anchor.sha256):
        trusted_in(tmp_path, sandbox=False)


def test_a_pinned_authority_counts_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    anchor = stage("gost").anchor
    (tmp_path / "pinned.cer").write_bytes(anchor.der)
    monkeypatch.setattr(trust, "PINNED", {anchor.sha256: trust.Pinned("ours")})
    assert trusted_in(tmp_path, sandbox=False)
    assert authority(anchor.der, sandbox=False).sha256 == anchor.sha256


def test_only_one_authority_can_be_added_and_outside_the_sandbox_only_a_pinned_one() -> None:
    at = stage("gost")
    assert authority(pem(at.anchor.der), sandbox=True).sha256 == at.anchor.sha256
    for data in (at.mother.certificate.der, pem(at.anchor.der) * 2, b"", b"\x30\x00"):
        with pytest.raises(NotTrusted, match="no certificate of a certification authority"):
            authority(data, sandbox=True)
    with pytest.raises(NotTrusted, match="not pinned"):
        authority(at.anchor.der, sandbox=False)


def test_the_fingerprints_are_those_of_the_fact_sheet() -> None:
    assert all(len(bytes.fromhex(sha256)) == 32 for sha256 in PINNED)
    in_use = {one.name: sha256[:8] for sha256, one in PINNED.items() if one.address}
    assert in_use == {
        "root_gost_2022": "af77725f",
        "nca_gost_2022": "32c7d233",
        "root_rsa_2020": "9ba06354",
        "nca_rsa_2022": "84fb799a",
    }
