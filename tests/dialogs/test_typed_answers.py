"""What is typed in place of pressing: a yes, a no, a part of a name; and an error before a language is chosen."""

from __future__ import annotations

import pytest

from dialogs.effects import WithdrawApplication
from dialogs.screens import answered
from dialogs.words import agreement
from tests.dialogs.parents import CHILD_FOUND, CHILD_IIN, STRANGER, application, parent
from tests.dialogs.staff.colleagues import DOCTOR, staff, waiting
from tests.dialogs.talk import Talk


def withdrawing() -> Talk:
    return parent(applications=(application(),)).starts().picks("My applications").picks("Арман").picks("Withdraw")


@pytest.mark.parametrize("word", ["да", "Да!", "иә", "Иә.", "ия", "yes"])
def test_a_typed_yes_is_the_yes_of_a_question_that_has_one(word: str) -> None:
    withdrawing().says(word).hears("lost for good")


@pytest.mark.parametrize("word", ["нет", "Жоқ", "no"])
def test_a_typed_no_is_its_no(word: str) -> None:
    talk = withdrawing().says(word).hears("place 13")
    assert not talk.done


def test_a_yes_typed_twice_loses_nothing() -> None:
    talk = withdrawing().says("да").says("да").hears("Please choose one of the options", "lost for good")
    assert WithdrawApplication(21) not in talk.done


def test_a_review_is_confirmed_by_a_yes_and_changed_after_a_no() -> None:
    talk = parent(children=()).starts().picks("Add a child").says(CHILD_IIN).hears_from_outside(CHILD_FOUND)
    talk.hears("Is this your child?").says("нет").hears("What should be changed?").picks("Back to the review")
    before = len(talk.done)
    talk.says("да")
    assert len(talk.done) == before + 1


def test_staff_may_type_their_yes_and_no_too() -> None:
    talk = staff(DOCTOR, waiting()).starts().acts("review", "21").picks("Confirm").says("жоқ")
    talk.hears("Child: Арман").picks("Confirm").says("иә")
    assert [type(effect).__name__ for effect in talk.done] == ["ConfirmReview"]


@pytest.mark.parametrize(
    ("keys", "typed", "meant"),
    [
        (["yes", "later"], "да", "yes"),
        (["no", "later", "yes"], "да", None),
        (["agree", "disagree"], "да", None),
        (["confirm", "change"], "может быть", None),
    ],
)
def test_only_where_there_is_one_of_each(keys: list[str], typed: str, meant: str | None) -> None:
    assert answered(keys, typed) == meant


def test_other_words_are_neither() -> None:
    assert [agreement(word) for word in ("данные", "нетто", "иәс", "")] == [None] * 4


def test_a_part_of_a_name_chooses_from_a_short_list_where_only_one_has_it() -> None:
    talk = parent(count=3).starts().picks("Apply").picks("General").picks("No privilege").says("garten 2")
    talk.hears("✓ Kindergarten 2").says("kindergarten").hears("Please choose one of the options").says("en")
    talk.hears("Please choose one of the options", "Done: 1").picks("Done").says("Каза").hears("Do you agree")


def test_fixed_answers_need_the_whole_word() -> None:
    withdrawing().says("withd").hears("Please choose one of the options")


def test_an_error_before_a_language_is_chosen_is_told_in_both() -> None:
    talk = parent(STRANGER).starts().says("?")
    talk.hears("Нұсқалардың бірін таңдаңыз", "Выберите один из вариантов")
