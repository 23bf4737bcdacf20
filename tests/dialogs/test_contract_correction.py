"""A contract that came back, and one that is given up: exactly what was marked, asked twice. S1-51…S1-58, C11, C16."""

from __future__ import annotations

from dataclasses import replace

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
from dialogs.contract_words import FIELDS, reason_with
from dialogs.inputs import Fine, Refused
from enrolment.terms import DocumentKind
from locales.catalogue import Locale
from locales.text import verbatim
from tests.dialogs.contracts import (
    DRAFT,
    FROZEN,
    KNOWN,
    OTHER_BANKS_IBAN,
    PHOTO,
    REQUISITES,
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


@pytest.mark.rule("S1-56")
@pytest.mark.parametrize(
    ("field", "now"),
    [
        ("authority", "Parent"),
        ("registered_address", "Алматы, пр. Абая, 10"),
        ("residential_address", "Алматы, пр. Абая, 12"),
        ("phone_primary", "+7 (701) 000-00-01"),
        ("phone_secondary", "not given"),
        ("email", "aliya@example.kz"),
        ("workplace", "not given"),
        ("birth_certificate_number", "IIЕС123456"),
        ("id_type", "Identity card"),
        ("id_number", "012345678"),
        ("id_issue_date", "19 July 2021"),
        ("id_issuer", "Ministry of Internal Affairs"),
        ("bank", "АО «KASPI BANK», BIC: CASPKZKA"),
        ("bank_branch", "Алматы"),
        ("iban", "KZ25 7220 0000 0000 0001"),
    ],
)
def test_the_answer_that_is_to_be_corrected_stands_under_its_question(field: str, now: str) -> None:
    talk = correcting(field).hears_not("Now: ").picks("Correct")
    talk.hears("The kindergarten marked it: cannot be read", f"Now: {now}").hears_not("Leave as it is")


@pytest.mark.rule("S1-56")
@pytest.mark.parametrize(
    ("locale", "go_on", "now"), [("kk", "Түзету", "Қазір: 012345678"), ("ru", "Исправить", "Сейчас: 012345678")]
)
def test_the_answer_that_is_to_be_corrected_is_told_in_the_parents_language(locale: str, go_on: str, now: str) -> None:
    party(returned("id_number"), locale=Locale(locale)).starts().acts("correct", "91").picks(go_on).hears(now)


@pytest.mark.rule("S1-57")
def test_only_the_answer_that_was_marked_and_only_until_there_is_a_new_one_stands_under_its_question() -> None:
    talk = correcting("bank").picks("Correct").hears("Now: АО «KASPI BANK»").says("народный").picks("HSBKKZKX")
    talk.hears("Type the number").hears_not("Now: ")
    talk = correcting("email").picks("Correct").says("serikova@example.kz").picks("Change").picks("E-mail")
    talk.hears("Now: serikova@example.kz").hears_not("Now: aliya@example.kz")


@pytest.mark.rule("S1-56")
@pytest.mark.parametrize(
    ("locale", "go_on", "reason"), [("kk", "Түзету", "Оқылмайды"), ("ru", "Исправить", "Не читается")]
)
def test_what_the_employee_wrote_is_read_on_the_card_at_the_first_step_and_at_the_question(
    locale: str, go_on: str, reason: str
) -> None:
    said = f"{reason}. Укажите и номер дома."
    marks = {"workplace": reason_with(verbatim(reason), "Укажите и номер дома.")}
    shown = with_cards(card("returned", marks=marks))
    shown.locale = Locale(locale)
    shown.acts("contract", "91").hears(f"{FIELDS['workplace'].in_(Locale(locale))}: {said}")
    talk = party(replace(returned("workplace"), marks=marks), locale=Locale(locale)).starts().acts("correct", "91")
    talk.hears(f": {said}").picks(go_on).hears(f": {said}")


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


@pytest.mark.rule("E-29", "S1-57")
def test_edge_29_with_a_marked_account_its_bank_can_be_another_too() -> None:
    talk = correcting("iban").picks("Correct").hears("Type the number of your bank account").says(OTHER_BANKS_IBAN)
    talk.hears("not with the bank that you chose", "go back and choose that bank").picks("Back")
    talk.hears("With which bank").says("народный").picks("HSBKKZKX").hears("Type the number").says(OTHER_BANKS_IBAN)
    talk.hears("Where is the bank's branch?").picks("Skip").hears("step 3 of 3", "BIC: HSBKKZKX").hears_not("E-mail:")
    talk.picks("All is right")
    made = talk.done[-1]
    assert isinstance(made, MakeDraft)
    assert made.fields == {"bank": "HSBKKZKX", "iban": OTHER_BANKS_IBAN, "bank_branch": ""}


@pytest.mark.rule("S1-57")
def test_of_another_bank_and_of_another_document_everything_is_asked_anew() -> None:
    talk = correcting("bank").picks("Correct").says("народный").picks("HSBKKZKX").hears("Type the number")
    talk.says(OTHER_BANKS_IBAN).hears("Where is the bank's branch?")
    talk = correcting("id_type").picks("Correct").picks("Residence permit").hears("number of the document")
    talk.says("012345679").hears("On which day was it issued?").says("19.07.2022").hears("Who issued it?")
    talk = (
        correcting("id_type").picks("Correct").picks("Identity card").hears("step 3 of 3", "Number of document: 0123")
    )


@pytest.mark.rule("S1-57", "S2-29")
def test_a_main_phone_that_is_the_second_one_now_leads_to_the_second() -> None:
    second = {"phone_secondary": "+77010000009"}
    talk = correcting("phone_primary", known=KNOWN | REQUISITES | second).picks("Correct").says("8 701 000 00 09")
    talk.outcomes = {**talk.outcomes, MakeDraft: Refused(verbatim("They are the same."), at="phone_secondary")}
    talk.hears("Second phone: ").picks("All is right").hears("step 2 of 3", "They are the same.").picks("Skip")
    talk.hears("Second phone: not given").picks("All is right")
    made = talk.done[-1]
    assert isinstance(made, MakeDraft)
    assert made.fields == {"phone_primary": "+77010000009", "phone_secondary": ""}


@pytest.mark.parametrize("at", ["email", "health_passport"])
def test_what_does_not_fit_and_has_no_question_is_explained_at_the_review(at: str) -> None:
    talk = correcting("workplace").picks("Correct").says("Школа № 3").hears("Workplace: Школа № 3")
    talk.outcomes = {**talk.outcomes, MakeDraft: Refused(verbatim("This does not fit any more."), at=at)}
    talk.picks("All is right").hears("This does not fit any more.", "Is everything right?", "Workplace: Школа № 3")
    talk.picks("Change").picks("Workplace").says("Школа № 4").hears("Is everything right?")
    talk.outcomes = {**talk.outcomes, MakeDraft: Fine({"token": DRAFT})}
    talk.picks("All is right").hears("I am making the draft")


def test_the_last_correction_says_that_it_is_the_last() -> None:
    correcting("iban", corrections_left=0).hears("This is the last correction")


def test_C18_a_correction_of_changed_data_is_not_called_the_last() -> None:
    said = "Only data have changed since the contract was signed, so this does not count as a correction."
    correcting("iban", corrections_left=0, return_counts=False).hears(said).hears_not("last correction")
    talk = with_cards(card("returned", return_counts=False)).acts("contract", "91")
    talk.hears(said).hears_not("last correction")


def test_C19_an_agreement_that_ended_with_its_contract_says_so() -> None:
    why = "the contract that it changes has ended"
    over = card("cancelled", end="request_ended")
    with_cards(card("cancelled", end="request_ended", amends="01-11.26.000")).acts("contract", "91").hears(why)
    with_cards(over).acts("contract", "91").hears("the choice of this kindergarten ended")


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
    kept = with_cards(card(keeps_place=True)).acts("cancel", "91").picks("Withdraw")
    kept.hears("The place stays yours while the referral runs")
    talk.acts("cancel", "91").picks("Withdraw").picks("Yes, withdraw").does(CancelContract(91))
    with_cards().acts("cancel", "91").says("menu").hears("Continue — Withdrawal")


def test_C11_a_document_that_was_marked_in_an_agreement_is_asked_again() -> None:
    talk = party(returned("id_card", agreement=True)).starts().acts("correct", "91")
    talk.hears("Correction of the agreement · step 1 of 3").picks("Correct")
    talk.hears("The kindergarten marked it: cannot be read", "Identity card")


HOME = REQUISITES["registered_address"]


@pytest.mark.rule("S1-57", "S2-27")
def test_where_the_family_lives_at_the_registered_address_it_goes_along_when_that_is_corrected() -> None:
    known = KNOWN | REQUISITES | {"residential_address": HOME}
    talk = correcting("registered_address", known=known).picks("Correct").says("Алматы, пр. Абая, 14")
    talk.hears("Registered address: Алматы, пр. Абая, 14", "Home address: The same").picks("All is right")
    made = talk.done[-1]
    assert isinstance(made, MakeDraft)
    assert made.fields == dict.fromkeys(("registered_address", "residential_address"), "Алматы, пр. Абая, 14")


@pytest.mark.rule("S1-57", "S2-27")
def test_where_the_family_lives_elsewhere_only_the_registered_address_changes() -> None:
    talk = correcting("registered_address").picks("Correct").says("Алматы, пр. Абая, 14")
    talk.hears("Home address: Алматы, пр. Абая, 12").picks("All is right")
    made = talk.done[-1]
    assert isinstance(made, MakeDraft)
    assert made.fields["residential_address"] == "Алматы, пр. Абая, 12"
