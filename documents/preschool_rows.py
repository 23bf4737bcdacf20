"""One row of the catalogue: the preschool it names and the group it describes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from documents.cells import Unfit, iban, name, number, one_of, phone, provider_bin, some_of, whole, words
from enrolment.terms import InstructionLanguage, QueueType
from locales.text import Text, _

COLUMNS: Final = (
    *("bin", "name_kk", "name_ru", "locality", "address_kk", "address_ru", "lat", "lon", "ownership", "queue_types"),
    *("languages", "min_age", "max_age", "group", "places", "contract_channel", "fee", "phone"),
    *("head", "iban"),
)
MAY_BE_MISSING: Final = ("phone", "head", "iban")
OF_THE_GROUP: Final = ("group", "min_age", "max_age", "places")
OF_THE_PRESCHOOL: Final = tuple(column for column in COLUMNS if column not in OF_THE_GROUP)
_MAY_BE_EMPTY: Final = ("lat", "lon", "fee", *MAY_BE_MISSING)
_OWNERSHIP: Final = ("state", "private")
_CHANNELS: Final = ("electronic", "both", "paper")
_FORMULA: Final = ("=", "@")

Readers = Mapping[str, Callable[[str], Any]]


@dataclass(frozen=True)
class RowProblem:
    """What is wrong in a row as the spreadsheet numbers it: 1 is the header, 0 the file as a whole."""

    row_number: int
    column: str | None
    text: Text


@dataclass(frozen=True)
class Row:
    """The cells of one row that could be read, by column."""

    number: int
    cells: Mapping[str, Any]


def readers(localities: Collection[str]) -> Readers:
    """How each column is read, for an instance with these localities."""
    return {
        "bin": provider_bin,
        "name_kk": name,
        "name_ru": name,
        "locality": one_of(localities),
        "address_kk": name,
        "address_ru": name,
        "lat": number(40, 56),
        "lon": number(46, 88),
        "ownership": one_of(_OWNERSHIP),
        "queue_types": some_of(QueueType),
        "languages": some_of(InstructionLanguage),
        "min_age": number(0, 7),
        "max_age": number(0, 8),
        "group": words,
        "places": whole(0, 1000),
        "contract_channel": one_of(_CHANNELS),
        "fee": whole(0, 1_000_000),
        "phone": phone,
        "head": name,
        "iban": iban,
    }


def read_row(row_number: int, said: Mapping[str, str], known: Readers) -> tuple[Row, list[RowProblem]]:
    """What the cells of one row mean, and every problem in it."""
    cells: dict[str, Any] = {}
    problems: list[RowProblem] = []
    for column in COLUMNS:
        try:
            cells[column] = _read_cell(column, said.get(column, ""), known)
        except Unfit as unfit:
            problems.append(RowProblem(row_number, column, unfit.text))
    return Row(row_number, cells), [*problems, *_across(row_number, cells)]


def _read_cell(column: str, cell: str, known: Readers) -> Any:
    if cell.startswith(_FORMULA):
        raise Unfit(_("This is a formula. Write its value instead."))
    return None if not cell and column in _MAY_BE_EMPTY else known[column](cell)


def _across(row_number: int, cells: Mapping[str, Any]) -> list[RowProblem]:
    """What only two cells together show."""
    problems = []
    if "lat" in cells and "lon" in cells and (cells["lat"] is None) != (cells["lon"] is None):
        empty = "lat" if cells["lat"] is None else "lon"
        problems.append(RowProblem(row_number, empty, _("A place on the map needs both lat and lon.")))
    if "min_age" in cells and "max_age" in cells and cells["min_age"] >= cells["max_age"]:
        problems.append(RowProblem(row_number, "max_age", _("The upper age must be above the lower one.")))
    return problems
