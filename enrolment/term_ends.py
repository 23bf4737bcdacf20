"""How a deadline is set, prolonged and computed anew; a parent never loses time by any of it (D.3, G.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from enrolment.profile_terms import DayUnit
from enrolment.working_days import ALMATY, Calendar, Day, DayReason, Deadline, never_shorter

_ONE_DAY = dt.timedelta(days=1)
_NOON = dt.time(12)
_OFF = frozenset({DayReason.WEEKEND, DayReason.HOLIDAY, DayReason.OBSERVED, DayReason.OVERRIDE_OFF})


@dataclass(frozen=True, order=True)
class Outage:
    """A time during which nobody could act."""

    began: dt.datetime
    ended: dt.datetime


def term_end(event: dt.datetime, amount: int, unit: DayUnit, calendar: Calendar) -> Deadline:
    """The end of a term in working or in calendar days; the day of the event counts in neither."""
    if unit is DayUnit.WORKING_DAYS:
        return calendar.deadline(event, amount)
    first = event.astimezone(ALMATY).date()
    days = [Day(first, counts=False, reason=DayReason.EVENT_DAY)]
    days.extend(replace(calendar.day(first + step * _ONE_DAY), counts=True) for step in range(1, amount + 1))
    return Deadline(dt.datetime.combine(days[-1].date, calendar.cut_off, ALMATY), tuple(days))


def extended(deadline: Deadline, amount: int, unit: DayUnit, calendar: Calendar) -> Deadline:
    """The deadline so many days after another one; its trace tells of both terms (V6)."""
    added = term_end(deadline.at, amount, unit, calendar)
    return Deadline(added.at, (*deadline.days, *added.days[1:]) if deadline.days else added.days)


def prolonged(deadline: Deadline, outages: Iterable[Outage], grace_hours: int) -> Deadline:
    """The deadline, or so many hours after the outage into which it fell; its days stay those counted (edge 6)."""
    for outage in sorted(outages):
        if outage.began <= deadline.at <= outage.ended:
            until = outage.ended + dt.timedelta(hours=grace_hours)
            deadline = replace(deadline, at=until.astimezone(ALMATY))
    return deadline


def in_calendar_days(shown: Deadline) -> bool:
    """Whether the term counts days off too, as one of working days never does."""
    return any(day.counts and day.reason in _OFF for day in shown.days)


def recomputed(shown: Deadline, calendar: Calendar) -> Deadline:
    """The deadline under a changed calendar, never before the one shown (edge 7).

    No calendar changes a term of calendar days, nor one without its days.
    """
    counted = [day for day in shown.days if day.counts]
    if not counted or in_calendar_days(shown):
        return shown
    event = dt.datetime.combine(shown.days[0].date, _NOON, ALMATY)
    return never_shorter(shown, calendar.deadline(event, len(counted)))
