"""Asking for a phone that the chat proves, or for one that a code has to prove. S3-14…S3-18."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from dialogs.contacts import contacts
from dialogs.effects import Effect, SendCode
from dialogs.facts import Facts
from dialogs.inputs import Contact, Picked, Said, Sent
from dialogs.message import Choice, Message, Wants
from dialogs.names import phone_shown
from dialogs.questions.ask import Ask
from dialogs.questions.question import Act, Answer, Common, Problem, Question, Raw, Show, Taken, View
from dialogs.readers import read_code, read_phone
from locales.text import Text, _, joined, n_, verbatim

if TYPE_CHECKING:
    from dialogs.dialog import Dialog

SHARE, OWN, TYPE, RESEND = "share", "own", "type", "resend"
TYPE_IT = _("Type your mobile number. I will send a code to it.")
EXAMPLE = _("For example: 8 701 123 45 67")


@dataclass(frozen=True)
class Phone:
    """A phone in E.164, and how it came: `contact` and `chat` prove it, `typed` wants a code."""

    number: str
    proof: str

    def effect(self, purpose: str) -> Effect | None:
        """A code for a typed number, nothing for one that is proved."""
        return SendCode(self.number, purpose) if self.proof == "typed" else None


@dataclass(frozen=True)
class Asking:
    """The words of the question: for a number to share, for the chat's own one, for one to type."""

    share: Text
    own: Text
    typed: Text = TYPE_IT


def own_number(facts: Facts) -> str | None:
    """The number that the channel vouches for, where it is one that may register."""
    try:
        return read_phone(facts.me.chat.phone) if facts.me.chat.phone else None
    except Problem:
        return None


class AskPhone(Question[Phone]):
    """The chat's own number, a shared one, or a typed one where codes can be sent.

    `rather_typed`: whoever can get a code types the number, because it may be another one than the phone in hand.
    """

    def __init__(self, asking: Asking, common: Common | None = None, *, rather_typed: bool = False) -> None:
        super().__init__(asking.typed, common)
        self.asking = asking
        self.rather_typed = rather_typed

    def load(self, raw: Raw) -> Phone:
        return Phone(**raw)

    def shares(self, facts: Facts) -> bool:
        """Whether the button to share a number is offered."""
        return facts.me.chat.shares_contact and not (self.rather_typed and facts.able.codes)

    def ask(self, dialog: Dialog, view: View) -> Message:
        facts = dialog.facts
        number = own_number(facts)
        other = (Choice(TYPE, _("Another number")),) if facts.able.codes else ()
        if view.get("typing"):
            return Message(self.asking.typed, wants=Wants.TEXT, hint=EXAMPLE)
        if number is not None:
            text = joined(_("The number of this chat: {phone}.", phone=phone_shown(number)), self.asking.own)
            return Message(text, (Choice(OWN, _("Use this number")), *other), Wants.CHOICE)
        if self.shares(facts):
            return Message(self.asking.share, (Choice(SHARE, _("Send my number")), *other), Wants.CONTACT)
        if facts.able.codes:
            return Message(self.asking.typed, wants=Wants.TEXT, hint=EXAMPLE)
        return Message(no_way(facts))

    def take(self, dialog: Dialog, view: View, sent: Sent) -> Taken:
        facts = dialog.facts
        number = own_number(facts)
        match sent:
            case Contact(phone, own) if own and facts.me.chat.shares_contact:
                return Answer(asdict(Phone(read_phone(phone), "contact")))
            case Contact() if self.shares(facts):
                raise Problem(_("This is somebody else's contact. Press “Send my number” to share your own."))
            case Contact():
                raise Problem(joined(_("A contact card proves nothing here."), self.instead(facts), separator=" "))
            case Picked(key) if key == OWN and number is not None:
                return Answer(asdict(Phone(number, "chat")))
            case Picked(key) if key == TYPE and facts.able.codes:
                return Show({"typing": True})
            case Said(text) if facts.able.codes:
                typed = read_phone(text)
                return Answer(asdict(Phone(typed, "chat" if typed == number else "typed")))
        raise Problem(self.instead(facts))

    def instead(self, facts: Facts) -> Text:
        """How to answer, for something that is no answer."""
        if own_number(facts) is not None:
            return _("Press “Use this number” below the message; typing the number is not enough.")
        if self.shares(facts):
            return _("Press “Send my number” below the message; typing the number is not enough.")
        return _("Type the number in digits.") if facts.able.codes else no_way(facts)

    def told(self, dialog: Dialog) -> Text:
        return phone_shown(self.load(dialog.answers[self.name]).number)


def no_way(facts: Facts) -> Text:
    """Why no number can be proved in this chat, and where to go."""
    others = facts.me.chat.elsewhere
    return joined(
        _("I do not see your phone number in this chat, and I cannot send codes by SMS."),
        _("So I cannot check here that a number is yours."),
        *([_("Write to me in a chat that shows your number:"), *map(verbatim, others)] if others else []),
        contacts(facts),
    )


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
