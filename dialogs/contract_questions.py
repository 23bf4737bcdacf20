"""The questions of the contract's form: what is known is not asked, what is optional can be skipped. S2-26…S2-34."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from dialogs.contract_facts import found, kept, kept_day, kind_of, marked, optional, rules_of, value
from dialogs.contract_readers import bank_with_bic
from dialogs.contract_words import FIELDS
from dialogs.inputs import Picked, Sent
from dialogs.message import EMPTY, Choice, Message
from dialogs.names import named, phone_shown
from dialogs.questions import Choose
from dialogs.questions.gently import AskGently
from dialogs.questions.question import Answer, Common, Raw, Taken, View
from dialogs.readers import read_date
from enrolment.contract_form import asked_fields
from enrolment.iban import Iban
from enrolment.identity_documents import ISSUER_NAMES, issuers_of
from enrolment.terms import FormField
from locales.text import Text, _, joined, verbatim

if TYPE_CHECKING:
    from dialogs.dialog import Dialog

SKIP, SAME = "skip", "same"
NOT_GIVEN = _("not given")


def of(field: FormField, hint: Text = EMPTY, depends: tuple[str, ...] = ()) -> Common:
    """What is common to the questions of the form: the field's name, its hint, and what is known of it."""
    return Common(label=FIELDS[field], hint=hint, depends=depends, known=kept(field, depends))


def day_of(field: FormField, hint: Text, depends: tuple[str, ...] = ()) -> Common:
    """The same for a date."""
    return Common(label=FIELDS[field], hint=hint, depends=depends, known=kept_day(field, depends))


def asking(field: FormField, text: Text) -> Callable[[Any], Text]:
    """The question's words; where the kindergarten marked the answer, why and what it is now as well (S1-56)."""
    return lambda form: joined(marked(form, field), text, to_correct(form, field))


def to_correct(form: Dialog, field: FormField) -> Text:
    """The answer that is to be corrected, as the review tells it; nothing where there is none or a new one."""
    contract = found(form)
    if contract is None or field not in contract.marks or field not in contract.known or field in form.answers:
        return EMPTY
    before = type(form)({**form.answers, field.value: contract.known[field]}, form.facts)
    told = before.question(field).told(before) if contract.known[field] else NOT_GIVEN
    return _("Now: {answer}", answer=told)


def nothing_odd(form: Dialog, typed: str) -> None:
    """No doubt about any value."""
    return


class Typed(AskGently[str]):
    """A typed answer of the form; empty where it was skipped."""

    def __init__(
        self,
        text: Callable[[Any], Text],
        read: Callable[[str], str],
        common: Common,
        doubts: Callable[[Any, str], Text | None] = nothing_odd,
        check: Callable[[Any, str], None] | None = None,
    ) -> None:
        super().__init__(text, read, doubts, common)
        self.check = check

    def ask(self, dialog: Dialog, view: View) -> Message:
        message = super().ask(dialog, view)
        if "typed" in view:
            return message
        more = tuple(Choice(key, label) for key, label in self.instead(dialog).items())
        return Message(message.text, (*message.choices, *more), message.wants, hint=message.hint)

    def take(self, dialog: Dialog, view: View, sent: Sent) -> Taken:
        if isinstance(sent, Picked) and "typed" not in view and sent.key in self.instead(dialog):
            return Answer("" if sent.key == SKIP else sent.key)
        return super().take(dialog, view, sent)

    def instead(self, dialog: Dialog) -> dict[str, Text]:
        """What can be pressed instead of typing: the value that it stands for, with its label."""
        return {SKIP: _("Skip")} if optional(dialog, self.name) else {}

    def told(self, dialog: Dialog) -> Text:
        raw = str(dialog.answers[self.name])
        return self.instead(dialog).get(raw) or (self.shown(raw) if raw else NOT_GIVEN)

    def shown(self, typed: str) -> Text:
        """The answer as people read it."""
        return verbatim(typed)


class Phone(Typed):
    """A phone, shown as people read it."""

    def shown(self, typed: str) -> Text:
        return phone_shown(typed)


class Account(Typed):
    """An account number, shown in groups as banks print it."""

    def shown(self, typed: str) -> Text:
        return verbatim(Iban(typed).shown)


class Bank(Choose[str]):
    """A bank, shown with the BIC that nobody has to type (S2-33)."""

    def told(self, dialog: Dialog) -> Text:
        chosen = str(dialog.answers[self.name])
        return NOT_GIVEN if chosen == SKIP else bank_with_bic(chosen)


class HomeAddress(Typed):
    """Where the family lives; often where they are registered, and then it goes along when that is corrected."""

    def known(self, dialog: Dialog) -> Raw | None:
        known, contract = super().known(dialog), found(dialog)
        registered = contract.known.get(FormField.REGISTERED_ADDRESS) if contract else None
        return SAME if known and known == registered and _asks_registered(dialog) else known

    def instead(self, dialog: Dialog) -> dict[str, Text]:
        there = _asks_registered(dialog) and value(dialog, FormField.REGISTERED_ADDRESS)
        return {**({SAME: _("The same")} if there else {}), **super().instead(dialog)}


def _asks_registered(form: Dialog) -> bool:
    """Whether this city asks where the family is registered: what is not in the contract is not the same as another."""
    return FormField.REGISTERED_ADDRESS in asked_fields(rules_of(form))


class Issuer(Typed):
    """Who issued the document: for those of Kazakhstan one of two, for a foreign one as it stands there."""

    def instead(self, dialog: Dialog) -> dict[str, Text]:
        kind = kind_of(dialog)
        issuers = {one.value: named(ISSUER_NAMES[one]) for one in issuers_of(kind)} if kind else {}
        return {**issuers, **super().instead(dialog)}


class IssuedOn(AskGently[date]):
    """The day on which the document was issued; kept in ISO form (S2-32)."""

    def __init__(
        self,
        text: Callable[[Any], Text],
        common: Common,
        doubts: Callable[[Any, date], Text | None],
        check: Callable[[Any, date], None],
    ) -> None:
        super().__init__(text, read_date, doubts, common)
        self.check = check

    def load(self, raw: Raw) -> date:
        return date.fromisoformat(raw)

    def dump(self, value: date) -> Raw:
        return value.isoformat()

    def told(self, dialog: Dialog) -> Text:
        return Text("{date}", {"date": self.load(dialog.answers[self.name])})
