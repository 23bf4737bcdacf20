"""The catalogue from a file: read outside of any transaction, applied as a whole or not at all. S1-07."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from documents.preschool_rows import RowProblem
from documents.quarantine import Quarantine
from documents.spreadsheet import Read, read_catalogue
from enrolment.preschools import Preschool
from handlers.lost_preschools import lose_places
from handlers.office import Office
from handlers.telling import Moment, Occasion, post
from locales.text import Text, _
from storage.catalogue import CatalogueDifference
from storage.database import Database

SUBJECT = "catalogue"
OPERATOR = "operator"


@dataclass(frozen=True)
class Imported:
    """What a file changed; with problems it changed nothing."""

    difference: CatalogueDifference
    problems: tuple[RowProblem, ...] = ()


@dataclass(frozen=True)
class Author:
    """Who replaces the catalogue, and of which locality; of all of them without one."""

    actor: str = OPERATOR
    locality: str | None = None


async def import_catalogue(database: Database, office: Office, content: bytes, quarantine: Quarantine) -> Imported:
    """Replace the catalogue by this CSV or XLSX file, unless there is a problem in any row."""
    read = await read_file(office, content, quarantine)
    if not read.clean:
        return Imported(CatalogueDifference((), (), ()), read.problems)
    async with database.transaction("catalogue") as uow:
        at = Moment(uow, office, office.clock.now())
        return Imported(await replace_catalogue(at, read.preschools))


async def read_file(office: Office, content: bytes, quarantine: Quarantine, locality: str | None = None) -> Read:
    """What the file says; with a locality a row of any other is a problem. It takes seconds: never in a transaction."""
    known = tuple(row.code for row in office.profile.localities if locality in {None, row.code})
    return await read_catalogue(content, localities=known, quarantine=quarantine)


async def replace_catalogue(
    at: Occasion, preschools: Collection[Preschool], author: Author | None = None
) -> CatalogueDifference:
    """Make the catalogue of the author's locality say exactly this, and note what changed.

    Families whose kindergarten has closed or lost their place choose again (edge 16).
    """
    author = author or Author()
    difference = await at.uow.catalogue.replace(preschools, at.now, author.locality)
    counts = {name: len(getattr(difference, name)) for name in ("added", "changed", "closed")}
    details = {**counts, "locality": author.locality}
    await at.uow.events.append(SUBJECT, author.actor, None, "applied", at=at.now, details=details)
    await post(at.uow, await lose_places(at, (*difference.closed, *difference.changed), author.actor))
    return difference


def problem_lines(problems: Sequence[RowProblem]) -> list[Text]:
    """Every problem in one line, with the row as the spreadsheet numbers it."""
    return [_line(problem) for problem in problems]


def _line(problem: RowProblem) -> Text:
    if not problem.row_number:
        return problem.text
    if problem.column is None:
        return _("Row {row}: {problem}", row=problem.row_number, problem=problem.text)
    return _("Row {row}, {column}: {problem}", row=problem.row_number, column=problem.column, problem=problem.text)
