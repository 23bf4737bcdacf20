"""New texts of a department are read beside the turn; then draft and changes come, or all that is wrong. S2-73."""

from __future__ import annotations

from dialogs.inputs import Fine, Refused
from dialogs.message import FileOut, Message
from dialogs.staff.model_form import ONE_CITY, answers_for_all
from dialogs.staff.model_form_publishing import ReadNewForm, ShowNewForm
from enrolment.terms import Role
from handlers.book import Outcome, performs
from handlers.contract_drafting import PDF
from handlers.desk import Desk
from handlers.staff.kept_form import kept_form
from handlers.staff.model_form_reading import FORM, TEXT
from handlers.staff.reach import by_staff
from locales.text import _, joined, n_, verbatim
from storage.staff import StaffMember

MOST_LINES = 10
NOT_THERE = _("I do not have these files any more. Please send them again.")
GUARD = by_staff(Role.EDUCATION_DEPARTMENT)
_WHY = {
    "gone": NOT_THERE,
    "same": _("These files say what the form says already. There is nothing to publish."),
    "unprintable": _(
        "No pages could be made of these texts just now. Please try again, or tell whoever runs this service."
    ),
}


@performs(ReadNewForm)
@GUARD
async def read(desk: Desk, member: StaffMember, effect: ReadNewForm) -> Outcome:
    """Have the files read after this turn."""
    if not answers_for_all(desk.office.profile, member.locality):
        return Refused(ONE_CITY, at="files")
    payload = {"files": list(effect.files), "since": effect.since.isoformat()}
    task_id = await desk.uow.tasks.add(desk.account.id, FORM, payload, desk.now)
    desk.uow.wake("tasks")
    return Fine({"token": task_id})


@performs(ShowNewForm)
@GUARD
async def show(desk: Desk, member: StaffMember, effect: ShowNewForm) -> Outcome:
    """The draft and the changes as files; or everything that is wrong, and the files are to be sent again."""
    if effect.status in _WHY:
        return Refused(_WHY[effect.status], at="files")
    if effect.lines:
        return _problems(desk, effect.lines)
    kept = await kept_form(desk.uow, desk.office, desk.account.id, effect.kept) if effect.kept is not None else None
    if kept is None:
        return Refused(NOT_THERE, at="files")
    draft = FileOut("draft.pdf", PDF, stored=kept.draft)
    changes = FileOut("changes.txt", TEXT, content=kept.changes)
    desk.say(
        Message(_("An invented contract by the new form, and every change word for word."), files=(draft, changes))
    )
    return Fine()


def _problems(desk: Desk, lines: tuple[str, ...]) -> Outcome:
    """The first problems in words; all of them as a file when they are many."""
    count = n_("{count} problem. Nothing was changed.", "{count} problems. Nothing was changed.", len(lines))
    if len(lines) > MOST_LINES:
        everything = FileOut("problems.txt", TEXT, content="\n".join(lines))
        desk.say(Message(_("All problems are in this file, line by line."), files=(everything,)))
    ask = _("Put the files right and send them again; the others are kept.")
    return Refused(joined(count, *map(verbatim, lines[:MOST_LINES]), ask), at="files")
