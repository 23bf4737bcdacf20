"""The working calendar: declared by administrators, read by the education department too. D.3, edge 7."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from dialogs.conversation import MENU
from dialogs.dialog import Dialog
from dialogs.effects import Effect
from dialogs.facts import Facts
from dialogs.names import named
from dialogs.page import Button, Do, Go, Page, listed
from dialogs.people import AskDate
from dialogs.queries import Member
from dialogs.questions import Ask, Choose, Fixed, Open, Problem, Review
from dialogs.questions.question import Common
from dialogs.readers import read_words
from dialogs.staff.department_effects import DeclareDay, WithdrawDay
from dialogs.staff.department_queries import DeclaredDay, DeclaredDays
from dialogs.staff.guard import for_staff
from enrolment.terms import Role
from locales.text import Text, _, joined, n_

LONGEST = 200


class DayKind(StrEnum):
    """What becomes of the day."""

    OFF = "off"
    WORK = "work"


KINDS = {DayKind.OFF: _("A day off"), DayKind.WORK: _("A working day")}


def read_short(text: str) -> str:
    """A few words, up to 200 characters."""
    words = read_words(text)
    if len(words) > LONGEST:
        raise Problem(n_("Please keep to {count} character.", "Please keep to {count} characters.", LONGEST))
    return words


def not_past(declare: DeclareADay, on: date) -> None:
    """What was counted already is not counted otherwise."""
    if on < declare.facts.today:
        raise Problem(_("This day is over. Type today’s date or a later one."))


class DeclareADay(Dialog):
    """Declare one day."""

    title = _("Calendar")
    on = AskDate(
        _("Which day is it?"),
        Common(label=_("Day"), hint=_("Day, month, year, for example: 31.12.2026")),
        not_past,
    )
    kind = Choose(_("What becomes of this day?"), Fixed(DayKind, KINDS), Common(label=_("What it is")))
    name_kk = Ask(_("What is the day called in Kazakh? Families read it."), read_short, Common(label=_("In Kazakh")))
    name_ru = Ask(_("What is the day called in Russian? Families read it."), read_short, Common(label=_("In Russian")))
    source = Ask(_("By which act or letter? Type its name, number and date."), read_short, Common(label=_("Source")))
    review = Review(
        _("Open deadlines are counted anew, none becomes shorter, and the families are told."), _("Declare the day")
    )

    def done(self) -> Effect:
        return DeclareDay(self.on, self.kind is DayKind.WORK, self.name_kk, self.name_ru, self.source)


@for_staff(Role.ADMIN, Role.EDUCATION_DEPARTMENT)
def declared_days(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """The days that are declared from today on."""
    days = facts[DeclaredDays()]
    buttons = [
        Button(
            f"d{one.on:%Y%m%d}", Text("{day}", {"day": one.on}), Go("declared", {"on": one.on.isoformat()}), kind(one)
        )
        for one in days
    ]
    add = (Button("add", _("Declare a day"), Open(DeclareADay)),) if member.role is Role.ADMIN else ()
    text = n_("{count} day is declared from today on.", "{count} days are declared from today on.", len(days))
    shown = listed(buttons, Go("calendar"), int(args.get("at", 0)))
    nothing = _("No day is declared from today on: the law alone decides what is a working day.")
    return Page(text if days else nothing, (*shown, *add), up=MENU)


@for_staff(Role.ADMIN, Role.EDUCATION_DEPARTMENT)
def declared_day(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """One declared day, and the way to take it back."""
    on = date.fromisoformat(str(args["on"]))
    one = next((day for day in facts[DeclaredDays()] if day.on == on), None)
    if one is None:
        return Page(_("This day is not declared any more."), up=Go("calendar"))
    name = named(one.name) if one.name else Text("")
    said = (Text("{day}", {"day": one.on}), joined(kind(one), name, separator=": "), _("Source: {act}", act=one.source))
    if member.role is not Role.ADMIN:
        return Page(joined(*said), up=Go("calendar"))
    back = _("If you withdraw it, the law decides again. Deadlines that were told stay.")
    withdraw = Button("withdraw", _("Take the day back"), Do(WithdrawDay(one.on)))
    return Page(joined(*said, back), (withdraw,), up=Go("calendar"))


def kind(one: DeclaredDay) -> Text:
    """A day off or a working day."""
    return KINDS[DayKind.WORK if one.works else DayKind.OFF]
