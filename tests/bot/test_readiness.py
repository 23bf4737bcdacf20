"""Ready is a database that answers and has the present schema."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.readiness import Pulse
from bot.web import Readiness
from storage.database import Database
from tests.handlers.town import MovableClock


class Waiting:
    """Use cases with a message that has waited."""

    def __init__(self, since: datetime | None = None) -> None:
        self.since = since

    async def oldest_unsent(self) -> datetime | None:
        return self.since


class Schema:
    """Says whether the schema is the present one, and counts how often it was asked."""

    def __init__(self, current: bool = True) -> None:
        self.current = current
        self.asked = 0

    def __call__(self) -> bool:
        self.asked += 1
        return self.current


async def test_all_is_well(database: Database, clock: MovableClock) -> None:
    pulse = Pulse(database, Waiting(), clock, Schema())
    assert await pulse.feel() == Readiness(database=True, migrated=True)


async def test_the_oldest_unsent_message_has_an_age(database: Database, clock: MovableClock) -> None:
    pulse = Pulse(database, Waiting(clock.now() - timedelta(seconds=90)), clock, Schema())
    assert (await pulse.feel()).oldest_unsent_s == 90


async def test_an_old_schema_is_not_ready_and_asked_for_once_in_a_while(
    database: Database, clock: MovableClock
) -> None:
    schema = Schema(current=False)
    pulse = Pulse(database, Waiting(), clock, schema)
    states = [await pulse.feel() for _time in range(3)]
    assert not any(state.ready for state in states)
    assert schema.asked == 1


async def test_a_database_that_is_away_is_not_ready(
    database: Database, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away() -> None:
        raise OSError("connection refused")

    monkeypatch.setattr(database, "ping", away)
    assert await Pulse(database, Waiting(), clock, Schema()).feel() == Readiness(database=False, migrated=False)
