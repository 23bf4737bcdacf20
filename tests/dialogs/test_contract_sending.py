"""The draft is read, fixed and signed in the chat, and made anew where what it says has changed. S2-46…S2-54."""

from __future__ import annotations

import pytest

from dialogs.contract_effects import (
    ContractFile,
    ContractPicture,
    FreezeContract,
    MakeDraft,
    ShowContract,
    SigningPurpose,
    StartSigning,
)
from dialogs.contract_queries import MyContracts
from dialogs.inputs import Fine, Refused
from dialogs.message import Message
from dialogs.page import Finish, Go
from locales.text import verbatim
from tests.dialogs.contracts import (
    DRAFT,
    FROZEN,
    IBAN,
    KNOWN,
    REQUISITES,
    SIGNATURE,
    drafted,
    party,
    to_fill,
    valid,
)
from tests.dialogs.talk import Talk
from tests.dialogs.test_contract import (
    at_the_draft,
    at_the_review,
    at_the_signature,
)


@pytest.mark.rule("S2-42", "S2-50", "S2-74", "S1-28")
def test_the_draft_is_read_page_by_page_or_downloaded_before_it_is_sent() -> None:
    talk = at_the_review().picks("All is right").does(MakeDraft).hears("I am making the draft")
    talk.says("?").hears("One moment")
    drafted(talk).hears("step 6 of 6", "The draft of contract No. 01-11.26.001 is ready: 3 pages")
    talk.picks("Read the pages").does(ContractPicture(91, 1, 1)).hears("Page 1 of 3", "Next page").hears_not(
        "Previous", "in a moment"
    )
    talk.picks("Next page").does(ContractPicture(91, 2, 1)).hears("Previous page").picks("Next page")
    talk.does(ContractPicture(91, 3, 1)).hears("Page 3 of 3").hears_not("Next page").picks("Previous page")
    talk.does(ContractPicture(91, 2, 1)).picks("Download").does(ContractFile(91, 1)).says("yes").hears("Please choose")
    talk.picks("I have read it").hears("contract No. 01-11.26.001", "Child: Арман", "Voucher No. 2026-000123")


def test_a_draft_that_could_not_be_made_is_made_again() -> None:
    talk = at_the_review().picks("All is right").hears_from_outside({"failed": True}, DRAFT)
    talk.hears("could not be made just now", "Your answers are kept").says("?").hears("I am still checking")
    talk.picks("Try again").does(MakeDraft).hears("I am making the draft")


@pytest.mark.rule("S2-42")
def test_C7_what_changed_while_it_was_fixed_is_read_anew_at_once() -> None:
    talk = at_the_draft().picks("I have read it").picks("Yes, send it").does(FreezeContract)
    talk.outcomes = {**talk.outcomes, FreezeContract: Refused(verbatim("Please read it once more."), at="draft")}
    talk.hears_from_outside({"changed": True}, FROZEN).hears("I am making the draft")
    assert "Please read it once more." in str(talk.heard[-2].text)
    assert [type(effect) for effect in talk.done[-2:]] == [FreezeContract, MakeDraft]
    assert "could not be made" not in "".join(str(message.text) for message in talk.heard)


def test_an_answer_that_does_not_fit_the_others_is_asked_again() -> None:
    talk = at_the_review()
    talk.outcomes = {**talk.outcomes, MakeDraft: Refused(verbatim("Another bank."), at="iban")}
    talk.picks("All is right").hears("Another bank.")
    talk.outcomes = {**talk.outcomes, MakeDraft: Fine({"token": DRAFT})}
    talk.says(IBAN).hears("I am making the draft")


def test_work_that_can_no_longer_begin_ends_the_dialog_and_says_why() -> None:
    talk = at_the_review()
    over = Finish(notes=(Message(verbatim("The term is over.")),), then=Go("contracts"))
    talk.facts = {**talk.facts, MyContracts: ()}
    talk.outcomes = {**talk.outcomes, MakeDraft: Fine(over)}
    talk.picks("All is right").hears("My contracts")
    assert "The term is over." in str(talk.heard[-2].text)
    assert talk.conversation.stack == ()


