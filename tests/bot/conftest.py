"""A fresh SQLite database, a clock that stands still, and the simulator's desk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from enrolment.working_days import ALMATY
from simulator.options import Options
from simulator.server import create_app
from storage.database import Database
from tests.bot.lanes import Lanes, LeaseClock
from tests.handlers.town import MovableClock
from tests.simulator.desk import Desk, Time


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    """A simulator whose seconds pass only on demand."""
    time = Time()
    app = create_app(Options(monotonic=time, sleep=time.sleep))
    app.on_shutdown.append(_breathe)
    desk = Desk(TestServer(app), ClientSession(), time)
    await desk.server.start_server()
    yield desk
    await desk.http.close()
    await desk.server.close()


async def _breathe(_app: web.Application) -> None:
    # In Python 3.11 wait_for loses a cancellation that comes in the tick in which its future is done.
    for _tick in range(3):
        await asyncio.sleep(0)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def clock() -> MovableClock:
    """Monday, 23 November 2026, ten o'clock in Almaty."""
    return MovableClock(datetime(2026, 11, 23, 10, 0, tzinfo=ALMATY))


@pytest.fixture
def lease_clock(database: Database, monkeypatch: pytest.MonkeyPatch) -> LeaseClock:
    """Seconds of the lease clock, which pass only when a test says so."""
    lease_clock = LeaseClock()
    monkeypatch.setattr(database, "lease_now", lease_clock.now)
    return lease_clock


@pytest.fixture
def lanes(database: Database, clock: MovableClock, lease_clock: LeaseClock) -> Lanes:
    return Lanes(database, clock, lease_clock)
