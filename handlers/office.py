"""What every use case of this instance shares: profile, calendar, clock, files, engines, and how payloads are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dialogs.engine import Engine
from dialogs.facts import Able
from dialogs.inputs import Blocked, Sent
from enrolment.catalogue_search import Directory
from enrolment.profile import Profile
from enrolment.profile_versions import ProfileVersions
from enrolment.working_days import Calendar
from handlers.album import Album
from handlers.clock import Clock
from handlers.contract_press import Press
from handlers.figures import Figures
from storage.files import FileStore

Reader = Callable[[str, Mapping[str, Any]], Sent | Blocked]


@dataclass(frozen=True)
class ChatAbilities:
    """What chats of a channel can do, what people call the channel, and whether this instance serves it."""

    shares_contact: bool
    name: str
    deletes: bool = True
    on: bool = True


class Calendars:
    """The calendar that was read last, and of which version of the declared days it is."""

    def __init__(self) -> None:
        self.version = 0
        self.calendar = Calendar()

    def keep(self, version: int, calendar: Calendar) -> None:
        """From now on this one."""
        self.version, self.calendar = version, calendar


class Directories:
    """The catalogue that was read last, ready to be searched, and of which edition it is."""

    def __init__(self) -> None:
        self.edition: str | None = None
        self.directory = Directory()

    def keep(self, edition: str, directory: Directory) -> None:
        """From now on this one."""
        self.edition, self.directory = edition, directory


@dataclass(frozen=True)
class Office:
    """The fixed surroundings of the use cases.

    `engines` and `abilities` are by channel: the engine that talks on it, and what its chats can do. `read` turns a
    channel's payload into an input. `calendar` is that of the profile until `handlers.working_calendar` has put the
    declared days into it, which every transaction does that counts days. `album` draws and keeps pictures, `figures`
    what was counted for them.
    `versions` are those of the profile by which open cases are judged; without them `profile` is the only one.
    `ordered` keeps the profile as the order of the queues has it now (`handlers.queue_order`).
    `links` tells where a channel opens, as soon as the program knows. `press` typesets contracts, where there is one.
    """

    profile: Profile
    calendar: Calendar
    clock: Clock
    files: FileStore
    engines: Mapping[str, Engine]
    read: Reader
    able: Able
    abilities: Mapping[str, ChatAbilities]
    calendars: Calendars = field(default_factory=Calendars)
    directories: Directories = field(default_factory=Directories)
    album: Album = field(default_factory=Album)
    figures: Figures = field(default_factory=Figures)
    versions: ProfileVersions | None = None
    ordered: dict[tuple[int, str | None, str | None], Profile] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    press: Press | None = None

    def serves(self, channel: str) -> bool:
        """Whether this instance delivers on that channel."""
        return channel in self.abilities and self.abilities[channel].on

    def others(self, channel: str) -> Mapping[str, str]:
        """The other channels on which the same bot talks: how each is called, and where it opens if that is known."""
        engine = self.engines[channel]
        return {
            abilities.name: self.links.get(name, "")
            for name, abilities in self.abilities.items()
            if abilities.on and name != channel and self.engines.get(name) is engine
        }