def test_a_changed_answer_makes_a_new_draft_that_is_read_again() -> None:
    talk = at_the_draft().picks("I have read it").says("back").says("back").hears("All is right")
    talk.picks("Change").picks("Workplace").says("Школа № 2").picks("All is right").does(MakeDraft)
    now_stands(talk, draft=2)
    drafted(talk, 2).hears("The draft of contract").picks("I have read it").hears("Yes, send it")


def now_stands(talk: Talk, **changes: object) -> None:
    """Meanwhile the contract has become this."""
    talk.facts = {**talk.facts, **party(to_fill(known=KNOWN | REQUISITES, **changes)).facts}


@pytest.mark.rule("S2-72")
def test_C20_a_draft_after_an_old_form_is_made_and_read_anew() -> None:
    talk = at_the_draft().picks("I have read it").hears("Yes, send it")
    now_stands(talk, draft=None)
    talk.picks("Yes, send it").does(MakeDraft).hears("I am making the draft")
    now_stands(talk, draft=2)
    drafted(talk, 2).picks("I have read it").picks("Yes, send it").does(FreezeContract(91, 2))


@pytest.mark.rule("S2-72")
def test_C20_who_taps_the_notice_reads_the_new_draft_and_types_nothing_again() -> None:
    talk = at_the_signature()
    now_stands(talk, draft=None, frozen=None)
    talk.says("menu").acts("conclude", "91").does(MakeDraft).hears("I am making the draft")
    now_stands(talk, draft=2, frozen=None)
    drafted(talk, 2).hears("The draft of contract", "I have read it")


def test_C20_a_new_link_after_an_old_form_is_a_new_draft() -> None:
    talk = at_the_signature()
    now_stands(talk, draft=None, frozen=None)
    talk.picks("New link").does(MakeDraft)


def test_C20_a_form_that_changed_on_the_day_of_sending_is_said_and_read_anew() -> None:
    talk = at_the_draft().picks("I have read it")
    talk.outcomes = {**talk.outcomes, FreezeContract: Refused(verbatim("It has changed."), at="draft")}
    talk.picks("Yes, send it").does(MakeDraft).hears("I am making the draft")
    assert "It has changed." in str(talk.heard[-2].text)
    now_stands(talk, draft=2)
    drafted(talk, 2).hears("The draft of contract", "I have read it")


@pytest.mark.rule("S2-46", "S2-49", "S2-51", "S2-52", "S1-26", "S1-34")
def test_the_frozen_document_is_signed_behind_a_link() -> None:
    talk = at_the_draft().picks("I have read it").picks("Yes, send it").does(FreezeContract(91, 1))
    talk.hears_from_outside({"version": 1, "sha256": "ab" * 32}, FROZEN)
    talk.does(StartSigning(91, SigningPurpose.SIGN, 1)).hears("sign it with your EDS", "https://sign.example.kz/504")
    valid(talk, SIGNATURE).does(ShowContract(91)).hears("See the card.")
    assert talk.conversation.stack == ()


def test_a_signature_that_cannot_be_checked_yet_ends_the_dialog_and_a_refused_one_does_not() -> None:
    talk = at_the_signature().hears_from_outside({"verdict": "refused", "reason": "other_document"}, SIGNATURE)
    talk.hears("Another document was signed", "https://sign.example.kz/504")
    talk.hears_from_outside({"verdict": "pending", "reason": "revocation_unknown"}, SIGNATURE).does(ShowContract(91))


def test_a_signature_that_comes_after_the_term_is_told_so_without_another_link() -> None:
    talk = at_the_signature().hears_from_outside({"verdict": "refused", "reason": "term_over"}, SIGNATURE)
    talk.hears("The term to sign has ended", "1 Open contract").hears_not("used before", "New link")
    talk.picks("Open contract").does(StartSigning(91, SigningPurpose.SIGN, 1))
