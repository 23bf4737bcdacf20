"""Clocks: the machine's, and one that is moved from outside."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.clock import SandboxClock, SystemClock

MORNING = datetime.fromisoformat("2026-11-23T09:00:00+05:00")


class Elsewhere:
    """A server that tells whatever time it is told to tell."""

    def __init__(self) -> None:
        self.answer: object = {"now": MORNING.isoformat()}

    async def tell(self, _request: web.Request) -> web.Response:
        return web.json_response(self.answer)


class Stopwatch:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


async def asked(clock: SandboxClock) -> None:
    async with ClientSession() as session:
        await clock.ask(session)


def test_the_machines_clock_tells_almatys_time() -> None:
    assert SystemClock().now().utcoffset() == timedelta(hours=5)


async def test_the_foreign_clock_is_followed_and_carried_on_in_between() -> None:
    elsewhere, watch = Elsewhere(), Stopwatch()
    app = web.Application()
    app.router.add_get("/clock", elsewhere.tell)
    async with TestServer(app) as server:
        clock = SandboxClock(str(server.make_url("/clock")), watch)
        await asked(clock)
        assert clock.now() == MORNING
        watch.seconds += 0.5
        assert clock.now() == MORNING + timedelta(seconds=0.5)
        elsewhere.answer = {"now": (MORNING + timedelta(days=3)).isoformat()}
        await asked(clock)
        assert clock.now() == MORNING + timedelta(days=3)


async def test_a_frozen_clock_stands_still() -> None:
    elsewhere, watch = Elsewhere(), Stopwatch()
    app = web.Application()
    app.router.add_get("/clock", elsewhere.tell)
    async with TestServer(app) as server:
        clock = SandboxClock(str(server.make_url("/clock")), watch)
        for _second in range(2):
            await asked(clock)
            watch.seconds += 1
        assert clock.now() == MORNING


@pytest.mark.parametrize("answer", [{"then": "x"}, {"now": "noon"}, {"now": None}, [], "now"])
async def test_an_answer_that_is_no_moment_changes_nothing(answer: object) -> None:
    elsewhere, watch = Elsewhere(), Stopwatch()
    app = web.Application()
    app.router.add_get("/clock", elsewhere.tell)
    async with TestServer(app) as server:
        clock = SandboxClock(str(server.make_url("/clock")), watch)
        await asked(clock)
        elsewhere.answer = answer
        watch.seconds += 2
        await asked(clock)
    await asked(clock)
    assert clock.now() == MORNING + timedelta(seconds=2)


async def test_before_it_ever_answers_it_is_the_machines_time() -> None:
    clock = SandboxClock("http://127.0.0.1:1/clock")
    await asked(clock)
    assert abs(clock.now() - SystemClock().now()) < timedelta(seconds=5)
