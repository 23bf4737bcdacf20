"""Makes catalogue files for the tests, by the cells that matter to each."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

from documents.preschool_rows import COLUMNS

ROW: Mapping[str, object] = {
    "bin": "150140000002",
    "name_kk": "№ 12 «Балапан» балабақшасы",
    "name_ru": "Детский сад № 12 «Балапан»",
    "locality": "almaty",
    "address_kk": "Тәуелсіздік көшесі, 1 үй",
    "address_ru": "ул. Тауелсиздик, д. 1",
    "lat": "43.238",
    "lon": "76.889",
    "ownership": "state",
    "queue_types": "general;sanatorium",
    "languages": "kk|ru",
    "min_age": "2",
    "max_age": "3",
    "group": "Ботақан",
    "places": "25",
    "contract_channel": "electronic",
    "fee": "",
    "phone": "+7 (700) 000-00-12",
    "head": "Серикова Анна Ивановна",
    "iban": "KZ45 6010 0000 0000 0001",
}


def row(**cells: object) -> dict[str, object]:
    """A row in order, with these cells instead."""
    return {**ROW, **cells}


def as_csv(*rows: Mapping[str, object], separator: str = ",", columns: Iterable[str] = COLUMNS) -> str:
    """The rows as CSV text with its header."""
    file = StringIO()
    writer = csv.DictWriter(file, list(columns), delimiter=separator, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def as_xlsx(*rows: Mapping[str, object], columns: Iterable[str] = COLUMNS) -> bytes:
    """The rows as a workbook, numbers kept as numbers."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(columns))
    for one in rows:
        sheet.append([one[column] for column in columns])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def bomb_xlsx() -> bytes:
    """A small ZIP that unpacks to a hundred megabytes of nothing."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", bytes(100 * 1024 * 1024))
    return file.getvalue()
