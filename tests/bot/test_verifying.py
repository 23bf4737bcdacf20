"""`balapan verify` and `balapan trust`, as somebody types them."""

from __future__ import annotations

import base64
import io
import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.cli import main
from bot.settings import Settings
from bot.trusting import fetch_all
from signing_gateway.trust import Pinned, anchors_in
from simulator.eds.messages import SignerInfo, attributes_over, message_of, sign_document
from simulator.eds.revocations import ListOf
from simulator.eds.stamps import Stamp
from tests.signing_gateway.stage import BIN, CONTRACT, DAY, IIN, NOW, Stage, stage

Said = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    (tmp_path / "trust").mkdir()
    (tmp_path / "document").write_bytes(b"a contract")
    (tmp_path / "signature").write_bytes(b"no signature")


def pem(label: str, data: bytes) -> bytes:
    marks = [f"-----{word} {label}-----\n".encode() for word in ("BEGIN", "END")]
    return base64.encodebytes(data).join(marks)


FILES = ["verify", "--document", "document", "--signature", "signature"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["verify"],
        ["verify", "--document", "document"],
        [*FILES, "--unknown"],
        [*FILES, "--at", "yesterday"],
        [*FILES, "--at", ""],
        [*FILES, "--at", "0001-01-01"],
        [*FILES, "--at", "9999-12-31T23:59:59Z"],
        [*FILES, "--at", "2026-13-01"],
        [*FILES, "--trust", ""],
        ["verify-package", "package.zip", "--trust", ""],
        ["verify-package", "package.zip", "--at", "0001-01-01"],
        ["verify-package", "package.zip", "--at", "9999-12-31T23:59:59Z"],
        [*FILES, "--bin", "99014000001٧"],
        [*FILES, "--purpose", "login"],
        [*FILES, "--iin", "12345"],
        [*FILES, "--role", "employee"],
    ],
)
def test_a_wrong_argument_ends_with_3_and_a_word_about_it(arguments: list[str], capsys: Said) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 3
    said = capsys.readouterr()
    assert said.out == ""
    assert ": error: " in said.err


@pytest.mark.parametrize(
    "arguments",
    [[*FILES, "--trust", "nowhere"], FILES, ["verify", "--document", "document", "--signature", "nothing"]],
)
def test_a_file_or_folder_that_is_not_there_ends_with_3(arguments: list[str], capsys: Said) -> None:
    assert main(arguments) == 3
    assert capsys.readouterr().err.startswith("balapan: ")


def test_other_commands_still_end_with_2() -> None:
    with pytest.raises(SystemExit) as left:
        main(["trust"])
    assert left.value.code == 2


def test_what_is_no_signature_is_invalid(capsys: Said) -> None:
    assert main([*FILES, "--trust", "trust"]) == 1
    said = capsys.readouterr().out
    assert said.startswith('{"verdict": "invalid", "reason": "malformed", "signer": {}, "checks": [')
    assert len(said.splitlines()) == 1


def test_an_empty_folder_of_trust_says_what_to_do(capsys: Said) -> None:
    assert main(["trust", "list"]) == 0
    assert "balapan trust fetch" in capsys.readouterr().err


def test_what_is_no_authority_is_not_added(capsys: Said) -> None:
    assert main(["trust", "add", "document"]) == 1
    assert "no certificate of a certification authority" in capsys.readouterr().err
    assert main(["trust", "add", "nothing"]) == 1


def write(name: str, data: bytes) -> str:
    Path(name).write_bytes(data)
    return name


@pytest.fixture
def at(tmp_path: Path) -> Stage:
    """A folder with the contract, the mother's signature, and an authority that is trusted."""
    made = stage("gost")
    write("document", CONTRACT)
    write("signature", made.signed())
    write("trust/test.cer", made.anchor.der)
    return made


def judged(capsys: Said, *more: str) -> tuple[int, str | None]:
    code = main([*FILES, "--trust", "trust", "--at", NOW.isoformat(), *more])
    told = json.loads(capsys.readouterr().out)
    assert list(told) == ["verdict", "reason", "signer", "checks"]
    assert told["verdict"] == {0: "valid", 1: "invalid", 2: "pending"}[code]
    reason: str | None = told["reason"]
    return code, reason


