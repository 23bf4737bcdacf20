"""Keys are given, or made once and kept; without them nothing can be read."""

from __future__ import annotations

import base64
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import structlog
from structlog.testing import capture_logs

from bot.keys import check_index_key, data_folder, open_sealer
from bot.settings import BadSetting, Settings
from storage.database import Database
from storage.sealing import Keyring, Sealer

KEY = base64.b64encode(b"k" * 32).decode()


def settings(folder: Path, **values: Any) -> Settings:
    return Settings(**{"database_url": f"sqlite:///{folder}/balapan.sqlite3", **values})


def test_the_first_start_makes_keys_that_the_second_one_finds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    # A logger keeps the way of writing that was set when it first wrote, in whichever test that was.
    monkeypatch.setattr("bot.keys.log", structlog.get_logger())
    with capture_logs() as logs:
        sealed = open_sealer(settings(tmp_path / "data")).seal("place", b"words")
        again = open_sealer(settings(tmp_path / "data"))
    assert [(line["log_level"], line["event"]) for line in logs] == [("warning", "key.made")] * 2
    assert again.open("place", sealed) == b"words"
    for name in ("keyring", "index_key"):
        assert stat.S_IMODE((tmp_path / "data" / name).stat().st_mode) == 0o600
    assert sorted(file.name for file in (tmp_path / "data").iterdir()) == ["index_key", "keyring"]


def test_keys_lie_beside_the_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert data_folder(settings(tmp_path, database_url="sqlite:///data/balapan.sqlite3")) == tmp_path / "data"


def test_given_keys_are_used_and_none_are_made(tmp_path: Path) -> None:
    open_sealer(settings(tmp_path, keyring=KEY, index_key=KEY))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["keyring", "index_key"])
def test_postgresql_wants_its_keys(tmp_path: Path, name: str) -> None:
    given = {"keyring": KEY, "index_key": KEY, "database_url": "postgresql://localhost/balapan"}
    del given[name]
    with pytest.raises(BadSetting, match=f"^{name.upper()}: is missing"):
        open_sealer(settings(tmp_path, **given))


@pytest.mark.parametrize("name", ["keyring", "index_key"])
def test_a_key_that_is_none_is_named_and_not_shown(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadSetting, match=f"^{name.upper()}: a key must be base64") as caught:
        open_sealer(settings(tmp_path, **{"keyring": KEY, "index_key": KEY, name: "c2hvcnQ="}))
    assert "c2hvcnQ" not in str(caught.value)


@pytest.mark.parametrize("name", ["keyring", "index_key"])
def test_a_key_that_is_none_leaves_no_other_one_behind(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadSetting, match=f"^{name.upper()}: a key must be base64"):
        open_sealer(settings(tmp_path / "data", **{name: "c2hvcnQ="}))
    assert not (tmp_path / "data").exists()


def test_a_kept_key_that_is_damaged_is_named_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "keyring").write_text("damaged\n")
    with pytest.raises(BadSetting, match=r"^KEYRING: a key must be base64"):
        open_sealer(settings(tmp_path))
    assert [file.name for file in tmp_path.iterdir()] == ["keyring"]


@pytest.mark.parametrize("name", ["keyring", "index_key"])
def test_a_lost_key_of_a_database_in_use_is_named_and_none_is_made_instead(tmp_path: Path, name: str) -> None:
    open_sealer(settings(tmp_path))
    (tmp_path / name).unlink()
    with closing(sqlite3.connect(tmp_path / "balapan.sqlite3")) as kept:
        kept.executescript("CREATE TABLE account (id); INSERT INTO account VALUES (1)")
    with pytest.raises(BadSetting, match=f"^{name.upper()}: is missing beside the database that needs it; put back /"):
        open_sealer(settings(tmp_path))
    assert not (tmp_path / name).exists()
    open_sealer(settings(tmp_path, **{name: KEY}))


def test_a_database_that_was_only_migrated_needs_no_key_yet(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "balapan.sqlite3")) as kept:
        kept.executescript("CREATE TABLE account (id)")
    open_sealer(settings(tmp_path))
    assert (tmp_path / "index_key").exists()


async def test_another_index_key_under_which_nobody_would_be_found_is_named(sqlite_url: str) -> None:
    own, other = (Sealer(Keyring.of([b"k" * 32]), key * 32) for key in (b"i", b"x"))
    for sealer in (own, own):
        await check_with(sqlite_url, sealer)
    with pytest.raises(BadSetting, match=r"^INDEX_KEY: is not the one that this database was filled under"):
        await check_with(sqlite_url, other)


async def check_with(url: str, sealer: Sealer) -> None:
    database = Database.open(url, sealer)
    try:
        await check_index_key(database)
    finally:
        await database.close()
