"""Reads the catalogue of preschools from a CSV or XLSX file, one row a group, and tells all problems at once. S1-07."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from documents.preschool_rows import (
    COLUMNS,
    MAY_BE_MISSING,
    OF_THE_PRESCHOOL,
    Row,
    RowProblem,
    read_row,
    readers,
)
from documents.quarantine import Perished, Quarantine
from documents.tables import MAX_ROWS, Broken, Table, read_csv
from documents.verdicts import MEGABYTE
from enrolment.preschools import Group, Preschool
from enrolment.terms import InstructionLanguage
from locales.text import Text, _

MAX_BYTES = 5 * MEGABYTE
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Read:
    """The preschools of a file whose rows are all in order, and what is wrong with the others."""

    preschools: tuple[Preschool, ...]
    problems: tuple[RowProblem, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether the file may be applied: a partial catalogue would close preschools by mistake."""
        return not self.problems


async def read_catalogue(content: bytes, *, localities: Collection[str], quarantine: Quarantine) -> Read:
    """What the file says; a workbook is opened in the quarantine, and the event loop is never held."""
    if not content or len(content) > MAX_BYTES:
        return _whole_file(_SIZE if content else _EMPTY)
    if content.startswith(_OLD_EXCEL):
        return _whole_file(_("This is an old Excel file or one with a password. Save it as XLSX or CSV."))
    table = (
        await _workbook(content, quarantine) if content.startswith(_ZIP) else await asyncio.to_thread(read_csv, content)
    )
    if table.broken is not None:
        return _whole_file(_BROKEN[table.broken])
    return await asyncio.to_thread(read_rows, table.rows, localities)


def read_rows(rows: Sequence[Sequence[str]], localities: Collection[str]) -> Read:
    """What a table with its header says, problems in the order of the rows."""
    if not any(any(row) for row in rows):
        return _whole_file(_EMPTY)
    header = _header(rows[0])
    if problems := _header_problems(header):
        return Read((), tuple(problems))
    known, read, problems = readers(localities), [], []
    for row_number, cells in enumerate(rows[1:], start=2):
        if not any(cells):
            continue
        row, found = read_row(row_number, dict(zip(header, cells, strict=False)), known)
        if any(cells[len(header) :]) or len(cells) > len(rows[0]):
            found.append(
                RowProblem(row_number, None, _("There are more cells than columns. Put quotes around commas."))
            )
        read.append(row)
        problems += found
    if not read:
        return _whole_file(_EMPTY)
    problems += _disagreements(read) + _repeated_groups(read)
    spoiled = _bins_at(read, {problem.row_number for problem in problems})
    problems.sort(key=lambda problem: problem.row_number)
    return Read(_preschools(read, spoiled), tuple(problems))


def _header(cells: Sequence[str]) -> list[str]:
    columns = [cell.strip().lower() for cell in cells]
    while columns and not columns[-1]:
        columns.pop()
    return columns


def _header_problems(header: Sequence[str]) -> list[RowProblem]:
    missing = [column for column in COLUMNS if column not in (*header, *MAY_BE_MISSING)]
    unknown = [column for column in dict.fromkeys(header) if column and column not in COLUMNS]
    twice = [column for column in COLUMNS if header.count(column) > 1]
    return [
        *(RowProblem(1, column, _("This column is missing.")) for column in missing),
        *(RowProblem(1, column, _("This column is not known.")) for column in unknown),
        *(RowProblem(1, column, _("This column stands here twice.")) for column in twice),
    ]


def _by_bin(rows: Iterable[Row]) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        if "bin" in row.cells:
            found.setdefault(row.cells["bin"], []).append(row)
    return found


def _disagreements(rows: Iterable[Row]) -> list[RowProblem]:
    """Cells that contradict the first row of the same preschool, languages excepted: each group may name its own."""
    return [
        RowProblem(
            row.number,
            column,
            _("The same preschool has another value in row {row}: all its rows must agree.", row=first.number),
        )
        for first, *others in _by_bin(rows).values()
        for row in others
        for column in OF_THE_PRESCHOOL
        if column != "languages"
        and column in row.cells
        and column in first.cells
        and row.cells[column] != first.cells[column]
    ]


def _repeated_groups(rows: Iterable[Row]) -> list[RowProblem]:
    problems = []
    for same in _by_bin(rows).values():
        seen: dict[str, int] = {}
        for row in same:
            group = str(row.cells.get("group", "")).casefold()
            if group in seen:
                told = _("This group stands already in row {row}.", row=seen[group])
                problems.append(RowProblem(row.number, "group", told))
            elif group:
                seen[group] = row.number
    return problems


def _bins_at(rows: Iterable[Row], numbers: Collection[int]) -> set[str]:
    return {row.cells["bin"] for row in rows if row.number in numbers and "bin" in row.cells}


def _preschools(rows: Iterable[Row], spoiled: Collection[str]) -> tuple[Preschool, ...]:
    return tuple(_preschool(same) for bin_, same in _by_bin(rows).items() if bin_ not in spoiled)


def _preschool(rows: Sequence[Row]) -> Preschool:
    shared = {column: rows[0].cells[column] for column in OF_THE_PRESCHOOL if column != "languages"}
    spoken = {language for row in rows for language in row.cells["languages"]}
    languages = tuple(language for language in InstructionLanguage if language in spoken)
    return Preschool(**shared, languages=languages, groups=tuple(_group(row) for row in rows))


def _group(row: Row) -> Group:
    cells = row.cells
    return Group(cells["group"], cells["min_age"], cells["max_age"], cells["places"])


async def _workbook(content: bytes, quarantine: Quarantine) -> Table:
    try:
        answer = await quarantine.inspect({"task": "workbook"}, content)
    except Perished:
        return Table(broken=Broken.BOMB)
    match answer:
        case {"rows": list(rows), "broken": None}:
            return Table(tuple(tuple(str(cell) for cell in row) for row in rows))
        case {"broken": str(broken)} if broken in list(Broken):
            return Table(broken=Broken(broken))
    return Table(broken=Broken.UNREADABLE)


def _whole_file(text: Text) -> Read:
    return Read((), (RowProblem(0, None, text),))


_EMPTY = _("There are no rows in this file.")
_SIZE = _("This file is larger than {limit} MB.", limit=MAX_BYTES // MEGABYTE)
_BROKEN = {
    Broken.UNREADABLE: _("This is neither a CSV nor an XLSX file, or it is damaged."),
    Broken.BOMB: _("This file unpacks to far more than a catalogue can be."),
    Broken.TOO_MANY_ROWS: _("There are more than {limit} rows.", limit=MAX_ROWS),
}
