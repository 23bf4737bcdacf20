"""The catalogue from a file: read, compared, applied as a whole or not at all. S1-07."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from documents.preschool_rows import RowProblem
from documents.quarantine import Quarantine
from documents.spreadsheet import Read, read_catalogue
from handlers.office import Office
from locales.text import Text, _
from storage.catalogue import CatalogueDifference
from storage.uow import Uow

SUBJECT = "catalogue"
OPERATOR = "operator"
MOST_RECENT = 4
_RECENT: dict[tuple[bytes, tuple[str, ...]], Read] = {}


@dataclass(frozen=True)
class Imported:
    """What a file changed; with problems it changed nothing."""

    difference: CatalogueDifference
    problems: tuple[RowProblem, ...] = ()


async def import_catalogue(uow: Uow, office: Office, content: bytes, now: datetime, actor: str = OPERATOR) -> Imported:
    """Replace the catalogue by this CSV or XLSX file, unless there is a problem in any row."""
    read = await read_file(office, content)
    if not read.clean:
        return Imported(CatalogueDifference((), (), ()), read.problems)
    difference = await uow.catalogue.replace(read.preschools, now)
    counts = {name: len(getattr(difference, name)) for name in ("added", "changed", "closed")}
    await uow.events.append(SUBJECT, actor, None, "applied", at=now, details=counts)
    return Imported(difference)


async def read_file(office: Office, content: bytes) -> Read:
    """What the file says; a workbook is opened in a limited child process, once for all steps of its dialog."""
    localities = tuple(row.code for row in office.profile.localities)
    key = (hashlib.sha256(content).digest(), localities)
    if key not in _RECENT:
        async with Quarantine(places=1) as quarantine:
            read = await read_catalogue(content, localities=localities, quarantine=quarantine)
        while len(_RECENT) >= MOST_RECENT:
            _RECENT.pop(next(iter(_RECENT)), None)
        _RECENT[key] = read
        return read
    return _RECENT[key]


def problem_lines(problems: Sequence[RowProblem]) -> list[Text]:
    """Every problem in one line, with the row as the spreadsheet numbers it."""
    return [_line(problem) for problem in problems]


def _line(problem: RowProblem) -> Text:
    if not problem.row_number:
        return problem.text
    if problem.column is None:
        return _("Row {row}: {problem}", row=problem.row_number, problem=problem.text)
    return _("Row {row}, {column}: {problem}", row=problem.row_number, column=problem.column, problem=problem.text)
