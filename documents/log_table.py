"""A table of words as an .xlsx file: every cell is text, whatever it begins with, so that no program computes it."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Final

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDEST: Final = 60
_COMPUTED: Final = ("=", "+", "-", "@", "\t", "\r")


def table_file(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """One sheet with a fixed row of heads; characters that XML cannot hold are left out."""
    # Only here, because the program itself never needs it otherwise and it is slow to load.
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title[:31]
    for at, row in enumerate((heads, *rows), 1):
        for column, words in enumerate(row, 1):
            cell = sheet.cell(at, column, ILLEGAL_CHARACTERS_RE.sub("", words))
            cell.data_type = "s"
            cell.quotePrefix = words.startswith(_COMPUTED)
    for column in range(1, len(heads) + 1):
        widest = max(len(row[column - 1]) for row in (heads, *rows))
        sheet.column_dimensions[get_column_letter(column)].width = min(widest + 2, _WIDEST)
    sheet.freeze_panes = "A2"
    written = BytesIO()
    book.save(written)
    return written.getvalue()
