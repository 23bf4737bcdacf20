"""Everybody's place at once: the same as one by one, however long the strides are."""

from __future__ import annotations

from typing import Any

import pytest

from storage.applications import Applications
from storage.database import Database
from storage.standings import Standing, standings
from tests.storage.domain.families import Kindergarten, later


@pytest.mark.parametrize("stride", [1, 2, 3, 100])
async def test_the_walk_finds_everybodys_place(database: Database, stride: int) -> None:
    async with database.transaction("test") as uow:
        town = Kindergarten(uow)
        wishes: list[dict[str, Any]] = [
            {"category": 3, "submitted_at": later(days=1)},
            {"category": 1, "submitted_at": later(days=9)},
            {"category": 3, "submitted_at": later(days=1, seconds=1)},
            {"birth_year": 2023, "submitted_at": later(days=3)},
            {"locality": "astana", "notified_place": 1},
            {"state": "docs_pending"},
        ]
        applied = [await town.applies(**wish) for wish in wishes]
        found = [one async for one in standings(uow, stride)]
        queued = [one for one in applied if one.state == "queued"]
        places = {one.id: (await Applications(uow).position(one)).position for one in queued}
    assert {one.application_id: one.place for one in found} == places
    assert list(places.values()) == [2, 1, 3, 1, 1]
    assert Standing(applied[4].id, 1, 1) in found