def test_the_exit_code_tells_the_verdict(at: Stage, capsys: Said) -> None:
    write("ocsp", at.good().ocsp[0])
    write(
        "crl", ListOf(1, NOW - DAY, NOW + DAY, {at.mother.certificate.serial: (NOW, 1)}).signed_by(at.authority.holder)
    )
    assert judged(capsys, "--no-revocation") == (0, None)
    assert judged(capsys, "--ocsp", "ocsp", "--iin", IIN) == (0, None)
    assert judged(capsys) == (2, "revocation_unknown")
    assert judged(capsys, "--ocsp", "signature") == (2, "revocation_unknown")
    assert judged(capsys, "--crl", "document") == (2, "revocation_unknown")
    assert judged(capsys, "--crl", "crl") == (1, "revoked")
    assert judged(capsys, "--ocsp", "ocsp", "--crl", "crl") == (1, "revoked")
    assert judged(capsys, "--no-revocation", "--crl", "crl") == (1, "revoked")
    assert judged(capsys, "--no-revocation", "--iin", "000000000000") == (1, "other_iin")
    assert judged(capsys, "--no-revocation", "--role", "head", "--bin", BIN) == (1, "not_entitled")
    assert judged(capsys, "--no-revocation", "--bin", BIN) == (1, "other_bin")


@pytest.mark.parametrize(
    "moment", ["2026-11-20T15:00:00+05:00", "2026-11-20T10:00:00Z", "2026-11-20T15:00", "2026-11-20T150000+0500"]
)
def test_a_time_may_be_written_in_many_ways(at: Stage, capsys: Said, moment: str) -> None:
    main([*FILES, "--trust", "trust", "--no-revocation", "--at", moment])
    told = json.loads(capsys.readouterr().out)
    assert (told["verdict"], datetime.fromisoformat(told["signer"]["judged_at"])) == ("valid", NOW)


