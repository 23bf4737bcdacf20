"""What is told about reviews by parents. S1-09."""

from __future__ import annotations

from dialogs.message import Choice, Message
from dialogs.names import named
from enrolment.terms import Name
from locales.text import Text, _, joined, verbatim


def published(bin_: str, preschool: Name) -> Message:
    """To the author: everybody can read it now."""
    text = joined(_("Your review is published. Thank you."), _kindergarten(preschool))
    return Message(text, (_open(bin_),), purpose="feedback_published")


def declined(bin_: str, preschool: Name, reason: str) -> Message:
    """To the author: why it is not published, and that another can be written."""
    text = joined(
        _("Your review is not published."),
        _kindergarten(preschool),
        _("Reason: {reason}", reason=verbatim(reason)),
        _("You can write another one."),
    )
    return Message(text, (_open(bin_),), purpose="feedback_declined")


def answered(bin_: str, preschool: Name, words: str) -> Message:
    """To the author: the kindergarten has answered."""
    text = joined(_("The kindergarten has answered your review."), _kindergarten(preschool), verbatim(words))
    return Message(text, (_open(bin_),), purpose="feedback_answered")


def waits(feedback: int, preschool: Name, words: Text) -> Message:
    """To administrators: a review, or an answer to one, is to be read."""
    text = joined(_("A review of a kindergarten waits for you."), _kindergarten(preschool), words)
    return Message(text, (_staff(feedback),), purpose="S41")


def to_answer(feedback: int, words: Text) -> Message:
    """To the kindergarten: a review is published, and it may answer."""
    text = joined(_("A parent’s review of your kindergarten is published. You can answer it once."), words)
    return Message(text, (_staff(feedback),), purpose="S42")


def answer_decided(feedback: int, reason: str | None) -> Message:
    """To the employee who answered: published, or why not."""
    if reason is None:
        return Message(_("Your answer to the review is published."), (_staff(feedback),), purpose="S43")
    why = _("Reason: {reason}", reason=verbatim(reason))
    text = joined(_("Your answer to the review is not published."), why, _("You can write another one."))
    return Message(text, (_staff(feedback),), purpose="S43")


def _kindergarten(preschool: Name) -> Text:
    return _("Kindergarten: {name}", name=named(preschool))


def _open(bin_: str) -> Choice:
    return Choice(f"feedback.{bin_}", _("Open the reviews"), action=True)


def _staff(feedback: int) -> Choice:
    return Choice(f"feedback.{feedback}", _("Open the review"), action=True)
