"""Changes of the list of categories keep what every list needs."""

from __future__ import annotations

import pytest

from enrolment.category_changes import CategoryChange, CategoryEdit, NoChange, changed
from enrolment.profile import load_profile
from enrolment.terms import Name, Privilege

ROWS = load_profile("smart_nation_almaty").categories


def test_one_category_goes_before_another_and_the_numbers_stay_in_order() -> None:
    found = changed(ROWS, CategoryChange(CategoryEdit.EARLIER, 5))
    assert [one.number for one in found] == [1, 2, 3, 4, 5, 6]
    assert found[3].privileges == (Privilege.TEACHER,)


def test_a_privilege_goes_into_another_category() -> None:
    found = changed(ROWS, CategoryChange(CategoryEdit.MOVE_PRIVILEGE, 1, Privilege.DISABILITY))
    assert Privilege.DISABILITY in found[0].privileges
    assert found[1].privileges == (Privilege.SPECIAL_NEEDS,)


def test_a_category_gets_another_name() -> None:
    name = Name("бір", "один", "one")
    assert changed(ROWS, CategoryChange(CategoryEdit.RENAME, 2, name=name))[1].name == name


@pytest.mark.parametrize(
    "change",
    [
        CategoryChange(CategoryEdit.EARLIER, 1),
        CategoryChange(CategoryEdit.EARLIER, 6),
        CategoryChange(CategoryEdit.EARLIER, 9),
        CategoryChange(CategoryEdit.RENAME, 2),
        CategoryChange(CategoryEdit.RENAME, 2, name=ROWS[1].name),
        CategoryChange(CategoryEdit.MOVE_PRIVILEGE, 1),
        CategoryChange(CategoryEdit.MOVE_PRIVILEGE, 1, Privilege.MILITARY),
        CategoryChange(CategoryEdit.MOVE_PRIVILEGE, 6, Privilege.MILITARY),
        CategoryChange(CategoryEdit.MOVE_PRIVILEGE, 1, Privilege.TEACHER),
    ],
)
def test_what_changes_nothing_or_empties_a_category_is_refused(change: CategoryChange) -> None:
    with pytest.raises(NoChange):
        changed(ROWS, change)
