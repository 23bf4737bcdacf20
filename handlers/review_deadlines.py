"""Deadlines that fire: reviews that wait too long are reminded of, then told to who watches over them. A8."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from dialogs.message import Message
from dialogs.staff import notices
from handlers.office import Office
from handlers.reviewing import ESCALATION, REMINDER
from handlers.staff.cards import member_card
from handlers.staff.reach import related, review_subject
from handlers.telling import notify, post
from handlers.working_calendar import up_to_date
from storage.applications import Application
from storage.database import Database
from storage.deadlines import Deadline
from storage.reviews import Review
from storage.staff import StaffMember
from storage.transient import tried
from storage.uow import Uow

log = structlog.get_logger()

TRY_AGAIN = timedelta(hours=1)
FIRST, SECOND = 1, 2


@dataclass(frozen=True)
class Fired:
    """A deadline whose time has come, in the transaction that claimed it."""

    uow: Uow
    office: Office
    now: datetime
    deadline: Deadline

    @property
    def subject_id(self) -> int:
        """The id of what the deadline is about, such as the 17 of "application:17"."""
        return int(self.deadline.subject.partition(":")[2])


async def fire_deadlines(database: Database, office: Office, limit: int) -> int:
    """Fire what is due, each in its own transaction, at most `limit`; returns how many there were."""
    for count in range(limit):
        if not await _fire_next(database, office):
            return count
    return limit


async def _fire_next(database: Database, office: Office) -> bool:
    """One deadline; one that raises is put off for an hour, so that it cannot stand in the way of the others.

    One that was in somebody's way is tried again at once.
    """
    now = office.clock.now()
    deadline: Deadline | None = None

    async def fired() -> bool:
        nonlocal deadline
        async with database.transaction("deadline") as uow:
            due = await uow.deadlines.due(now, 1)
            if not due:
                return False
            deadline = due[0]
            await FIRES[deadline.kind](Fired(uow, await up_to_date(uow, office), now, deadline))
            await uow.deadlines.done(deadline.id, now)
            uow.wake("outbox")
        return True

    try:
        return await tried(fired, "deadline")
    except Exception:
        if deadline is None:
            raise
        log.exception("deadline.failed", kind=deadline.kind, deadline=deadline.id)
        async with database.transaction("deadline put off") as uow:
            await uow.deadlines.set(deadline.subject, deadline.kind, now + TRY_AGAIN)
    return True


async def remind(fired: Fired) -> None:
    """Remind who took the review, or everybody who may take it."""
    found = await _waiting(fired)
    if found is None or not await fired.uow.reviews.note_reminder(found[0].id, FIRST):
        return
    application, review = found
    days = fired.office.profile.review.remind_after_working_days
    message = notices.review_waits(application.id, application.number, days)
    taker = await fired.uow.staff.get(review.taken_by) if review.taken_by else None
    members = [taker] if taker else await fired.uow.staff.for_role(review.role, review.locality)
    await _tell(fired, members, message, application)
    await _log(fired, application, "reminded")


async def escalate(fired: Fired) -> None:
    """Tell those who watch over reviews that one has waited too long, and with whom it is."""
    found = await _waiting(fired)
    if found is None:
        return
    application, review = found
    await fired.uow.reviews.note_reminder(application.id, FIRST)
    if not await fired.uow.reviews.note_reminder(application.id, SECOND):
        return
    rules = fired.office.profile.review
    holder = await fired.uow.staff.get(review.taken_by) if review.taken_by else None
    message = notices.review_overdue(
        application.id, application.number, rules.escalate_after_working_days, member_card(holder) if holder else None
    )
    watching = await fired.uow.staff.for_role(rules.escalate_to, review.locality)
    await _tell(fired, watching, message, application)
    await _log(fired, application, "escalated")


FIRES: dict[str, Callable[[Fired], Awaitable[None]]] = {REMINDER: remind, ESCALATION: escalate}


async def _waiting(fired: Fired) -> tuple[Application, Review] | None:
    """The application and its review while they still wait: a late or second deadline finds nothing to do."""
    application = await fired.uow.applications.get(fired.subject_id)
    review = await fired.uow.reviews.get(fired.subject_id)
    if application is None or not application.active:
        return None
    return (application, review) if review is not None and review.decided_at is None else None


async def _tell(fired: Fired, members: Iterable[StaffMember], message: Message, application: Application) -> None:
    for member in members:
        if not await related(fired.uow, member, application):
            await post(fired.uow, await notify(fired, member.account_id, message, fired.deadline.subject))


async def _log(fired: Fired, application: Application, what: str) -> None:
    await fired.uow.events.append(review_subject(application.id), "system", None, what, at=fired.now)
