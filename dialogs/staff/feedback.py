"""Reviews by parents in the staff chat: the administrator decides, the kindergarten answers once. S1-09."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.conversation import MENU
from dialogs.dialog import Dialog
from dialogs.effects import Effect
from dialogs.facts import Facts
from dialogs.feedback_effects import AnswerFeedback, DecideFeedback
from dialogs.feedback_queries import FeedbackCard, OneFeedback, OurFeedback, WaitingFeedback, WaitingFeedbackCount
from dialogs.feedback_words import STATES, card_words, read_feedback
from dialogs.names import named
from dialogs.page import Button, Do, Go, Page, listed, turners
from dialogs.queries import Member
from dialogs.questions import Ask, Given, Open, Review
from dialogs.questions.question import Common
from dialogs.staff.decisions import read_comment
from dialogs.staff.guard import for_staff
from dialogs.staff.words import when
from enrolment.feedback import FeedbackState
from enrolment.terms import Role
from locales.text import Text, _, joined, n_, verbatim

NOT_FOUND = _("This review is gone: its author has taken it back or written a new one.")


class DeclineFeedback(Dialog):
    """Not to be published: why, in words that the author reads."""

    title = _("Do not publish")
    feedback = Given[int]()
    rev = Given[int]()
    answer = Given[bool]()
    reason = Ask(
        _("Write why it is not published; the author reads it."),
        read_comment,
        Common(label=_("Reason"), hint=_("For example: It names an employee. Write what happened without names.")),
    )
    review = Review(_("It is not published, and the author is told the reason."), _("Do not publish"))

    def done(self) -> Effect:
        return DecideFeedback(self.feedback, self.rev, self.answer, self.reason)


class AnswerReview(Dialog):
    """The kindergarten's one answer."""

    title = _("Answer to the review")
    feedback = Given[int]()
    words = Ask(
        _("Write the answer of the kindergarten; everybody reads it under the review."),
        read_feedback,
        Common(label=_("Answer"), hint=_("Up to 400 characters, without names and data of children and parents.")),
    )
    review = Review(_("An administrator reads the answer before everybody can see it."), _("Send"))

    def done(self) -> Effect:
        return AnswerFeedback(self.feedback, self.words)


@for_staff(Role.ADMIN)
def feedbacks(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """What waits for the administrator, the longest waiting first."""
    cards = facts[WaitingFeedback()]
    buttons = [
        Button(f"f{card.id}", _label(card), Go("feedback", {"id": card.id}), _hint(facts, card)) for card in cards
    ]
    text = waiting_words(facts[WaitingFeedbackCount()]) if cards else _("No review waits.")
    return Page(text, listed(buttons, Go("feedbacks", args), int(args.get("at", 0))), _("Reviews of parents"), MENU)


@for_staff(Role.PRESCHOOL_EMPLOYEE)
def our_feedback(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """What is published of the kindergarten, newest first."""
    at = int(args.get("at", 0))
    sheet = facts[OurFeedback(at)]
    buttons = [
        Button(f"f{card.id}", _label(card), Go("feedback", {"id": card.id}), _hint(facts, card)) for card in sheet.cards
    ]
    text = n_("{count} review is published.", "{count} reviews are published.", sheet.total)
    none = _("No review is published yet.")
    header = _("Reviews of parents")
    return Page(
        text if sheet.total else none, (*buttons, *turners(Go("our_feedback"), at, more=sheet.more)), header, MENU
    )


@for_staff(Role.ADMIN, Role.PRESCHOOL_EMPLOYEE)
def feedback(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """One review with its answer, and what the member may do about it."""
    card = facts[OneFeedback(int(args["id"]))]
    admin = member.role is Role.ADMIN
    up = Go("feedbacks" if admin else "our_feedback")
    if card is None:
        return Page(NOT_FOUND, up=up)
    stands = _("Review: {state}", state=STATES[card.state])
    text = joined(named(card.preschool), joined(card_words(card), stands), *_answer(card), separator="\n\n")
    return Page(text, _decisions(card) if admin else _answers(card), up=up)


def waiting_words(count: int) -> Text:
    """How many reviews and answers wait."""
    return n_("{count} review waits for you.", "{count} reviews wait for you.", count)


def _label(card: FeedbackCard) -> Text:
    day = card.at.date()
    return _("{stars} of 5 · {day}", stars=card.stars, day=f"{day:%d.%m.%Y}")


def _hint(facts: Facts, card: FeedbackCard) -> Text:
    if card.state is FeedbackState.WAITING:
        return _("review, since {when}", when=when(card.at, facts.now))
    if card.answer_state is None:
        return _("without an answer")
    return _("answer: {state}", state=STATES[card.answer_state])


def _answer(card: FeedbackCard) -> tuple[Text, ...]:
    if card.answer is None or card.answer_state is None:
        return ()
    said = _("Answer of the kindergarten: {words}", words=verbatim(card.answer))
    why = (_("Reason: {reason}", reason=verbatim(card.answer_reason)),) if card.answer_reason else ()
    return (joined(said, _("Answer: {state}", state=STATES[card.answer_state]), *why),)


def _decisions(card: FeedbackCard) -> tuple[Button, ...]:
    """The review first; of an answer only one that belongs to a published review."""
    if card.state is FeedbackState.WAITING:
        about = {"feedback": card.id, "rev": card.rev, "answer": False}
    elif card.state is FeedbackState.APPROVED and card.answer_state is FeedbackState.WAITING:
        about = {"feedback": card.id, "rev": card.answer_rev, "answer": True}
    else:
        return ()
    rev, answer = int(about["rev"]), bool(about["answer"])
    # The key tells what was read: pressed after the author has written anew, it is a button that is gone.
    publish = Button(f"publish-{rev}", _("Publish"), Do(DecideFeedback(card.id, rev, answer)))
    return publish, Button(f"decline-{rev}", _("Do not publish"), Open(DeclineFeedback, given=about))


def _answers(card: FeedbackCard) -> tuple[Button, ...]:
    if card.state is not FeedbackState.APPROVED or card.answer_state is FeedbackState.APPROVED:
        return ()
    label = _("Answer") if card.answer_state is None else _("Write it anew")
    return (Button("answer", label, Open(AnswerReview, given={"feedback": card.id})),)
