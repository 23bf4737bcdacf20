"""Other kindergartens or another language for an application that waits; its date and its category stay. A20."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.apply_options import InstructionLanguages, PreferredPreschools, how_many_preschools, which_preschools
from dialogs.dialog import Dialog
from dialogs.effects import ChangeWishes, Effect
from dialogs.queries import ApplicationCard, MyApplication
from dialogs.questions import Choose, Given, Review
from dialogs.questions.choose_many import Ranked
from dialogs.questions.question import Common
from enrolment.terms import QueueType
from locales.text import Text, _, verbatim

CHANGEABLE = "queued"


def waits(change: Wishes) -> bool:
    """Whether the application still stands in the queue."""
    card = change.facts[MyApplication(change.application)]
    return card is not None and card.state == CHANGEABLE


class Wishes(Dialog):
    """Begins with what is wished now, and any of it can be changed."""

    title = _("Wishes")
    application = Given[int]()
    preschools = Ranked(
        which_preschools,
        PreferredPreschools(),
        how_many_preschools,
        Common(label=_("Kindergartens"), hint=_("Free places are counted for your child's age."), when=waits),
    )
    language = Choose(
        _("In which language should the child be taught?"),
        InstructionLanguages(),
        Common(label=_("Language"), when=waits),
    )
    review = Review(
        _("This is what you wish now."),
        _("Save"),
        Common(when=waits),
        note=_("The date of the application and the place by it stay as they are."),
    )

    def done(self) -> Effect:
        return ChangeWishes(self.application, self.preschools, self.language)

    def whom(self) -> Text:
        return verbatim(self.card.child.person.first_name) if waits(self) else super().whom()

    @property
    def card(self) -> ApplicationCard:
        """The application; to be read while it waits."""
        card = self.facts[MyApplication(self.application)]
        assert card is not None
        return card

    @property
    def queue(self) -> QueueType:
        """The queue in which it stands."""
        return self.card.queue

    @property
    def child(self) -> int:
        """The child's id."""
        return self.card.child.id

    @property
    def locality(self) -> str:
        """The city of the queue."""
        return self.card.locality


def wished(card: ApplicationCard) -> Mapping[str, Any]:
    """The answers to open the dialog with."""
    preschools = [one.bin for one in card.preschools]
    return {"application": card.id, "preschools": preschools, "language": card.language}
