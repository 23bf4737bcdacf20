"""Statistics of a city's queue as pictures, for anybody: how many wait, what is issued, how long it takes. S1-08."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from dialogs.names import QUEUE_NAMES, locality_name, named
from dialogs.statistics import ISSUED, QUEUE, WAIT
from documents.drawing.figures import FEWEST_SHOWN
from documents.drawing.heading import Heading
from documents.drawing.issued_chart import Issued, Week, issued_picture, issued_words
from documents.drawing.queue_chart import MOST_AGES, CategoryRow, QueueTable, queue_picture, queue_words
from documents.drawing.wait_chart import Wait, wait_picture, wait_words
from enrolment.terms import QueueType
from enrolment.working_days import ALMATY
from handlers.pictures import Drawing, Viewing, paints
from locales.text import Text, _, joined, verbatim
from storage.statistics import Waited

WEEKS = 26
A_YEAR = timedelta(days=365)
_WEEK = timedelta(weeks=1)
NOBODY_WAITS = _("Nobody waits in this queue now.")
NOTHING_ISSUED = _("No places have been given out in this queue in the last months.")


@paints(QUEUE)
async def queue(at: Viewing, about: Mapping[str, Any]) -> Drawing | Text:
    """How many children wait, by year of birth and category."""
    locality, kind = _queue(about)
    counts, counted_at = await at.office.figures.of(
        (QUEUE, locality, kind), at.now, lambda: at.uow.statistics.waiting(locality, kind)
    )
    if not counts:
        return NOBODY_WAITS
    table = _table(at, counts, _heading(at, locality, kind, counted_at))
    return Drawing(partial(queue_picture, table), queue_words(table))


@paints(ISSUED)
async def issued(at: Viewing, about: Mapping[str, Any]) -> Drawing | Text:
    """How many places were given in each of the last 26 weeks; every run is published anyway, with all its lines."""
    locality, kind = _queue(about)
    since = datetime.combine(_monday(at.now) - (WEEKS - 1) * _WEEK, datetime.min.time(), ALMATY)
    runs, counted_at = await at.office.figures.of(
        (ISSUED, locality, kind), at.now, lambda: at.uow.statistics.issued(locality, kind, since)
    )
    if not runs:
        return NOTHING_ISSUED
    found = Issued(_heading(at, locality, kind, counted_at), _weeks(runs, counted_at))
    return Drawing(partial(issued_picture, found), issued_words(found))


@paints(WAIT)
async def wait(at: Viewing, about: Mapping[str, Any]) -> Drawing | Text:
    """How long those waited who got a place within a year, by category."""
    locality, kind = _queue(about)
    waited, counted_at = await at.office.figures.of(
        (WAIT, locality, kind), at.now, lambda: at.uow.statistics.waited(locality, kind, at.now - A_YEAR)
    )
    if not waited:
        return NOTHING_ISSUED
    rows, heading = _waits(at, waited), _heading(at, locality, kind, counted_at)
    return Drawing(partial(wait_picture, heading, rows), wait_words(heading, rows))


def _queue(about: Mapping[str, Any]) -> tuple[str, QueueType]:
    return str(about["locality"]), QueueType(about["queue"])


def _heading(at: Viewing, locality: str, kind: QueueType, counted_at: datetime) -> Heading:
    city = locality_name(at.office.profile, locality)
    return Heading(joined(city, QUEUE_NAMES[kind], separator=" · "), counted_at)


def _table(at: Viewing, counts: Mapping[tuple[int, int], int], heading: Heading) -> QueueTable:
    """The youngest years of birth for themselves, older ones together, the first category first."""
    years = sorted({year for year, _category in counts})
    alone = years if len(years) <= MOST_AGES else years[1 - MOST_AGES :]
    older = [year for year in years if year not in alone]
    columns = [older, *([year] for year in alone)] if older else [[year] for year in alone]
    names = [_("{year} and before", year=str(older[-1]))] if older else []
    rows = [
        CategoryRow(
            _category(at, category), [sum(counts.get((year, category), 0) for year in column) for column in columns]
        )
        for category in sorted({category for _year, category in counts})
    ]
    born = [*names, *(_("born {year}", year=str(year)) for year in alone)]
    return QueueTable(heading, born, rows)


def _weeks(runs: Sequence[tuple[datetime, int]], now: datetime) -> list[Week]:
    """Every week from that of the first run to the present one."""
    this, by_week = _monday(now), dict[date, int]()
    for moment, count in runs:
        by_week[_monday(moment)] = by_week.get(_monday(moment), 0) + count
    first = min(by_week)
    mondays = [first + number * _WEEK for number in range((this - first) // _WEEK + 1)]
    return [Week(monday, by_week.get(monday, 0), whole=monday != this) for monday in mondays]


def _waits(at: Viewing, waited: Sequence[Waited]) -> list[Wait]:
    """Each category; an average over fewer than five children would tell about each of them."""
    return [
        Wait(
            _category(at, one.category),
            max(1, round(one.average / timedelta(days=1))) if one.children >= FEWEST_SHOWN else None,
            one.children,
        )
        for one in waited
    ]


def _category(at: Viewing, number: int) -> Text:
    rows = at.office.profile.categories
    return next((named(row.name) for row in rows if row.number == number), verbatim(str(number)))


def _monday(moment: datetime) -> date:
    day = moment.astimezone(ALMATY).date()
    return day - timedelta(days=day.weekday())
