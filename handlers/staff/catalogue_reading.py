"""An administrator's catalogue file, read and compared outside of any turn: a workbook takes seconds. S1-07."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from documents.preschool_rows import RowProblem
from documents.quarantine import Quarantine
from enrolment.preschools import Preschool
from handlers.account_files import content_of, own_file
from handlers.catalogue import problem_lines, read_file
from handlers.office import Office
from handlers.staff.kept_catalogue import KeptCatalogue, keep
from locales.text import _
from storage.catalogue import CatalogueDifference
from storage.database import Database
from storage.tasks import TaskRow
from storage.uow import Uow

CATALOGUE = "catalogue"
SHOWN = 10


async def read_and_compare(database: Database, office: Office, quarantine: Quarantine, task: TaskRow) -> dict[str, Any]:
    """The outcome for the dialog that waits: `status` is read, problems, same or gone.

    `kept` is the file with what was read; with "read" come how many are added, changed and closed, and some names.
    """
    async with database.reading() as uow:
        record = await own_file(uow, task.account_id, task.payload["file"])
    content = await content_of(office, record) if record is not None else None
    if content is None:
        return {"status": "gone"}
    locality = task.payload["locality"]
    read = await read_file(office, content, quarantine, locality)
    problems = read.problems
    if read.clean:
        async with database.reading() as uow:
            problems = await of_other_localities(uow, read.preschools, locality)
            difference = await uow.catalogue.difference(read.preschools, locality)
            change = await _change(uow, read.preschools, difference)
        if not problems and not difference:
            return {"status": "same"}
    if problems:
        kept = KeptCatalogue(locality, problems=tuple(problem_lines(problems)))
        return {"status": "problems", "kept": await keep(database, office, task.account_id, kept)}
    kept = KeptCatalogue(locality, read.preschools)
    return {"status": "read", "kept": await keep(database, office, task.account_id, kept), **change}


async def of_other_localities(
    uow: Uow, preschools: Collection[Preschool], locality: str | None
) -> tuple[RowProblem, ...]:
    """A problem for each preschool that the catalogue has in another locality: it is not this administrator's."""
    if locality is None:
        return ()
    taken = await uow.catalogue.elsewhere([one.bin for one in preschools], locality)
    return tuple(
        RowProblem(0, None, _("The kindergarten with BIN {bin} belongs to another city.", bin=bin_)) for bin_ in taken
    )


async def _change(
    uow: Uow, new: Collection[Preschool], difference: CatalogueDifference
) -> Mapping[str, Mapping[str, Any]]:
    closing = await uow.catalogue.load(difference.closed[:SHOWN])
    by_bin = closing | {one.bin: one for one in new}
    return {
        "added": _named(difference.added, by_bin),
        "changed": _named(difference.changed, by_bin),
        "closed": _named(difference.closed, by_bin),
    }


def _named(bins: tuple[str, ...], by_bin: Mapping[str, Preschool]) -> Mapping[str, Any]:
    return {"count": len(bins), "names": [[one.name_kk, one.name_ru] for one in _some(bins, by_bin)]}


def _some(bins: tuple[str, ...], by_bin: Mapping[str, Preschool]) -> Iterable[Preschool]:
    return (by_bin[bin_] for bin_ in bins[:SHOWN])
