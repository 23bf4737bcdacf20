"""The file store: encrypted files in a local folder now, behind an interface that object storage fits."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import secrets
from collections.abc import AsyncIterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import unquote, urlsplit

from cryptography.exceptions import InvalidTag

from storage.file_format import ChunkSealer, NotAStoredFile, open_chunks
from storage.sealing import Sealer

_UNFINISHED = ".part"
_OURS = re.compile("[0-9a-f]{16}")


class BadFilesUrl(ValueError):
    """FILES_URL names no place that this program can keep files in."""


class MissingFile(Exception):
    """There is no file of this id."""


class DamagedFile(Exception):
    """The file is not as it was written: cut, changed, or put in another's place."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was stored: plain size in bytes, SHA-256 of the plain bytes, and the key that opens it, wrapped."""

    size: int
    sha256: bytes
    wrapped_key: bytes


class FileStore(Protocol):
    """Keeps files by id; a file is there as a whole and durable, or not at all."""

    async def put(self, file_id: int, content: bytes | AsyncIterable[bytes]) -> Written:
        """Stores the content under a key of its own; the caller keeps the wrapped key."""
        ...

    async def read(self, file_id: int, wrapped_key: bytes) -> bytes:
        """The whole content; raises MissingFile or DamagedFile."""
        ...

    async def delete(self, file_id: int) -> None:
        """Removes the file; nothing happens when there is none."""
        ...

    async def stored(self, before: datetime) -> list[int]:
        """Ids of files written before, so that those without a record can be deleted."""
        ...


def open_files(url: str, sealer: Sealer) -> FileStore:
    """The store at FILES_URL, such as file:///var/lib/balapan/files; raises BadFilesUrl."""
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc not in {"", "localhost"} or not parts.path.strip("/"):
        raise BadFilesUrl("expected file:///FOLDER")
    return LocalFiles(Path(unquote(parts.path)), sealer)


class LocalFiles:
    """Files in a folder of this machine."""

    def __init__(self, folder: Path, sealer: Sealer) -> None:
        self._folder = folder
        self._sealer = sealer

    async def put(self, file_id: int, content: bytes | AsyncIterable[bytes]) -> Written:
        draft = await asyncio.to_thread(_Draft, self._path(file_id), os.urandom(32), _name(file_id))
        try:
            if isinstance(content, bytes):
                await asyncio.to_thread(draft.write, content)
            else:
                async for part in content:
                    await asyncio.to_thread(draft.write, part)
            await asyncio.to_thread(draft.publish)
        except BaseException:
            await asyncio.shield(asyncio.to_thread(draft.discard))
            raise
        return Written(draft.size, draft.sha256.digest(), self._sealer.seal(_key_place(file_id), draft.key))

    async def read(self, file_id: int, wrapped_key: bytes) -> bytes:
        return await asyncio.to_thread(lambda: b"".join(self._chunks(file_id, wrapped_key)))

    async def delete(self, file_id: int) -> None:
        await asyncio.to_thread(self._path(file_id).unlink, missing_ok=True)

    async def stored(self, before: datetime) -> list[int]:
        return await asyncio.to_thread(lambda: sorted(self._older(before.timestamp())))

    def _older(self, moment: float) -> Iterator[int]:
        for path in self._folder.glob("??/*"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < moment:
                    if path.suffix == _UNFINISHED:
                        path.unlink()
                    elif _OURS.fullmatch(path.name):
                        yield int(path.name, 16)

    def _chunks(self, file_id: int, wrapped_key: bytes) -> Iterator[bytes]:
        key = self._sealer.open(_key_place(file_id), wrapped_key)
        try:
            with self._path(file_id).open("rb") as file:
                yield from open_chunks(file, key, _name(file_id))
        except FileNotFoundError:
            raise MissingFile(f"file {file_id}") from None
        except (InvalidTag, NotAStoredFile):
            raise DamagedFile(f"file {file_id}") from None

    def _path(self, file_id: int) -> Path:
        name = f"{file_id:016x}"
        return self._folder / name[-2:] / name


class _Draft:
    """A file being written under another name, so that nobody ever finds half of it."""

    def __init__(self, target: Path, key: bytes, name: bytes) -> None:
        self.key = key
        self.size = 0
        self.sha256 = hashlib.sha256()
        self._target = target
        self._path = target.with_name(f"{target.name}.{secrets.token_hex(4)}{_UNFINISHED}")
        self._sealer = ChunkSealer(key, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        self._file: BinaryIO = self._path.open("xb")
        self._file.write(self._sealer.header())

    def write(self, part: bytes) -> None:
        self.size += len(part)
        self.sha256.update(part)
        for chunk in self._sealer.feed(part):
            self._file.write(chunk)

    def publish(self) -> None:
        self._file.write(self._sealer.finish())
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._path.replace(self._target)
        _sync_folder(self._target.parent)
        _sync_folder(self._target.parent.parent)

    def discard(self) -> None:
        self._file.close()
        self._path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _name(file_id: int) -> bytes:
    return f"file|{file_id}".encode()


def _key_place(file_id: int) -> str:
    return f"file.key|{file_id}"
