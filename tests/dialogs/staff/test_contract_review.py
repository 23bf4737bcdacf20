"""A kindergarten checks a contract: item by item, returned, refused, signed, archived, on paper. C9–C17, E8."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from dialogs.contract_effects import (
    ArchiveContract,
    AskAgreement,
    ContractFile,
    JudgeItem,
    OpenContract,
    RecordPaperContract,
    RejectContract,
    ReturnContract,
    ShowContractDocument,
    ShowStaffContract,
    SigningPurpose,
    StartSigning,
)
from dialogs.contract_queries import CheckedField, ContractSheet, ContractsToCheck, OwnContract, PreschoolContract
from dialogs.contract_words import FIELDS
from dialogs.enrol_queries import StaffRequest
from dialogs.inputs import Page
from enrolment.terms import DocumentKind
from locales.catalogue import Locale
from tests.dialogs.contracts import IBAN, SIGNATURE, checked, contract_staff_facts, valid
from tests.dialogs.enrolments import SOON, asked
from tests.dialogs.staff.colleagues import DOCTOR
from tests.dialogs.staff.contracting import checking
from tests.dialogs.talk import NOW, Talk


def judged(*, wrong: bool = False, **changes: Any) -> PreschoolContract:
    """Every document is looked at; perhaps the last one is marked."""
    one = checked(**changes)
    photo, id_card = one.documents
    mark = replace(
        id_card, accepted=not wrong, reason="illegible_document" if wrong else "", comment="Page 2." if wrong else ""
    )
    return replace(one, documents=(photo, mark))


def at_the_card(one: PreschoolContract) -> Talk:
    return checking(one).acts("contract", "91")


@pytest.mark.rule("S1-50")
def test_contracts_that_wait_are_listed_and_opened() -> None:
    talk = checking(checked("parent_signed", check_by=SOON, days_left=2)).acts("contracts", "x")
    talk.hears("1 contract waits to be checked.", "01-11.26.001 — since").picks("01-11.26.001")
    talk.hears("waits since", "Decide by:", "2 working days left", "Child: Арман, 3 years.", "Group: Топ 3")
    talk.picks("Begin to check").does(OpenContract(91))
    talk = checking(None).acts("contracts", "x").hears("No contract waits to be checked.")
    talk.facts = {**talk.facts, ContractsToCheck: ContractSheet((), 0, 1)}
    talk.acts("contracts", "x").hears("1 contract is of your own family")
    checking(checked("parent_signed", check_by=SOON)).acts("contract", "91").hears("(today)")


def test_a_contract_of_another_kindergarten_or_of_the_own_family_is_closed() -> None:
    talk = checking(None).acts("contract", "91").hears("There is no such contract")
    talk.facts = {**talk.facts, OwnContract: True}
    talk.acts("contract", "91").hears("of your own family")
    checking(checked(), DOCTOR).acts("contract", "91").hears_not("01-11.26.001")


@pytest.mark.rule("S1-51", "S1-56", "E-20")
def test_edge_20_a_document_is_looked_at_and_marked_only_with_a_reason() -> None:
    talk = at_the_card(checked()).hears("1 document to look at.", "Changed after the signing: Workplace.")
    talk.picks("Documents").hears("Photo of the child — accepted", "Identity card — not looked at")
    talk.picks("Identity card").hears("2 pages").picks("Show it").does(ShowContractDocument(91, DocumentKind.ID_CARD))
    talk.picks("Accept").does(JudgeItem(91, "id_card", True))
    talk.picks("Wrong").hears("Parent's ID card", "What is wrong with it?").picks("cannot be read")
    talk.hears("For example: The second page is missing.")
    talk.says("bad").hears("too short to help").says("The second page is missing.")
    talk.does(JudgeItem(91, "id_card", False, "illegible_document", "The second page is missing."))
    talk.picks("Wrong").picks("Another reason").hears_not("Skip").picks("Back").picks("cannot be read").picks("Skip")
    talk.does(JudgeItem(91, "id_card", False, "illegible_document", ""))


def test_an_answer_is_marked_too() -> None:
    talk = at_the_card(checked()).picks("Answers").picks("Workplace").hears("Школа № 1").hears_not("Show it")
    talk.picks("Wrong").picks("data changed after the signing")
    talk.hears("For example: The number of the flat is missing.").hears_not("page").picks("Skip")
    talk.does(JudgeItem(91, "workplace", False, "data_changed", ""))


def test_another_reason_is_told_by_what_was_written_alone() -> None:
    account = CheckedField("iban", IBAN, accepted=False, reason="other", comment="Нужен счёт матери.")
    at_the_card(judged(fields=(account,))).hears("Account number: Нужен счёт матери.").hears_not("Another reason")


@pytest.mark.parametrize(
    ("locale", "of_answers", "of_documents"),
    [
        (Locale.KK, ("Қате көрсетілген", "Толық көрсетілмеген", "Басқа себеп"), ("оқу мүмкін емес", "Беттері")),
        (Locale.RU, ("Указано неверно", "Указано не полностью", "Другая причина"), ("не читается", "Не все страницы")),
    ],
)
def test_an_answer_is_wrong_for_reasons_of_answers_and_a_document_for_those_of_documents(
    locale: Locale, of_answers: tuple[str, ...], of_documents: tuple[str, ...]
) -> None:
    talk = at_the_card(checked())
    talk.locale = locale
    talk.acts("mark", "iban").hears(*of_answers).hears_not(*of_documents)
    talk.acts("mark", "id_card").hears(*of_documents, of_answers[-1]).hears_not(*of_answers[:-1])


def test_an_answer_that_was_marked_with_a_reason_of_documents_is_still_named() -> None:
    before = CheckedField("iban", IBAN, accepted=False, reason="illegible_document", comment="Page 2.")
    at_the_card(judged(fields=(before,))).hears("Account number: The document cannot be read. Page 2.")


def test_C18_that_data_changed_is_no_reason_where_they_did_not() -> None:
    for heading, item in (("Answers", "Account number"), ("Documents", "Identity card")):
        talk = at_the_card(checked()).picks(heading).picks(item).picks("Wrong").hears("What is wrong with it?")
        talk.hears("Another reason").hears_not("data changed after the signing")


def test_once_all_is_looked_at_the_lists_and_the_card_say_what_follows() -> None:
    at_the_card(checked()).hears_not("Now you can").picks("Answers").hears_not("Whatever has to be checked")
    talk = at_the_card(judged()).hears("All documents are looked at.", "Now you can sign it.", "Sign and admit")
    talk.picks("Answers").hears("Whatever has to be checked is checked, the rest may be. Go back to the contract")
    talk.picks("Back").hears("Now you can sign it.")
    talk = at_the_card(judged(wrong=True)).hears("Now you can give it back to the parent.", "Give it back")
    at_the_card(judged(wrong=True, corrections_left=0)).hears_not("Now you can")


@pytest.mark.rule("S1-54")
def test_it_goes_back_once_everything_is_looked_at_and_something_is_marked() -> None:
    at_the_card(checked()).hears_not("Give it back", "Sign and admit")
    talk = at_the_card(judged(wrong=True)).hears(
        "Marked as wrong:", "Identity card: The document cannot be read. Page 2."
    )
    talk.hears_not("Sign and admit").picks("Give it back").hears(
        "The parent reads this:", "After this it can go back 1 more time."
    )
    talk.picks("Not yet").picks("Give it back").picks("Give it back").does(ReturnContract(91))


@pytest.mark.rule("E-19")
def test_edge_19_after_the_last_return_it_is_signed_or_refused() -> None:
    talk = at_the_card(judged(wrong=True, corrections_left=0)).hears("sign or refuse").hears_not("Give it back")
    talk.picks("Refuse").hears("Why does the kindergarten refuse?")
    at_the_card(judged(wrong=True, corrections_left=1)).picks("Give it back").hears("This is the last time")
    assert "Give it back" not in str(talk.engine.pages["return_contract"](talk.known_facts(), {"id": 91}).buttons)


def test_C18_what_only_changed_after_the_signing_goes_back_after_the_last_return_too() -> None:
    talk = at_the_card(judged(wrong=True, corrections_left=0, return_counts=False)).hears_not("cannot go back")
    talk.hears("this return does not count").picks("Give it back").hears("this return does not count")
    talk.picks("Give it back").does(ReturnContract(91))


def test_C18_another_name_is_marked_like_an_answer_without_being_shown() -> None:
    talk = (
        at_the_card(checked(fields=(CheckedField("parent_name", ""),), changed=("parent_name",)))
        .picks("Answers")
        .picks("Parent's name")
    )
    talk.hears("another name now than the contract says").picks("Wrong").picks("data changed").picks("Skip")
    talk.does(JudgeItem(91, "parent_name", False, "data_changed", ""))


def test_an_answer_that_was_given_anew_is_looked_at_before_the_signature() -> None:
    again = CheckedField("workplace", "Школа № 2", replaced=True)
    at_the_card(judged(fields=(again,))).hears("1 answer was given anew").hears_not("Sign and admit")


@pytest.mark.rule("S1-57")
def test_what_the_parent_left_out_after_a_mark_is_shown_and_judged() -> None:
    photo, id_card = checked().documents
    gone = replace(id_card, pages=0, replaced=True)
    empty = tuple(CheckedField(code, "", replaced=True) for code in ("workplace", "id_issue_date", "authority", "iban"))
    talk = at_the_card(checked(documents=(photo, gone), fields=empty)).hears("4 answers were given anew")
    talk.picks("Documents").hears("Identity card — sent anew: look again").picks("Identity card")
    talk.hears("The parent does not have it.").hears_not("Show it").picks("Accept").does(JudgeItem(91, "id_card", True))
    for label, code in (("Workplace", "workplace"), ("Account number", "iban")):
        talk.acts("contract", "91").picks("Answers").picks(label).hears("The parent has left this out.")
        talk.picks("Accept").does(JudgeItem(91, code, True))


def test_a_refusal_has_a_reason_and_a_comment() -> None:
    talk = at_the_card(judged()).picks("Refuse")
    first = talk.heard[-1].choices[0]
    talk.picks(first.key).says("The certificate has expired.").hears("the parent reads this", "The certificate")
    talk.picks("Refuse").does(RejectContract(91, first.key, "The certificate has expired."))


@pytest.mark.rule("S1-63", "S2-62")
def test_signing_admits_the_child() -> None:
    talk = at_the_card(judged()).hears("All documents are looked at.").picks("Sign and admit")
    talk.hears("the child is admitted", "no relative of yours").picks("Sign")
    talk.does(StartSigning(91, SigningPurpose.SIGN, 1)).hears("https://sign.example.kz/504")
    talk.hears_from_outside({"verdict": "refused", "reason": "other_bin"}, SIGNATURE)
    talk.hears("may not sign for the kindergarten")
    valid(talk, SIGNATURE).does(ShowStaffContract(91))


def test_a_decision_that_somebody_else_took_first_only_shows_the_card() -> None:
    talk = at_the_card(judged()).picks("Sign and admit")
    talk.facts = {**talk.facts, **contract_staff_facts(checked("signed"))}
    talk.picks("Sign").does(ShowStaffContract(91))
    talk = at_the_card(judged()).picks("Refuse")
    talk.facts = {**talk.facts, **contract_staff_facts(None)}
    talk.picks("Back").says("menu").picks("Continue").does(ShowStaffContract(91))


@pytest.mark.rule("S1-62")
def test_a_signed_contract_can_be_changed_by_agreement_or_archived() -> None:
    talk = checking(checked("signed")).acts("signed", "x").hears("1 child is admitted here.").picks("01-11.26.001")
    talk.hears("the child is admitted", "Changed after the signing: Workplace.").picks("Download").does(
        ContractFile(91)
    )
    talk.picks("Ask for an agreement").does(AskAgreement(91)).acts("contract", "91").picks("The child has left")
    talk.says("24.11.2026").hears("has not come yet").says("20.11.2026").picks("Moved away")
    talk.hears("goes to the archive", "Reason: Moved away").picks("To the archive")
    talk.does(ArchiveContract(91, "2026-11-20", "moved"))
    checking(None).acts("signed", "x").hears("No child is admitted yet.")


def test_C17_no_child_leaves_before_the_kindergarten_signed() -> None:
    talk = checking(checked("signed", signed_at=NOW - dt.timedelta(days=2))).acts("contract", "91")
    talk.picks("The child has left").says("20.11.2026").hears("signed on 21 November 2026", "cannot have left before")
    talk.says("21.11.2026").hears("Why has the child left?")


def test_C19_an_agreement_says_that_it_is_one_and_counts_no_child() -> None:
    known: dict[str, Any] = {"amends": "01-11.26.000", "amendable": False}
    talk = checking(checked("signed", **known)).acts("signed", "x").hears("No child is admitted yet.")
    talk.hears("01-11.26.001 — Additional agreement: Арман").picks("01-11.26.001")
    talk.hears("Additional agreement 01-11.26.001 · in force", "It changes contract No. 01-11.26.000.")
    talk.hears_not("The child has left", "admitted")
    talk = at_the_card(judged(**known)).hears_not("Sign and admit").picks("Sign")
    talk.hears("You sign additional agreement 01-11.26.001", "comes into force").hears_not("admitted")
    talk = at_the_card(judged(**known)).picks("Refuse").picks("cannot be read").says("Деректер қате жазылған.")
    talk.hears("The agreement ends, the contract itself stays in force").hears_not("the place becomes free")


def test_C19_an_agreement_is_offered_only_where_there_is_something_to_agree_on() -> None:
    talk = checking(checked("signed", changed=(), amendable=False)).acts("signed", "x").picks("01-11.26.001")
    talk.hears_not("Changed after the signing")
    assert "Ask for an agreement" not in str(talk.engine.pages["contract"](talk.known_facts(), {"id": 91}).buttons)


@pytest.mark.rule("E-41", "S1-14", "S2-09")
def test_edge_41_a_contract_on_paper_is_recorded_with_its_scan() -> None:
    talk = checking(None)
    talk.facts = {**talk.facts, StaffRequest: asked()}
    talk.acts("paper", "81").hears("Send the signed contract").sends("application/pdf", 12).picks("Done")
    talk.hears("The child is admitted by this contract").picks("Admit the child")
    talk.does(RecordPaperContract(81, (Page(7, "application/pdf", 12),)))
    talk.facts = {**talk.facts, StaffRequest: asked(state="completed")}
    talk.acts("paper", "81").does(RecordPaperContract(81, ()))


def test_what_was_chosen_in_the_form_is_read_in_words() -> None:
    answers = {
        "authority": ("parent", "Parent"),
        "id_type": ("id_card", "Identity card"),
        "id_issuer": ("internal_affairs", "Ministry of Internal Affairs"),
        "id_issue_date": ("2021-07-19", "19 July 2021"),
        "bank": ("CASPKZKA", "BIC: CASPKZKA"),
        "iban": (IBAN, "KZ25 7220 0000 0000 0001"),
        "phone_primary": ("+77010000001", "+7 (701) 000-00-01"),
    }
    for code, (value, words) in answers.items():
        talk = at_the_card(checked(fields=(CheckedField(code, value),))).picks("Answers").picks(str(FIELDS[code]))
        talk.hears(words)
