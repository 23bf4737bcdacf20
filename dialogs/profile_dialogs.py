"""Changing one's own data. S1-65."""

from __future__ import annotations

from dialogs.dialog import Dialog
from dialogs.effects import ChangePerson, ChangePhone, CheckCode, Effect, Person
from dialogs.people import AskDate, AskName
from dialogs.phone_question import AskCode, Asking, AskPhone
from dialogs.queries import MyProfile
from dialogs.questions.question import Common
from dialogs.register import not_in_future, typed_phone
from locales.text import _


class ChangeName(Dialog):
    """Correct the name and the birth date."""

    title = _("My name")
    name = AskName(
        _("Type your surname, name and patronymic as on the identity card."),
        Common(hint=_("For example: Serikova Aliya Maratovna")),
    )
    birth_date = AskDate(
        _("When were you born? Type day, month and year."),
        Common(hint=_("For example: 19.07.1988")),
        check=not_in_future,
    )

    def done(self) -> Effect:
        profile = self.facts[MyProfile()]
        sex = profile.person.sex if profile else None
        return ChangePerson(Person(**self.name, birth_date=self.birth_date, sex=sex))


class ChangeMyPhone(Dialog):
    """Another phone, proved like the first one."""

    title = _("My phone")
    phone = AskPhone(
        Asking(
            _("Press “Send my number” to confirm the new phone."),
            _("Shall it be the phone of your account?"),
        ),
        Common(settle=lambda _d, given: given.effect("change")),
    )
    code = AskCode(
        "change",
        Common(
            when=typed_phone,
            depends=("phone",),
            settle=lambda change, code: CheckCode(change.phone.number, code, "change"),
        ),
    )

    def done(self) -> Effect:
        return ChangePhone(self.phone.number)
