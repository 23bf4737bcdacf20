"""Streebog is computed once for each document, in a child process: the event loop goes on, and a child may die."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import signal
import sys
from asyncio.subprocess import Process
from pathlib import Path
from typing import Any

import pytest

from signing_gateway import digests as module
from signing_gateway.algorithms import SHA256
from signing_gateway.contents import ContentDigests, digests_of
from signing_gateway.digests import Digests, NotDigested
from tests.documents.children import acting, answering

DOCUMENT, OTHER = b"a contract" * 5000, b"another contract"
HANGS = acting("sys.stdin.read()")
COUNTING = f"""
import hashlib
from documents.inspector import serve
asked = []
def answer(header, content):
    asked.append(content)
    return {{"digests": {{{SHA256!r}: hashlib.sha256(content).hexdigest(), "asked": f"{{len(asked):02x}}"}}}}
serve(answer, lambda header: 10)
"""
DIES_ONCE = """
import os, sys
from pathlib import Path
from documents.inspector import serve
from signing_gateway.digester import digested
died = Path(sys.argv[1])
def answer(header, content):
    if not died.exists():
        died.touch()
        os.kill(os.getpid(), 9)
    return digested(header, content)
serve(answer, lambda header: 60)
"""


def child(code: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code, *arguments)


def counted(number: int, content: bytes) -> ContentDigests:
    """What the counting child answers to that question."""
    return ContentDigests({SHA256: hashlib.sha256(content).digest(), "asked": bytes([number])})


async def test_the_child_computes_what_the_verifier_needs_and_the_loop_goes_on() -> None:
    async with Digests() as digests:
        digests.begin(DOCUMENT)
        wanted = asyncio.create_task(digests.of(DOCUMENT))
        turns = 0
        while not wanted.done():
            turns += 1
            await asyncio.sleep(0)
        assert wanted.result() == digests_of(DOCUMENT)
    assert turns > 10, "the loop was held"


async def test_each_document_is_computed_once_however_many_ask_at_once() -> None:
    async with Digests(digester=child(COUNTING)) as digests:
        digests.begin(OTHER)
        first = await asyncio.gather(*(digests.of(OTHER) for _asker in range(5)))
        assert first == [counted(1, OTHER)] * 5
        assert await digests.of(b"a third") == counted(2, b"a third")
        assert await digests.of(OTHER) == counted(1, OTHER)


async def test_two_documents_at_once_get_each_its_own() -> None:
    async with Digests() as digests:
        found = await asyncio.gather(digests.of(OTHER), digests.of(b""), digests.of(OTHER))
    assert [*found] == [digests_of(OTHER), digests_of(b""), digests_of(OTHER)]


@pytest.mark.parametrize(
    "digester",
    [acting("os._exit(3)"), acting("tell(b'\\x00')"), child(""), child("import nothing_of_the_kind")],
    ids=["dies", "babbles", "ends at once", "does not start"],
)
async def test_a_child_that_fails_is_told_to_whoever_asked(digester: tuple[str, ...]) -> None:
    async with Digests(digester=digester) as digests:
        digests.begin(OTHER)
        for _attempt in range(2):
            with pytest.raises(NotDigested):
                await digests.of(OTHER)


async def test_an_answer_of_another_shape_is_no_digest() -> None:
    of_nothing = json.dumps({"digests": {SHA256: hashlib.sha256(b"").hexdigest()}})
    for said in ("{}", '{"digests": 1}', '{"digests": {"a": "xyz"}}', '{"digests": {"a": 1}}', of_nothing):
        async with Digests(digester=answering(said)) as digests:
            with pytest.raises(NotDigested):
                await digests.of(OTHER)


async def test_after_a_child_that_was_killed_the_document_is_computed_by_the_next(tmp_path: Path) -> None:
    async with Digests(digester=child(DIES_ONCE, str(tmp_path / "died"))) as digests:
        with pytest.raises(NotDigested):
            await digests.of(OTHER)
        assert await digests.of(OTHER) == digests_of(OTHER)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> asyncio.Queue[Process]:
    """The processes, as they are started."""
    processes: asyncio.Queue[Process] = asyncio.Queue()
    spawn = asyncio.create_subprocess_exec

    async def spawned(*command: str, **options: Any) -> Process:
        process = await spawn(*command, **options)
        processes.put_nowait(process)
        return process

    monkeypatch.setattr(asyncio, "create_subprocess_exec", spawned)
    return processes


async def test_a_child_that_the_system_kills_at_work_is_replaced(started: asyncio.Queue[Process]) -> None:
    async with Digests(digester=HANGS) as digests:
        for _attempt in range(2):
            wanted = asyncio.create_task(digests.of(OTHER))
            process = await started.get()
            os.kill(process.pid, signal.SIGKILL)
            with pytest.raises(NotDigested):
                await wanted
            assert await process.wait() != 0


async def test_who_hangs_is_given_up() -> None:
    async with Digests(digester=HANGS, patience=0.0) as digests:
        with pytest.raises(NotDigested):
            await digests.of(OTHER)


async def test_who_stops_waiting_takes_nothing_from_the_others() -> None:
    async with Digests(digester=child(COUNTING)) as digests:
        impatient = asyncio.create_task(digests.of(OTHER))
        patient = asyncio.create_task(digests.of(OTHER))
        await asyncio.sleep(0)
        impatient.cancel()
        assert await patient == counted(1, OTHER)


async def test_the_oldest_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEPT", 2)
    async with Digests(digester=child(COUNTING)) as digests:
        for content in (b"a", b"b", b"c"):
            await digests.of(content)
        assert await digests.of(b"b") == counted(2, b"b")
        assert await digests.of(b"a") == counted(4, b"a")


async def test_at_the_end_nobody_waits_and_no_child_stays(started: asyncio.Queue[Process]) -> None:
    async with Digests(digester=HANGS) as digests:
        waiting = asyncio.create_task(digests.of(OTHER))
        process = await started.get()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await process.wait() != 0
