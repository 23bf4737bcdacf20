"""Terms in working days: when one ends, and why each day on the way counts or does not (D.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from enrolment.public_holidays import Day, DayReason, lawful_day
from enrolment.terms import Name, WorkingWeek

__all__ = ["ALMATY", "Calendar", "Day", "DayReason", "Deadline", "Override", "never_shorter"]

END_OF_DAY = dt.time(23, 59, 59)
LONGEST_TERM = 1000
_ONE_DAY = dt.timedelta(days=1)
_ONE_SECOND = dt.timedelta(seconds=1)
ALMATY = ZoneInfo("Asia/Almaty")


@dataclass(frozen=True)
class Override:
    """A day that an administrator declared off or worked, whatever the law and the library say."""

    date: dt.date
    works: bool
    name: Name | None = None


@dataclass(frozen=True)
class Deadline:
    """The last second of a term in Asia/Almaty, and every day from the event to it."""

    at: dt.datetime
    days: tuple[Day, ...]

    def accepts(self, now: dt.datetime) -> bool:
        """Whether an act at that moment is in time: the last second counts whole (G.6 edge 1)."""
        return now < self.at + _ONE_SECOND


@dataclass(frozen=True)
class Calendar:
    """The working calendar: overrides before the law, the law before the weekend; of two overrides the later wins.

    `cut_off` is the time of day at which the last day of a term ends.
    """

    overrides: Sequence[Override] = ()
    week: WorkingWeek = WorkingWeek.FIVE_DAYS
    cut_off: dt.time = END_OF_DAY

    def day(self, date: dt.date) -> Day:
        """Whether that day is worked, and why."""
        override = self._overridden.get(date)
        if override is None:
            return lawful_day(date, self.week)
        reason = DayReason.OVERRIDE_WORK if override.works else DayReason.OVERRIDE_OFF
        return Day(date, override.works, reason, override.name)

    def deadline(self, event: dt.datetime, working_days: int) -> Deadline:
        """The end of the n-th working day after the day of the event, which itself never counts.

        Raises ValueError for a moment without time zone and for a term outside 1…1000 working days.
        """
        if not 1 <= working_days <= LONGEST_TERM:
            raise ValueError(f"a term has 1 to {LONGEST_TERM} working days, not {working_days}")
        date = _local(event).date()
        days = [Day(date, counts=False, reason=DayReason.EVENT_DAY)]
        while working_days:
            date += _ONE_DAY
            days.append(self.day(date))
            working_days -= days[-1].counts
        return Deadline(dt.datetime.combine(date, self.cut_off, ALMATY), tuple(days))

    def working_days_left(self, now: dt.datetime, at: dt.datetime) -> int:
        """How many working days follow today up to the day of the deadline; 0 on that day and after it."""
        today, last = _local(now).date(), _local(at).date()
        return sum(self.day(today + step * _ONE_DAY).counts for step in range(1, (last - today).days + 1))

    @cached_property
    def _overridden(self) -> dict[dt.date, Override]:
        return {override.date: override for override in self.overrides}


def never_shorter(shown: Deadline, computed: Deadline) -> Deadline:
    """The deadline after a change of the calendar: one that a parent has seen never moves back (G.6 edge 7)."""
    return max(shown, computed, key=lambda deadline: deadline.at)


def _local(moment: dt.datetime) -> dt.datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without time zone has no day")
    return moment.astimezone(ALMATY)
