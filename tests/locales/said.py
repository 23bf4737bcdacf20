"""What the catalogues say, flattened: one row per text, language and plural form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from locales.catalogue import Locale, read
from locales.messages import said

PARAMETER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Row:
    """One form of one text: its English source of the same number, and what the language says.

    `counted` has the English singular and plural of a text that counts.
    """

    locale: Locale
    source: str
    words: str
    counted: tuple[str, ...] = ()

    @property
    def bare(self) -> str:
        """The words without their parameters."""
        return PARAMETER.sub(" ", self.words)

    def __str__(self) -> str:
        return f"{self.locale}: {self.words!r} for {self.source!r}"


@cache
def rows(locale: Locale) -> tuple[Row, ...]:
    """Every form of every text of that language."""
    return tuple(_rows(locale))


def _rows(locale: Locale) -> Iterator[Row]:
    for message in read(locale):
        if not message.id:
            continue
        if isinstance(message.id, str):
            yield Row(locale, message.id, str(message.string))
            continue
        one, many = message.id
        for form, words in enumerate(said(message.string)):
            yield Row(locale, many if form else one, words, (one, many))


def parameters(text: str) -> set[str]:
    """The names in curly braces."""
    return set(PARAMETER.findall(text))
