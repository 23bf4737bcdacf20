"""Turns an XLSX file into rows of plain text, in the limited child process."""

from __future__ import annotations

import warnings
from io import BytesIO
from itertools import islice
from typing import Final
from zipfile import ZipFile

from openpyxl import load_workbook

from documents.tables import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Broken, Table

_MAX_UNPACKED: Final = 60 * 1024 * 1024
_MAX_RATIO: Final = 200
_MAX_PARTS: Final = 200


def read_workbook(content: bytes) -> Table:
    """The first sheet; a formula comes as the text that begins with "=", numbers as a person would type them."""
    try:
        with ZipFile(BytesIO(content)) as parts:
            if _is_bomb(parts):
                return Table(broken=Broken.BOMB)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _first_sheet(content)
    except MemoryError:
        return Table(broken=Broken.BOMB)
    except Exception:
        return Table(broken=Broken.UNREADABLE)


def _is_bomb(parts: ZipFile) -> bool:
    listed = parts.infolist()
    unpacked = sum(part.file_size for part in listed)
    packed = sum(part.compress_size for part in listed)
    return len(listed) > _MAX_PARTS or unpacked > _MAX_UNPACKED or unpacked > 1_000_000 + packed * _MAX_RATIO


def _first_sheet(content: bytes) -> Table:
    book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    rows = tuple(
        tuple(_said(value) for value in row)
        for row in islice(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), MAX_ROWS + 1)
    )
    book.close()
    return Table(broken=Broken.TOO_MANY_ROWS) if len(rows) > MAX_ROWS else Table(rows)


def _said(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str | int | float):
        return str(value).strip()[:MAX_CELL]
    return "=" if "formula" in type(value).__name__.lower() else str(value)[:MAX_CELL]
