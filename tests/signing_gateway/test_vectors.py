"""The published test signatures get the verdict that their names promise, through the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli import main
from tests.signing_gateway.vectors import VECTORS, beside

pytestmark = beside
IN_2026, IN_2020 = "2026-11-21T12:00:00+05:00", "2020-12-01T12:00:00+05:00"
AUTHORITIES = [*VECTORS.glob("nca-test-2026/*.cer"), *VECTORS.glob("ncanode-java-tests/ca/*")]
CRL_2026 = VECTORS / "nca-test-2026" / "nca_gost2022_test.crl"
Said = pytest.CaptureFixture[str]

SAMPLES = {
    "bad-auth-key": "authentication_key",
    "bad-embedded-other": "other_document",
    "bad-no-signed-attrs": "bad_attributes",
    "bad-no-signers": "no_signer",
    "bad-other-document": "other_document",
    "bad-role-employee": "organisation",
    "bad-signature-bit": "broken_signature",
    "revoked-individual": "revoked",
    "js-gost512-detached": None,
    "js-rsa2020-detached": None,
    "ok-head-gost512-detached": None,
    "ok-individual-gost512-detached": None,
    "ok-rsa2020-detached": None,
}
OF_2020 = {"bad-auth-key", "js-rsa2020-detached", "ok-rsa2020-detached"}


@pytest.fixture
def trust(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "trust"
    folder.mkdir()
    for file in AUTHORITIES:
        (folder / file.name).write_bytes(file.read_bytes())
    return folder


def verdict(said: Said, *arguments: object) -> tuple[int, dict[str, object]]:
    code = main(["verify", *map(str, arguments)])
    told: dict[str, object] = json.loads(said.readouterr().out)
    return code, told


def test_every_sample_is_known() -> None:
    assert {file.stem for file in VECTORS.glob("samples/*.cms")} == set(SAMPLES)


@pytest.mark.parametrize(("name", "reason"), SAMPLES.items(), ids=SAMPLES)
def test_a_sample_gets_its_verdict(name: str, reason: str | None, trust: Path, capsys: Said) -> None:
    folder = VECTORS / "samples"
    code, told = verdict(
        capsys,
        *("--document", folder / "contract.txt", "--signature", folder / f"{name}.cms", "--trust", trust),
        *("--at", IN_2020 if name in OF_2020 else IN_2026, "--role", "head" if "head" in name else "person"),
        *(["--no-revocation"] if name in OF_2020 else ["--crl", CRL_2026]),
    )
    assert told["reason"] == reason
    assert (code, told["verdict"]) == ((1, "invalid") if reason else (0, "valid"))


KEYS_2020 = sorted(VECTORS.glob("nca-test-2020/*/*/*.cms"))


@pytest.mark.parametrize("file", KEYS_2020, ids=lambda file: f"{file.parts[-3]} {file.stem[:12]}")
def test_what_the_old_kit_signed_names_no_certificate(file: Path, trust: Path, tmp_path: Path, capsys: Said) -> None:
    document = tmp_path / "document"
    document.write_bytes(b"asdasd")
    role = "head" if "organization" in file.parts else "person"
    code, told = verdict(
        capsys,
        *("--document", document, "--signature", file, "--trust", trust, "--at", IN_2020),
        *("--role", role, "--no-revocation"),
    )
    assert (code, told["reason"]) == (1, "certificate_not_named")
