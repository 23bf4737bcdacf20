"""The words that go with a picture: what a screen reader says, short enough for the caption of every channel."""

from __future__ import annotations

from collections.abc import Sequence

from locales.catalogue import Locale
from locales.text import Text, joined, n_

LONGEST_CAPTION = 1024
"""Characters, on Telegram and on WhatsApp."""


def caption(heading: Text, rows: Sequence[Text]) -> Text:
    """The heading and as many rows as fit into 1024 characters in every language; the rest is counted."""
    for shown in range(len(rows), -1, -1):
        whole = joined(heading, *rows[:shown], *_more(len(rows) - shown))
        if all(len(whole.in_(locale)) <= LONGEST_CAPTION for locale in Locale):
            return whole
    raise ValueError("the heading alone is longer than a caption")


def _more(count: int) -> tuple[Text, ...]:
    return (n_("And {count} more in the picture.", "And {count} more in the picture.", count),) if count else ()
