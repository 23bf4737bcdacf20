"""A small city lives a year: nothing that may never be is found in it, and the same seed is the same year."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.migrate import migrate
from tests.city.audit import audit
from tests.city.people import DAYS
from tests.city.year import city_of, live_a_year
from tests.postgres import quick_folder

CHILDREN = 200
HAPPENS = ("applications", "vouchers issued", "declined", "children admitted", "annulled", "outages", "days declared")
_STORY = text("SELECT number, state, archive_reason, submitted_at, decided_at FROM application ORDER BY number")


async def year_of(children: int, seed: int, days: int = DAYS) -> tuple[Counter[str], list[tuple[object, ...]]]:
    """Days of such a city, which is intact after them; what happened, and how every application came out."""
    with tempfile.TemporaryDirectory(dir=quick_folder()) as name:
        url = f"sqlite:///{name}/city.sqlite3"
        migrate(url)
        city = await city_of(url, Path(name), children, seed)
        try:
            await live_a_year(city, children, seed, days=days)
            found = await audit(city.database, int(city.clock.now().timestamp() * 1_000_000))
            assert {what: n for what, n in found.found.items() if n} == {}
            async with city.database.reading() as uow:
                return city.tally, [tuple(row) for row in await uow.connection.execute(_STORY)]
        finally:
            await city.database.close()


@pytest.mark.rule("E-11", "E-15", "E-16")
async def test_a_small_city_is_intact_after_a_year() -> None:
    tally, _story = await year_of(CHILDREN, 2026)
    assert all(tally[what] for what in HAPPENS)


async def test_the_same_seed_is_the_same_year_and_another_seed_is_another() -> None:
    one, other, another = [await year_of(60, which, days=25) for which in (7, 7, 8)]
    assert one == other
    assert another[1] != one[1]
