"""How many places were issued in each week (S1-08)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from documents.drawing.axes import day_ticks, round_ticks
from documents.drawing.captions import caption
from documents.drawing.figures import grouped
from documents.drawing.heading import Heading
from documents.drawing.sheet import INNER_WIDTH, Sheet, Template
from locales.catalogue import Locale
from locales.text import Text, _, joined, n_

MOST_WEEKS = 53
_ALL_LABELLED = 10
_WIDTH_BESIDE_SCALE = 870
_HIGHEST_PX = 420
_LOWEST_PX = 4

TITLE = _("Places issued per week")


@dataclass(frozen=True)
class Week:
    """What was issued in the week that begins on that Monday; `whole` is false while it still runs."""

    begins: date
    issued: int
    whole: bool = True


@dataclass(frozen=True)
class Issued:
    """Weeks one after another, oldest first. Raises ValueError for none and for more than 53."""

    heading: Heading
    weeks: Sequence[Week]

    def __post_init__(self) -> None:
        if not 1 <= len(self.weeks) <= MOST_WEEKS:
            raise ValueError(f"a picture has 1 to {MOST_WEEKS} weeks, not {len(self.weeks)}")

    @property
    def total(self) -> int:
        """Everything issued in these weeks."""
        return sum(week.issued for week in self.weeks)


def issued_picture(issued: Issued, locale: Locale) -> Sheet:
    """A column for each week; up to ten carry their numbers, more stand before a scale; a running week is hatched."""
    many = len(issued.weeks) > _ALL_LABELLED
    best = max(issued.weeks, key=lambda week: week.issued)
    levels = round_ticks(best.issued) if many else ()
    top = levels[-1] if many else max(best.issued, 1)
    last = issued.weeks[-1]
    inputs = {
        **issued.heading.above(TITLE, locale),
        "total": _total(issued).in_(locale),
        "width": _WIDTH_BESIDE_SCALE if many else INNER_WIDTH,
        "columns": [
            {
                "label": grouped(week.issued).in_(locale) if week is best or not many else "",
                "height": max(_LOWEST_PX, _up(week.issued, top)) if week.issued else 0,
                "whole": week.whole,
            }
            for week in issued.weeks
        ],
        "levels": [{"up": _up(level, top), "label": grouped(level).in_(locale)} for level in levels],
        "days": _days(issued.weeks, locale),
        "running": "" if last.whole else _running(last).in_(locale),
    }
    return Sheet(Template.ISSUED, locale, inputs)


def issued_words(issued: Issued) -> Text:
    """The same as text: the total, the best week, and the latest ten."""
    weeks = issued.weeks
    best = max(weeks, key=lambda week: week.issued)
    most = _("Most in a week: {count} (from {day}).", count=grouped(best.issued), day=best.begins)
    rows = [_week_words(week) for week in reversed(weeks[-_ALL_LABELLED:])]
    return caption(joined(issued.heading.words(TITLE), _total(issued), most, _("Weeks, by their Monday:")), rows)


def _week_words(week: Week) -> Text:
    begins, count = f"{week.begins:%d.%m.%Y}", grouped(week.issued)
    if week.whole:
        return Text("{begins}: {count}", {"begins": begins, "count": count})
    return _("{begins}: {count} (not over yet)", begins=begins, count=count)


def _running(week: Week) -> Text:
    return _("this week is not over yet: {count}", count=grouped(week.issued))


def _total(issued: Issued) -> Text:
    weeks = len(issued.weeks)
    return n_("Issued in {count} week: {total}", "Issued in {count} weeks: {total}", weeks, total=grouped(issued.total))


def _up(count: int, top: int) -> int:
    return round(count * _HIGHEST_PX / top)


def _days(weeks: Sequence[Week], locale: Locale) -> list[dict[str, object]]:
    """Each week's Monday under its column, or of many weeks the beginnings of months."""
    if len(weeks) <= _ALL_LABELLED:
        slot = INNER_WIDTH / len(weeks)
        return [
            {"across": round((number + 0.5) * slot, 1), "label": f"{week.begins:%d.%m}", "year": ""}
            for number, week in enumerate(weeks)
        ]
    first, day_px = weeks[0].begins, _WIDTH_BESIDE_SCALE / len(weeks) / 7
    return [
        {"across": round((tick.day - first).days * day_px, 1), "label": tick.label, "year": tick.year}
        for tick in day_ticks(first, weeks[-1].begins, locale)
    ]
