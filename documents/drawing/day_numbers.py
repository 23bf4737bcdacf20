"""The numbers of the day, for staff: large figures with yesterday's beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from documents.drawing.captions import caption
from documents.drawing.figures import grouped
from documents.drawing.heading import Heading
from documents.drawing.sheet import Sheet, Template
from locales.catalogue import Locale
from locales.text import Text, _, joined

TITLE = _("Numbers of the day")


@dataclass(frozen=True)
class DayNumber:
    """One figure, and what it was the day before where that is known."""

    name: Text
    value: int
    before: int | None = None


def numbers_picture(heading: Heading, rows: Sequence[DayNumber], locale: Locale) -> Sheet:
    """Two tiles beside each other, in the order given."""
    inputs = {
        **heading.above(TITLE, locale),
        "tiles": [
            {
                "name": row.name.in_(locale),
                "value": grouped(row.value).in_(locale),
                "before": _before(row).in_(locale),
            }
            for row in rows
        ],
    }
    return Sheet(Template.NUMBERS, locale, inputs)


def numbers_words(heading: Heading, rows: Sequence[DayNumber]) -> Text:
    """The same as text."""
    lines = [
        joined(
            Text("{name}: {value}", {"name": row.name, "value": grouped(row.value)}),
            _before(row),
            separator="; ",
        )
        for row in rows
    ]
    return caption(heading.words(TITLE), lines)


def _before(row: DayNumber) -> Text:
    return joined() if row.before is None else _("yesterday: {count}", count=grouped(row.before))
