"""A kindergarten reads what is published of it, and answers each review once. S1-09."""

from __future__ import annotations

from dialogs.feedback_effects import AnswerFeedback
from dialogs.feedback_queries import FeedbackSheet, OurFeedback
from dialogs.feedback_words import read_feedback
from dialogs.inputs import Fine, Refused
from dialogs.message import Message
from dialogs.page import PER_PAGE, Finish, Go
from dialogs.questions import Problem
from dialogs.staff.feedback import NOT_FOUND
from enrolment.terms import Role
from handlers.book import Outcome, answers, performs
from handlers.desk import Desk
from handlers.staff.feedback import within_reach
from handlers.staff.feedback_cards import announce_feedback, feedback_card, feedback_subject
from handlers.staff.reach import actor_of, by_staff, my_membership
from locales.text import _
from storage.feedback_answers import FeedbackAnswer
from storage.staff import StaffMember


@answers(OurFeedback)
async def our_feedback(desk: Desk, query: OurFeedback) -> FeedbackSheet:
    """What is published of the employee's kindergarten, newest first."""
    member = await my_membership(desk)
    if member is None or member.preschool_bin is None:
        return FeedbackSheet((), False, 0)
    bin_, uow = member.preschool_bin, desk.uow
    found = await uow.feedback.published(bin_, query.at * PER_PAGE, PER_PAGE + 1)
    replies = await uow.feedback_answers.of([one.id for one in found])
    cards = tuple([await feedback_card(uow, one, replies.get(one.id)) for one in found[:PER_PAGE]])
    rating = (await uow.feedback.ratings([bin_])).get(bin_)
    return FeedbackSheet(cards, len(found) > PER_PAGE, rating.count if rating else 0)


@performs(AnswerFeedback)
@by_staff(Role.PRESCHOOL_EMPLOYEE)
async def answer_feedback(desk: Desk, member: StaffMember, effect: AnswerFeedback) -> Outcome:
    """Keep the answer for the administrator; one that is published stays as it is."""
    one = await desk.uow.feedback.get(effect.feedback)
    if one is None or not await within_reach(desk, member, one):
        return Refused(NOT_FOUND)
    try:
        words = read_feedback(effect.words)
    except Problem as problem:
        return Refused(problem.text, "words")
    answer = FeedbackAnswer(one.id, words, member.id, desk.now)
    if not await desk.uow.feedback_answers.write(answer):
        return Refused(_("The kindergarten has answered this review already. There is one answer to each."))
    subject = feedback_subject(one.id)
    await desk.uow.events.append(subject, actor_of(member), None, "answered", at=desk.now)
    await announce_feedback(desk, one, answer)
    note = Message(_("Sent. An administrator reads it first; I will write to you about the result."))
    return Fine(Finish(notes=(note,), then=Go("our_feedback")))
