"""A file that hangs, kills or subverts its process harms nobody but itself."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from asyncio.subprocess import Process
from pathlib import Path
from typing import Any

import pytest

from documents.intake import examine
from documents.quarantine import Perished, Quarantine, Unavailable
from documents.verdicts import Accepted, Limits, Refusal, Refused
from tests.documents import files
from tests.documents.children import acting, answering

SILENT = (sys.executable, "-c", "import sys; sys.stdin.read()")
HEADER = {"task": "examine", "kind": "image/png", "limits": {}}


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "what",
    [
        "os._exit(3)",
        "os.kill(os.getpid(), 9)",
        "tell(b'\\x00')",
        "tell(struct.pack('>I', 2**31))",
        "tell(struct.pack('>I', 4) + b'what'); sys.stdin.read()",
        "tell(struct.pack('>I', 2) + b'[]'); sys.stdin.read()",
        "tell(struct.pack('>I', 18) + b'{\"attached\": [-1]}'); sys.stdin.read()",
        "tell(struct.pack('>I', 26) + b'{\"attached\": [2000000000]}'); sys.stdin.read()",
        "tell(struct.pack('>I', 17) + b'{\"attached\": [3]}' + b'ab'); os._exit(0)",
        "tell(struct.pack('>I', 15) + b'{\"attached\": 3}'); sys.stdin.read()",
    ],
)
async def test_a_child_that_dies_or_babbles_is_given_up_and_the_place_is_free_again(what: str) -> None:
    async with Quarantine(places=1, inspector=acting(what)) as quarantine:
        for _attempt in range(2):
            with pytest.raises(Perished):
                await quarantine.inspect(HEADER, b"")


async def test_a_child_that_hangs_is_killed() -> None:
    async with Quarantine(places=1, inspector=acting("sys.stdin.read()"), patience=0.0) as quarantine:
        with pytest.raises(Perished, match="TimeoutError"):
            await quarantine.inspect(HEADER, b"")


@pytest.mark.parametrize("kind", ["image/png", "application/pdf"])
async def test_the_parent_is_told_that_the_file_is_damaged(kind: str) -> None:
    content, broken = {
        "image/png": (files.picture("PNG"), Refusal.BROKEN_PICTURE),
        "application/pdf": (files.pdf(), Refusal.BROKEN_PDF),
    }[kind]
    async with Quarantine(places=1, inspector=acting("os._exit(3)")) as quarantine:
        examined = await examine(content, name=None, declared_type=None, limits=Limits(), quarantine=quarantine)
    assert isinstance(examined, Refused) and examined.reason is broken


@pytest.mark.parametrize(
    "said",
    [
        "{}",
        '{"accepted": {"pages": "many"}}',
        '{"refused": {"reason": "x", "details": {}}}',
        '{"accepted": {"pages": 1, "width": 1, "height": 1, "advice": null}}',
        '{"accepted": {"pages": 0, "width": 1, "height": 1, "advice": "fine"}}',
    ],
)
async def test_an_answer_of_another_shape_is_never_an_acceptance(said: str) -> None:
    async with Quarantine(places=1, inspector=answering(said)) as quarantine:
        examined = await examine(files.picture(), name=None, declared_type=None, limits=Limits(), quarantine=quarantine)
    assert examined == Refused(Refusal.BROKEN_PICTURE, {"why": "nonsense"})


async def test_a_broken_installation_is_no_fault_of_the_file() -> None:
    async with Quarantine(places=1, inspector=(sys.executable, "-c", "")) as quarantine:
        with pytest.raises(Unavailable):
            await quarantine.inspect(HEADER, b"")


async def test_a_worn_child_is_replaced_and_closing_twice_does_no_harm() -> None:
    quarantine = Quarantine(places=1, files=1)
    for _file in range(2):
        examined = await examine(files.picture(), name=None, declared_type=None, limits=Limits(), quarantine=quarantine)
        assert isinstance(examined, Accepted)
    await quarantine.close()
    await quarantine.close()


async def test_a_cancelled_examination_frees_its_place() -> None:
    async with Quarantine(places=1, inspector=acting("sys.stdin.read()")) as quarantine:
        waiting = asyncio.create_task(quarantine.inspect(HEADER, b""))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(waiting, 0.05)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(quarantine.inspect(HEADER, b""), 0.05)


def test_the_child_loads_neither_channels_nor_storage_nor_secrets() -> None:
    loaded = run(
        "import documents.inspector, documents.pictures, documents.pdfs, documents.workbooks, sys; print(*sys.modules)"
    ).stdout.split()
    assert "documents.pdfs" in loaded
    assert not {name.partition(".")[0] for name in loaded} & {
        "aiogram",
        "twilio",
        "sqlalchemy",
        "storage",
        "bot",
        "handlers",
        "dialogs",
    }


async def test_the_child_gets_no_keys_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEYRING", "synthetic")
    tells = acting("tell(struct.pack('>I', 12) + b'{\"keys\": %d }' % ('KEYRING' in os.environ)); sys.stdin.read()")
    async with Quarantine(places=1, inspector=tells) as quarantine:
        assert await quarantine.inspect(HEADER, b"") == {"keys": 0, "attached": []}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the address space")
def test_the_child_cannot_take_more_than_600_megabytes() -> None:
    taking = "from documents.inspector import restrain; restrain(); bytearray({} * 2**20)"
    assert run(taking.format(300)).returncode == 0
    assert "MemoryError" in run(taking.format(700)).stderr


def test_the_child_cannot_write_a_file(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    wrote = run(
        "from documents.inspector import restrain; restrain(); from pathlib import Path\n"
        f"Path({str(kept)!r}).write_bytes(b'a')"
    )
    assert "OSError" in wrote.stderr
    assert kept.read_bytes() == b""


def test_the_kernel_ends_a_child_that_computes_too_long() -> None:
    spun = run("from documents.inspector import allow_seconds; allow_seconds(1)\nwhile True: pass")
    assert spun.returncode == -signal.SIGXCPU


async def test_a_child_that_hangs_before_its_first_word_frees_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("documents.quarantine._STARTS_WITHIN_S", 0.0)
    async with Quarantine(places=1, inspector=SILENT) as quarantine:
        for _attempt in range(2):
            with pytest.raises(Unavailable, match="hangs"):
                await quarantine.inspect(HEADER, b"")


class Spawned:
    """The processes that were started; `begun` is set with the first."""

    def __init__(self) -> None:
        self.processes: list[Process] = []
        self.begun = asyncio.Event()
        self._spawn = asyncio.create_subprocess_exec

    async def __call__(self, *command: str, **options: Any) -> Process:
        self.processes.append(await self._spawn(*command, **options))
        self.begun.set()
        return self.processes[-1]


@pytest.fixture
def spawned(monkeypatch: pytest.MonkeyPatch) -> Spawned:
    spawned = Spawned()
    monkeypatch.setattr(asyncio, "create_subprocess_exec", spawned)
    return spawned


async def test_who_stops_waiting_for_a_child_to_start_leaves_none_behind(spawned: Spawned) -> None:
    async with Quarantine(places=1, inspector=SILENT) as quarantine:
        waiting = asyncio.create_task(quarantine.inspect(HEADER, b""))
        await spawned.begun.wait()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert [process.returncode for process in spawned.processes] == [-signal.SIGKILL]


async def test_closing_does_not_wait_for_a_file_that_takes_too_long(
    monkeypatch: pytest.MonkeyPatch, spawned: Spawned
) -> None:
    monkeypatch.setattr("documents.quarantine._CLOSES_WITHIN_S", 0.0)
    quarantine = Quarantine(places=1, inspector=SILENT)
    slow = asyncio.create_task(quarantine.inspect(HEADER, b""))
    await spawned.begun.wait()
    await quarantine.close()
    with pytest.raises(Unavailable):
        await slow
    assert [process.returncode for process in spawned.processes] == [-signal.SIGKILL]
