"""Distribution in the department's chat: a preview is asked for and shown, and the command is given once. G.0."""

from __future__ import annotations

from dialogs.inputs import Fine, Refused
from dialogs.message import Message
from dialogs.page import Finish, Go
from dialogs.protocol_queries import LINES, Preview, PreviewSheet, RunCard
from dialogs.staff.department_effects import Distribute, PreviewDistribution, ShowDistribution, ShowPreview
from dialogs.staff.words import NOT_YOUR_ROLE
from enrolment.distribution_protocol import Outcome as Came
from enrolment.terms import Role
from handlers.book import Outcome, answers, performs
from handlers.desk import Desk
from handlers.distributing import DISTRIBUTION, PREVIEW
from handlers.staff.department_places import my_department
from handlers.staff.kept_preview import KeptPreview, kept_preview
from handlers.staff.reach import actor_of, by_staff
from locales.text import _
from storage.staff import StaffMember

GONE = _("This preview is gone. Make a new one.")


@answers(Preview)
async def preview(desk: Desk, query: Preview) -> PreviewSheet | None:
    """One sheet of a preview that was made for this member."""
    member = await my_department(desk)
    found = await _kept(desk, member, query.kept) if member is not None else None
    if found is None:
        return None
    lines = found.lines[query.at * LINES : (query.at + 1) * LINES]
    return PreviewSheet(query.kept, _run_card(found), lines, len(found.lines) > (query.at + 1) * LINES)


@performs(ShowDistribution)
@by_staff(Role.EDUCATION_DEPARTMENT)
async def show_distribution(desk: Desk, member: StaffMember, effect: ShowDistribution) -> Outcome:
    """Go to the distribution of a locality."""
    return Fine(Finish(then=Go("distribution", {"locality": effect.locality})))


@performs(PreviewDistribution)
@by_staff(Role.EDUCATION_DEPARTMENT)
async def ask_for_preview(desk: Desk, member: StaffMember, effect: PreviewDistribution) -> Outcome:
    """Have the preview worked out after this turn."""
    if member.locality not in {None, effect.locality}:
        return Refused(NOT_YOUR_ROLE)
    task_id = await desk.uow.tasks.add(desk.account.id, PREVIEW, {"locality": effect.locality}, desk.now)
    desk.uow.wake("tasks")
    return Fine({"token": task_id})


@performs(ShowPreview)
@by_staff(Role.EDUCATION_DEPARTMENT)
async def show_preview(desk: Desk, member: StaffMember, effect: ShowPreview) -> Outcome:
    """Go to the preview."""
    return Fine(Finish(then=Go("preview", {"kept": effect.kept})))


@performs(Distribute)
@by_staff(Role.EDUCATION_DEPARTMENT)
async def command(desk: Desk, member: StaffMember, effect: Distribute) -> Outcome:
    """Have the vouchers issued after this turn, in a transaction of their own; who commands it is told then."""
    found = await _kept(desk, member, effect.kept)
    if found is None:
        return Refused(GONE)
    payload = {"kept": effect.kept, "seen": found.seen, "locality": found.locality, "member": member.id}
    await desk.uow.tasks.add(desk.account.id, DISTRIBUTION, payload, desk.now)
    desk.uow.wake("tasks")
    subject = f"distribution:{found.locality}"
    details = {"outcome": found.seen, "issued": found.issued}
    await desk.uow.events.append(subject, actor_of(member), None, "commanded", at=desk.now, details=details)
    note = Message(_("The vouchers are being issued. I will write to you when it is done."))
    return Fine(Finish(notes=(note,), then=Go("distribution", {"locality": found.locality})))


async def _kept(desk: Desk, member: StaffMember, kept: int) -> KeptPreview | None:
    found = await kept_preview(desk.uow, desk.office, desk.account.id, kept)
    return found if found is not None and member.locality in {None, found.locality} else None


def _run_card(found: KeptPreview) -> RunCard:
    passed = sum(one.line.outcome is Came.PASSED_OVER for one in found.lines)
    return RunCard(0, found.at, found.locality, found.issued, passed, found.remaining, found.waiting)
