"""The catalogue in the administrator's chat: a file is checked, its difference shown, then applied. S1-07."""

from __future__ import annotations

from dialogs.effects import ApplyCatalogue, ExplainCatalogue, ReadCatalogue
from dialogs.inputs import Fine, Refused
from dialogs.message import FileOut, Message
from dialogs.page import Finish, Go
from dialogs.queries import CatalogueSize
from enrolment.terms import Role
from handlers.book import Outcome, answers, performs
from handlers.catalogue import Author, replace_catalogue
from handlers.desk import Desk
from handlers.staff.catalogue_reading import CATALOGUE, of_other_localities
from handlers.staff.kept_catalogue import kept_catalogue
from handlers.staff.reach import actor_of, by_staff
from locales.text import Text, _, joined, n_
from storage.staff import StaffMember

MOST_LINES = 12
GONE = _("I do not have this file any more. Please send it again.")
SAME = _("This file says what the catalogue says already. There is nothing to change.")


@answers(CatalogueSize)
async def catalogue_size(desk: Desk, query: CatalogueSize) -> int:
    """How many preschools are open."""
    return await desk.uow.catalogue.count()


@performs(ReadCatalogue)
@by_staff(Role.ADMIN)
async def read(desk: Desk, member: StaffMember, effect: ReadCatalogue) -> Outcome:
    """Have the file read after this turn: in it nobody else could write for as long."""
    payload = {"file": effect.file, "locality": member.locality}
    task_id = await desk.uow.tasks.add(desk.account.id, CATALOGUE, payload, desk.now)
    desk.uow.wake("tasks")
    return Fine({"token": task_id})


@performs(ExplainCatalogue)
@by_staff(Role.ADMIN)
async def explain(desk: Desk, member: StaffMember, effect: ExplainCatalogue) -> Outcome:
    """Every problem is told with its row, and a file that changes nothing is said to be one."""
    if effect.kept is None:
        return Refused(SAME if effect.status == "same" else GONE, at="file")
    kept = await kept_catalogue(desk.uow, desk.office, desk.account.id, effect.kept)
    return Refused(GONE, at="file") if kept is None else _problems(desk, kept.problems)


@performs(ApplyCatalogue)
@by_staff(Role.ADMIN)
async def apply(desk: Desk, member: StaffMember, effect: ApplyCatalogue) -> Outcome:
    """Replace the catalogue, of the administrator's locality only where they have one."""
    kept = await kept_catalogue(desk.uow, desk.office, desk.account.id, effect.kept)
    if kept is None or not kept.preschools or kept.locality != member.locality:
        return Refused(GONE, at="file")
    if await of_other_localities(desk.uow, kept.preschools, member.locality):
        return Refused(_("The catalogue has changed since. Please send the file again."), at="file")
    author = Author(actor_of(member), member.locality)
    difference = await replace_catalogue(desk, kept.preschools, author)
    note = _(
        "Applied. New: {added}, changed: {changed}, closed: {closed}.",
        added=len(difference.added),
        changed=len(difference.changed),
        closed=len(difference.closed),
    )
    return Fine(Finish(notes=(Message(note),), then=Go("catalogue")))


def _problems(desk: Desk, lines: tuple[Text, ...]) -> Outcome:
    """The first problems in words; all of them as a file when they are many."""
    count = n_("{count} problem. Nothing was changed.", "{count} problems. Nothing was changed.", len(lines))
    if len(lines) > MOST_LINES:
        content = "\n".join(line.in_(desk.locale) for line in lines)
        everything = FileOut("problems.txt", "text/plain", content=content)
        desk.say(Message(_("All problems are in this file, row by row."), files=(everything,)))
    ask = _("Put the file right and send it again.")
    return Refused(joined(count, *lines[:MOST_LINES], ask), at="file")