@pytest.mark.parametrize("encoding", ["ascii", "koi8-r", "utf-8"])
def test_whatever_letters_the_terminal_has_the_verdict_is_one_json_object(
    at: Stage, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    kept = io.BytesIO()
    terminal = io.TextIOWrapper(kept, encoding=encoding)
    monkeypatch.setattr("sys.stdout", terminal)
    assert main([*FILES, "--trust", "trust", "--no-revocation", "--at", NOW.isoformat()]) == 0
    terminal.flush()
    assert json.loads(kept.getvalue().decode(encoding))["signer"]["name"] == "АХМЕТОВА АЙГЕРІМ СЕРІКҚЫЗЫ"


@pytest.mark.parametrize(
    "data",
    [b"", b"0", b"\x30", b"\x30\x80", b"-----BEGIN CMS-----", pem("NONSENSE", b"\x30\0"), bytes(1 << 20), b"\xff" * 99],
)
def test_whatever_the_files_are_there_is_a_verdict(at: Stage, capsys: Said, data: bytes) -> None:
    write("nonsense", data)
    for name in ("--ocsp", "--crl"):
        assert judged(capsys, name, "nonsense") == (2, "revocation_unknown")
    assert judged(capsys, "--tsp", "nonsense", "--no-revocation") == (1, "bad_time_stamp")
    write("document", data)
    assert judged(capsys, "--no-revocation") == (1, "other_document")
    write("signature", data)
    assert judged(capsys, "--no-revocation")[0] == 1


def test_of_a_file_without_end_no_more_is_read_than_can_count(at: Stage, capsys: Said) -> None:
    assert judged(capsys, "--signature", "/dev/zero", "--no-revocation") == (1, "too_large")
    assert judged(capsys, "--ocsp", "/dev/zero", "--no-revocation") == (0, None)
    assert judged(capsys, "--tsp", "/dev/zero", "--no-revocation") == (1, "bad_time_stamp")
    assert main(["verify-package", "/dev/zero", "--trust", "trust"]) == 1
    assert json.loads(capsys.readouterr().out)["verdict"] == "invalid"


def test_an_empty_document_can_be_signed_like_any_other(at: Stage, capsys: Said) -> None:
    write("document", b"")
    for attached in (False, True):
        write("signature", sign_document(at.mother, b"", NOW, attached=attached))
        assert judged(capsys, "--no-revocation") == (0, None)


def test_files_may_be_pem_or_base64(at: Stage, capsys: Said) -> None:
    clean = ListOf(1, NOW - DAY, NOW + DAY, {}).signed_by(at.authority.holder)
    write("crl", pem("X509 CRL", clean))
    assert judged(capsys, "--crl", "crl") == (0, None)
    info = SignerInfo(at.mother, attributes_over(at.mother, CONTRACT, NOW))
    info = replace(info, signature=info.signed())
    stamp, [answer] = Stamp(NOW, info.signed()).signed_by(at.stamping), at.good().ocsp
    files = [("signature", "CMS", message_of(info).built()), ("tsp", "PKCS7", stamp), ("ocsp", "OCSP RESPONSE", answer)]
    for written in (pem, lambda _label, data: base64.encodebytes(data)):
        for name, label, data in files:
            write(name, written(label, data))
        assert judged(capsys, "--ocsp", "ocsp", "--tsp", "tsp") == (0, None)


def test_a_time_stamp_beside_the_signature_counts_or_refuses(at: Stage, capsys: Said) -> None:
    info = SignerInfo(at.mother, attributes_over(at.mother, CONTRACT, NOW))
    info = replace(info, signature=info.signed())
    write("signature", message_of(info).built())
    write("tsp", Stamp(NOW - DAY, info.signed()).signed_by(at.stamping))
    assert judged(capsys, "--tsp", "tsp", "--no-revocation") == (0, None)
    assert judged(capsys, "--tsp", "document", "--no-revocation") == (1, "bad_time_stamp")


def test_a_check_takes_the_key_for_logging_in_and_signing_does_not(at: Stage, capsys: Said) -> None:
    write("signature", sign_document(at.mother_logging_in, CONTRACT, NOW))
    assert judged(capsys, "--no-revocation", "--purpose", "check") == (0, None)
    assert judged(capsys, "--no-revocation") == (1, "authentication_key")


def test_the_signer_is_told(at: Stage, capsys: Said) -> None:
    main([*FILES, "--trust", "trust", "--at", "2026-11-20T15:00:00", "--no-revocation"])
    signer = json.loads(capsys.readouterr().out)["signer"]
    assert (signer["iin"], signer["name"], signer["bin"]) == (IIN, "АХМЕТОВА АЙГЕРІМ СЕРІКҚЫЗЫ", None)
    assert signer["certificate"]["sha256"] == at.mother.certificate.sha256
    assert signer["judged_at"] == "2026-11-20T15:00:00+05:00"


def test_the_programs_own_folder_takes_a_test_authority_in_the_sandbox_only(
    at: Stage, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRUST_DIR", "own")
    assert main(["trust", "add", "trust/test.cer"]) == 1
    assert "is not pinned; only SANDBOX=1 permits others" in capsys.readouterr().err
    monkeypatch.setenv("SANDBOX", "1")
    assert main(["trust", "add", "trust/test.cer"]) == 0
    assert main(["trust", "list"]) == 0
    [added, listed] = capsys.readouterr().out.splitlines()
    assert added == listed
    assert added.startswith(at.anchor.sha256)
    assert added.endswith("(not pinned)")
    given = [*FILES, "--at", NOW.isoformat(), "--no-revocation"]
    assert main(given) == 0
    monkeypatch.setenv("SANDBOX", "0")
    assert main(given) == 3
    assert "TRUST_DIR" in capsys.readouterr().err


async def test_fetching_keeps_exactly_the_pinned_certificates(tmp_path: Path, capsys: Said) -> None:
    ours, others = stage("gost").anchor, stage("rsa").anchor
    served = {"/right": ours.der, "/wrong": others.der}

    async def serve(request: web.Request) -> web.Response:
        body = served.get(request.path)
        return web.Response(body=body) if body else web.Response(status=404)

    app = web.Application()
    app.router.add_get("/{name}", serve)
    async with TestServer(app) as server:
        wanted = {
            ours.sha256: Pinned("right", str(server.make_url("/right"))),
            "0" * 64: Pinned("wrong", str(server.make_url("/wrong"))),
            "1" * 64: Pinned("gone", str(server.make_url("/gone"))),
            "2" * 64: Pinned("old"),
        }
        assert await fetch_all(tmp_path / "trust", wanted) == 1
    said = capsys.readouterr()
    assert ours.sha256 in said.out
    assert said.err.count("balapan: ") == 2
    assert [one.sha256 for one in anchors_in(tmp_path / "trust")] == [ours.sha256]
