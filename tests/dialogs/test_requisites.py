"""My requisites: what is kept for the next contract is seen masked, changed and deleted. S2-56."""

from __future__ import annotations

import pytest

from dialogs.contract_facts import MyRequisites
from dialogs.requisites import ChangeMyDocument, ChangeMyRequisites, DropMyRequisites
from tests.dialogs.contracts import IBAN, OTHER_BANKS_IBAN, REQUISITES
from tests.dialogs.parents import parent
from tests.dialogs.talk import Talk


def with_kept(**kept: str) -> Talk:
    """A parent who looks at what is kept."""
    talk = parent()
    talk.facts = {**talk.facts, MyRequisites: kept}
    return talk.starts().picks("Profile").picks("My requisites")


@pytest.mark.rule("S2-56")
def test_the_account_is_shown_with_its_number_masked() -> None:
    talk = with_kept(**REQUISITES).hears("KASPI", "BIC: CASPKZKA", "KZ25 •••• 0001", "Bank branch: Алматы")
    talk.hears("Kept from your last contract as well: Your authority; Registered address")
    talk.hears("Document: Identity card, its number ends with 678.")
    talk.hears_not(IBAN, "Second phone", "012345678").picks("Back").hears("IIN")


@pytest.mark.rule("S2-56")
def test_an_account_is_added_with_the_questions_of_the_contract() -> None:
    talk = (
        with_kept().hears("No bank account is kept yet").hears_not("Delete", "takes this over").picks("Add an account")
    )
    talk.hears("With which bank is your account?").says("kaspi").picks("KASPI").hears(
        "number of your bank account (IBAN)"
    )
    talk.says("4400 4301 2345 6789").hears("is the number of a card, and I have not kept it")
    talk.says(OTHER_BANKS_IBAN).hears("not with the bank that you chose").says(IBAN)
    talk.hears("Where is the bank's branch?").says("Алматы")
    given = {"bank": "CASPKZKA", "iban": IBAN, "bank_branch": "Алматы"}
    talk.does(ChangeMyRequisites(given)).hears("Kept.", "My requisites")


def test_what_is_kept_is_asked_anew_when_it_is_to_be_changed() -> None:
    with_kept(**REQUISITES).picks("Change account").hears("With which bank is your account?")


@pytest.mark.rule("S2-56")
def test_C19_a_new_identity_document_is_asked_like_in_the_contract_and_kept() -> None:
    talk = with_kept(**REQUISITES).picks("Change document").hears("Which identity document do you have?")
    talk.picks("Identity card").says("12345").hears("mostly look different").says("012345678").says("19.07.2031")
    talk.hears("has not come yet").says("19.07.2021").hears("Who issued it?").picks("Ministry of Internal Affairs")
    given = {"id_type": "id_card", "id_number": "012345678", "id_issue_date": "2021-07-19"}
    talk.does(ChangeMyDocument({**given, "id_issuer": "internal_affairs"})).hears("Kept.", "My requisites")


def test_it_is_deleted_only_after_a_second_question() -> None:
    talk = with_kept(**REQUISITES).picks("Delete").hears("Contracts that you have begun or signed stay")
    assert not talk.done
    talk.picks("Keep").hears("KZ25 •••• 0001").picks("Delete").picks("Yes, delete").does(DropMyRequisites())


def test_what_is_kept_is_reached_where_the_contract_asks_no_account_too() -> None:
    talk = parent()
    talk.profile = "smart_nation_almaty"
    talk.facts = {
        **talk.facts,
        MyRequisites: {"workplace": "Школа № 1", "id_type": "id_card", "id_number": "012345678"},
    }
    talk.starts().picks("Profile").picks("My requisites").hears("Kept from your last contract as well: Workplace")
    talk.hears("its number ends with 678", "Change document").hears_not("bank", "account")
    talk.picks("Delete").picks("Yes, delete").does(DropMyRequisites())


def test_a_city_whose_contract_asks_no_account_does_not_speak_of_one() -> None:
    talk = parent()
    talk.facts = {**talk.facts, MyRequisites: {}}
    talk.profile = "smart_nation_almaty"
    talk.starts().picks("Profile").hears_not("My requisites")
