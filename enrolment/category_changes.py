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


@dataclass(frozen=True)
class CategoryChange:
    """`category` is the one to change, or to which `privilege` goes; `name` is its new one."""

    edit: CategoryEdit
    category: int
    privilege: Privilege | None = None
    name: Name | None = None


class NoChange(ValueError):
    """The list would stay as it is, or lose what every list needs."""


def changed(categories: Sequence[Category], change: CategoryChange) -> tuple[Category, ...]:
    """The list after the change; numbers stay those of the places. Raises NoChange."""
    at = next((at for at, one in enumerate(categories) if one.number == change.category), None)
    if at is None:
        raise NoChange
    found = {
        CategoryEdit.EARLIER: _earlier,
        CategoryEdit.RENAME: _renamed,
        CategoryEdit.MOVE_PRIVILEGE: _with_privilege,
    }[change.edit](categories, at, change)
    if found == tuple(categories) or any(not one.privileges for one in found[:-1]):
        raise NoChange
    return found


def _earlier(categories: Sequence[Category], at: int, change: CategoryChange) -> tuple[Category, ...]:
    """It changes places with the one before it; the last, which is everybody's, stays the last."""
    if at in {0, len(categories) - 1}:
        raise NoChange
    found = list(categories)
    before, one = found[at - 1], found[at]
    found[at - 1], found[at] = replace(one, number=before.number), replace(before, number=one.number)
    return tuple(found)


def _renamed(categories: Sequence[Category], at: int, change: CategoryChange) -> tuple[Category, ...]:
    if change.name is None:
        raise NoChange
    return tuple(replace(one, name=change.name) if each == at else one for each, one in enumerate(categories))


def _with_privilege(categories: Sequence[Category], at: int, change: CategoryChange) -> tuple[Category, ...]:
    privilege = change.privilege
    if privilege is None or at == len(categories) - 1 or privilege in categories[at].privileges:
        raise NoChange
    found = []
    for each, one in enumerate(categories):
        kept = tuple(held for held in one.privileges if held is not privilege)
        found.append(replace(one, privileges=(*kept, privilege) if each == at else kept))
    return tuple(found)
