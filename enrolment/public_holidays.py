"""The days off that the law knows, year by year, as the `holidays` library tells them (D.1, D.2)."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from enrolment.terms import Name, WorkingWeek

if TYPE_CHECKING:
    from holidays import HolidayBase

_OBSERVED = "(observed"
_SWAPPED = "(substituted"


class DayReason(StrEnum):
    """Why a day counts or does not."""

    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    OBSERVED = "observed"
    SWAPPED = "swapped"
    OVERRIDE_OFF = "override_off"
    OVERRIDE_WORK = "override_work"
    EVENT_DAY = "event_day"


@dataclass(frozen=True)
class Day:
    """One calendar day, whether it counts in a term, why, and what the day is called."""

    date: dt.date
    counts: bool
    reason: DayReason
    name: Name | None = None


def lawful_day(date: dt.date, week: WorkingWeek) -> Day:
    """What the law alone makes of a day; a year that the library does not know has weekends only."""
    known = _days_off(date.year, week)
    if date in known.weekend_workdays:
        return Day(date, counts=True, reason=DayReason.SWAPPED)
    labels = known.get_list(date)
    if labels:
        return _day_off(date, labels)
    counts = date.weekday() < week.value
    return Day(date, counts=counts, reason=DayReason.WORKING if counts else DayReason.WEEKEND)


def _day_off(date: dt.date, labels: list[str]) -> Day:
    """A day with several labels is first of all the holiday itself, then a transfer, then a swap."""
    label = min(labels, key=lambda label: (_SWAPPED in label, _OBSERVED in label))
    if _SWAPPED in label:
        return Day(date, counts=False, reason=DayReason.SWAPPED)
    reason = DayReason.OBSERVED if _OBSERVED in label else DayReason.HOLIDAY
    return Day(date, counts=False, reason=reason, name=_names(label.split(" (")[0]))


@cache
def _days_off(year: int, week: WorkingWeek) -> HolidayBase:
    from holidays.calendars.gregorian import SUN
    from holidays.countries.kazakhstan import Kazakhstan
    from holidays.observed_holiday_base import SUN_TO_NEXT_WORKDAY

    if week is WorkingWeek.FIVE_DAYS:
        days_off = Kazakhstan(language="en_US")
    else:
        days_off = Kazakhstan(language="en_US", observed_rule=SUN_TO_NEXT_WORKDAY)
        days_off.weekend = {SUN}
    # The next year is asked too: a day off in January may be worked in December.
    for asked in (year, year + 1):
        days_off.get(dt.date(asked, 1, 1))
    return days_off


def _names(english: str) -> Name:
    """A new holiday is shown by the library's name until somebody translates it."""
    known = _translations().get(english, {})
    return Name(known.get("kk", english), known.get("ru", english), english)


@cache
def _translations() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("holiday_names.toml").read_text(encoding="utf-8"))
