"""The keys that seal the database and the files: from the settings, or made once and kept beside the SQLite file."""

from __future__ import annotations

import base64
import os
import secrets
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

import structlog
from pydantic import SecretStr

from bot.settings import BadSetting, Settings
from storage.sealing import BadKey, Keyring, Sealer, parse_key

log = structlog.get_logger()


def open_sealer(settings: Settings) -> Sealer:
    """The sealer of this instance; raises BadSetting for a key that is wrong, or missing on PostgreSQL."""
    keyring = _key(settings, "keyring", settings.keyring)
    index_key = _key(settings, "index_key", settings.index_key)
    try:
        ring = Keyring.parse(keyring)
    except BadKey as error:
        raise BadSetting("keyring", str(error)) from None
    try:
        return Sealer(ring, parse_key(index_key))
    except BadKey as error:
        raise BadSetting("index_key", str(error)) from None


def data_folder(settings: Settings) -> Path:
    """Where the SQLite file lies, and the keys beside it."""
    path = unquote(urlsplit(settings.database_url).path).removeprefix("/")
    return Path(path).absolute().parent


def _key(settings: Settings, name: str, given: SecretStr) -> str:
    if given.get_secret_value():
        return given.get_secret_value()
    if not settings.on_sqlite:
        raise BadSetting(name, "is missing; on PostgreSQL it must be set (base64 of 32 bytes)")
    return _kept(data_folder(settings) / name)


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
