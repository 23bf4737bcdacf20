"""The list of queue categories: changed one thing at a time, with a preview of how many applications move. B.3, G.0."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from dialogs.conversation import MENU
from dialogs.dialog import Dialog
from dialogs.effects import Effect
from dialogs.facts import Facts
from dialogs.names import named
from dialogs.page import Button, Page
from dialogs.people import AskDate
from dialogs.queries import Member
from dialogs.questions import Ask, Choose, Fixed, Open, Option, Options, Problem, Wait
from dialogs.questions.question import Common
from dialogs.staff.calendar import read_short
from dialogs.staff.guard import for_staff
from enrolment.category_changes import CategoryChange, CategoryEdit
from enrolment.profile_sections import Category
from enrolment.terms import Name, Privilege, Role
from locales.text import Text, _, joined, n_

_EDITS = {
    CategoryEdit.MOVE_PRIVILEGE: _("Move a privilege"),
    CategoryEdit.EARLIER: _("Put one earlier"),
    CategoryEdit.RENAME: _("Rename one"),
}


class Sure(StrEnum):
    """The second question."""

    NO = "no"
    YES = "yes"


@dataclass(frozen=True)
class PreviewCategories(Effect):
    """Have it counted, outside the turn, how many applications this change would move; nothing changes."""

    change: CategoryChange


@dataclass(frozen=True)
class EnterCategories(Effect):
    """A new list with this change holds from the beginning of that day."""

    change: CategoryChange
    since: date


class PrivilegesOf(Options[str]):
    """The privileges of the profile."""

    def __call__(self, dialog: Any) -> Sequence[Option[str]]:
        return [Option(row.code.value, named(row.name)) for row in dialog.facts.profile.privileges]

    def value(self, key: str) -> str:
        return key


class CategoriesOf(Options[str]):
    """The categories but everybody's, which stays the last."""

    def __call__(self, dialog: Any) -> Sequence[Option[str]]:
        rows = dialog.facts.profile.categories[:-1]
        return [Option(str(row.number), _("Category {number}", number=row.number), named(row.name)) for row in rows]

    def value(self, key: str) -> str:
        return key


def moves(change: ChangeCategories) -> bool:
    """A privilege goes elsewhere."""
    return change.edit is CategoryEdit.MOVE_PRIVILEGE


def renames(change: ChangeCategories) -> bool:
    """A category gets another name."""
    return change.edit is CategoryEdit.RENAME


def which(change: ChangeCategories) -> Text:
    """To which, or which one."""
    return _("Into which category?") if moves(change) else _("Which category?")


def not_today(change: ChangeCategories, on: date) -> None:
    """The queue is ordered anew at the beginning of a day."""
    if on <= change.facts.today:
        raise Problem(_("Type tomorrow’s date or a later one: a new list begins with its day."))


def counted(change: ChangeCategories) -> Text:
    """What the preview came to."""
    if change.work.get("status") != "ready":
        return _("This change is not possible: the list would stay as it is, or a category would be left empty.")
    count = int(change.work.get("moves", 0))
    return joined(
        n_(
            "{count} application would move to another category.",
            "{count} applications would move to another category.",
            count,
        ),
        _("The new list holds from {day}. The families whose place changes much are told.", day=change.since),
    )


class ChangeCategories(Dialog):
    """One change, previewed and confirmed."""

    title = _("Categories")
    edit = Choose(_("What do you want to change?"), Fixed(CategoryEdit, _EDITS))
    privilege = Choose(_("Which privilege?"), PrivilegesOf(), Common(when=moves))
    category = Choose(which, CategoriesOf())
    name_kk = Ask(_("What is it called in Kazakh?"), read_short, Common(when=renames))
    name_ru = Ask(_("What is it called in Russian?"), read_short, Common(when=renames))
    since = AskDate(_("From which day?"), Common(hint=_("Day, month, year, for example: 31.12.2026")), not_today)
    work = Wait(
        _("One moment, I am counting how many applications move. Nothing is changed by it."),
        lambda change: PreviewCategories(change.asked()),
    )
    sure = Choose(counted, Fixed(Sure, {Sure.NO: _("Leave as it is"), Sure.YES: _("Yes, change")}))

    def asked(self) -> CategoryChange:
        """The change as the rules know it."""
        privilege = Privilege(self.privilege) if moves(self) else None
        name = Name(self.name_kk, self.name_ru, self.name_ru) if renames(self) else None
        return CategoryChange(self.edit, int(self.category), privilege, name)

    def done(self) -> Effect | None:
        if self.sure is Sure.NO or self.work.get("status") != "ready":
            return None
        return EnterCategories(self.asked(), self.since)


@for_staff(Role.EDUCATION_DEPARTMENT, Role.ADMIN)
def categories(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """The list that holds."""
    lines = [_line(facts, one) for one in facts.profile.categories]
    text = joined(_("Lower categories go first."), *lines)
    return Page(text, (Button("change", _("Change the list"), Open(ChangeCategories)),), up=MENU)


def _line(facts: Facts, one: Category) -> Text:
    words = {"number": one.number, "name": named(one.name), "privileges": _privileges(facts, one.privileges)}
    return Text("{number}. {name}: {privileges}", words)


def _privileges(facts: Facts, codes: Sequence[Privilege]) -> Text:
    names = [named(facts.profile.privilege(code).name) for code in codes]
    return joined(*names, separator=", ") if names else _("everybody else")
