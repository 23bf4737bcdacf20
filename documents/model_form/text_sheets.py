"""A filled-in model form as plain text for the chat: both languages cut at the same places (S2-63)."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final

from locales.catalogue import Locale

LONGEST: Final = 3000
_GAP: Final = "\n\n"
_NO_GAP: Final = "\n"
_CLOSE: Final = ("row", "item")
Written = Mapping[str, Any]


@dataclass(frozen=True)
class Sheet:
    """The same part of the text in each language, at most 3,000 characters."""

    kk: str
    ru: str


def text_sheets(blocks: Sequence[Written]) -> tuple[Sheet, ...]:
    """The sheets of a manuscript's blocks, in their order."""
    sheets: list[Sheet] = []
    for gap, part in _parts(blocks):
        longer = Sheet(f"{sheets[-1].kk}{gap}{part.kk}", f"{sheets[-1].ru}{gap}{part.ru}") if sheets else part
        if sheets and max(len(longer.kk), len(longer.ru)) <= LONGEST:
            sheets[-1] = longer
        else:
            sheets.append(part)
    return tuple(sheets)


def _parts(blocks: Iterable[Written]) -> Iterator[tuple[str, Sheet]]:
    """Every block with the gap before it; one that is longer than a sheet in pieces."""
    before = ""
    for block in blocks:
        gap = _NO_GAP if block["kind"] == before and before in _CLOSE else _GAP
        before = block["kind"]
        pieces = (_pieces(_said(block, locale)) for locale in (Locale.KK, Locale.RU))
        for kk, ru in zip_longest(*pieces, fillvalue=""):
            yield gap, Sheet(kk, ru)


def _pieces(said: str) -> list[str]:
    return [said] if len(said) <= LONGEST else textwrap.wrap(said, LONGEST, replace_whitespace=False)


def _said(block: Written, locale: Locale) -> str:
    cells = ["".join(words for words, _filled in runs) for runs in block[locale]]
    match block["kind"]:
        case "row":
            return ": ".join(cells)
        case "table":
            return _GAP.join([" · ".join(cells), *map(_row, block["rows"])])
        case "heading" | "clause":
            return f"{block['number']}. {cells[0]}"
        case "item":
            return f"{block['number']}) {cells[0]}"
    return cells[0]


def _row(cells: Iterable[Sequence[str]]) -> str:
    return " · ".join(" ".join(lines) for lines in cells)
