"""Writing to support, from any screen. S2-70, S3-17, N35."""

from __future__ import annotations

from dialogs.dialog import Dialog
from dialogs.effects import Effect, OpenCase, SayInCase
from dialogs.queries import MyCase
from dialogs.questions import Ask, Given
from dialogs.readers import read_words
from locales.text import Text, _, verbatim


class AskSupport(Dialog):
    """A question to a person."""

    title = _("Support")
    text = Ask(_("What is your question? Write it in one message; a person will answer here."), read_words)

    def done(self) -> Effect:
        return OpenCase("question", self.text)


class ReportMoney(Dialog):
    """Somebody asks for money."""

    title = _("Somebody asks for money")
    text = Ask(
        _("The service is free; nobody may ask for money. Who asked, when and for what? Write it in one message."),
        read_words,
    )

    def done(self) -> Effect:
        return OpenCase("money", self.text)


class WriteInCase(Dialog):
    """One more message in a case."""

    title = _("Support")
    case = Given[int]()
    text = Ask(_("Write your message."), read_words)

    def done(self) -> Effect:
        return SayInCase(self.case, self.text)

    def whom(self) -> Text:
        card = self.facts[MyCase(self.case)]
        return verbatim(card.number) if card else super().whom()
