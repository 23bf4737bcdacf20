"""How many children wait, by age and category: a strip of columns for each category, to one scale (S1-06, S1-08)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from documents.drawing.captions import caption
from documents.drawing.figures import FEWEST_SHOWN, at_least_five, children, grouped
from documents.drawing.heading import Heading
from documents.drawing.sheet import Sheet, Template
from locales.catalogue import Locale
from locales.text import Text, _, joined, n_

MOST_AGES = 8
MOST_STRIPS = 8
_HIGHEST_PX = 220
_LOWEST_PX = 5

TITLE = _("Queue by age and category")


@dataclass(frozen=True)
class CategoryRow:
    """The children of one category, by the ages of the table."""

    name: Text
    counts: Sequence[int]

    @property
    def total(self) -> int:
        """All of the category."""
        return sum(self.counts)

    @property
    def shown(self) -> int:
        """Those whose number may be published."""
        return sum(count for count in self.counts if count >= FEWEST_SHOWN)


@dataclass(frozen=True)
class QueueTable:
    """Ages, up to eight and worded by the caller (as years or years of birth), and the categories in their order.

    Raises ValueError for more ages, or for rows of another length.
    """

    heading: Heading
    ages: Sequence[Text]
    rows: Sequence[CategoryRow]

    def __post_init__(self) -> None:
        if not 1 <= len(self.ages) <= MOST_AGES:
            raise ValueError(f"a picture has 1 to {MOST_AGES} ages, not {len(self.ages)}")
        if any(len(row.counts) != len(self.ages) for row in self.rows):
            raise ValueError("every category needs one count for each age")

    @property
    def total(self) -> int:
        """All children in the queue."""
        return sum(row.total for row in self.rows)

    @property
    def shown(self) -> int:
        """Those whose number may be published."""
        return sum(row.shown for row in self.rows)


def queue_picture(table: QueueTable, locale: Locale) -> Sheet:
    """Columns with their numbers above them; categories without children are left out."""
    strips = _strips(table)
    highest = max((count for row in strips for count in row.counts), default=0)
    highest = max(highest, FEWEST_SHOWN)
    inputs = {
        **table.heading.above(TITLE, locale),
        "total": _total(table).in_(locale),
        "ages": [age.in_(locale) for age in table.ages],
        "strips": [
            {
                "name": row.name.in_(locale),
                "total": _sum(row).in_(locale),
                "columns": [{"label": at_least_five(n).in_(locale), "height": _height(n, highest)} for n in row.counts],
            }
            for row in strips
        ],
    }
    return Sheet(Template.QUEUE, locale, inputs)


def queue_words(table: QueueTable) -> Text:
    """The same as text: each category with its ages."""
    rows = [
        joined(
            Text("{name}: {total}", {"name": row.name, "total": _sum(row)}),
            joined(
                *(
                    Text("{age}: {count}", {"age": age, "count": at_least_five(count)})
                    for age, count in zip(table.ages, row.counts, strict=True)
                    if count
                ),
                separator="; ",
            ),
            separator=" — ",
        )
        for row in _strips(table)
    ]
    return caption(joined(table.heading.words(TITLE), _total(table)), rows)


def _total(table: QueueTable) -> Text:
    if table.shown == table.total:
        return _("In the queue: {children}", children=children(table.total))
    if not table.shown:
        return _("In the queue: a few children")
    return _("In the queue: more than {children}", children=children(table.shown))


def _sum(row: CategoryRow) -> Text:
    """The total of a category; where a part of it is not published it must not tell that part."""
    if row.shown == row.total:
        return grouped(row.total)
    return _("more than {count}", count=grouped(row.shown)) if row.shown else _("a few")


def _height(count: int, highest: int) -> int:
    """A number that is not published is as high as any other such one."""
    return max(_LOWEST_PX, round(max(count, FEWEST_SHOWN) * _HIGHEST_PX / highest)) if count else 0


def _strips(table: QueueTable) -> list[CategoryRow]:
    """The categories with children; of more than eight the smallest are put together."""
    rows = [row for row in table.rows if row.total]
    if len(rows) <= MOST_STRIPS:
        return rows
    largest = sorted(rows, key=lambda row: row.total, reverse=True)[: MOST_STRIPS - 1]
    rest = [row for row in rows if row not in largest]
    name = n_("{count} more category", "{count} more categories", len(rest))
    summed = CategoryRow(name, [sum(counts) for counts in zip(*(row.counts for row in rest), strict=True)])
    return [*(row for row in rows if row in largest), summed]
