"""One change of the list of queue categories; what comes of it is a list with the rules of the first (B.3, G.0)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from enrolment.profile_sections import Category
from enrolment.terms import Name, Privilege


class CategoryEdit(StrEnum):
    """What is changed."""

    EARLIER = "put_earlier"
    RENAME = "rename"
    MOVE_PRIVILEGE = "move_privilege"
    ADD = "add"
    REMOVE = "remove"


class ChangeBar(StrEnum):
    """Why a change cannot be made."""

    GONE = "gone"
    SAME = "same"
    FIRST = "first"
    EVERYBODYS = "everybodys"
    EMPTIES = "empties"
    NAME_TAKEN = "name_taken"
    LAST_LEFT = "last_left"


@dataclass(frozen=True)
class CategoryChange:
    """`category` is the one to change, to which `privilege` goes, or before which a new one comes; `name` is new."""

    edit: CategoryEdit
    category: int
    privilege: Privilege | None = None
    name: Name | None = None


class NoChange(ValueError):
    """The list would stay as it is, or lose what every list needs; `why` says which."""

    def __init__(self, why: ChangeBar) -> None:
        super().__init__(why.value)
        self.why = why


def changed(categories: Sequence[Category], change: CategoryChange) -> tuple[Category, ...]:
    """The list after the change; numbers stay those of the places. Raises NoChange."""
    at = next((at for at, one in enumerate(categories) if one.number == change.category), None)
    if at is None:
        raise NoChange(ChangeBar.GONE)
    found = {
        CategoryEdit.EARLIER: _earlier,
        CategoryEdit.RENAME: _renamed,
        CategoryEdit.MOVE_PRIVILEGE: _with_privilege,
        CategoryEdit.ADD: _added,
        CategoryEdit.REMOVE: _removed,
    }[change.edit](categories, at, change)
    if found == tuple(categories):
        raise NoChange(ChangeBar.SAME)
    if any(not one.privileges for one in found[:-1]):
        raise NoChange(ChangeBar.EMPTIES)
    return found


def _earlier(categories: Sequence[Category], at: int, change: CategoryChange) -> tuple[Category, ...]:
    """It changes places with the one before it; the last, which is everybody's, stays the last."""
    _not_everybodys(categories, at)
    if at == 0:
        raise NoChange(ChangeBar.FIRST)
    found = list(categories)
    before, one = found[at - 1], found[at]
    found[at - 1], found[at] = replace(one, number=before.number), replace(before, number=one.number)
    return tuple(found)


def _renamed(categories: Sequence[Category], at: int, change: CategoryChange) -> tuple[Category, ...]:
    if change.name is None:
        raise NoChange(ChangeBar.SAME)
    return tuple(replace(one, name=change.name) if each == at else one for each, one in enumerate(categories))


def _with_privilege(categories: Sequence[Category], at: int, change: CategoryChange) -> tuple[Category, ...]:
    privilege = change.privilege
    _not_everybodys(categories, at)
    if privilege is None or privilege in categories[at].privileges:
        raise NoChange(ChangeBar.SAME)
    return tuple(
        replace(one, privileges=(*one.privileges, privilege)) if each == at else one
        for each, one in enumerate(_without(categories, privilege))
    )


def _added(categories: Sequence[Category], at: int, change: CategoryChange) -> tuple[Category, ...]:
    """A new one before that one, with a privilege that leaves its category; it ranks like its neighbour."""
    if change.name is None or change.privilege is None:
        raise NoChange(ChangeBar.SAME)
    if any(change.name.kk == one.name.kk or change.name.ru == one.name.ru for one in categories):
        raise NoChange(ChangeBar.NAME_TAKEN)
    neighbour = categories[max(0, at - 1) if at == len(categories) - 1 else at]
    before = categories[at - 1].number if at else 0
    one = Category(before + 1, neighbour.priority, change.name, (change.privilege,))
    found = _without(categories, change.privilege)
    return _numbered((*found[:at], one, *found[at:]))


def _removed(categories: Sequence[Category], at: int, change: CategoryChange) -> tuple[Category, ...]:
    """Its privileges go to the next one, those of the last privileged one to the one before it."""
    _not_everybodys(categories, at)
    if len(categories) <= 2:
        raise NoChange(ChangeBar.LAST_LEFT)
    heir = at + 1 if at + 1 < len(categories) - 1 else at - 1
    theirs = (*categories[heir].privileges, *categories[at].privileges)
    merged = [replace(one, privileges=theirs) if each == heir else one for each, one in enumerate(categories)]
    return (*merged[:at], *merged[at + 1 :])


def _not_everybodys(categories: Sequence[Category], at: int) -> None:
    if at == len(categories) - 1:
        raise NoChange(ChangeBar.EVERYBODYS)


def _without(categories: Sequence[Category], privilege: Privilege) -> list[Category]:
    kept = [tuple(held for held in one.privileges if held is not privilege) for one in categories]
    return [replace(one, privileges=each) for one, each in zip(categories, kept, strict=True)]


def _numbered(categories: Sequence[Category]) -> tuple[Category, ...]:
    """Every number greater than the one before it, and none changed without need."""
    found: list[Category] = []
    for one in categories:
        least = found[-1].number + 1 if found else 1
        found.append(replace(one, number=max(one.number, least)))
    return tuple(found)
