"""A question answered by typing: its reader returns a value or raises a Problem in plain words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from dialogs.inputs import Picked, Said, Sent
from dialogs.message import Choice, Message, Wants
from dialogs.questions.question import Answer, Common, Problem, Question, Raw, Taken, View
from locales.text import Text, _, verbatim

if TYPE_CHECKING:
    from dialogs.dialog import Dialog

T = TypeVar("T")


@dataclass(frozen=True)
class Shortcut:
    """A button that stands for a typed answer, such as "I have no patronymic"."""

    key: str
    label: Text
    raw: Raw
    when: Callable[[Any], bool] = lambda dialog: True


class Ask(Question[T]):
    """Typed text. `read` turns it into the answer, `check` holds it against the rest; both raise Problem.

    Subclasses give `load` and `dump` for values that JSON has no form for.
    """

    def __init__(
        self,
        text: Text | Callable[[Any], Text],
        read: Callable[[str], T],
        common: Common | None = None,
        shortcuts: tuple[Shortcut, ...] = (),
        check: Callable[[Any, T], None] | None = None,
    ) -> None:
        super().__init__(text, common)
        self.read = read
        self.check = check
        self.shortcuts = shortcuts

    def ask(self, dialog: Dialog, view: View) -> Message:
        offered = tuple(Choice(s.key, s.label) for s in self.shortcuts if s.when(dialog))
        return Message(self.says(dialog), offered, Wants.TEXT, hint=self.common.hint)

    def take(self, dialog: Dialog, view: View, sent: Sent) -> Taken:
        if isinstance(sent, Picked):
            return Answer(self.shortcut(sent.key).raw)
        if not isinstance(sent, Said):
            raise Problem(_("Please type the answer as a text message."))
        value = self.read(sent.text)
        if self.check is not None:
            self.check(dialog, value)
        return Answer(self.dump(value))

    def shortcut(self, key: str) -> Shortcut:
        """The shortcut of that button."""
        for shortcut in self.shortcuts:
            if shortcut.key == key:
                return shortcut
        raise Problem(_("Please type the answer as a text message."))

    def told(self, dialog: Dialog) -> Text:
        value = self.__get__(dialog, type(dialog))
        picked = next((s.label for s in self.shortcuts if s.raw == dialog.answers[self.name]), None)
        return picked or (value if isinstance(value, Text) else verbatim(str(value)))
