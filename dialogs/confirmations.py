"""Short dialogs for what cannot be undone: asked twice, with what is lost in plain words. A17, edges 3 and 44."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

from dialogs.dialog import Dialog
from dialogs.effects import DeleteMyData, Effect, RemoveChild, WithdrawApplication
from dialogs.queries import MyApplication, MyChildren
from dialogs.questions import Choose, Fixed, Given
from dialogs.questions.question import Common
from locales.text import Text, _, verbatim

if TYPE_CHECKING:
    from dialogs.contract_cancelling import CancelThisContract


class Sure(StrEnum):
    """The safe answer first."""

    NO = "no"
    YES = "yes"


class Really(StrEnum):
    """The second question: its yes stands on another number than the first one's, so a doubled key loses nothing."""

    NO = "no"
    LATER = "later"
    YES = "yes"


def asked_again(lost: Text | Callable[[Dialog], Text], no: Text, yes: Text) -> Choose[Really]:
    """The second question, for whoever said yes to the first."""
    return Choose(
        lost,
        Fixed(Really, {Really.NO: no, Really.LATER: _("Not now"), Really.YES: yes}),
        Common(when=lambda dialog: dialog.sure is Sure.YES),
    )


def is_meant(dialog: Withdraw | DropChild | DeleteData | CancelThisContract) -> bool:
    """Whether both questions were answered with yes."""
    return dialog.sure is Sure.YES and dialog.really is Really.YES


class Withdraw(Dialog):
    """Take an application back."""

    title = _("Withdrawal")
    application = Given[int]()
    sure = Choose(
        _("Withdraw this application? The child will leave the queue."),
        Fixed(Sure, {Sure.NO: _("Keep it"), Sure.YES: _("Withdraw")}),
    )
    really = asked_again(
        _("The place in the queue will be lost for good. Standing in line again starts from the end."),
        _("Do not withdraw"),
        _("Yes, withdraw"),
    )

    def done(self) -> Effect | None:
        return WithdrawApplication(self.application) if is_meant(self) else None

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
    really = asked_again(
        _("The child leaves your list. To apply for this child again, you add everything anew."),
        _("Do not remove"),
        _("Yes, remove"),
    )

    def done(self) -> Effect | None:
        return RemoveChild(self.child) if is_meant(self) else None

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
    really = asked_again(
        _("This cannot be undone. Delete everything?"),
        _("Do not delete"),
        _("Yes, delete"),
    )

    def done(self) -> Effect | None:
        return DeleteMyData() if is_meant(self) else None
