"""Decisions of staff about an application: confirm, reject, archive. A6, A7, A19, A20, S3-36, S3-37, X-20."""

from __future__ import annotations

from functools import wraps
from typing import TypeVar

from dialogs import notices
from dialogs.effects import ArchiveApplication, ConfirmReview, RejectReview
from dialogs.inputs import Fine, Refused
from dialogs.message import Message
from dialogs.names import named
from dialogs.page import Finish, Go
from dialogs.staff.words import NOT_AMONG_YOURS, REVIEWERS
from enrolment.application import (
    Action,
    ArchiveReason,
    Bar,
    Facts,
    Need,
    NotAllowed,
    Transition,
    next_state,
)
from enrolment.profile_sections import NamedCode
from enrolment.terms import Role
from handlers.applying import about
from handlers.book import Outcome, performs
from handlers.desk import Desk
from handlers.family_telling import tell_family
from handlers.moving import move, subject_of
from handlers.profile_versions import office_of
from handlers.reviewing import ESCALATION, REMINDER, close_review
from handlers.staff.privilege_decisions import confirm_privilege, reject_privilege
from handlers.staff.reach import InReach, StaffPerformer, actor_of, by_staff, reach
from handlers.staff.reviews import first_was
from locales.text import Text, _
from storage.applications import Application, Changed
from storage.staff import StaffMember

D = TypeVar("D", ConfirmReview, RejectReview, ArchiveApplication)
FINDINGS = {
    ArchiveReason.DUPLICATE: Action.FIND_DUPLICATE,
    ArchiveReason.FALSE_DATA: Action.FIND_FALSE_DATA,
}


def _unless_overtaken(decide: StaffPerformer[D]) -> StaffPerformer[D]:
    """Carried out as a whole, or not at all when somebody changed the application meanwhile."""

    @wraps(decide)
    async def guarded(desk: Desk, member: StaffMember, effect: D) -> Outcome:
        try:
            async with desk.uow.savepoint():
                return await decide(desk, member, effect)
        except Changed:
            return await _too_late(desk, effect.application)

    return guarded


@performs(ConfirmReview)
@by_staff(*REVIEWERS)
@_unless_overtaken
async def confirm(desk: Desk, member: StaffMember, effect: ConfirmReview) -> Outcome:
    """The documents are in order: the child enters the queue and the parent reads the place (A6, A20)."""
    found = await reach(desk, member, effect.application)
    if found is None or not found.decides:
        return Refused(NOT_AMONG_YOURS)
    if found.application.details.get("asked"):
        if not await _decide(desk, member, found, "confirmed"):
            return await _too_late(desk, effect.application)
        return _go_on(await confirm_privilege(desk, member, found.application))
    transition = _allowed(desk, found, member, Action.CONFIRM)
    if transition is None or not await _decide(desk, member, found, "confirmed"):
        return await _too_late(desk, effect.application)
    moved = await move(desk, found.application, transition, actor_of(member))
    place = await desk.uow.applications.position(moved)
    await desk.uow.applications.set_notified_place(moved.id, place.position)
    told = notices.confirmed(await about_application(desk, moved), place.position)
    desk.outgoing += await tell_family(desk, moved.id, told, subject_of(moved.id))
    said = _("Confirmed: {number}. Place in the queue: {place}.", number=moved.number, place=place.position)
    return _go_on(said)


