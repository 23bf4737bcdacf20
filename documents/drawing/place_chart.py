"""A child's place in the queue over time, and where it may go, as far as anybody can say (S3-39)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from documents.drawing.axes import day_ticks, round_ticks
from documents.drawing.captions import caption
from documents.drawing.figures import grouped
from documents.drawing.place_words import outlook_words, spread_words
from documents.drawing.sheet import Sheet, Template
from enrolment.estimate import CannotSay, Estimate, Outlook, PlaceOn
from locales.catalogue import Locale
from locales.text import Text, _, joined

_PLOT_WIDTH, _PLOT_HEIGHT = 870, 600
_SHORTEST_PAST = timedelta(days=14)
_SHORTEST_FUTURE = timedelta(days=28)
_FUTURE_WHEN_UNKNOWN = 0.5
_HEADROOM = 1.15
_RANGE = re.compile(r"(?<=\d)–(?=\d)")

TITLE = _("Place in the queue")

Spot = tuple[float, float]


@dataclass(frozen=True)
class PlaceHistory:
    """The places of one application, oldest first, the last one held today; `about` names queue and application.

    `outlook` is empty when nobody can say.
    """

    about: Text
    points: Sequence[PlaceOn]
    today: date
    estimate: Estimate | CannotSay
    outlook: Sequence[Outlook] = ()

    @property
    def place(self) -> int:
        """The place today."""
        return self.points[-1].place


@dataclass(frozen=True)
class _Plot:
    first: date
    last: date
    highest: int

    def across(self, day: date) -> float:
        return round((day - self.first).days * _PLOT_WIDTH / (self.last - self.first).days, 1)

    def down(self, place: int) -> float:
        return round((1 - place / self.highest) * _PLOT_HEIGHT, 1)

    def spot(self, day: date, place: int) -> Spot:
        return self.across(day), self.down(place)


def place_picture(history: PlaceHistory, locale: Locale) -> Sheet:
    """The way of the place as steps, today marked, and ahead a hatched band or the words that nobody can say.

    Raises ValueError when there is no place at all.
    """
    if not history.points:
        raise ValueError("a history without a place cannot be drawn")
    plot = _plot(history)
    inputs = {
        "title": TITLE.in_(locale),
        "about": history.about.in_(locale),
        "now": _today(history).in_(locale),
        "width": _PLOT_WIDTH,
        "height": _PLOT_HEIGHT,
        "levels": [
            {"down": plot.down(level), "label": grouped(level).in_(locale)} for level in round_ticks(plot.highest)
        ],
        "days": [
            {"across": plot.across(tick.day), "label": tick.label, "year": tick.year}
            for tick in day_ticks(plot.first, plot.last, locale)
        ],
        "began": grouped(history.points[0].place).in_(locale) if len(history.points) > 1 else "",
        "place": grouped(history.place).in_(locale),
        "steps": _steps(history, plot),
        "today": plot.across(history.today),
        "today_label": _("today").in_(locale),
        "band": _band(history, plot),
        "band_label": spread_words().in_(locale),
        "arrived": _("0: the turn has come").in_(locale),
        "outlook": _unbroken(outlook_words(history.estimate, history.today).in_(locale)),
    }
    return Sheet(Template.PLACE, locale, inputs)


def place_words(history: PlaceHistory) -> Text:
    """The same as text."""
    first = history.points[0]
    began = _("At first: {place} ({day}).", place=grouped(first.place), day=first.on)
    worst = max(history.points, key=lambda point: point.place)
    back = (_("Farthest back: {place} ({day}).", place=grouped(worst.place), day=worst.on),) if worst != first else ()
    outlook = outlook_words(history.estimate, history.today)
    return caption(joined(TITLE, history.about), (_today(history), began, *back, outlook))


def _today(history: PlaceHistory) -> Text:
    return _("Place today: {place}", place=grouped(history.place))


def _unbroken(words: str) -> str:
    """A range of numbers stays on one line."""
    return _RANGE.sub("\u2060–\u2060", words)


def _plot(history: PlaceHistory) -> _Plot:
    first = min(history.points[0].on, history.today - _SHORTEST_PAST)
    past = history.today - first
    last = max([history.today + _SHORTEST_FUTURE, *(outlook.on for outlook in history.outlook)])
    if not history.outlook:
        last = max(last, history.today + past * _FUTURE_WHEN_UNKNOWN)
    places = [*(point.place for point in history.points), *(outlook.worst for outlook in history.outlook)]
    return _Plot(first, last, round_ticks(ceil(max(places) * _HEADROOM))[-1])


def _steps(history: PlaceHistory, plot: _Plot) -> list[Spot]:
    """The corners of the line: a place holds until the day of the next one."""
    corners: list[Spot] = []
    for point in history.points:
        across, down = plot.spot(point.on, point.place)
        if corners:
            corners.append((across, corners[-1][1]))
        corners.append((across, down))
    return [*corners, plot.spot(history.today, history.place)]


def _band(history: PlaceHistory, plot: _Plot) -> list[Spot]:
    if not history.outlook:
        return []
    best = [plot.spot(outlook.on, outlook.best) for outlook in history.outlook]
    worst = [plot.spot(outlook.on, outlook.worst) for outlook in history.outlook]
    return [plot.spot(history.today, history.place), *worst, *reversed(best)]
