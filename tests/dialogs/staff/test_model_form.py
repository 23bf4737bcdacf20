"""The department sees which edition of the contract's model form is in force, and which comes. S2-73."""

from __future__ import annotations

import datetime as dt

import pytest

from dialogs.staff.model_form import FormEdition, FormEditions
from tests.dialogs.staff.colleagues import CLERK, staff
from tests.dialogs.talk import Talk


def looks(*editions: FormEdition) -> Talk:
    """Somebody of the department looks at the form."""
    talk = staff(CLERK)
    talk.facts = {**talk.facts, FormEditions: editions}
    return talk.starts().picks("Contract form")


OLD, NEW = FormEdition(dt.date(2026, 1, 1), "3f0a92"), FormEdition(dt.date(2027, 3, 1), "a81c5d")


@pytest.mark.rule("S2-73")
def test_the_department_sees_what_is_in_force_and_what_comes() -> None:
    talk = looks(OLD, NEW).hears("In force from: 1 January", "Edition: 3f0a92.")
    talk.hears("Next, from: 1 March", "Edition: a81c5d.", "What is signed stays as it is.")


def test_an_edition_that_has_begun_takes_the_place_of_the_one_before() -> None:
    begun = FormEdition(dt.date(2026, 6, 1), "77aa01")
    looks(OLD, begun).hears("Edition: 77aa01.").hears_not("3f0a92", "Next")


def test_before_its_day_the_first_edition_is_in_force_already() -> None:
    looks(NEW).hears("In force from: 1 March", "a81c5d").hears_not("Next")


def test_where_no_contracts_are_made_it_says_so() -> None:
    looks().hears("No contracts are made here yet.")