@performs(RejectReview)
@by_staff(*REVIEWERS)
@_unless_overtaken
async def reject(desk: Desk, member: StaffMember, effect: RejectReview) -> Outcome:
    """The documents are not in order: the application goes to the archive and the parent reads why (A7, edge 20).

    One that waits in the queue and asked for a privilege stays there (A20).
    """
    found = await reach(desk, member, effect.application)
    if found is None or not found.decides:
        return Refused(NOT_AMONG_YOURS)
    transition = _allowed(desk, found, member, Action.REJECT, Need.REASON)
    asked = bool(found.application.details.get("asked"))
    if not (transition or asked) or _held_by_other(found, member):
        return await _too_late(desk, effect.application)
    reason = _reason(desk, effect.reason)
    if reason is None or not effect.comment.strip():
        return Refused(_("A rejection needs a reason and a comment."), at="reason" if reason is None else "comment")
    if not await _decide(desk, member, found, "rejected"):
        return await _too_late(desk, effect.application)
    if transition is None:
        return _go_on(await reject_privilege(desk, member, found.application, reason, effect.comment))
    employee = member.name if desk.office.profile.privacy.show_employee_name else None
    why = {"reason": effect.reason, "comment": effect.comment, "employee": employee, "role": member.role}
    moved = await move(desk, found.application, transition, actor_of(member), why)
    about_it = await about_application(desk, moved)
    told = notices.rejected(about_it, employee, named(reason.name), effect.comment)
    desk.outgoing += await tell_family(desk, moved.id, told, subject_of(moved.id))
    return _go_on(_("Rejected: {number}. The parent is told the reason.", number=moved.number))


@performs(ArchiveApplication)
@by_staff(Role.EDUCATION_DEPARTMENT)
@_unless_overtaken
async def archive(desk: Desk, member: StaffMember, effect: ArchiveApplication) -> Outcome:
    """End an application as a duplicate or for false data; how the parent was heard is kept (A19)."""
    found = await reach(desk, member, effect.application)
    if found is None:
        return Refused(NOT_AMONG_YOURS)
    if not effect.heard.strip():
        return Refused(_("The parent has to be heard first."), at="heard")
    action = FINDINGS[ArchiveReason(effect.reason)]
    transition = _allowed(desk, found, member, action, Need.REASON, Need.PARENT_HEARD)
    if transition is None:
        return await _too_late(desk, effect.application)
    moved = await move(desk, found.application, transition, actor_of(member), {"heard": effect.heard})
    await close_review(desk, moved.id, effect.reason)
    told = notices.archived(await about_application(desk, moved), effect.reason)
    desk.outgoing += await tell_family(desk, moved.id, told, subject_of(moved.id))
    return _go_on(_("In the archive: {number}. The parent is told the reason.", number=moved.number), Go("menu"))


async def about_application(desk: Desk, application: Application) -> notices.About:
    """What a notification says of the application."""
    return about(desk, application, await desk.uow.children.get(application.child_id))


def _allowed(desk: Desk, found: InReach, member: StaffMember, action: Action, *there: Need) -> Transition | None:
    """The transition by the rules of G.1; None where the application does not wait for it any more."""
    application = found.application
    elsewhere = member.locality not in {None, application.locality}
    facts = Facts(
        application.queue_type,
        application.details.get("privilege") is not None,
        member.role,
        frozenset(there),
        frozenset({Bar.OTHER_LOCALITY} if elsewhere else ()),
    )
    try:
        return next_state(application.state, action, facts, office_of(desk.office, application).profile)
    except NotAllowed:
        return None


async def _decide(desk: Desk, member: StaffMember, found: InReach, decision: str) -> bool:
    """Close the review; False when somebody else holds or closed it."""
    application_id = found.application.id
    if not await desk.uow.reviews.decide(application_id, member.id, decision, desk.now):
        return False
    await desk.uow.deadlines.cancel(subject_of(application_id), REMINDER, ESCALATION)
    return True


def _held_by_other(found: InReach, member: StaffMember) -> bool:
    return found.review is not None and found.review.taken_by not in {None, member.id}


async def _too_late(desk: Desk, application_id: int) -> Outcome:
    """Somebody was first: nothing changes, and the card says how it stands."""
    note = Message(await first_was(desk, application_id))
    return Fine(Finish(notes=(note,), then=Go("review", {"id": application_id})))


def _reason(desk: Desk, code: str) -> NamedCode | None:
    try:
        return desk.office.profile.rejection_reason(code)
    except KeyError:
        return None


def _go_on(said: Text, to: Go | None = None) -> Outcome:
    return Fine(Finish(notes=(Message(said),), then=to or Go("reviews")))
