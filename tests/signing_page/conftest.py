"""A town whose families sign on the page, on SQLite: what it does with the database is tested on both below."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.handlers.conftest import clock, connected, office, profile, town
from tests.handlers.town import Town
from tests.signing_page.certification import Certification
from tests.signing_page.house import House, house_in

__all__ = ["clock", "connected", "office", "profile", "town"]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def certification(town: Town) -> Certification:
    """The certification centre, all of whose services answer."""
    return Certification(town.clock)


@pytest.fixture
async def house(town: Town, certification: Certification) -> AsyncIterator[House]:
    """The signing site of the town, and browsers that come to it."""
    async with house_in(town, certification) as one:
        yield one
