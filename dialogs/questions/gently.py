"""A typed answer that may look wrong and be right all the same: it is kept after one question."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from dialogs.inputs import Picked, Sent
from dialogs.message import Choice, Message, Wants
from dialogs.questions.ask import Ask, Shortcut
from dialogs.questions.question import Answer, Common, Show, Taken, View
from locales.text import Text, _, joined

if TYPE_CHECKING:
    from dialogs.dialog import Dialog

T = TypeVar("T")
ANYWAY = "anyway"


class AskGently(Ask[T]):
    """`doubts` says what is odd about a value, None where nothing is."""

    def __init__(
        self,
        text: Text | Callable[[Any], Text],
        read: Callable[[str], T],
        doubts: Callable[[Any, T], Text | None],
        common: Common | None = None,
        shortcuts: tuple[Shortcut, ...] = (),
    ) -> None:
        super().__init__(text, read, common, shortcuts)
        self.doubts = doubts

    def ask(self, dialog: Dialog, view: View) -> Message:
        if "typed" not in view:
            return super().ask(dialog, view)
        value = self.load(view["typed"])
        doubt = self.doubts(dialog, value) or Text("")
        text = joined(doubt, _("Keep it as you typed it?"), _("If not, type it again."))
        return Message(text, (Choice(ANYWAY, _("Keep it")),), Wants.TEXT)

    def take(self, dialog: Dialog, view: View, sent: Sent) -> Taken:
        if isinstance(sent, Picked) and sent.key == ANYWAY and "typed" in view:
            return Answer(view["typed"])
        taken = super().take(dialog, view, sent)
        if isinstance(taken, Answer) and not isinstance(sent, Picked) and self.doubts(dialog, self.load(taken.raw)):
            return Show({"typed": taken.raw})
        return taken
