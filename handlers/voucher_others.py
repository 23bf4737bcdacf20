"""The child's other applications end when a voucher is confirmed, after a warning. A1, A17."""

from __future__ import annotations

from dialogs import notices
from enrolment.application import Action, ApplicationState, Facts, next_state
from enrolment.terms import QueueType
from handlers.family_telling import tell_family
from handlers.moving import move, subject_of
from handlers.reviewing import ESCALATION, REMINDER
from handlers.telling import Occasion, notify
from handlers.voucher_applications import REST_END
from storage.applications import Application
from storage.outbox import NewOutbox


async def others_of(at: Occasion, application: Application) -> list[Application]:
    """The child's other active applications, in whoever's account."""
    queues = [queue for queue in QueueType if queue is not application.queue_type]
    found = [await at.uow.applications.active_for(application.child_key, queue) for queue in queues]
    return [one for one in found if one is not None and one.state is not ApplicationState.IN_PROCESS]


async def withdraw_others(at: Occasion, application: Application, by: str) -> list[NewOutbox]:
    """Take back what else was applied for, and tell whoever applied, and whoever was reviewing it."""
    outgoing: list[NewOutbox] = []
    for one in await others_of(at, application):
        transition = next_state(one.state, Action.WITHDRAW, Facts(one.queue_type), at.office.profile)
        moved = await move(at, one, transition, by, {"row": transition.row})
        await at.uow.rests.end(one.id, at.now, restored=False)
        await at.uow.deadlines.cancel(subject_of(one.id), REST_END)
        outgoing += await end_review(at, moved)
        child = await at.uow.children.get(moved.child_id)
        first_name = child.person.first_name if child else ""
        about = notices.About(moved.id, moved.number, first_name, at.office.profile.place_instrument)
        outgoing += await tell_family(at, moved.id, notices.archived(about, "place_accepted"), subject_of(moved.id))
    return outgoing


async def end_review(at: Occasion, application: Application) -> list[NewOutbox]:
    """Call off the review of an application that ended; returns what tells who works on it."""
    review = await at.uow.reviews.get(application.id)
    if review is None or review.decided_at is not None:
        return []
    await at.uow.reviews.call_off(application.id, "withdrawn", at.now)
    await at.uow.deadlines.cancel(subject_of(application.id), REMINDER, ESCALATION)
    holder = await at.uow.staff.get(review.taken_by) if review.taken_by is not None else None
    if holder is None:
        return []
    told = notices.review_withdrawn(application.number)
    return await notify(at, holder.account_id, told, subject_of(application.id))
