"""How long children waited on average (S1-08)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from documents.drawing.captions import caption
from documents.drawing.figures import FEWEST_SHOWN, children, duration
from documents.drawing.heading import Heading
from documents.drawing.sheet import Sheet, Template
from locales.catalogue import Locale
from locales.text import Text, _, joined

_LONGEST_PX = 700
_SHORTEST_PX = 8

TITLE = _("Average wait")


@dataclass(frozen=True)
class Wait:
    """The average wait in days of the children of one age or category; None when there were too few to say."""

    name: Text
    days: int | None
    children: int


def wait_picture(heading: Heading, rows: Sequence[Wait], locale: Locale) -> Sheet:
    """A bar for each row with its length in words; a row without figures says so."""
    longest = max([row.days for row in rows if row.days], default=1)
    inputs = {
        **heading.above(TITLE, locale),
        "note": _note().in_(locale),
        "rows": [
            {
                "name": row.name.in_(locale),
                "children": _of(row).in_(locale),
                "length": None if row.days is None else max(_SHORTEST_PX, round(row.days * _LONGEST_PX / longest)),
                "label": _said(row).in_(locale),
            }
            for row in rows
        ],
    }
    return Sheet(Template.WAIT, locale, inputs)


def wait_words(heading: Heading, rows: Sequence[Wait]) -> Text:
    """The same as text."""
    lines = [
        Text("{name}: {wait} ({children})", {"name": row.name, "wait": _said(row), "children": _of(row)})
        for row in rows
    ]
    return caption(joined(heading.words(TITLE), _note()), lines)


def _said(row: Wait) -> Text:
    return _("too few to say") if row.days is None else duration(row.days)


def _of(row: Wait) -> Text:
    if 0 < row.children < FEWEST_SHOWN:
        return _("fewer than {count} children", count=str(FEWEST_SHOWN))
    return children(row.children)


def _note() -> Text:
    return _("From joining the queue to the place, for children who got one.")
