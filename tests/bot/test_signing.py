"""What the settings make of the signing page: whose certificates count, and what is offered outside the sandbox."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot import signing
from bot.program import run_until
from bot.settings import BadSetting, Settings
from bot.signing import anchors_of, options_of
from signing_gateway import trust
from signing_gateway.trust import Pinned
from signing_gateway.ways import Way
from tests.signing_gateway.stage import stage

PAGE = "https://sign.example.kz"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of trust with an authority that is not Kazakhstan's."""
    (tmp_path / "trust").mkdir()
    (tmp_path / "trust" / "test.cer").write_bytes(stage("rsa").anchor.der)
    return tmp_path / "trust"


def settings(folder: Path, **given: Any) -> Settings:
    return Settings(signing_url=PAGE, trust_dir=folder, database_url=f"sqlite:///{folder.parent}/b.sqlite3", **given)


async def test_outside_the_sandbox_no_program_starts_beside_a_test_authority(folder: Path) -> None:
    with pytest.raises(BadSetting, match=r"^TRUST_DIR: .* holds an authority that is not Kazakhstan's"):
        await run_until(asyncio.Event(), settings(folder))
    assert anchors_of(settings(folder, sandbox=True)) == [stage("rsa").anchor]


def test_beside_a_pinned_authority_it_starts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trust, "PINNED", {stage("rsa").anchor.sha256: Pinned("ours")})
    assert anchors_of(settings(folder)) == [stage("rsa").anchor]


@pytest.mark.parametrize("there", [True, False], ids=["an empty folder", "no folder"])
def test_with_nobody_to_trust_it_says_how_to_get_them(tmp_path: Path, there: bool) -> None:
    nobody = tmp_path / "nobody"
    if there:
        nobody.mkdir()
    with pytest.raises(BadSetting, match="`balapan trust fetch` gets them"):
        anchors_of(settings(nobody))
    with capture_logs() as logs:
        assert anchors_of(settings(nobody, sandbox=True)) == []
    assert [line["event"] for line in logs] == ["eds.no_authority"]


def test_keys_of_a_test_authority_are_asked_for_in_the_sandbox_only(folder: Path) -> None:
    assert [options_of(settings(folder, sandbox=sandbox)).test_keys for sandbox in (False, True)] == [False, True]


def test_without_its_script_the_page_offers_what_needs_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(options_of(settings(folder)).ways) == list(Way)
    monkeypatch.setattr(signing, "SIGNS_IN_BROWSER", False)
    assert list(options_of(settings(folder)).ways) == [Way.EGOV_MOBILE, Way.FILE]
