"""Everything at a glance: confirm, or change any single answer and come back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dialogs.inputs import Picked, Sent
from dialogs.message import EMPTY, Choice, Message, Wants
from dialogs.questions.question import Answer, Common, Problem, Question, Revisit, Show, Taken, View
from dialogs.remarks import CHOOSE_ONE
from locales.text import Text, _, joined

if TYPE_CHECKING:
    from dialogs.dialog import Dialog

CONFIRM, CHANGE, RETURN = "confirm", "change", "return"


class Review(Question[bool]):
    """Lists every answer that has a label; `confirm` is the button that ends the dialog."""

    def __init__(
        self, text: Text | Callable[[Any], Text], confirm: Text, common: Common | None = None, note: Text = EMPTY
    ) -> None:
        super().__init__(text, common)
        self.confirm = confirm
        self.note = note

    def ask(self, dialog: Dialog, view: View) -> Message:
        changeable = self.changeable(dialog)
        if view.get("changing"):
            choices = [Choice(f"q-{q.name}", label) for q, label in changeable]
            return Message(
                _("What should be changed?"), (*choices, Choice(RETURN, _("Back to the review"))), Wants.CHOICE
            )
        lines = [_("{label}: {answer}", label=label, answer=q.told(dialog)) for q, label in changeable]
        text = joined(self.says(dialog), *lines, self.note)
        return Message(text, (Choice(CONFIRM, self.confirm), Choice(CHANGE, _("Change"))), Wants.CHOICE)

    def take(self, dialog: Dialog, view: View, sent: Sent) -> Taken:
        match sent:
            case Picked(key) if key == CONFIRM:
                return Answer(True)
            case Picked(key) if key == CHANGE:
                return Show({"changing": True})
            case Picked(key) if key == RETURN:
                return Show({})
            case Picked(key) if key in {f"q-{q.name}" for q, _label in self.changeable(dialog)}:
                return Revisit(key.removeprefix("q-"))
        raise Problem(CHOOSE_ONE)

    def changeable(self, dialog: Dialog) -> list[tuple[Question[Any], Text]]:
        """The answered questions that are part of the way, with the labels of their answers."""
        return [
            (q, q.common.label)
            for q in dialog.path()
            if q.common.label is not None and q.name in dialog.answers and q.name != self.name
        ]
