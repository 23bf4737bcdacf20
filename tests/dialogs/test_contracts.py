"""My contracts: three headings, the card with its fields, the text, the file. S1-59…S1-62, S2-56…S2-66."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from dialogs.contract_effects import ContractFile, ContractPicture, ShowContractDocument
from dialogs.contract_queries import CheckedDocument
from enrolment.contract_states import ContractState
from enrolment.terms import DocumentKind, Name
from locales.catalogue import Locale
from locales.text import verbatim
from tests.dialogs.contracts import SIGNED_TERMS, card, with_cards
from tests.dialogs.talk import NOW

SOON = NOW + dt.timedelta(days=3)


MASCULINE = {"Отправлен", "Подписан", "Отклонён", "Отменён"}
"""What the statuses of a contract say in Russian."""


@pytest.mark.rule("S1-59", "S1-60", "S1-61", "S1-62", "S2-56", "S2-59")
def test_contracts_stand_under_three_headings() -> None:
    cards = (card(), card("signed", id=92), card("archived", id=93), card("rejected", id=94))
    talk = with_cards(*cards).acts("contracts", "x")
    talk.hears("My contracts", "In processing — 1 contract", "Signed contracts — 1 contract", "Archive — 2 contracts")
    talk.picks("Archive").hears("Арман: 01-11.26.001 — In the archive", "Not accepted").picks("Back").picks("Signed")
    talk.hears("has been admitted").picks("Арман").hears("Contract No. 01-11.26.001", "Signed").picks("Back")
    talk.hears("Signed contracts")
    with_cards().acts("contracts", "x").hears("You have no contracts yet")
    with_cards(card()).acts("contracts", "x").picks("Archive").hears("There is no contract here.")


@pytest.mark.rule("S1-15", "S1-16", "S2-15")
def test_a_draft_leads_to_its_conclusion() -> None:
    talk = with_cards(card(sign_by=SOON, days_left=3, cancellable=True)).acts("contract", "91")
    talk.hears("To conclude the contract", "Now it is your turn", "by Thursday, 26 November", "Withdraw")
    talk.hears_not("Download").picks("Conclude contract").hears("Contract · step 1 of 6")


@pytest.mark.rule("S1-51", "S1-52", "S1-66")
def test_a_returned_contract_names_what_is_wrong() -> None:
    marks = {"id_card": verbatim("cannot be read")}
    talk = with_cards(card("returned", marks=marks, corrections_left=1, sign_by=SOON, days_left=3))
    talk.acts("contract", "91").hears("For correction again", "Parent's ID card: cannot be read", "1 more is possible")
    talk.hears("1 Correct")


@pytest.mark.rule("S2-54", "S2-57", "S2-58", "S2-60", "S2-61", "S2-64", "S2-65", "S2-66", "X-22", "E-30")
def test_edge_30_the_card_shows_all_that_there_is_and_no_date_that_is_missing() -> None:
    talk = with_cards(card("signed", terms=SIGNED_TERMS, signed_at=NOW, sent_at=NOW, confirmed_by="Серікова Әлия"))
    talk.acts("contract", "91").hears("Your child has been", "Confirmed by: Серікова Әлия", "Place: Almaty")
    talk.hears("1 December 2026", "then it goes on indefinitely", "Sum: 40 000 tenge a month", "It may change")
    talk.hears("Voucher No. 2026-000123", "Issued on 20 November 2026 by: ED", "Group: Топ 3", "Age: from 3 to 4 years")
    free = with_cards(card("signed", terms=replace(SIGNED_TERMS, amount=0))).acts("contract", "91")
    free.hears("Sum: free of charge").hears_not("tenge", "It may change")
    bare = with_cards(card("parent_signed")).acts("contract", "91").hears("Sent for signing", "indefinite")
    bare.hears_not("1970", "Effective", "Sum:", "Place:")


@pytest.mark.rule("E-42", "S2-63", "S1-28", "S1-49")
def test_edge_42_an_archived_contract_can_still_be_read_and_downloaded() -> None:
    talk = with_cards(card("archived", pages=9, end="child_removed", comment="Moved")).acts("contract", "91")
    talk.hears("the child has left the kindergarten", "Moved").picks("Download").does(ContractFile(91))
    talk.acts("contract", "91").picks("Read as text").hears("Договор", "Sheet 1 of 2").picks("More").hears(
        "Sheet 2 of 2"
    )
    talk.picks("Back").picks("Read the pages").picks("Page 3").does(ContractPicture(91, 3))


@pytest.mark.rule("S1-48")
def test_each_document_of_a_contract_can_be_opened() -> None:
    photo = CheckedDocument(DocumentKind.CHILD_PHOTO, Name("Сурет", "Фото", "Photo"), 2)
    talk = with_cards(card("signed", documents=(photo,))).acts("contract", "91").picks("Documents")
    talk.hears("Photo of the child — 2 pages").picks("Photo of the child")
    talk.does(ShowContractDocument(91, DocumentKind.CHILD_PHOTO))
    with_cards(card()).acts("contract", "91").hears_not("Documents")


def test_states_that_wait_say_who_acts_next_and_an_end_says_why() -> None:
    with_cards(card("signature_pending")).acts("contract", "91").hears("your term is kept")
    with_cards(card("under_review")).acts("contract", "91").hears("the kindergarten's turn")
    with_cards(card("rejected", reason=verbatim("No place"), end="refused")).acts("contract", "91").hears("No place")
    with_cards(card("signed", paper=True, pages=2)).acts("contract", "91").hears("on paper").hears_not("Read as text")


def test_somebody_elses_contract_is_not_found() -> None:
    talk = with_cards()
    for page in ("contract", "contract_text", "contract_pages"):
        shown = talk.engine.pages[page](talk.known_facts(), {"id": 5})
        assert "I do not find" in str(shown.text)


@pytest.mark.parametrize("state", list(ContractState))
def test_C19_no_status_of_an_agreement_is_of_the_gender_of_a_contract(state: ContractState) -> None:
    talk = with_cards(card(state, amends="01-11.26.000"))
    talk.locale = Locale.RU
    first, second, *_rest = talk.acts("contract", "91").heard[-1].text.in_(Locale.RU).splitlines()
    status = f"{first} {second}" if state is ContractState.SIGNED else first
    assert "Дополнительное соглашение: " in status
    assert not MASCULINE.intersection(status.replace(":", "").split()), status


def test_C19_the_status_of_an_agreement_says_where_it_stands() -> None:
    sent = with_cards(card("parent_signed", amends="01-11.26.000")).acts("contract", "91")
    sent.hears("Additional agreement: Sent to the kindergarten for signing")
    with_cards(card("draft", amends="01-11.26.000")).acts("contract", "91").hears(
        "Additional agreement: For the parent to sign"
    )
    signed = with_cards(card("signed", amends="01-11.26.000")).acts("contract", "91")
    signed.hears("Signed by both sides\nAdditional agreement: in force")
