"""An answer that outside work brings: the registry's word, for example. It is never typed and never reviewed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dialogs.effects import Effect
from dialogs.inputs import Found, Sent
from dialogs.message import Message
from dialogs.questions.question import Answer, Common, Problem, Question, Taken, View
from locales.text import Text, _

if TYPE_CHECKING:
    from dialogs.dialog import Dialog


class Wait(Question[dict[str, Any]]):
    """Starts the work when it is reached, and takes only the result that carries the work's token."""

    asked = False

    def __init__(
        self, text: Text | Callable[[Any], Text], start: Callable[[Any], Effect], common: Common | None = None
    ) -> None:
        super().__init__(text, common)
        self.start = start

    def begun(self, view: View) -> bool:
        """Whether the work is under way."""
        return "token" in view

    def ask(self, dialog: Dialog, view: View) -> Message:
        return Message(self.says(dialog))

    def take(self, dialog: Dialog, view: View, sent: Sent) -> Taken:
        if isinstance(sent, Found) and sent.token == view.get("token"):
            return Answer(sent.result)
        raise Problem(_("One moment, I am still checking. I will write as soon as there is an answer."))
