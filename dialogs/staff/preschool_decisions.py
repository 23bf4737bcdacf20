"""How a kindergarten refuses an enrolment request: never without a reason and a comment. E3."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.dialog import Dialog
from dialogs.effects import Effect
from dialogs.enrol_effects import RefuseRequest
from dialogs.enrol_queries import StaffRequest
from dialogs.names import named
from dialogs.questions import Ask, Choose, Given, Option, Review
from dialogs.questions.options import Words
from dialogs.questions.question import Common
from dialogs.staff.decisions import read_comment
from locales.text import _


class RefusalReasons(Words):
    """The profile's reasons (B.5)."""

    def __call__(self, dialog: Dialog) -> Sequence[Option[str]]:
        return [Option(row.code, named(row.name)) for row in dialog.facts.profile.refusal_reasons]


def unanswered(refuse: Refuse) -> bool:
    """Whether there is still something to refuse: an old notification may open this dialog."""
    card = refuse.facts[StaffRequest(refuse.request)]
    return card is not None and card.undecided


class Refuse(Dialog):
    """Refuse the request; the parent chooses another kindergarten."""

    title = _("Refusal")
    request = Given[int]()
    reason = Choose(
        _("Why does the kindergarten refuse?"), RefusalReasons(), Common(when=unanswered, label=_("Reason"))
    )
    comment = Ask(
        _("Write to the parent what exactly is in the way, and what to do."),
        read_comment,
        Common(
            when=unanswered,
            label=_("Comment"),
            hint=_("For example: The certificate has expired. Bring a new one from the clinic."),
        ),
    )
    review = Review(
        _("The place becomes free, and the parent reads this:"),
        _("Refuse"),
        Common(when=unanswered),
        note=_("By refusing you declare that the child is no relative of yours."),
    )

    def done(self) -> Effect:
        if not unanswered(self):
            return RefuseRequest(self.request, reason="", comment="")
        return RefuseRequest(self.request, self.reason, self.comment)
