"""What the use cases need around them where there are no channels: an office with a clock that is moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.instance import engines
from bot.reading import read
from dialogs.facts import Able
from enrolment.profile import load_profile
from handlers import use_cases
from handlers.contract_links import SIGNING
from handlers.office import ChatAbilities, Office
from storage.files import LocalFiles
from storage.sealing import Keyring, Sealer

__all__ = ["MovedClock", "office_in", "sealer", "use_cases"]
ABILITIES = {"telegram": ChatAbilities(True, "Telegram"), "staff": ChatAbilities(True, "Telegram")}


@dataclass
class MovedClock:
    """A clock that stands still until it is moved."""

    moment: datetime

    def now(self) -> datetime:
        """The moment that it shows."""
        return self.moment


def sealer() -> Sealer:
    """Keys that are secret to nobody."""
    return Sealer(Keyring.of([bytes(range(32))]), bytes(32))


def office_in(folder: Path, clock: MovedClock) -> Office:
    """The default profile, with files in that folder."""
    profile, files = load_profile("unified"), LocalFiles(folder / "files", sealer())
    calendar = profile.working_calendar()
    links = {SIGNING: "https://sign.example.kz"}
    return Office(profile, calendar, clock, files, engines(), read, Able(codes=True), dict(ABILITIES), links=links)
