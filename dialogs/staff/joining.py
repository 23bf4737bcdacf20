"""How somebody becomes a member: language, invite code, name. A stranger learns nothing on the way."""

from __future__ import annotations

from enum import StrEnum

from dialogs.dialog import Dialog
from dialogs.effects import Effect, JoinStaff, NameStaff, SetLanguage
from dialogs.facts import Facts
from dialogs.queries import MyStaff
from dialogs.questions import Ask, Choose, Fixed, Given, Open, Problem
from dialogs.questions.question import Common
from dialogs.readers import read_name
from dialogs.staff.words import FOR_INVITED
from dialogs.welcome import LANGUAGES
from locales.catalogue import Locale
from locales.text import Text, _, joined, verbatim

WHICH_LANGUAGE = verbatim("Тілді таңдаңыз. · Выберите язык. · Choose the language.")
LONGEST_CODE = 100


def read_code(text: str) -> str:
    """An invite code as it was typed; whether it is one is found out elsewhere."""
    code = text.strip()
    if len(code) > LONGEST_CODE:
        raise Problem(_("This is too long for an invite code. Copy the code alone and send it."))
    return code


def read_full_name(text: str) -> str:
    """Surname, name and perhaps patronymic, in one line."""
    return " ".join(part for part in read_name(text).values() if part)


def why_name(dialog: Dialog) -> Text:
    """The question for the name, which says who will read it (X-20)."""
    ask = _("What is your surname and name?")
    if dialog.facts.profile.privacy.show_employee_name:
        return joined(ask, _("Colleagues see it, and parents whose documents you reject."), separator=" ")
    return joined(ask, _("Only colleagues see it."), separator=" ")


def known_name(dialog: Dialog) -> str | None:
    """The name of somebody who was a member before."""
    member = dialog.facts[MyStaff()]
    return member.name or None if member else None


def ask_code() -> Ask[str]:
    """The question for the invite code; a right one is used up at once and not kept."""
    return Ask(FOR_INVITED, read_code, Common(settle=lambda _dialog, code: JoinStaff(code)))


def ask_name() -> Ask[str]:
    """The question for the member's name."""
    return Ask(why_name, read_full_name, Common(known=known_name))


class StaffWelcome(Dialog):
    """The first minute in the staff chat."""

    title = verbatim("Balapan")
    language = Choose(
        WHICH_LANGUAGE, Fixed(Locale, LANGUAGES), Common(settle=lambda _dialog, chosen: SetLanguage(chosen))
    )
    code = ask_code()
    member_name = ask_name()

    def done(self) -> Effect:
        return NameStaff(self.member_name)


class Answer(StrEnum):
    """Whether somebody who followed a link joins; a code that was used up answers for itself."""

    JOIN = "used"
    LATER = "later"


def joins(invited: Invited) -> bool:
    """Whether the code was used."""
    return invited.accept is Answer.JOIN


class Invited(Dialog):
    """The first minute of somebody who followed a link, which brought the code."""

    title = verbatim("Balapan")
    code = Given[str]()
    language = Choose(
        WHICH_LANGUAGE,
        Fixed(Locale, LANGUAGES),
        Common(settle=lambda _dialog, chosen: SetLanguage(chosen), known=lambda invited: invited.me.locale),
    )
    accept = Choose(
        _("You are invited to work here. The code came with the link."),
        Fixed(Answer, {Answer.JOIN: _("Join"), Answer.LATER: _("Not now")}),
        Common(settle=lambda invited, said: JoinStaff(invited.code) if said is Answer.JOIN else None),
    )
    member_name = Ask(why_name, read_full_name, Common(known=known_name, when=joins))

    def done(self) -> Effect | None:
        return NameStaff(self.member_name) if joins(self) else None


def by_link(code: str, facts: Facts) -> Open | None:
    """The dialog for who comes by a link with a code; a member has no use for it."""
    if len(code) > LONGEST_CODE or (facts.me.locale is not None and facts[MyStaff()] is not None):
        return None
    return Open(Invited, given={"code": code})


class Join(Dialog):
    """The invite code, for somebody who chose a language before."""

    title = verbatim("Balapan")
    code = ask_code()
    member_name = ask_name()

    def done(self) -> Effect:
        return NameStaff(self.member_name)


class Rename(Dialog):
    """Another name."""

    title = _("My name")
    member_name = Ask(why_name, read_full_name)

    def done(self) -> Effect:
        return NameStaff(self.member_name)


class StaffLanguage(Dialog):
    """Another language, at any time."""

    title = _("Language")
    language = Choose(WHICH_LANGUAGE, Fixed(Locale, LANGUAGES))

    def done(self) -> Effect:
        return SetLanguage(self.language)
