"""Short dialogs for what cannot be undone: asked twice, with what is lost in plain words. A17, edges 3 and 44."""

from __future__ import annotations

from enum import StrEnum

from dialogs.dialog import Dialog
from dialogs.effects import DeleteMyData, Effect, RemoveChild, WithdrawApplication
from dialogs.queries import MyApplication, MyChildren
from dialogs.questions import Choose, Fixed, Given
from dialogs.questions.question import Common
from locales.text import Text, _, verbatim


class Sure(StrEnum):
    """The safe answer first."""

    NO = "no"
    YES = "yes"


class Really(StrEnum):
    """The second question: its yes stands on another number than the first one's, so a doubled key loses nothing."""

    NO = "no"
    LATER = "later"
    YES = "yes"


class Withdraw(Dialog):
    """Take an application back."""

    title = _("Withdrawal")
    application = Given[int]()
    sure = Choose(
        _("Withdraw this application? The child will leave the queue."),
        Fixed(Sure, {Sure.NO: _("Keep it"), Sure.YES: _("Withdraw")}),
    )
    really = Choose(
        _("The place in the queue will be lost for good. Standing in line again starts from the end."),
        Fixed(
            Really,
            {Really.NO: _("Do not withdraw"), Really.LATER: _("Not now"), Really.YES: _("Yes, withdraw")},
        ),
        Common(when=lambda withdraw: withdraw.sure is Sure.YES),
    )

    def done(self) -> Effect | None:
        return WithdrawApplication(self.application) if self.sure is Sure.YES and self.really is Really.YES else None

    def whom(self) -> Text:
        card = self.facts[MyApplication(self.application)]
        return verbatim(card.child.person.first_name) if card else super().whom()


class DropChild(Dialog):
    """Remove a child from the list."""

    title = _("Remove the child")
    child = Given[int]()
    sure = Choose(
        _("Remove this child from your list?"),
        Fixed(Sure, {Sure.NO: _("Keep"), Sure.YES: _("Remove")}),
    )
    really = Choose(
        _("The child leaves your list. To apply for this child again, you add everything anew."),
        Fixed(Really, {Really.NO: _("Do not remove"), Really.LATER: _("Not now"), Really.YES: _("Yes, remove")}),
        Common(when=lambda drop: drop.sure is Sure.YES),
    )

    def done(self) -> Effect | None:
        return RemoveChild(self.child) if self.sure is Sure.YES and self.really is Really.YES else None

    def whom(self) -> Text:
        card = next((one for one in self.facts[MyChildren()] if one.id == self.child), None)
        return verbatim(card.person.first_name) if card else super().whom()


class DeleteData(Dialog):
    """Erase the account."""

    title = _("Delete my data")
    sure = Choose(
        _(
            "Delete your account, your children and your documents here? "
            "What the law makes us keep stays: numbers, dates and decisions of applications, without names."
        ),
        Fixed(Sure, {Sure.NO: _("Keep"), Sure.YES: _("Delete")}),
    )
    really = Choose(
        _("This cannot be undone. Delete everything?"),
        Fixed(
            Really,
            {Really.NO: _("Do not delete"), Really.LATER: _("Not now"), Really.YES: _("Yes, delete")},
        ),
        Common(when=lambda delete: delete.sure is Sure.YES),
    )

    def done(self) -> Effect | None:
        return DeleteMyData() if self.sure is Sure.YES and self.really is Really.YES else None
