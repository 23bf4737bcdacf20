"""The catalogue in the administrator's chat: a file is checked, its difference shown, then applied. S1-07."""

from __future__ import annotations

from collections.abc import Iterable

from dialogs.effects import ApplyCatalogue, CompareCatalogue
from dialogs.inputs import Fine, Refused
from dialogs.message import FileOut, Message
from dialogs.page import Finish, Go
from dialogs.queries import CatalogueChange, CatalogueDifference, CatalogueSize
from documents.preschool_rows import RowProblem
from enrolment.preschools import Preschool
from enrolment.terms import Name, Role
from handlers.book import Outcome, answers, performs
from handlers.catalogue import import_catalogue, problem_lines, read_file
from handlers.desk import Desk
from handlers.staff.reach import actor_of, by_staff, my_membership
from locales.text import _, joined, n_
from storage.files import DamagedFile, MissingFile
from storage.staff import StaffMember

MOST_LINES = 12
GONE = _("I do not have this file any more. Please send it again.")


@answers(CatalogueSize)
async def catalogue_size(desk: Desk, query: CatalogueSize) -> int:
    """How many preschools are open."""
    return await desk.uow.catalogue.count()


@answers(CatalogueDifference)
async def catalogue_difference(desk: Desk, query: CatalogueDifference) -> CatalogueChange:
    """What the administrator's file would change, by names."""
    member = await my_membership(desk)
    content = await _content(desk, query.file)
    if member is None or member.role is not Role.ADMIN or content is None:
        return CatalogueChange()
    new = (await read_file(desk.office, content)).preschools
    difference = await desk.uow.catalogue.difference(new)
    closing = await desk.uow.catalogue.load(difference.closed)
    by_bin = closing | {one.bin: one for one in new}
    return CatalogueChange(
        _names(difference.added, by_bin), _names(difference.changed, by_bin), _names(difference.closed, by_bin)
    )


@performs(CompareCatalogue)
@by_staff(Role.ADMIN)
async def compare(desk: Desk, member: StaffMember, effect: CompareCatalogue) -> Outcome:
    """Read the file; every problem is told with its row, and a file that changes nothing is said to be one."""
    content = await _content(desk, effect.file)
    if content is None:
        return Refused(GONE)
    read = await read_file(desk.office, content)
    if not read.clean:
        return _problems(desk, read.problems)
    if not await desk.uow.catalogue.difference(read.preschools):
        return Refused(_("This file says what the catalogue says already. There is nothing to change."))
    return Fine()


@performs(ApplyCatalogue)
@by_staff(Role.ADMIN)
async def apply(desk: Desk, member: StaffMember, effect: ApplyCatalogue) -> Outcome:
    """Replace the catalogue by the file."""
    content = await _content(desk, effect.file)
    if content is None:
        return Refused(GONE, at="file")
    imported = await import_catalogue(desk.uow, desk.office, content, desk.now, actor_of(member))
    if imported.problems:
        return _problems(desk, imported.problems)
    difference = imported.difference
    note = _(
        "Applied. New: {added}, changed: {changed}, closed: {closed}.",
        added=len(difference.added),
        changed=len(difference.changed),
        closed=len(difference.closed),
    )
    return Fine(Finish(notes=(Message(note),), then=Go("catalogue")))


async def _content(desk: Desk, file_id: int) -> bytes | None:
    """The bytes of a file that this very person sent."""
    record = (await desk.uow.files.get([file_id])).get(file_id)
    if record is None or record.owner_account_id != desk.account.id:
        return None
    try:
        return await desk.office.files.read(file_id, record.wrapped_key)
    except (MissingFile, DamagedFile):
        return None


def _problems(desk: Desk, problems: tuple[RowProblem, ...]) -> Outcome:
    """The first problems in words; all of them as a file when they are many."""
    lines = problem_lines(problems)
    count = n_("{count} problem. Nothing was changed.", "{count} problems. Nothing was changed.", len(lines))
    if len(lines) > MOST_LINES:
        content = "\n".join(line.in_(desk.locale) for line in lines)
        everything = FileOut("problems.txt", "text/plain", content=content)
        desk.say(Message(_("All problems are in this file, row by row."), files=(everything,)))
    ask = _("Put the file right and send it again.")
    return Refused(joined(count, *lines[:MOST_LINES], ask), at="file")


def _names(bins: Iterable[str], by_bin: dict[str, Preschool]) -> tuple[Name, ...]:
    return tuple(Name(by_bin[bin_].name_kk, by_bin[bin_].name_ru, by_bin[bin_].name_ru) for bin_ in bins)
