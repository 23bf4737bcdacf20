"""A contract that came back, and one that is given up: exactly what was marked, asked twice. S1-51…S1-58, C11, C16."""

from __future__ import annotations

import pytest

from dialogs import contract_notices
from dialogs.contract_effects import (
    CancelContract,
    FreezeContract,
    MakeDraft,
    ShowContract,
    SigningPurpose,
    StartSigning,
)
from enrolment.terms import DocumentKind
from locales.text import verbatim
from tests.dialogs.contracts import (
    FROZEN,
    PHOTO,
    SIGNATURE,
    card,
    correcting,
    drafted,
    party,
    returned,
    to_fill,
    valid,
    with_cards,
)


@pytest.mark.rule("S1-53", "S1-54", "S1-55", "S1-56", "S1-57", "S1-66", "S1-67", "E-21")
def test_edge_21_only_what_was_marked_is_asked_again() -> None:
    talk = correcting("workplace", "id_card").hears(
        "Correction of the contract · step 1 of 4", "Workplace: cannot be read"
    )
    talk.hears("After this correction 1 more is possible, so check everything carefully.", "Sign it by Thursday").picks(
        "Correct"
    )
    talk.hears("step 2 of 4", "The kindergarten marked it: cannot be read", "Where do you work?").says("Школа № 3")
    talk.hears("step 3 of 4", "The kindergarten marked it: cannot be read", "Identity card").sends().picks("Done")
    talk.hears("step 4 of 4", "Workplace: Школа № 3", "Parent's ID card: 1 page").hears_not("Account number")
    talk.picks("All is right")
    made = talk.done[-1]
    assert isinstance(made, MakeDraft)
    assert made.fields == {"workplace": "Школа № 3"}
    assert list(made.documents) == [DocumentKind.ID_CARD]


@pytest.mark.rule("E-21")
def test_edge_21_what_was_corrected_is_not_asked_again_and_can_be_corrected_once_more_before_sending() -> None:
    again = {"replaced": frozenset({"email", "child_photo"}), "attached": {DocumentKind.CHILD_PHOTO: PHOTO}}
    talk = correcting("workplace", **again).hears_not("E-mail:").picks("Correct")
    talk.hears("step 2 of 4", "Where do you work?").says("Школа № 3").hears("step 4 of 4", "Photo of the child: 1 page")
    talk.hears("E-mail: aliya@example.kz").hears_not("Account number", "Birth certificate")
    talk.picks("Change").picks("E-mail").says("serikova@example.kz").picks("Change").picks("Photo of the child")
    talk.picks("Delete the last one").sends().picks("Done").picks("All is right")
    made = talk.done[-1]
    assert isinstance(made, MakeDraft)
    assert made.fields == {"workplace": "Школа № 3", "email": "serikova@example.kz"}
    assert made.documents[DocumentKind.CHILD_PHOTO] != PHOTO


@pytest.mark.rule("S1-58")
def test_a_corrected_contract_is_read_and_signed_again() -> None:
    talk = correcting("workplace", draft=2, frozen=2).picks("Correct").says("Школа № 3").picks("All is right")
    drafted(talk, 2).picks("I have read it").picks("Yes, send it").does(FreezeContract(91, 2))
    talk.hears_from_outside({"version": 2, "sha256": "cd" * 32}, FROZEN).does(StartSigning(91, SigningPurpose.SIGN, 2))
    valid(talk, SIGNATURE).does(ShowContract(91))


def test_a_marked_account_is_held_against_the_bank_that_stays() -> None:
    correcting("iban").picks("Correct").says("KZ456010000000000001").hears("not with the bank that you chose")


def test_the_last_correction_says_that_it_is_the_last() -> None:
    correcting("iban", corrections_left=0).hears("This is the last correction")


def test_the_notice_and_the_card_of_the_last_correction_say_so_too() -> None:
    about = contract_notices.AboutContract(91, 17, "01-11.26.001", "Арман")
    notice = contract_notices.returned(about, [verbatim("Photo")], 0, verbatim("until Friday"))
    talk = with_cards(card("returned"))
    talk.heard.append(notice)
    talk.hears("To correct: Photo.", "This is the last correction")
    talk.acts("contract", "91").hears("This is the last correction")


def test_a_contract_that_did_not_come_back_is_not_corrected() -> None:
    party(to_fill()).starts().acts("correct", "91").does(ShowContract(91))
    party(returned("iban")).starts().acts("conclude", "91").does(ShowContract(91))


def test_giving_a_contract_up_is_asked_twice() -> None:
    talk = with_cards(card()).acts("cancel", "91").hears("Withdraw from this contract?").picks("Keep it")
    talk.acts("cancel", "91").picks("Withdraw").hears("goes to another family").picks("Do not withdraw")
    assert talk.done == []
    talk.acts("cancel", "91").picks("Withdraw").picks("Yes, withdraw").does(CancelContract(91))
    with_cards().acts("cancel", "91").says("menu").hears("Continue — Withdrawal")


def test_C11_a_document_that_was_marked_in_an_agreement_is_asked_again() -> None:
    talk = party(returned("id_card", agreement=True)).starts().acts("correct", "91").picks("Correct")
    talk.hears("The kindergarten marked it: cannot be read", "Identity card")
