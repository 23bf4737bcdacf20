"""Something to read before going on: one button says that it was read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dialogs.inputs import Picked, Sent
from dialogs.message import Choice, Message, Wants
from dialogs.questions.question import Answer, Common, Problem, Question, Taken, View
from dialogs.remarks import CHOOSE_ONE
from locales.text import Text

if TYPE_CHECKING:
    from dialogs.dialog import Dialog

NEXT = "next"


class Told(Question[bool]):
    """A text with nothing to choose; `confirm` is the button that goes on."""

    def __init__(self, text: Text | Callable[[Any], Text], confirm: Text, common: Common | None = None) -> None:
        super().__init__(text, common)
        self.confirm = confirm

    def ask(self, dialog: Dialog, view: View) -> Message:
        return Message(self.says(dialog), (Choice(NEXT, self.confirm),), Wants.CHOICE, hint=self.common.hint)

    def take(self, dialog: Dialog, view: View, sent: Sent) -> Taken:
        match sent:
            case Picked(key) if key == NEXT:
                return Answer(True)
        raise Problem(CHOOSE_ONE)
