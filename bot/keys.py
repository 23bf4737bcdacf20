"""The keys that seal the database and the files: from the settings, or made once and kept beside the SQLite file."""

from __future__ import annotations

import base64
import os
import secrets
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

import structlog
from pydantic import SecretStr

from bot.settings import BadSetting, Settings
from storage.database import Database
from storage.sealing import BadKey, Keyring, Sealer, parse_key

NAMES = ("keyring", "index_key")
MARK = "index_mark"
"""The setting in which a database keeps what its index key makes of its own name."""
log = structlog.get_logger()


def open_sealer(settings: Settings) -> Sealer:
    """The sealer of this instance; raises BadSetting for a key that is wrong, or missing on PostgreSQL."""
    given = {name: _given(settings, name) for name in NAMES}
    for name, text in given.items():
        # All that is there is looked at before anything is made.
        if text:
            _checked(name, text)
        elif _in_use(settings):
            raise BadSetting(
                name, f"is missing beside the database that needs it; put back {data_folder(settings) / name}"
            )
    keyring, index_key = (text or _kept(data_folder(settings) / name) for name, text in given.items())
    return Sealer(Keyring.parse(keyring), parse_key(index_key))


async def check_index_key(database: Database) -> None:
    """Raises BadSetting where the database was filled under another index key, by which nobody in it is found."""
    async with database.reading() as uow:
        mark, kept = uow.sealer.index(MARK, MARK).hex(), await uow.settings.get(MARK)
    if kept is None:
        async with database.transaction("index key") as uow:
            await uow.settings.set(MARK, mark)
    elif kept != mark:
        raise BadSetting("index_key", "is not the one that this database was filled under; put that one back")


def _in_use(settings: Settings) -> bool:
    """Whether the SQLite file holds anybody: then a new key would find nobody, or read nothing."""
    file = database_file(settings)
    if not file.exists():
        return False
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as kept:
        return kept.execute("SELECT 1 FROM account LIMIT 1").fetchone() is not None
    return False


def database_file(settings: Settings) -> Path:
    """The SQLite file."""
    return Path(unquote(urlsplit(settings.database_url).path).removeprefix("/")).absolute()


def data_folder(settings: Settings) -> Path:
    """Where the SQLite file lies, and the keys beside it."""
    return database_file(settings).parent


def _given(settings: Settings, name: str) -> str:
    """The key as it is set, or kept from an earlier start; empty where it is yet to be made."""
    given: SecretStr = getattr(settings, name)
    if given.get_secret_value():
        return given.get_secret_value()
    if not settings.on_sqlite:
        raise BadSetting(name, "is missing; on PostgreSQL it must be set (base64 of 32 bytes)")
    file = data_folder(settings) / name
    return file.read_text().strip() if file.exists() else ""


def _checked(name: str, text: str) -> None:
    try:
        Keyring.parse(text) if name == "keyring" else parse_key(text)
    except BadKey as error:
        raise BadSetting(name, str(error)) from None


def _kept(file: Path) -> str:
    """The key in that file, made at the first start; two programs that start at once agree on one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
        _write_private(draft, base64.b64encode(secrets.token_bytes(32)).decode())
        with suppress(FileExistsError):
            file.hardlink_to(draft)
            log.warning("key.made", file=str(file), advice="back it up: without it nothing stored can be read")
        draft.unlink()
    return file.read_text().strip()


def _write_private(file: Path, text: str) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as out:
        out.write(f"{text}\n")
        out.flush()
        os.fsync(out.fileno())
