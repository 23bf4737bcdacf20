"""Reviews of applications: opened when a parent sends, told to the staff who may decide, closed without a decision."""

from __future__ import annotations

from dialogs.staff import notices
from dialogs.staff.card import card_text
from enrolment.application import reviewer_for
from handlers.desk import Desk
from handlers.moving import subject_of
from handlers.staff.cards import card_of, documents_of
from handlers.staff.reach import InReach, related
from storage.applications import Application

REMINDER, ESCALATION = "review_reminder", "review_escalation"


async def open_review(desk: Desk, application: Application) -> None:
    """Put an application, or the privilege asked for it, before the staff who check it, and tell them.

    Reminder and escalation follow (A8).
    Raises ValueError where the profile has nobody review it.
    """
    privileged = bool(application.details.get("privilege") or application.details.get("asked"))
    role = reviewer_for(application.queue_type, privileged, desk.office.profile)
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
    """Tell every member of staff of the right role and locality that an application waits, with its documents."""
    review = await desk.uow.reviews.get(application_id)
    application = await desk.uow.applications.get(application_id)
    if review is None or review.decided_at is not None or application is None:
        return
    card = await card_of(desk, InReach(application, review, decides=True, oversees=False))
    text = card_text(card, desk.office.profile, desk.now)
    message = notices.new_review(application_id, text, await documents_of(desk, application_id))
    for member in await desk.uow.staff.for_role(review.role, review.locality):
        if not await related(desk.uow, member, application):
            await desk.tell(member.account_id, message, subject_of(application_id))
