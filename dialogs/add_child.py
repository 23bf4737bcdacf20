"""Add a child by IIN, or by document number for a child without one. S3-22, S1-35…S1-38, edges 12 and 13."""

from __future__ import annotations

from datetime import date
from typing import Any

from dialogs.dialog import Dialog
from dialogs.effects import AddChild as AddChildRecord
from dialogs.effects import Effect, LookUpChild, Person
from dialogs.people import AskDate, AskName, born_text, name_text, person_of
from dialogs.queries import MyChildren, MyProfile
from dialogs.questions import Ask, Review, Wait
from dialogs.questions.ask import Shortcut
from dialogs.questions.question import Common, Problem
from dialogs.readers import read_document_number, read_iin
from enrolment.ages import AgeProblem, age_problem
from enrolment.identifiers import Iin
from locales.text import Text, _, joined, n_, verbatim

NO_IIN = ""


def has_iin(add: AddChild) -> bool:
    """The child has an IIN."""
    return add.iin != NO_IIN


def typed(add: AddChild) -> bool:
    """The parent types the child's data: there is no IIN, or the registry did not show it."""
    return not has_iin(add) or add.registry["status"] != "found"


def suits(add: AddChild, iin: str) -> None:
    """The IIN is a child's, not the parent's own, and not added already."""
    profile = add.facts[MyProfile()]
    if profile is not None and profile.iin == iin:
        raise Problem(_("This is your own IIN. Type the IIN of the child; it is on the birth certificate."))
    if any(child.iin == iin for child in add.facts[MyChildren()]):
        raise Problem(_("This child is already in your list. Type the IIN of another child."))
    born = Iin(iin).birth_date
    if born is not None:
        check_age(add, born)


def check_age(add: Dialog, born: date) -> None:
    """The child is born, and not too old for the profile's service."""
    limits = add.facts.profile.age
    match age_problem(born, add.facts.today, limits):
        case AgeProblem.NOT_BORN:
            raise Problem(_("This date has not come yet. Check the year."))
        case AgeProblem.TOO_OLD:
            raise Problem(too_old(limits.until_years))


def too_old(years: int) -> Text:
    """Explains the limit, and that an adult's IIN may have slipped in (edge 13)."""
    return n_(
        "Kindergartens take children younger than {count} year. Check the number: it may be an adult's.",
        "Kindergartens take children younger than {count} years. Check the number: it may be an adult's.",
        years,
    )


def birth_hint(add: AddChild) -> date | None:
    """The birth date that the IIN suggests."""
    return Iin(add.iin).birth_date if has_iin(add) else None


def review_text(add: AddChild) -> Text:
    """What the review opens with: the registry's data where there is some."""
    if typed(add):
        return _("Is everything right?")
    child = person_of(add.registry)
    return joined(
        _("Is this your child?"),
        _("Name: {name}", name=name_text(child)),
        _("Born: {date}", date=born_text(child)),
    )


class AddChild(Dialog):
    """Two questions when the registry knows the family."""

    title = _("New child")
    iin = Ask(
        _("Type the child's IIN. It is on the birth certificate."),
        read_iin,
        Common(label=_("IIN"), hint=_("For example: 220315500104")),
        shortcuts=(Shortcut("none", _("No IIN"), NO_IIN),),
        check=suits,
    )
    document_number = Ask(
        _("Type the number of the child's document."),
        read_document_number,
        Common(when=lambda add: not has_iin(add), label=_("Document"), hint=_("For example: N12345678")),
    )
    registry = Wait(
        _("One moment, I am checking the IIN."),
        lambda add: LookUpChild(add.iin),
        Common(when=has_iin, depends=("iin",)),
    )
    name = AskName(
        _("Type the child's surname, name and patronymic."),
        Common(when=typed, label=_("Name"), hint=_("For example: Serikova Aruzhan Maratovna"), depends=("iin",)),
    )
    birth_date = AskDate(
        _("When was the child born? Type day, month and year."),
        Common(when=typed, label=_("Born"), known=birth_hint, hint=_("For example: 15.03.2022"), depends=("iin",)),
        check=check_age,
    )
    review = Review(review_text, _("Add"))

    def done(self) -> Effect:
        if not typed(self):
            return AddChildRecord(self.iin, None, person_of(self.registry), "found")
        status = str(self.registry["status"]) if has_iin(self) else "none"
        number = None if has_iin(self) else self.document_number
        return AddChildRecord(self.iin or None, number, self.typed_person(), status)

    def whom(self) -> Text:
        return verbatim(self.name["first_name"]) if "name" in self.answers else super().whom()

    def typed_person(self) -> Person:
        """The child as typed, with what the IIN suggests."""
        names: dict[str, Any] = self.name
        sex = Iin(self.iin).sex if has_iin(self) else None
        return Person(**names, birth_date=self.birth_date, sex=sex and sex.value)
