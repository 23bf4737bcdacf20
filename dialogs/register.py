"""Register: phone, IIN, consent, and the person as the registry or the parent names them. S3-05, S3-13…S3-21, S1-12."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from dialogs.dialog import Dialog
from dialogs.effects import CheckCode, Effect, LookUpPerson, Person
from dialogs.effects import Recover as RecoverAccount
from dialogs.effects import Register as RegisterAccount
from dialogs.people import AskDate, AskName, born_text, name_text, person_of
from dialogs.phone_question import AskCode, Asking, AskPhone, own_number
from dialogs.questions import Accept, Ask, Review, Wait
from dialogs.questions.question import Common, Problem
from dialogs.readers import read_iin
from dialogs.terms import data_policy
from enrolment.ages import age_in_years
from enrolment.identifiers import Iin
from locales.text import Text, _, joined

PURPOSE = "register"
YOUNGEST = 14


def typed_phone(register: Register) -> bool:
    """The phone was typed, so a code has to prove it."""
    return register.phone.proof == "typed"


def unknown(register: Register) -> bool:
    """The registry did not give the person's data."""
    return bool(register.registry["status"] != "found")


def birth_hint(register: Register) -> date | None:
    """The birth date that the IIN suggests; the review shows it and it can be changed."""
    return Iin(register.iin).birth_date


def not_in_future(register: Dialog, born: date) -> None:
    """A birth date lies in the past."""
    if born >= register.facts.today:
        raise Problem(_("This date has not come yet. Check the year."))


def grown_up(register: Dialog, iin: str) -> None:
    """The IIN is not a child's: somebody under fourteen registers nobody."""
    born = Iin(iin).birth_date
    if born is not None and age_in_years(born, register.facts.today) < YOUNGEST:
        raise Problem(_("This looks like a child's IIN. Type your own; I will ask for the child's later."))


def review_text(register: Register) -> Text:
    """What the review opens with: the registry's data where there is some."""
    if unknown(register):
        return _("Is everything right?")
    person = person_of(register.registry)
    return joined(
        _("Is everything right?"),
        _("Name: {name}", name=name_text(person)),
        _("Born: {date}", date=born_text(person)),
    )


class Register(Dialog):
    """Four questions when the phone is shared and the registry answers."""

    title = _("Registration")
    phone = AskPhone(
        Asking(
            _("Press “Send my number” to confirm your phone. The number is needed to sign in and for the contract."),
            _("The number is needed to sign in and for the contract."),
        ),
        Common(label=_("Phone"), settle=lambda _d, given: given.effect(PURPOSE)),
    )
    code = AskCode(
        PURPOSE,
        Common(
            when=typed_phone,
            depends=("phone",),
            settle=lambda register, code: CheckCode(register.phone.number, code, PURPOSE),
        ),
    )
    iin = Ask(
        _("Type your IIN: the 12 digits on your identity card."),
        read_iin,
        Common(label=_("IIN"), hint=_("For example: 880719300107")),
        check=grown_up,
    )
    consent = Accept(
        _("Do you agree that I keep and use your data to find a place in a kindergarten?"),
        data_policy,
        Common(label=_("Data policy")),
    )
    registry = Wait(
        _("One moment, I am checking the IIN."),
        lambda register: LookUpPerson(register.iin, register.phone.number),
        Common(depends=("phone", "iin")),
    )
    name = AskName(
        _("Type your surname, name and patronymic as on the identity card."),
        Common(when=unknown, label=_("Name"), hint=_("For example: Serikova Aliya Maratovna")),
    )
    birth_date = AskDate(
        _("When were you born? Type day, month and year."),
        Common(when=unknown, label=_("Born"), known=birth_hint, hint=_("For example: 19.07.1988"), depends=("iin",)),
        check=not_in_future,
    )
    review = Review(review_text, _("Register"))

    def done(self) -> Effect:
        status = str(self.registry["status"])
        person = self.typed_person() if unknown(self) else person_of(self.registry)
        agreed = self.consent
        return RegisterAccount(self.phone.number, self.iin, person, agreed.version, agreed.at, status)

    def typed_person(self) -> Person:
        """The person as typed, with what the IIN suggests."""
        names: dict[str, Any] = self.name
        sex = Iin(self.iin).sex
        return Person(**names, birth_date=self.birth_date, sex=sex and sex.value)


def ask_phone_of_account(when: Callable[[Any], bool] | None = None) -> AskPhone:
    """The phone of an account that exists: typed, unless it is the one of this chat."""
    asking = Asking(
        _("Press “Send my number” to confirm that the phone of your account is yours."),
        _("Is it the phone of your account?"),
        _("Type the phone number of your account."),
    )
    return AskPhone(asking, Common(when=when, label=_("Phone")), rather_typed=True)


def wants_code(recover: Dialog) -> bool:
    """A code has to prove the phone; before there is an answer, that is likely where the chat proves none."""
    phone = recover.answers.get("phone")
    return own_number(recover.facts) is None if phone is None else bool(phone["proof"] == "typed")


class Recover(Dialog):
    """Find one's account: phone, IIN, and a code unless the chat proves the phone. S3-10…S3-12, E-35."""

    title = _("Restore access")
    phone = ask_phone_of_account()
    iin = Ask(
        _("Type the IIN of your account."),
        read_iin,
        Common(
            label=_("IIN"),
            hint=_("For example: 880719300107"),
            settle=lambda recover, _iin: recover.phone.effect("recover"),
        ),
    )
    code = AskCode(
        "recover",
        Common(
            when=wants_code,
            depends=("phone", "iin"),
            settle=lambda recover, code: CheckCode(recover.phone.number, code, "recover"),
        ),
    )

    def done(self) -> Effect:
        return RecoverAccount(self.phone.number, self.iin)
