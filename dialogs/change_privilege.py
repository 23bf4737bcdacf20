"""A privilege more, another or none for an application that waits: what is new is proved and checked first. A20."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.apply import NO_PRIVILEGE, SEND_PROOF
from dialogs.apply_options import Privileges
from dialogs.change_wishes import CHANGEABLE
from dialogs.dialog import Dialog
from dialogs.effects import ChangePrivilege, Effect
from dialogs.facts import Facts
from dialogs.names import coded_name
from dialogs.queries import ApplicationCard, MyApplication
from dialogs.questions import Choose, Given, Option, Review, Upload
from dialogs.questions.options import Words
from dialogs.questions.question import Common
from enrolment.terms import QueueType
from locales.text import Text, _, joined, verbatim


def can_change(facts: Facts, card: ApplicationCard | None) -> bool:
    """Whether the application waits in a queue that asks for privileges, and none is being checked."""
    asks = card is not None and card.queue is QueueType.GENERAL and bool(facts.profile.privileges)
    return asks and card is not None and card.state == CHANGEABLE and card.privilege_asked is None


def waits(change: OtherPrivilege) -> bool:
    """The same of the application that the dialog is about."""
    return can_change(change.facts, change.facts[MyApplication(change.application)])


def claims(change: OtherPrivilege) -> bool:
    """Whether there is something to prove."""
    return waits(change) and change.privilege != NO_PRIVILEGE


class OtherPrivileges(Words):
    """All but the one that counts already."""

    def __call__(self, dialog: OtherPrivilege) -> Sequence[Option[str]]:
        counts = dialog.card.privilege or NO_PRIVILEGE
        return [option for option in Privileges()(dialog) if option.value != counts]


def which(change: OtherPrivilege) -> Text:
    """The question, with what counts until now."""
    question = _("Which privilege does the family have now?")
    if change.card.privilege is None:
        return question
    counts = coded_name(change.facts.profile.privileges, change.card.privilege)
    return joined(question, _("Until now: {privilege}.", privilege=counts))


def consequence(change: OtherPrivilege) -> Text:
    """What comes of it, and when."""
    if claims(change):
        return joined(
            _("The document is checked first. Until then the category, the place and the date stay as they are."),
            _("If a voucher comes before, it stays as it is."),
        )
    return joined(
        _("Without the privilege the place in the queue becomes a later one, by the date of the application."),
        _("To have the privilege back, its document is checked again."),
    )


class OtherPrivilege(Dialog):
    """From the privilege through its proof to what comes of it."""

    title = _("Privilege")
    application = Given[int]()
    privilege = Choose(which, OtherPrivileges(), Common(when=waits, label=_("Privilege")))
    proof = Upload(SEND_PROOF, Common(when=claims, label=_("Proof of the privilege"), depends=("privilege",)))
    review = Review(consequence, _("Send"), Common(when=waits))

    def done(self) -> Effect:
        if not claims(self):
            return ChangePrivilege(self.application)
        return ChangePrivilege(self.application, self.privilege, self.proof)

    def whom(self) -> Text:
        return verbatim(self.card.child.person.first_name) if waits(self) else super().whom()

    @property
    def card(self) -> ApplicationCard:
        """The application; to be read while it waits."""
        card = self.facts[MyApplication(self.application)]
        assert card is not None
        return card
