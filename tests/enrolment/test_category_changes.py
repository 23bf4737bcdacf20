"""Changes of the list of categories keep what every list needs."""

from __future__ import annotations

import pytest

from enrolment.category_changes import CategoryChange, CategoryEdit, ChangeBar, NoChange, changed
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


NEW = Name("жаңа", "новая", "новая")


@pytest.mark.parametrize(("before", "numbers"), [(1, [1, 2, 3, 4, 5, 6, 7]), (6, [1, 2, 3, 4, 5, 6, 7])])
def test_a_new_category_comes_before_that_one_and_takes_a_privilege(before: int, numbers: list[int]) -> None:
    found = changed(ROWS, CategoryChange(CategoryEdit.ADD, before, Privilege.DISABILITY, NEW))
    one = found[before - 1]
    assert [each.number for each in found] == numbers
    assert (one.name, one.privileges) == (NEW, (Privilege.DISABILITY,))
    assert one.priority is (ROWS[0].priority if before == 1 else ROWS[4].priority)
    assert sum(Privilege.DISABILITY in each.privileges for each in found) == 1


def test_a_free_number_is_taken_before_any_other_is_changed() -> None:
    gap = (ROWS[0], *ROWS[2:])
    found = changed(gap, CategoryChange(CategoryEdit.ADD, 3, Privilege.MILITARY, NEW))
    assert [each.number for each in found] == [1, 2, 3, 4, 5, 6]


def test_the_privileges_of_a_removed_category_go_to_its_neighbour_and_numbers_stay() -> None:
    found = changed(ROWS, CategoryChange(CategoryEdit.REMOVE, 2))
    assert [each.number for each in found] == [1, 3, 4, 5, 6]
    assert found[1].privileges == (*ROWS[2].privileges, *ROWS[1].privileges)
    last = changed(ROWS, CategoryChange(CategoryEdit.REMOVE, 5))
    assert last[3].privileges == (*ROWS[3].privileges, *ROWS[4].privileges)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (CategoryChange(CategoryEdit.EARLIER, 1), ChangeBar.FIRST),
        (CategoryChange(CategoryEdit.EARLIER, 6), ChangeBar.EVERYBODYS),
        (CategoryChange(CategoryEdit.EARLIER, 9), ChangeBar.GONE),
        (CategoryChange(CategoryEdit.RENAME, 2), ChangeBar.SAME),
        (CategoryChange(CategoryEdit.RENAME, 2, name=ROWS[1].name), ChangeBar.SAME),
        (CategoryChange(CategoryEdit.MOVE_PRIVILEGE, 1), ChangeBar.SAME),
        (CategoryChange(CategoryEdit.MOVE_PRIVILEGE, 1, Privilege.MILITARY), ChangeBar.SAME),
        (CategoryChange(CategoryEdit.MOVE_PRIVILEGE, 6, Privilege.MILITARY), ChangeBar.EVERYBODYS),
        (CategoryChange(CategoryEdit.MOVE_PRIVILEGE, 1, Privilege.TEACHER), ChangeBar.EMPTIES),
        (CategoryChange(CategoryEdit.ADD, 2, Privilege.TEACHER, NEW), ChangeBar.EMPTIES),
        (CategoryChange(CategoryEdit.ADD, 2, Privilege.DISABILITY, ROWS[0].name), ChangeBar.NAME_TAKEN),
        (CategoryChange(CategoryEdit.ADD, 2, None, NEW), ChangeBar.SAME),
        (CategoryChange(CategoryEdit.REMOVE, 6), ChangeBar.EVERYBODYS),
    ],
)
def test_what_changes_nothing_or_breaks_the_list_says_why(change: CategoryChange, why: ChangeBar) -> None:
    with pytest.raises(NoChange) as caught:
        changed(ROWS, change)
    assert caught.value.why is why


def test_the_last_privileged_category_is_not_removed() -> None:
    with pytest.raises(NoChange, match=ChangeBar.LAST_LEFT):
        changed(ROWS[-2:], CategoryChange(CategoryEdit.REMOVE, 5))
