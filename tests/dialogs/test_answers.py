"""Help and its answers, which also stand where they are needed. S2-67…S2-79."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from dialogs.answers import ANSWERS, COMMON
from dialogs.support_dialogs import AskSupport
from enrolment.voucher_states import Actor
from enrolment.working_days import Deadline
from tests.dialogs.parents import guest
from tests.dialogs.talk import NOW, Talk
from tests.dialogs.test_vouchers import ASKED, RUNS, card_of

TO_SIGN = replace(RUNS, contract_by=Deadline(NOW + timedelta(days=2), ()), contract_days_left=2)


def asked(*labels: str) -> Talk:
    """Help, and the way to an answer by the names of the questions."""
    found = guest().picks("Help")
    for label in labels:
        found.picks(label)
    return found


@pytest.mark.rule("S2-67", "S3-54")
def test_who_has_no_key_reads_where_to_get_one_and_whom_to_call() -> None:
    asked("EDS key", "I have no EDS key").hears(
        "signed with an EDS only", "egov.kz", "public service centre", "Questions about the EDS: 1414."
    )


@pytest.mark.rule("S2-68")
def test_on_a_phone_one_signs_with_the_app_and_sends_no_key_around() -> None:
    asked("EDS key", "Signing on a phone").hears("eGov Mobile", "Do not send the file by messenger or e-mail")


@pytest.mark.rule("S2-69")
def test_a_card_number_is_no_account_number() -> None:
    asked("Card and account").hears("begins with KZ and has 20 characters", "Or ask at the bank")


@pytest.mark.rule("S2-70")
@pytest.mark.parametrize("key", ANSWERS)
def test_from_every_answer_one_can_write_to_support(key: str) -> None:
    talking = guest()
    page = talking.engine.pages["question"](talking.known_facts(), {"key": key})
    assert any(getattr(button.does, "dialog", None) is AskSupport for button in page.buttons)


@pytest.mark.rule("S2-71", "S2-72", "S2-73")
def test_what_the_contract_looks_like() -> None:
    asked("The contract", "What it looks like").hears(
        "more than 30 pages, in Kazakh and Russian", "model of its education department", "When the law changes"
    )


@pytest.mark.rule("S2-74", "S2-79")
def test_one_is_asked_to_read_and_to_fill_in_with_care() -> None:
    talking = asked("The contract", "Read before signing").hears("your rights, your duties, the fee, the term")
    talking.picks("Back").picks("Fill in with care").hears("the kindergarten may refuse to sign")


@pytest.mark.rule("S2-75", "S2-76", "S2-77")
def test_what_an_eds_means_and_how_long_it_works() -> None:
    talking = asked("EDS key", "What an EDS means").hears("counts like one by your own hand, in court too")
    talking.picks("Back").picks("Until when it works")
    talking.hears("valid for one year", "renew it on egov.kz", "only the next day", "Renew it some days before")


@pytest.mark.rule("S2-78")
def test_the_five_advantages_and_where_to_report_who_asks_for_money() -> None:
    asked("The contract", "Why electronically").hears(
        "any time of the day, from any place",
        "cannot get lost",
        "No child is admitted without a contract",
        "The fee is the one that you saw",
        "ask for money or to refuse without a reason",
        "Asked for money?",
    )


def test_every_answer_is_reached_from_help_and_back_leads_the_same_way() -> None:
    reached = set(COMMON).union(*(ANSWERS[key].more for key in COMMON))
    assert reached == set(ANSWERS)
    asked("EDS key", "Signing on a phone").picks("Back").hears("EDS key\n").picks("Back").hears("Choose a question.")


@pytest.mark.rule("S2-14", "S2-18")
def test_a_guest_reads_beforehand_what_the_contract_will_ask() -> None:
    talking = guest().picks("What to prepare").picks("For the contract").hears("1. Photo of the child")
    talking.hears("Child's health passport", "Certificate, form 027/у", "(IBAN), not of a card", "your EDS key")
    talking.picks("EDS key").hears("electronic signature").picks("Back").hears("For the contract")


def test_a_city_that_asks_for_no_bank_account_does_not_name_it() -> None:
    talking = guest()
    talking.profile = "smart_nation_almaty"
    talking.picks("What to prepare").picks("For the contract").hears("your EDS key").hears_not("IBAN")


@pytest.mark.rule("S2-76", "S2-77")
def test_while_the_kindergarten_has_the_request_the_key_is_to_be_looked_at() -> None:
    found = card_of(ASKED).hears("Meanwhile send the documents ahead", "EDS key", "Documents")
    found.picks("EDS key").picks("Until when it works").picks("Back").picks("Back").hears("Wait for the contract")


@pytest.mark.rule("S2-74")
def test_once_the_contract_is_there_the_card_asks_to_read_it_first() -> None:
    found = card_of(TO_SIGN).hears("Read the contract with care before you sign")
    found.picks("The contract").picks("Read before signing").picks("Back").picks("Back").hears("to be signed")


def test_a_delegate_who_signs_nothing_is_told_nothing_of_it() -> None:
    talking = card_of(replace(TO_SIGN, role=Actor.DELEGATE)).hears("Documents")
    talking.hears_not("Read the contract", "EDS", "2 The contract", "3 The contract")
