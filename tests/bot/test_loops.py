"""Loops stop gently and never die silently; leased work is done a few pieces at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from structlog.testing import capture_logs

from bot import loops
from bot.loops import kept_running, unless
from bot.workshop import Workshop
from storage.database import Database


async def test_work_that_is_done_first_is_done() -> None:
    assert await unless(asyncio.Event(), asyncio.sleep(0))


async def test_a_stop_gives_the_work_up() -> None:
    stop, given_up = asyncio.Event(), asyncio.Event()

    async def endless() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            given_up.set()

    stop.set()
    assert not await unless(stop, endless())
    assert given_up.is_set()


async def test_what_the_work_raises_is_raised() -> None:
    async def broken() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        await unless(asyncio.Event(), broken())


async def test_a_loop_that_dies_is_logged_and_begins_again(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    lives: list[int] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    async def mortal(stop: asyncio.Event) -> None:
        lives.append(len(lives))
        if len(lives) < 8:
            raise OSError("once more")

    monkeypatch.setattr(loops, "pause", pause)
    with capture_logs() as logs:
        await kept_running("mortal", mortal, asyncio.Event())
    assert len(lives) == 8
    assert pauses == [1, 2, 4, 8, 16, 30, 30]
    assert [entry["event"] for entry in logs] == ["loop.failed"] * 7


async def test_a_loop_that_is_told_to_stop_does_not_begin_again() -> None:
    stop = asyncio.Event()

    async def mortal(stop: asyncio.Event) -> None:
        stop.set()
        raise OSError("the last time")

    await kept_running("mortal", mortal, stop)


class Bench:
    """Work to be claimed; nothing is done before the gate opens."""

    def __init__(self, *pieces: str) -> None:
        self.waiting = list(pieces)
        self.begun: list[str] = []
        self.done: list[str] = []
        self.gate = asyncio.Event()
        self.called = asyncio.Event()

    async def claim(self, places: int) -> Sequence[str]:
        claimed, self.waiting = self.waiting[:places], self.waiting[places:]
        return claimed

    async def work(self, piece: str) -> None:
        self.begun.append(piece)
        self.called.set()
        await self.gate.wait()
        if piece == "broken":
            raise ValueError(piece)
        self.done.append(piece)


async def test_no_more_is_begun_than_there_are_places(database: Database) -> None:
    bench = Bench("a", "b", "c")
    workshop = Workshop(database, "fetch", bench.claim, bench.work, places=2)
    assert await workshop.take() == 2
    await asyncio.sleep(0)
    assert bench.begun == ["a", "b"]
    bench.gate.set()
    assert await workshop.take() == 1
    await workshop.idle()
    assert bench.done == ["a", "b", "c"]


async def test_a_piece_that_breaks_does_not_stop_the_workshop(database: Database) -> None:
    bench = Bench("broken", "whole")
    bench.gate.set()
    workshop = Workshop(database, "fetch", bench.claim, bench.work, places=1)
    with capture_logs() as logs:
        assert [await workshop.take(), await workshop.take()] == [1, 1]
        await workshop.idle()
    assert bench.done == ["whole"]
    assert [entry["event"] for entry in logs] == ["work.failed"]


async def test_a_workshop_wakes_for_new_work_and_finishes_it_before_it_stops(database: Database) -> None:
    bench, stop = Bench(), asyncio.Event()
    running = asyncio.create_task(Workshop(database, "fetch", bench.claim, bench.work, places=2).run(stop))
    await asyncio.sleep(0)
    bench.waiting.append("late")
    async with database.transaction("wake") as uow:
        uow.wake("fetch")
    async with asyncio.timeout(3):
        await bench.called.wait()
        stop.set()
        bench.gate.set()
        await running
    assert bench.done == ["late"]
