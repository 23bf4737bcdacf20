"""`balapan verify` and `balapan trust`, as somebody types them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import main
from bot.settings import Settings

Said = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    (tmp_path / "trust").mkdir()
    (tmp_path / "document").write_bytes(b"a contract")
    (tmp_path / "signature").write_bytes(b"no signature")


FILES = ["verify", "--document", "document", "--signature", "signature"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["verify"],
        ["verify", "--document", "document"],
        [*FILES, "--unknown"],
        [*FILES, "--at", "yesterday"],
        [*FILES, "--iin", "12345"],
        [*FILES, "--role", "employee"],
    ],
)
def test_a_wrong_argument_ends_with_3(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 3


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
    assert main(["trust", "list"]) == 1
    assert "balapan trust fetch" in capsys.readouterr().err


def test_what_is_no_authority_is_not_added(capsys: Said) -> None:
    assert main(["trust", "add", "document"]) == 1
    assert "no certificate of a certification authority" in capsys.readouterr().err
    assert main(["trust", "add", "nothing"]) == 1
