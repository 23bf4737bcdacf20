"""The heart beats while the program runs, and an outage is noticed before anything is fired. Edge 6."""

from __future__ import annotations

import asyncio

import pytest
from structlog.testing import capture_logs

from bot import heart
from bot.clock import SandboxClock
from bot.heart import Heart
from enrolment.term_ends import Outage
from storage.database import Database
from tests.handlers.town import MovableClock


async def gaps(database: Database, clock: MovableClock) -> tuple[Outage, ...]:
    async with database.reading() as uow:
        return await uow.outages.gaps(clock.now().replace(year=2020), clock.now())


@pytest.mark.rule("E-6")
async def test_edge_06_the_first_beat_after_a_silence_notes_the_outage(database: Database, clock: MovableClock) -> None:
    await Heart(database, clock).begin()
    since = clock.now()
    clock.move(hours=8)
    with capture_logs() as logs:
        await Heart(database, clock).begin()
    assert await gaps(database, clock) == (Outage(since, clock.now()),)
    assert [entry["event"] for entry in logs] == ["outage.over"]


@pytest.mark.rule("E-6")
async def test_edge_06_while_it_beats_every_minute_there_is_no_outage(
    database: Database, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, beats = asyncio.Event(), 0

    async def pause(seconds: float) -> None:
        nonlocal beats
        assert seconds == 60
        clock.move(seconds=seconds)
        beats += 1
        if beats == 20:
            stop.set()
            await asyncio.Event().wait()

    monkeypatch.setattr(heart, "pause", pause)
    beating = Heart(database, clock)
    await beating.begin()
    (loop,) = beating.loops().values()
    async with asyncio.timeout(30):
        await loop(stop)
    assert await gaps(database, clock) == ()


@pytest.mark.rule("E-6")
async def test_edge_06_a_clock_that_people_move_beats_nothing(database: Database, clock: MovableClock) -> None:
    await Heart(database, clock).begin()
    clock.move(days=3)
    moved = Heart(database, SandboxClock("http://127.0.0.1:1/clock"))
    await moved.begin()
    assert moved.loops() == {}
    assert await gaps(database, clock) == ()
