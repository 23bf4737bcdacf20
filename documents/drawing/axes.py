"""Round numbers and dates for the edges of a chart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date

from locales.catalogue import Locale

_MOST_LABELS = 5
_SHORT_DAYS = 62
_DAY_STEPS = (1, 2, 3, 7, 14)
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)


@dataclass(frozen=True)
class Tick:
    """A labelled day; the year stands below where it is new."""

    day: date
    label: str
    year: str = ""


def round_step(span: float, most: int) -> int:
    """The smallest of 1, 2, 5, 10, 20, … that divides the span into no more than that many parts."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if span <= factor * power * most:
                return factor * power
        power *= 10


def round_ticks(highest: int, most: int = 4) -> tuple[int, ...]:
    """Round numbers from 0 up to at least the highest."""
    highest = max(highest, 1)
    step = round_step(highest, most)
    return tuple(range(0, highest + step, step))


def day_ticks(first: date, last: date, locale: Locale) -> tuple[Tick, ...]:
    """At most five days between the two: within two months as day and month, else beginnings of months."""
    span = (last - first).days
    if span <= _SHORT_DAYS:
        step = next(step for step in _DAY_STEPS if span < step * _MOST_LABELS)
        days = (first + timedelta(days=passed) for passed in range(0, span + 1, step))
        return tuple(Tick(day, f"{day:%d.%m}") for day in days)
    return _with_years(list(_month_starts(first, last)), locale)


def _month_starts(first: date, last: date) -> Iterator[date]:
    begin = first.year * 12 + first.month - (first.day == 1)
    end = last.year * 12 + last.month - 1
    step = next(step for step in _MONTH_STEPS if end - begin < step * _MOST_LABELS)
    for month in range(begin, end + 1, step):
        yield date(month // 12, month % 12 + 1, 1)


def _with_years(days: list[date], locale: Locale) -> tuple[Tick, ...]:
    years = [None, *(day.year for day in days)]
    return tuple(
        Tick(day, format_date(day, "LLL", locale=str(locale)), "" if day.year == before else str(day.year))
        for day, before in zip(days, years, strict=False)
    )
