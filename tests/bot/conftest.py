"""A fresh SQLite database, a clock that stands still, and the simulator's desk."""

from __future__ import annotations

from datetime import datetime

import pytest

from enrolment.working_days import ALMATY
from storage.database import Database
from tests.bot.lanes import Lanes, LeaseClock
from tests.handlers.town import MovableClock
from tests.simulator import conftest as simulator
from tests.storage import conftest as databases

sealer, sqlite_template, sqlite_url = databases.sealer, databases.sqlite_template, databases.sqlite_url
desk = simulator.desk


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


database = databases.database


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
