"""A table of words stays words, also where they look like a formula."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from documents.log_table import table_file


@pytest.mark.parametrize("words", ["=1+1", "+7 701", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "Әлия"])
def test_a_cell_is_text_whatever_it_begins_with(words: str) -> None:
    book = load_workbook(BytesIO(table_file("S-2026-000045", ["Who", "What"], [[words, "a\x07b"]])))
    sheet = book.worksheets[0]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [["Who", "What"], [words, "ab"]]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    assert bool(sheet["A2"].quotePrefix) == (words != "Әлия")
    assert (sheet.title, sheet.freeze_panes) == ("S-2026-000045", "A2")
