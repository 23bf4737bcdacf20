"""Reviews of kindergartens: read by anybody, written by parents of children who go there. S1-09."""

from __future__ import annotations

from dialogs.feedback_effects import WithdrawFeedback, WriteFeedback
from dialogs.feedback_queries import SHEET, Attending, MyAttending, Own, Said, SaidOf, SaidSheet
from dialogs.feedback_words import STARS, read_feedback
from dialogs.inputs import Fine, Refused
from dialogs.message import Message
from dialogs.page import Finish, Go
from dialogs.questions import Problem
from enrolment.family import FamilyAct, may
from enrolment.feedback import FeedbackState
from handlers.book import Outcome, answers, performs
from handlers.desk import Desk
from handlers.staff.feedback_cards import announce_feedback, feedback_subject, preschool_called
from locales.text import _
from storage.feedback import Enrolled, Feedback

DAY, WRITTEN_A_DAY = 86_400, 5
NOT_YOURS = _("Only a parent whose child goes to this kindergarten can write a review.")
ONE_OF_A_CHILD = _("The other parent has written a review already. There is one for each child.")
LIVE = {FeedbackState.WAITING, FeedbackState.APPROVED}


@answers(SaidOf)
async def said_of(desk: Desk, query: SaidOf) -> SaidSheet | None:
    """What is published of a kindergarten, with the reader's own reviews of it, published or not."""
    if await desk.uow.catalogue.get(query.bin) is None:
        return None
    name = await preschool_called(desk.uow, query.bin)
    found = await desk.uow.feedback.published(query.bin, query.at * SHEET, SHEET + 1)
    replies = await desk.uow.feedback_answers.of([one.id for one in found])
    said = tuple(
        Said(
            one.stars,
            one.words,
            one.name,
            one.written_at,
            reply.words if (reply := replies.get(one.id)) and reply.state is FeedbackState.APPROVED else None,
        )
        for one in found[:SHEET]
    )
    rating = (await desk.uow.feedback.ratings([query.bin])).get(query.bin)
    writes = bool(await _attending(desk, query.bin))
    return SaidSheet(name, rating, said, len(found) > SHEET, writes, await _own(desk, query.bin))


@answers(MyAttending)
async def my_attending(desk: Desk, query: MyAttending) -> tuple[Attending, ...]:
    """The children who go there of whom the reader is a parent."""
    found = []
    for one in await _attending(desk, query.bin):
        child = await desk.uow.children.get(one.child_id)
        found.append(Attending(one.application_id, child.person.first_name if child else ""))
    return tuple(found)


@performs(WriteFeedback)
async def write_feedback(desk: Desk, effect: WriteFeedback) -> Outcome:
    """Keep the review for the administrator; one of this child that waits already is written anew."""
    enrolled = {one.application_id: one for one in await _enrolled(desk)}
    one = enrolled.get(effect.application)
    if one is None:
        return Refused(NOT_YOURS)
    if await _written_by_the_other(desk, one):
        return Refused(ONE_OF_A_CHILD)
    if effect.stars not in STARS:
        return Refused(_("Choose from one to five."), "stars")
    try:
        words = read_feedback(effect.words)
    except Problem as problem:
        return Refused(problem.text, "words")
    if not await desk.uow.limits.hit(f"feedback of {desk.account.id}", desk.now, DAY, WRITTEN_A_DAY):
        return Refused(_("That was a lot for one day. Please write again tomorrow."))
    person = desk.account.person
    name = person.first_name if effect.signed and person else None
    new = Feedback(one.bin, desk.account.id, one.child_key, effect.stars, words, name, desk.now)
    kept = await desk.uow.feedback.write(new)
    await desk.uow.events.append(feedback_subject(kept.id), desk.actor, None, "written", at=desk.now)
    await announce_feedback(desk, kept)
    note = Message(_("Sent. An administrator reads it first; I will write to you about the result."))
    return Fine(Finish(notes=(note,), then=Go("feedback", {"bin": one.bin})))


@performs(WithdrawFeedback)
async def withdraw_feedback(desk: Desk, effect: WithdrawFeedback) -> Outcome:
    """Delete one's own reviews of that kindergarten, with their answers."""
    one = await desk.uow.feedback.get(effect.feedback)
    if one is None or one.account_id != desk.account.id:
        return Refused(_("This review is gone already."))
    mine = await desk.uow.feedback.of_account(desk.account.id)
    gone = [other.id for other in mine if other.bin == one.bin]
    await desk.uow.feedback.remove(gone)
    for id_ in gone:
        await desk.uow.events.append(feedback_subject(id_), desk.actor, None, "withdrawn", at=desk.now)
    note = Message(_("Your review is deleted."))
    return Fine(Finish(notes=(note,), then=Go("feedback", {"bin": one.bin})))


async def _attending(desk: Desk, bin_: str) -> list[Enrolled]:
    if desk.account.registered_at is None:
        return []
    return [one for one in await _enrolled(desk) if one.bin == bin_]


async def _enrolled(desk: Desk) -> list[Enrolled]:
    """Of one's own children, and of those whose second parent one is."""
    ties = await desk.uow.family.of_member(desk.account.id)
    children = [tie.child_id for tie in ties if may(tie.role, FamilyAct.REVIEW)]
    return await desk.uow.feedback.enrolled(desk.account.id, children)


async def _written_by_the_other(desk: Desk, one: Enrolled) -> bool:
    """Whether another parent of the child has written what waits or is published."""
    audience = await desk.uow.family.audience(one.application_id)
    authors = {said.account_id for said in await desk.uow.feedback.of_child(one.child_key) if said.state in LIVE}
    others = authors - {desk.account.id}
    return audience is not None and any(may(audience.role_of(author), FamilyAct.REVIEW) for author in others)


async def _own(desk: Desk, bin_: str) -> tuple[Own, ...]:
    """What waits or was declined, and what is published; older ones tell nothing any more."""
    mine = [one for one in await desk.uow.feedback.of_account(desk.account.id) if one.bin == bin_]
    shown: list[Own] = []
    for one in mine:
        declined = one.state is FeedbackState.DECLINED
        if one.state is FeedbackState.REPLACED or (declined and one is not mine[0]):
            continue
        shown.append(Own(one.id, one.stars, one.words, one.state, one.reason))
    return tuple(shown)
