"""Reviews by parents as staff see them, and who of the staff is told. S1-09."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dialogs import feedback_notices as notices
from dialogs.feedback_queries import FeedbackCard
from dialogs.feedback_words import card_words
from enrolment.terms import Name, Role
from handlers.desk import Desk
from storage.feedback import Feedback
from storage.feedback_answers import FeedbackAnswer
from storage.uow import Uow


def feedback_subject(feedback_id: int) -> str:
    """The subject under which the event log keeps a review."""
    return f"feedback:{feedback_id}"


async def feedback_card(uow: Uow, one: Feedback, answer: FeedbackAnswer | None = None) -> FeedbackCard:
    """The review with its answer."""
    return (await feedback_cards(uow, [(one, answer)]))[0]


async def feedback_cards(uow: Uow, both: Sequence[tuple[Feedback, FeedbackAnswer | None]]) -> list[FeedbackCard]:
    """Reviews with their answers; every one is of a kindergarten that the catalogue had."""
    names = await uow.catalogue.names({one.bin for one, _answer in both})
    return [_card(one, answer, names[one.bin]) for one, answer in both]


def _card(one: Feedback, answer: FeedbackAnswer | None, name: Name) -> FeedbackCard:
    card = FeedbackCard(one.id, one.rev, name, one.stars, one.words, one.name, one.state, one.written_at)
    if answer is None:
        return card
    return replace(
        card,
        answer=answer.words,
        answer_state=answer.state,
        answer_rev=answer.rev,
        answer_reason=answer.reason,
    )


async def preschool_called(uow: Uow, bin_: str) -> Name:
    """What a preschool is called; every review is of one that the catalogue had."""
    return (await uow.catalogue.names([bin_]))[bin_]


async def announce_feedback(desk: Desk, one: Feedback, answer: FeedbackAnswer | None = None) -> None:
    """Tell the administrators of the kindergarten's city that a review or its answer is to be read."""
    card = await feedback_card(desk.uow, one, answer)
    preschool = (await desk.uow.catalogue.load([one.bin]))[one.bin]
    message = notices.waits(one.id, card.preschool, card_words(card))
    for member in await desk.uow.staff.for_role(Role.ADMIN, preschool.locality):
        await desk.tell(member.account_id, message, feedback_subject(one.id))
