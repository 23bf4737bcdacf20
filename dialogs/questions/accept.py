"""A text to agree to: it can be read in the chat, and the agreed version and time are kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dialogs.inputs import Picked, Sent
from dialogs.message import Choice, Message, Wants
from dialogs.questions.question import Answer, Common, Problem, Question, Raw, Show, Taken, View
from locales.text import Text, _, joined

if TYPE_CHECKING:
    from dialogs.dialog import Dialog

AGREE, READ, DISAGREE = "agree", "read", "disagree"


@dataclass(frozen=True)
class Terms:
    """A versioned text: what it is called and what it says."""

    version: str
    text: Text


@dataclass(frozen=True)
class Agreed:
    """Which version was agreed to, and when (ISO time)."""

    version: str
    at: str


class Accept(Question[Agreed]):
    """Consent is only ever given by the button that says so."""

    def __init__(
        self, text: Text | Callable[[Any], Text], terms: Callable[[Any], Terms], common: Common | None = None
    ) -> None:
        super().__init__(text, common)
        self.terms = terms

    def load(self, raw: Raw) -> Agreed:
        return Agreed(**raw)

    def ask(self, dialog: Dialog, view: View) -> Message:
        text = self.says(dialog)
        choices = [Choice(AGREE, _("I agree")), Choice(READ, _("Read the text")), Choice(DISAGREE, _("I do not agree"))]
        if view.get("reading"):
            text = joined(self.terms(dialog).text, text, separator="\n\n")
            del choices[1]
        return Message(text, tuple(choices), Wants.CHOICE, hint=self.common.hint)

    def take(self, dialog: Dialog, view: View, sent: Sent) -> Taken:
        match sent:
            case Picked(key) if key == AGREE:
                return Answer({"version": self.terms(dialog).version, "at": dialog.facts.now.isoformat()})
            case Picked(key) if key == READ:
                return Show({"reading": True})
            case Picked():
                raise Problem(
                    _("Without your consent I cannot go on. What you have entered is kept; you can agree later.")
                )
        raise Problem(_("Please press “I agree” or “I do not agree”."))

    def told(self, dialog: Dialog) -> Text:
        return _("agreed")
