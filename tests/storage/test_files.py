"""A stored file comes back byte for byte, or says clearly that it is not what was written."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.file_format import CHUNK, HEADER, TAG
from storage.files import BadFilesUrl, DamagedFile, FileStore, LocalFiles, MissingFile, open_files
from storage.sealing import Keyring, Sealer

BORDERS = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK - 1, 2 * CHUNK, 2 * CHUNK + 1, 3 * CHUNK]
_ids = itertools.count(1)
FUTURE = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "files"


@pytest.fixture
def files(folder: Path, sealer: Sealer) -> FileStore:
    return LocalFiles(folder, sealer)


def content(size: int) -> bytes:
    """Bytes in which no two chunks are alike."""
    return hashlib.shake_256(str(size).encode()).digest(size)


async def in_parts(whole: bytes, size: int) -> AsyncIterator[bytes]:
    for start in range(0, len(whole), size):
        yield whole[start : start + size]


def on_disk(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@given(size=st.sampled_from(BORDERS) | st.integers(0, 3 * CHUNK), part=st.integers(1000, 2 * CHUNK))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_size_comes_back_whether_given_whole_or_in_parts(files: FileStore, size: int, part: int) -> None:
    whole = content(size)
    for given_ in (whole, in_parts(whole, part)):
        file_id = next(_ids)
        written = await files.put(file_id, given_)
        assert await files.read(file_id, written.wrapped_key) == whole
        assert (written.size, written.sha256) == (size, hashlib.sha256(whole).digest())
        await files.delete(file_id)


async def test_nothing_of_it_is_readable_on_the_disk(files: FileStore, folder: Path) -> None:
    await files.put(1, b"880719300107" * 10)
    [path] = on_disk(folder)
    assert b"880719300107" not in path.read_bytes()
    assert len(path.read_bytes()) == HEADER + 120 + TAG


def flipped(stored: bytes) -> bytes:
    return stored[:-30] + bytes([stored[-30] ^ 1]) + stored[-29:]


def swapped(stored: bytes) -> bytes:
    size = CHUNK + TAG
    first, second = stored[HEADER : HEADER + size], stored[HEADER + size : HEADER + 2 * size]
    return stored[:HEADER] + second + first + stored[HEADER + 2 * size :]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "one bit changed": flipped,
    "another prefix": lambda stored: stored[:5] + bytes([stored[5] ^ 1]) + stored[6:],
    "two chunks swapped": swapped,
    "cut inside a chunk": lambda stored: stored[:-1],
    "cut at a chunk's border": lambda stored: stored[: HEADER + CHUNK + TAG],
    "cut after the header": lambda stored: stored[:HEADER],
    "cut inside the header": lambda stored: stored[:4],
    "empty": lambda _: b"",
    "something appended": lambda stored: stored + b"x",
    "a chunk repeated": lambda stored: stored + stored[-CHUNK // 2 :],
    "not ours at all": lambda stored: b"PDF" + stored[3:],
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
async def test_a_damaged_file_says_so(files: FileStore, folder: Path, damage: Callable[[bytes], bytes]) -> None:
    written = await files.put(17, content(3 * CHUNK))
    [path] = on_disk(folder)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(DamagedFile, match="file 17"):
        await files.read(17, written.wrapped_key)


async def test_one_file_in_the_place_of_another_is_noticed(files: FileStore, folder: Path) -> None:
    mine, other = await files.put(1, b"mine"), await files.put(2, b"other")
    first, second = on_disk(folder)
    second.write_bytes(first.read_bytes())
    with pytest.raises(DamagedFile):
        await files.read(2, other.wrapped_key)
    with pytest.raises(InvalidTag):
        await files.read(2, mine.wrapped_key)


async def test_a_missing_file_says_so(files: FileStore) -> None:
    written = await files.put(1, b"x")
    await files.delete(1)
    await files.delete(1)
    with pytest.raises(MissingFile, match="file 1"):
        await files.read(1, written.wrapped_key)


async def test_the_key_survives_rotation_and_the_file_is_not_touched(folder: Path) -> None:
    old, new = Keyring.of([b"o" * 32]), Keyring.of([b"n" * 32, b"o" * 32])
    written = await LocalFiles(folder, Sealer(old, bytes(32))).put(1, b"x")
    sealer = Sealer(new, bytes(32))
    rewrapped = sealer.reseal("file.key|1", written.wrapped_key)
    assert await LocalFiles(folder, Sealer(Keyring.of([b"n" * 32]), bytes(32))).read(1, rewrapped) == b"x"


async def test_an_upload_that_breaks_off_leaves_nothing(files: FileStore, folder: Path) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"x" * 2 * CHUNK
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await files.put(1, broken())
    assert on_disk(folder) == []


async def test_an_upload_that_is_cancelled_leaves_nothing(files: FileStore, folder: Path) -> None:
    begun = asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        yield b"x" * 2 * CHUNK
        begun.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(files.put(1, slow()))
    await begun.wait()
    assert [path.suffix for path in on_disk(folder)] == [".part"]
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert on_disk(folder) == []


async def test_the_sweep_finds_whole_files_and_clears_away_what_a_crash_left(files: FileStore, folder: Path) -> None:
    await files.put(5, b"x")
    await files.put(3, b"y")
    leftover = on_disk(folder)[0].with_name("0000000000000009.12345678.part")
    leftover.write_bytes(b"half")
    assert await files.stored(datetime.now(UTC) - timedelta(days=1)) == []
    assert leftover.exists()
    assert await files.stored(FUTURE) == [3, 5]
    assert not leftover.exists()


async def test_a_folder_that_is_not_there_yet_holds_nothing(files: FileStore) -> None:
    assert await files.stored(FUTURE) == []


async def test_the_setting_names_a_folder(tmp_path: Path, sealer: Sealer) -> None:
    files = open_files(f"file://{tmp_path}/with%20space", sealer)
    await files.put(1, b"x")
    assert len(on_disk(tmp_path / "with space")) == 1


@pytest.mark.parametrize("url", ["", "/var/lib", "file://", "file:///", "file://host/folder", "s3://bucket/x"])
def test_another_setting_is_refused(url: str, sealer: Sealer) -> None:
    with pytest.raises(BadFilesUrl, match="expected file:///FOLDER"):
        open_files(url, sealer)


async def test_the_sweep_leaves_strange_files_alone(files: FileStore, folder: Path) -> None:
    await files.put(5, b"x")
    strange = on_disk(folder)[0].with_name(".DS_Store")
    strange.write_bytes(b"not ours")
    assert await files.stored(FUTURE) == [5]
    assert strange.exists()
