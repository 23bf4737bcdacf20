"""Asking for a phone, shared or typed, and for the code that proves a typed one. S3-14…S3-18."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from dialogs.effects import Effect, SendCode
from dialogs.inputs import Contact, Picked, Said, Sent
from dialogs.message import Choice, Message, Wants
from dialogs.names import phone_shown
from dialogs.questions.ask import Ask
from dialogs.questions.question import Act, Answer, Common, Problem, Question, Raw, Show, Taken, View
from dialogs.readers import read_code, read_phone
from locales.text import Text, _, n_

if TYPE_CHECKING:
    from dialogs.dialog import Dialog

SHARE, TYPE, RESEND = "share", "type", "resend"
TYPE_IT = _("Type your mobile number. I will send a code to it.")


@dataclass(frozen=True)
class Phone:
    """A phone in E.164, and how it came: `contact` proves it, `typed` wants a code."""

    number: str
    proof: str

    def effect(self, purpose: str) -> Effect | None:
        """A code for a typed number, nothing for a shared one."""
        return SendCode(self.number, purpose) if self.proof == "typed" else None


class AskPhone(Question[Phone]):
    """The channel's own contact, or a typed number where codes can be sent."""

    takes_contact = True

    def __init__(self, text: Text, common: Common | None = None, *, only_typed: bool = False) -> None:
        super().__init__(text, common)
        self.only_typed = only_typed

    def load(self, raw: Raw) -> Phone:
        return Phone(**raw)

    def ask(self, dialog: Dialog, view: View) -> Message:
        if self.only_typed or view.get("typing"):
            text = self.says(dialog) if self.only_typed else TYPE_IT
            return Message(text, wants=Wants.TEXT, hint=_("For example: 8 701 123 45 67"))
        other = (Choice(TYPE, _("Another number")),) if dialog.facts.able.codes else ()
        return Message(self.says(dialog), (Choice(SHARE, _("Send my number")), *other), Wants.CONTACT)

    def take(self, dialog: Dialog, view: View, sent: Sent) -> Taken:
        match sent:
            case Contact(phone, own) if own and not self.only_typed:
                return Answer(asdict(Phone(read_phone(phone), "contact")))
            case Contact():
                raise Problem(_("This is somebody else's contact. Press “Send my number” to share your own."))
            case Picked(key) if key == TYPE:
                return Show({"typing": True})
            case Said(text) if dialog.facts.able.codes:
                return Answer(asdict(Phone(read_phone(text), "typed")))
        raise Problem(_("Press “Send my number” below the message; typing the number is not enough."))

    def told(self, dialog: Dialog) -> Text:
        return phone_shown(self.load(dialog.answers[self.name]).number)


class AskCode(Ask[str]):
    """The code from the SMS, with its lifetime, and another one on demand. S3-11, S3-18, edge 36."""

    def __init__(self, purpose: str, common: Common | None = None) -> None:
        super().__init__(self.sent_to, read_code, common)
        self.purpose = purpose

    def sent_to(self, dialog: Dialog) -> Text:
        """Where the code went and how long it lives."""
        rules = dialog.facts.profile.verification_code
        return n_(
            "I sent a code by SMS to {phone}. Type it here; it is good for {count} minute.",
            "I sent a code by SMS to {phone}. Type it here; it is good for {count} minutes.",
            rules.lifetime_seconds // 60,
            phone=phone_shown(self.number(dialog)),
        )

    def number(self, dialog: Dialog) -> str:
        """The phone that the code went to."""
        return str(dialog.answers["phone"]["number"])

    def ask(self, dialog: Dialog, view: View) -> Message:
        return Message(self.says(dialog), (Choice(RESEND, _("Send another code")),), Wants.TEXT)

    def take(self, dialog: Dialog, view: View, sent: Sent) -> Taken:
        if isinstance(sent, Picked) and sent.key == RESEND:
            return Act(SendCode(self.number(dialog), self.purpose))
        return super().take(dialog, view, sent)
