"""The administrator reads reviews of kindergartens and their answers before anybody else does. S1-09."""

from __future__ import annotations

from dialogs import feedback_notices as notices
from dialogs.feedback_effects import DecideFeedback
from dialogs.feedback_queries import FeedbackCard, OneFeedback, WaitingFeedback, WaitingFeedbackCount
from dialogs.feedback_words import card_words
from dialogs.inputs import Fine, Refused
from dialogs.message import Message
from dialogs.page import Finish, Go
from dialogs.staff.feedback import NOT_FOUND
from enrolment.feedback import FeedbackState
from enrolment.terms import Role
from handlers.book import Outcome, answers, performs
from handlers.desk import Desk
from handlers.staff.feedback_cards import feedback_card, feedback_cards, feedback_subject
from handlers.staff.preschool_cards import employees_of
from handlers.staff.reach import actor_of, by_staff, my_membership
from locales.text import _
from storage.feedback import Feedback
from storage.feedback_answers import FeedbackAnswer
from storage.staff import StaffMember

AT_ONCE = 10
CHANGED = _("This has changed or was decided meanwhile. Open it and look again.")


@answers(WaitingFeedback)
async def waiting_feedback(desk: Desk, query: WaitingFeedback) -> tuple[FeedbackCard, ...]:
    """What has waited longest in the administrator's city, or everywhere; the next follow when these are decided."""
    member = await my_membership(desk)
    if member is None or member.role is not Role.ADMIN:
        return ()
    reviews = await desk.uow.feedback.waiting(member.locality, AT_ONCE)
    replies = await desk.uow.feedback_answers.waiting(member.locality, AT_ONCE)
    answered = await desk.uow.feedback.load([reply.feedback_id for reply in replies])
    both: list[tuple[Feedback, FeedbackAnswer | None]] = [(one, None) for one in reviews]
    both += [(answered[reply.feedback_id], reply) for reply in replies]
    both.sort(key=lambda pair: (pair[1] or pair[0]).written_at)
    return tuple(await feedback_cards(desk.uow, both[:AT_ONCE]))


@answers(WaitingFeedbackCount)
async def waiting_count(desk: Desk, query: WaitingFeedbackCount) -> int:
    """How much waits in the administrator's city, or everywhere."""
    member = await my_membership(desk)
    if member is None or member.role is not Role.ADMIN:
        return 0
    uow, there = desk.uow, member.locality
    return await uow.feedback.waiting_count(there) + await uow.feedback_answers.waiting_count(there)


@answers(OneFeedback)
async def one_feedback(desk: Desk, query: OneFeedback) -> FeedbackCard | None:
    """A review: an administrator's is every one of the city, a kindergarten's its own published ones."""
    member, one = await my_membership(desk), await desk.uow.feedback.get(query.id)
    if member is None or one is None or not await within_reach(desk, member, one):
        return None
    return await feedback_card(desk.uow, one, (await desk.uow.feedback_answers.of([one.id])).get(one.id))


@performs(DecideFeedback)
@by_staff(Role.ADMIN)
async def decide_feedback(desk: Desk, member: StaffMember, effect: DecideFeedback) -> Outcome:
    """Publish or decline what was read, unless it was written anew since; its author is told."""
    one = await desk.uow.feedback.get(effect.feedback)
    if one is None or not await within_reach(desk, member, one):
        return Refused(NOT_FOUND)
    decided = await (_decide_answer if effect.answer else _decide_review)(desk, member, one, effect)
    if not decided:
        return Refused(CHANGED)
    said = _("Published.") if effect.reason is None else _("Declined. The author reads the reason.")
    return Fine(Finish(notes=(Message(said),), then=Go("feedbacks")))


async def within_reach(desk: Desk, member: StaffMember, one: Feedback) -> bool:
    """Whether the member may see it."""
    if member.role is Role.PRESCHOOL_EMPLOYEE:
        return member.preschool_bin == one.bin and one.state is FeedbackState.APPROVED
    if member.role is not Role.ADMIN:
        return False
    preschool = (await desk.uow.catalogue.load([one.bin]))[one.bin]
    return member.locality in {None, preschool.locality}


async def _decide_review(desk: Desk, member: StaffMember, one: Feedback, effect: DecideFeedback) -> bool:
    state = FeedbackState.APPROVED if effect.reason is None else FeedbackState.DECLINED
    if one.rev != effect.rev or one.state is not FeedbackState.WAITING:
        return False
    if not await desk.uow.feedback.decide(one, state, actor_of(member), desk.now, effect.reason):
        return False
    await _log(desk, member, one, f"review {state}", effect.reason)
    card = await feedback_card(desk.uow, one)
    if effect.reason is not None:
        declined = notices.declined(one.bin, card.preschool, effect.reason)
        await desk.tell(one.account_id, declined, feedback_subject(one.id))
        return True
    await desk.tell(one.account_id, notices.published(one.bin, card.preschool), feedback_subject(one.id))
    for employee in await employees_of(desk.uow, one.bin):
        await desk.tell(employee.account_id, notices.to_answer(one.id, card_words(card)), feedback_subject(one.id))
    return True


async def _decide_answer(desk: Desk, member: StaffMember, one: Feedback, effect: DecideFeedback) -> bool:
    state = FeedbackState.APPROVED if effect.reason is None else FeedbackState.DECLINED
    reply = (await desk.uow.feedback_answers.of([one.id])).get(one.id)
    if reply is None or reply.rev != effect.rev or one.state is not FeedbackState.APPROVED:
        return False
    if not await desk.uow.feedback_answers.decide(reply, state, actor_of(member), desk.now, effect.reason):
        return False
    await _log(desk, member, one, f"answer {state}", effect.reason)
    await _tell_answered(desk, one, reply, effect.reason)
    return True


async def _tell_answered(desk: Desk, one: Feedback, reply: FeedbackAnswer, reason: str | None) -> None:
    author = (await desk.uow.staff.load([reply.written_by]))[reply.written_by]
    if author.left_at is None:
        await desk.tell(author.account_id, notices.answer_decided(one.id, reason), feedback_subject(one.id))
    if reason is None:
        card = await feedback_card(desk.uow, one)
        answered = notices.answered(one.bin, card.preschool, reply.words)
        await desk.tell(one.account_id, answered, feedback_subject(one.id))


async def _log(desk: Desk, member: StaffMember, one: Feedback, what: str, reason: str | None) -> None:
    details = None if reason is None else {"reason": reason}
    subject = feedback_subject(one.id)
    await desk.uow.events.append(subject, actor_of(member), one.state, what, at=desk.now, details=details)
