"""A town on either database, with a clock that stands still and files in a folder of the test."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from bot.instance import engines
from bot.reading import read
from dialogs.facts import Able
from enrolment.profile import Profile
from enrolment.working_days import ALMATY
from handlers import use_cases
from handlers.office import ChatAbilities, Office
from storage.database import Database
from storage.files import LocalFiles
from storage.sealing import Sealer
from tests.dialogs.talk import profile_called
from tests.handlers.town import MovableClock, Town

__all__ = ["use_cases"]

ABILITIES = {
    "telegram": ChatAbilities(True, "Telegram"),
    "whatsapp": ChatAbilities(False, "WhatsApp", deletes=False),
    "staff": ChatAbilities(True, "Telegram"),
}


@pytest.fixture
def clock() -> MovableClock:
    """Monday, 23 November 2026, ten o'clock in Almaty."""
    return MovableClock(datetime(2026, 11, 23, 10, 0, tzinfo=ALMATY))


@pytest.fixture
def profile() -> Profile:
    return profile_called("unified")


@pytest.fixture
def office(profile: Profile, clock: MovableClock, tmp_path: Path, sealer: Sealer) -> Office:
    files = LocalFiles(tmp_path / "files", sealer)
    return Office(profile, profile.working_calendar(), clock, files, engines(), read, Able(codes=True), dict(ABILITIES))


@pytest.fixture
def town(database: Database, office: Office, clock: MovableClock) -> Town:
    return Town(database, office, clock)


@pytest.fixture
def connected(town: Town) -> Town:
    """The same town, whose citizen registry answers."""
    town.office = replace(town.office, able=Able(codes=True, registry=True))
    return town
