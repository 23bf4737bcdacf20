"""When places are given out by themselves: weekdays or dates with a time of day, all in Asia/Almaty (G.0)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from enrolment.working_days import ALMATY

_SLOT = re.compile(r"(\S+) ([01]\d|2[0-3]):([0-5]\d)")
_WEEK = 7


class Weekday(StrEnum):
    """A day of the week, Monday first."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


@dataclass(frozen=True)
class Slot:
    """A time for a run: every week on that day, or once on that date."""

    day: Weekday | dt.date
    at: dt.time

    def __str__(self) -> str:
        day = self.day.value if isinstance(self.day, Weekday) else self.day.isoformat()
        return f"{day} {self.at:%H:%M}"

    def after(self, moment: dt.datetime) -> dt.datetime | None:
        """The next time after that moment; None for a date that is over."""
        local = moment.astimezone(ALMATY)
        if not isinstance(self.day, Weekday):
            once = dt.datetime.combine(self.day, self.at, ALMATY)
            return once if once > local else None
        ahead = (list(Weekday).index(self.day) - local.weekday()) % _WEEK
        found = dt.datetime.combine(local.date() + dt.timedelta(days=ahead), self.at, ALMATY)
        return found if found > local else found + dt.timedelta(days=_WEEK)

    def until(self, moment: dt.datetime) -> dt.datetime | None:
        """The last time that is not after that moment; None for a date that lies ahead."""
        if isinstance(self.day, Weekday):
            ahead = self.after(moment)
            return ahead - dt.timedelta(days=_WEEK) if ahead else None
        once = dt.datetime.combine(self.day, self.at, ALMATY)
        return once if once <= moment else None


def read_slot(text: str) -> Slot:
    """A slot such as "monday 10:00" or "2026-12-01 09:30"; raises ValueError."""
    found = _SLOT.fullmatch(text)
    if found is None:
        raise ValueError(f"must look like monday 10:00 or 2026-12-01 10:00, not {text!r}")
    day, at = found[1], dt.time(int(found[2]), int(found[3]))
    if day in set(Weekday):
        return Slot(Weekday(day), at)
    try:
        return Slot(dt.date.fromisoformat(day), at)
    except ValueError:
        raise ValueError(f"names no weekday and no date: {day!r}") from None


def next_run(slots: Iterable[Slot], after: dt.datetime) -> dt.datetime | None:
    """The earliest time of all slots after that moment, if any is left."""
    return min((at for slot in slots if (at := slot.after(after)) is not None), default=None)


def last_run(slots: Iterable[Slot], until: dt.datetime) -> dt.datetime | None:
    """The latest time of all slots that is not after that moment, if there was any."""
    return max((at for slot in slots if (at := slot.until(until)) is not None), default=None)
