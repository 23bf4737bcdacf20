"""What cannot be undone: rejecting documents, archiving an application. A7, A19, edge 20."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs import queries
from dialogs.dialog import Dialog
from dialogs.effects import ArchiveApplication, Effect, RejectReview
from dialogs.names import named
from dialogs.questions import Ask, Choose, Given, Option, Problem, Review
from dialogs.questions.options import Words
from dialogs.questions.question import Common
from enrolment.application import ArchiveReason
from locales.text import Text, _, n_

LEAST_WORDS, MOST_WORDS = 10, 500


class RejectionReasons(Words):
    """The profile's reasons."""

    def __call__(self, dialog: Dialog) -> Sequence[Option[str]]:
        return [Option(row.code, named(row.name)) for row in dialog.facts.profile.rejection_reasons]


ARCHIVE_REASONS: dict[ArchiveReason, Text] = {
    ArchiveReason.DUPLICATE: _("A duplicate"),
    ArchiveReason.FALSE_DATA: _("False data"),
}


class ArchiveReasons(Words):
    """The two findings of the education department."""

    def __call__(self, dialog: Dialog) -> Sequence[Option[str]]:
        return [Option(reason.value, label) for reason, label in ARCHIVE_REASONS.items()]


def read_comment(text: str) -> str:
    """A comment that helps: 10 to 500 characters."""
    comment = text.strip()
    if len(comment) < LEAST_WORDS:
        raise Problem(_("This is too short to help anybody. Write in a sentence what is wrong and what to do."))
    if len(comment) > MOST_WORDS:
        raise Problem(n_("Please keep to {count} character.", "Please keep to {count} characters.", MOST_WORDS))
    return comment


def undecided(reject: Reject) -> bool:
    """Whether there is still something to reject: an old notification may open this dialog."""
    card = reject.facts[queries.Review(reject.application)]
    return card is not None and card.decidable


def what_follows(reject: Reject) -> Text:
    """Whether the application ends, or only gets no privilege."""
    card = reject.facts[queries.Review(reject.application)]
    if card is not None and card.application.privilege_asked:
        return _("The application stays where it is in the queue, and the parent reads this:")
    return _("The application goes to the archive, and the parent reads this:")


class Reject(Dialog):
    """Reject the documents: never without a reason and a comment."""

    title = _("Rejection")
    application = Given[int]()
    reason = Choose(_("Why are the documents rejected?"), RejectionReasons(), Common(when=undecided, label=_("Reason")))
    comment = Ask(
        _("Write to the parent what exactly is wrong and what to send instead."),
        read_comment,
        Common(
            when=undecided,
            label=_("Comment"),
            hint=_("For example: The stamp cannot be read. Ask the clinic for a new copy."),
        ),
    )
    review = Review(
        what_follows,
        _("Reject"),
        Common(when=undecided),
        note=_("By rejecting you declare that the child is no relative of yours."),
    )

    def done(self) -> Effect:
        if not undecided(self):
            return RejectReview(self.application, reason="", comment="")
        return RejectReview(self.application, self.reason, self.comment)


class Archive(Dialog):
    """End an application that is a duplicate or rests on false data; the parent is heard first."""

    title = _("To the archive")
    application = Given[int]()
    reason = Choose(_("Why does the application end?"), ArchiveReasons(), Common(label=_("Reason")))
    heard = Ask(
        _("When and how was the parent heard, and what did the parent say?"),
        read_comment,
        Common(
            label=_("Parent heard"), hint=_("For example: By phone on 12 May. The parent agrees, it was sent twice.")
        ),
    )
    review = Review(
        _("The child loses the place in the queue, and the parent is told the reason. This cannot be undone."),
        _("To the archive"),
    )

    def done(self) -> Effect:
        return ArchiveApplication(self.application, self.reason, self.heard)
