"""What every use case of this instance shares: profile, calendar, clock, files, engines, and how payloads are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dialogs.engine import Engine
from dialogs.facts import Able
from dialogs.inputs import Blocked, Sent
from enrolment.profile import Profile
from enrolment.working_days import Calendar
from handlers.clock import Clock
from storage.files import FileStore

Reader = Callable[[str, Mapping[str, Any]], Sent | Blocked]


@dataclass(frozen=True)
class Office:
    """The fixed surroundings of the use cases; `engines` by channel, `read` turns a channel's payload into an input."""

    profile: Profile
    calendar: Calendar
    clock: Clock
    files: FileStore
    engines: Mapping[str, Engine]
    read: Reader
    able: Able
