"""A table of plain text, and how it is read from a CSV file."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO
from typing import Final

MAX_ROWS: Final = 20_000
MAX_COLUMNS: Final = 40
MAX_CELL: Final = 500
_SEPARATORS: Final = (";", ",", "\t")


class Broken(StrEnum):
    """Why there is no table."""

    UNREADABLE = "unreadable"
    BOMB = "bomb"
    TOO_MANY_ROWS = "too_many_rows"


@dataclass(frozen=True)
class Table:
    """Rows of text as a spreadsheet shows them, the header first; `broken` when there is none."""

    rows: tuple[tuple[str, ...], ...] = ()
    broken: Broken | None = None


def read_csv(content: bytes) -> Table:
    """UTF-8 with or without a mark, UTF-16 with one, else Windows-1251; the header tells the separator."""
    try:
        text = _decoded(content)
        header = text.partition("\n")[0]
        separator = max(_SEPARATORS, key=header.count)
        reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
        rows: list[tuple[str, ...]] = []
        for row in reader:
            if len(rows) == MAX_ROWS:
                return Table(broken=Broken.TOO_MANY_ROWS)
            rows.append(tuple(cell.strip()[:MAX_CELL] for cell in row[:MAX_COLUMNS]))
    except (UnicodeDecodeError, csv.Error):
        return Table(broken=Broken.UNREADABLE)
    return Table(tuple(rows))


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251")
