"""A parent of a child who goes to a kindergarten writes what it is like there. S1-09."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.dialog import Dialog
from dialogs.effects import Effect
from dialogs.feedback_effects import WriteFeedback
from dialogs.feedback_queries import MyAttending
from dialogs.feedback_words import PARENT, STARS, read_feedback
from dialogs.questions import Ask, Choose, Given, Option, Review
from dialogs.questions.options import Numbers, Words
from dialogs.questions.question import Common
from locales.text import _, verbatim

FIRST_NAME, NAMELESS = "name", "parent"


class AttendingChildren(Numbers):
    """The parent's children who go to this kindergarten."""

    def __call__(self, dialog: Feedback) -> Sequence[Option[int]]:
        return [Option(one.application, verbatim(one.child)) for one in dialog.facts[MyAttending(dialog.bin)]]


class Stars(Numbers):
    """One to five."""

    def __call__(self, dialog: Feedback) -> Sequence[Option[int]]:
        return [Option(stars, label) for stars, label in STARS.items()]


class Signatures(Words):
    """By first name, or as a parent."""

    def __call__(self, dialog: Feedback) -> Sequence[Option[str]]:
        me = dialog.facts.me.first_name
        named = [Option(FIRST_NAME, _("My first name"), verbatim(me))] if me else []
        return [*named, Option(NAMELESS, PARENT, _("no name is shown"))]


def attends(feedback: Feedback) -> bool:
    """Whether there is a child about whose kindergarten something can be said."""
    return bool(feedback.facts[MyAttending(feedback.bin)])


class Feedback(Dialog):
    """A review: stars, words, how it is signed."""

    title = _("Your review")
    bin = Given[str]()
    child = Choose(_("Which of your children goes there?"), AttendingChildren(), Common(when=attends, label=_("Child")))
    stars = Choose(_("How do you find the kindergarten?"), Stars(), Common(when=attends, label=_("Rating")))
    words = Ask(
        _("Write what other parents should know: what is good, what is not."),
        read_feedback,
        Common(
            when=attends,
            label=_("Text"),
            hint=_("Up to 400 characters, without surnames, phone numbers and illnesses of children."),
        ),
    )
    signed = Choose(_("How shall the review be signed?"), Signatures(), Common(when=attends, label=_("Signature")))
    review = Review(
        _("An administrator reads the review before everybody can see it."), _("Send"), Common(when=attends)
    )

    def done(self) -> Effect:
        if not attends(self):
            return WriteFeedback(0, 0, "", signed=False)
        return WriteFeedback(self.child, self.stars, self.words, signed=self.signed == FIRST_NAME)
