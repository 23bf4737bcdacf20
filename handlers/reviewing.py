"""Reviews of applications: opened when a parent sends, told to the staff who may decide, closed without a decision."""

from __future__ import annotations

from dialogs.staff import notices
from enrolment.profile import Profile
from enrolment.terms import QueueType, Role
from handlers.desk import Desk
from locales.text import _
from storage.applications import Application

REMINDER, ESCALATION = "review_reminder", "review_escalation"


def reviewer_of(profile: Profile, queue: QueueType, *, privileged: bool) -> Role | None:
    """Whose confirmation an application to this queue needs; None when it goes straight into the queue (A2–A5)."""
    rules = profile.queue_rules(queue)
    return rules.reviewer or (rules.privilege_reviewer if privileged else None)


def subject_of(application_id: int) -> str:
    """The subject under which events and deadlines of an application are kept."""
    return f"application:{application_id}"


async def open_review(desk: Desk, application: Application) -> None:
    """Put an application before the staff who check it, with reminder and escalation (A8), and tell them."""
    privileged = application.details.get("privilege") is not None
    role = reviewer_of(desk.office.profile, QueueType(application.queue_type), privileged=privileged)
    if role is None:
        raise ValueError(f"nobody reviews {application.number}")
    await desk.uow.reviews.open(application.id, role, application.locality, desk.now)
    rules, calendar = desk.office.profile.review, desk.office.calendar
    terms = ((REMINDER, rules.remind_after_working_days), (ESCALATION, rules.escalate_after_working_days))
    for kind, days in terms:
        await desk.uow.deadlines.set(subject_of(application.id), kind, calendar.deadline(desk.now, days).at)
    await announce_review(desk, application.id)


async def close_review(desk: Desk, application_id: int, decision: str) -> None:
    """End a review that nobody needs to decide any more, as when the parent withdraws (A17)."""
    await desk.uow.reviews.call_off(application_id, decision, desk.now)
    await desk.uow.deadlines.cancel(subject_of(application_id), REMINDER, ESCALATION)


async def announce_review(desk: Desk, application_id: int) -> None:
    """Tell every member of staff of the right role and locality that an application waits."""
    review = await desk.uow.reviews.get(application_id)
    application = await desk.uow.applications.get(application_id)
    if review is None or application is None:
        return
    card = _("A new application: {number}.", number=application.number)
    for member in await desk.uow.staff.for_role(review.role, review.locality):
        await desk.tell(member.account_id, notices.new_review(application_id, card, ()), subject_of(application_id))
