"""What an employee says of each item of a contract."""

from __future__ import annotations

import pytest

from enrolment.contract_marks import (
    DATA_CHANGED,
    Item,
    Judgement,
    Mark,
    fitting,
    item,
    parent_is_at_fault,
    replaceable_items,
    unjudged_items,
    wrong_items,
)
from enrolment.profile import known_profiles, load_profile
from enrolment.terms import DocumentKind, FormField

PHOTO, CERTIFICATE, IBAN = DocumentKind.CHILD_PHOTO, DocumentKind.BIRTH_CERTIFICATE, FormField.IBAN
MARKS: dict[Item, Mark] = {
    PHOTO: Mark(Judgement.WRONG, "illegible_document"),
    IBAN: Mark(Judgement.REPLACED, "data_mismatch"),
    CERTIFICATE: Mark(Judgement.ACCEPTED),
}


def test_documents_and_fields_are_told_apart_by_their_codes() -> None:
    assert {one.value for one in DocumentKind} & {one.value for one in FormField} == set()
    assert (item("child_photo"), item("iban")) == (PHOTO, IBAN)
    with pytest.raises(ValueError, match="nothing"):
        item("nothing")


@pytest.mark.rule("S1-56")
def test_what_is_wrong_may_be_replaced_and_what_was_replaced_once_more() -> None:
    assert wrong_items(MARKS) == {PHOTO}
    assert replaceable_items(MARKS) == {PHOTO, IBAN, FormField.BANK, FormField.BANK_BRANCH}


@pytest.mark.rule("E-29", "S1-57")
def test_with_a_marked_answer_those_that_have_to_fit_it_may_be_replaced() -> None:
    accepted: dict[Item, Mark] = {FormField.PHONE_SECONDARY: Mark(Judgement.ACCEPTED)}
    wrong: dict[Item, Mark] = {FormField.PHONE_PRIMARY: Mark(Judgement.WRONG, "data_mismatch")}
    assert replaceable_items(accepted) == frozenset()
    assert replaceable_items({**accepted, **wrong}) == {FormField.PHONE_PRIMARY, FormField.PHONE_SECONDARY}
    assert fitting(["id_type", "email", "child_photo"]) == {
        FormField.ID_TYPE,
        FormField.ID_NUMBER,
        FormField.ID_ISSUE_DATE,
        FormField.ID_ISSUER,
    }


def test_documents_without_a_verdict_and_whatever_was_replaced_wait_for_the_employee() -> None:
    passport = DocumentKind.HEALTH_PASSPORT
    assert unjudged_items(MARKS, {PHOTO, CERTIFICATE, passport}) == {passport, IBAN}


def test_data_that_changed_are_not_the_fault_of_the_parent() -> None:
    changed: dict[Item, Mark] = {IBAN: Mark(Judgement.WRONG, DATA_CHANGED), CERTIFICATE: Mark(Judgement.ACCEPTED)}
    assert not parent_is_at_fault(changed)
    assert parent_is_at_fault({**changed, PHOTO: MARKS[PHOTO]})


@pytest.mark.parametrize("name", known_profiles())
def test_every_profile_knows_the_reason_that_is_nobodys_fault(name: str) -> None:
    assert DATA_CHANGED in {row.code for row in load_profile(name).answer_reasons}
