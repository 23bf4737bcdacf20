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
from dialogs.facts import Facts, Query
from dialogs.names import named
from dialogs.page import Button, Page
from dialogs.people import AskDate
from dialogs.queries import Member
from dialogs.questions import Ask, Choose, Fixed, Open, Option, Options, Problem, Wait
from dialogs.questions.question import Common
from dialogs.staff.calendar import read_short
from dialogs.staff.guard import for_staff
from enrolment.category_changes import CategoryChange, CategoryEdit, ChangeBar, NoChange, changed
from enrolment.profile_sections import Category
from enrolment.terms import Name, Privilege, Role
from locales.text import Text, _, joined, n_

_EDITS = {
    CategoryEdit.MOVE_PRIVILEGE: _("Move a privilege"),
    CategoryEdit.EARLIER: _("Put one earlier"),
    CategoryEdit.RENAME: _("Rename one"),
    CategoryEdit.ADD: _("Add a category"),
    CategoryEdit.REMOVE: _("Remove a category"),
}
WHY_NOT: Mapping[ChangeBar, Text] = {
    ChangeBar.GONE: _("This category is not in the list any more. Look at the list and choose again."),
    ChangeBar.SAME: _("The list says so already, nothing would change. Choose another change."),
    ChangeBar.FIRST: _("This category is the first already. Choose another one."),
    ChangeBar.EVERYBODYS: _(
        "The last category is everybody’s: it stays the last, without privileges. Choose another one."
    ),
    ChangeBar.EMPTIES: _(
        "This privilege is the only one of its category, which would be left empty. Move another privilege there "
        "first, or remove that category."
    ),
    ChangeBar.NAME_TAKEN: _("Another category has this name already. Begin again with another name."),
    ChangeBar.LAST_LEFT: _("This is the only category with privileges, so it stays. Rename it, or add another first."),
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


@dataclass(frozen=True)
class ListAhead:
    """A list that was entered and holds from that day."""

    since: date
    categories: tuple[Category, ...]


@dataclass(frozen=True)
class EnteredLists:
    """Since when the list in force holds (None: since the profile), and those that come after it, the next first."""

    since: date | None = None
    ahead: tuple[ListAhead, ...] = ()


@dataclass(frozen=True)
class CategoryListsNow(Query[EnteredLists]):
    """The lists of categories that somebody entered; for those who may see them."""


def newest(facts: Facts) -> tuple[Category, ...]:
    """The list into which a change goes: the last one entered, which may hold only from a later day."""
    ahead = facts[CategoryListsNow()].ahead
    return ahead[-1].categories if ahead else facts.profile.categories


class PrivilegesOf(Options[str]):
    """The privileges of the profile."""

    def __call__(self, dialog: Any) -> Sequence[Option[str]]:
        return [Option(row.code.value, named(row.name)) for row in dialog.facts.profile.privileges]

    def value(self, key: str) -> str:
        return key


class CategoriesOf(Options[str]):
    """The categories but everybody's, which stays the last; a new one may come before that one too."""

    def __call__(self, dialog: Any) -> Sequence[Option[str]]:
        rows = newest(dialog.facts) if adds(dialog) else newest(dialog.facts)[:-1]
        return [Option(str(row.number), _("Category {number}", number=row.number), named(row.name)) for row in rows]

    def value(self, key: str) -> str:
        return key


def moves(change: ChangeCategories) -> bool:
    """A privilege goes elsewhere."""
    return change.edit is CategoryEdit.MOVE_PRIVILEGE


def renames(change: ChangeCategories) -> bool:
    """A category gets another name."""
    return change.edit is CategoryEdit.RENAME


def adds(change: ChangeCategories) -> bool:
    """There is one more."""
    return change.edit is CategoryEdit.ADD


_WHICH = {
    CategoryEdit.MOVE_PRIVILEGE: _("Into which category?"),
    CategoryEdit.ADD: _("Before which category does the new one come?"),
    CategoryEdit.REMOVE: _(
        "Which category is removed? Its privileges go to the next one, or else to the one before it."
    ),
}


def which(change: ChangeCategories) -> Text:
    """To which, or which one."""
    return _WHICH.get(change.edit, _("Which category?"))


def not_too_early(change: ChangeCategories, on: date) -> None:
    """The queue is ordered anew at the beginning of a day, and by the lists in the order in which they were entered."""
    ahead = change.facts[CategoryListsNow()].ahead
    if on <= change.facts.today:
        raise Problem(TOO_EARLY)
    if ahead and on < ahead[-1].since:
        raise Problem(after_another(ahead[-1].since))


TOO_EARLY = _("Type tomorrow’s date or a later one: a new list begins with its day.")


def after_another(day: date) -> Text:
    """Why a day is too early for one more list."""
    return _("A list that was entered before begins on {day}. Type that day or a later one.", day=day)


def counted(change: ChangeCategories) -> Text:
    """What the preview came to: the new list and how many move, or why it cannot be and what to do."""
    try:
        lines = [_line(change.facts, one) for one in changed(newest(change.facts), change.asked())]
    except NoChange as no_change:
        return WHY_NOT[no_change.why]
    count = int(change.work.get("moves", 0))
    return joined(
        _("The new list:"),
        *lines,
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
    privilege = Choose(
        lambda change: _("Which privilege goes into the new category?") if adds(change) else _("Which privilege?"),
        PrivilegesOf(),
        Common(when=lambda change: moves(change) or adds(change)),
    )
    category = Choose(which, CategoriesOf())
    name_kk = Ask(
        _("What is it called in Kazakh?"), read_short, Common(when=lambda change: renames(change) or adds(change))
    )
    name_ru = Ask(
        _("What is it called in Russian?"), read_short, Common(when=lambda change: renames(change) or adds(change))
    )
    since = AskDate(_("From which day?"), Common(hint=_("Day, month, year, for example: 31.12.2026")), not_too_early)
    work = Wait(
        _("One moment, I am counting how many applications move. Nothing is changed by it."),
        lambda change: PreviewCategories(change.asked()),
    )
    sure = Choose(counted, Fixed(Sure, {Sure.NO: _("Leave as it is"), Sure.YES: _("Yes, change")}))

    def asked(self) -> CategoryChange:
        """The change as the rules know it."""
        privilege = Privilege(self.privilege) if moves(self) or adds(self) else None
        name = Name(self.name_kk, self.name_ru, self.name_ru) if renames(self) or adds(self) else None
        return CategoryChange(self.edit, int(self.category), privilege, name)

    def done(self) -> Effect | None:
        if self.sure is Sure.NO or self.work.get("status") != "ready":
            return None
        return EnterCategories(self.asked(), self.since)


@for_staff(Role.EDUCATION_DEPARTMENT, Role.ADMIN)
def categories(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """The list that holds with its day, then each that was entered and holds from a later one."""
    lists = facts[CategoryListsNow()]
    since = _("In force since {day}:", day=lists.since) if lists.since else _("In force:")
    ahead = [_list(facts, _("From {day} on:", day=one.since), one.categories) for one in lists.ahead]
    first = _list(facts, since, facts.profile.categories)
    text = joined(_("Lower categories go first."), first, *ahead, separator="\n\n")
    return Page(text, (Button("change", _("Change the list"), Open(ChangeCategories)),), up=MENU)


def _list(facts: Facts, head: Text, categories: Sequence[Category]) -> Text:
    return joined(head, *(_line(facts, one) for one in categories))


def _line(facts: Facts, one: Category) -> Text:
    words = {"number": one.number, "name": named(one.name), "privileges": _privileges(facts, one.privileges)}
    return Text("{number}. {name}: {privileges}", words)


def _privileges(facts: Facts, codes: Sequence[Privilege]) -> Text:
    names = [named(facts.profile.privilege(code).name) for code in codes]
    return joined(*names, separator=", ") if names else _("everybody else")
