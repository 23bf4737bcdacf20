"""Concluding a contract in the chat: six steps, what is known and checked, the draft, the signature. S2-16…S2-54."""

from __future__ import annotations

import datetime as dt

import pytest

from dialogs.contract_effects import (
    MakeDraft,
    ShowContract,
    SigningPurpose,
    StartSigning,
)
from dialogs.inputs import Page
from enrolment.photo_advice import PhotoAdvice
from enrolment.terms import DocumentKind, QueueType
from locales.catalogue import Locale
from tests.dialogs.contracts import (
    CHECK,
    FROZEN,
    IBAN,
    KNOWN,
    OTHER_BANKS_IBAN,
    PHOTO,
    REQUISITES,
    concluding,
    drafted,
    party,
    to_fill,
    valid,
)
from tests.dialogs.talk import Talk


def at_the_form(**changes: object) -> Talk:
    """The key is checked; the form begins."""
    return valid(concluding(to_fill(**changes)).picks("Next"), CHECK)


def at_the_requisites() -> Talk:
    """Step 3 is done."""
    talk = at_the_form().picks("Parent").says("Алматы, пр. Абая, 10").picks("The same")
    return talk.picks("Skip").picks("Skip").picks("Skip").picks("Skip")


def at_the_documents() -> Talk:
    """All that is typed is known from before."""
    return at_the_form(known=KNOWN | REQUISITES)


def at_the_review() -> Talk:
    """Every document is there; there is no PMPC conclusion."""
    talk = at_the_documents()
    for _paper in range(6):
        talk.sends().picks("Done")
    return talk.picks("I do not have it")


def at_the_draft() -> Talk:
    """The draft is there to be read."""
    return drafted(at_the_review().picks("All is right"))


def at_the_signature() -> Talk:
    """The link to the signing page is there."""
    talk = at_the_draft().picks("I have read it").picks("Yes, send it")
    return talk.hears_from_outside({"version": 1, "sha256": "ab" * 32}, FROZEN)


@pytest.mark.rule("S2-16", "S2-17", "S2-18", "S2-19", "S2-30", "S1-17", "S1-32")
def test_the_first_step_tells_what_it_is_and_what_it_asks() -> None:
    talk = concluding().hears("Contract · step 1 of 6", "sets down your rights and duties", "Kindergarten “Bota”")
    talk.hears("1. Photo of the child", "8. The number of the bank account", "Attention! Give correct data")
    talk.hears("Sign it by Thursday, 26 November, 10:00 (3 working days left).", "1 Next").picks("Next")
    talk.hears("step 2 of 6")


def test_C19_an_agreement_goes_from_the_key_to_the_known_answers_and_asks_for_no_document() -> None:
    talk = concluding(to_fill(agreement=True, known=KNOWN | REQUISITES)).hears("Your data have changed", "Sign it by")
    talk.hears_not("attach").picks("Next")
    valid(talk, CHECK).hears("Is everything right?").picks("All is right")
    made = talk.done[-1]
    assert isinstance(made, MakeDraft)
    assert (made.documents, made.fields["iban"]) == ({}, REQUISITES["iban"])
    drafted(talk).hears("The draft of additional agreement No. 01-11.26.001 is ready").picks("I have read it")
    talk.hears("You send additional agreement No. 01-11.26.001 to the kindergarten")


@pytest.mark.rule("S2-19")
@pytest.mark.parametrize(
    ("locale", "named", "contracts"),
    [
        ("en", "Additional agreement · step 1 of ", "Contract · step 1 of "),
        ("kk", "Қосымша келісім · 1-қадам", "Шарт · 1-қадам"),
        ("ru", "Дополнительное соглашение · шаг 1 из ", "Договор · шаг 1 из "),
    ],
)
def test_C19_what_stands_above_the_questions_is_the_kind_of_document(locale: str, named: str, contracts: str) -> None:
    for agreement, above in ((True, named), (False, contracts)):
        talk = concluding(to_fill(agreement=agreement, known=KNOWN | REQUISITES))
        talk.locale = Locale(locale)
        header = talk.heard[-1].header
        assert header.in_(talk.locale).startswith(above)


def test_C19_whoever_leaves_or_goes_on_with_an_agreement_reads_that_name_too() -> None:
    talk = concluding(to_fill(agreement=True, known=KNOWN | REQUISITES)).picks("cancel").hears("Additional agreement")
    talk.hears_not("Contract").picks("Go on").says("menu").hears("Continue — Additional agreement: Арман")


def test_the_word_next_presses_next() -> None:
    concluding().says("далее").hears("step 2 of 6")


@pytest.mark.rule("S2-20", "S2-22", "S2-24", "S2-25")
def test_the_second_step_is_the_key_and_the_third_begins_when_it_is_checked() -> None:
    talk = concluding().picks("Next").does(StartSigning(91, SigningPurpose.CHECK))
    talk.hears("step 2 of 6", "registered to the owner of this account", "https://sign.example.kz/501", "New link")
    talk.says("done").hears("https://sign.example.kz/501")
    valid(talk, CHECK).hears("step 3 of 6", "Who are you to the child?", "Guardian", "By power of attorney")


def test_a_new_link_can_be_had_when_the_old_one_has_ended() -> None:
    talk = concluding().picks("Next").picks("New link")
    assert talk.done == [StartSigning(91, SigningPurpose.CHECK)] * 2
    talk.hears("https://sign.example.kz/501")


REFUSALS = {
    "other_iin": "The IIN in the EDS is not the IIN of this account.",
    "authentication_key": "You chose the key for logging in",
    "organisation": "belongs to an organisation",
    "revoked": "was revoked",
    "broken_signature": "Sign once more",
}


@pytest.mark.rule("S1-27", "S2-53", "E-22", "E-24", "E-25")
@pytest.mark.parametrize("reason", REFUSALS)
def test_edges_22_24_and_25_a_key_that_does_not_count_is_explained_beside_the_link(reason: str) -> None:
    talk = concluding().picks("Next").hears_from_outside({"verdict": "refused", "reason": reason}, CHECK)
    valid(talk.hears(REFUSALS[reason], "https://sign.example.kz/501"), CHECK).hears("step 3 of 6")


@pytest.mark.rule("S2-77", "E-23")
def test_edge_23_a_key_that_starts_tomorrow_or_has_ended_names_the_day() -> None:
    talk = concluding().picks("Next")
    later = {"verdict": "refused", "reason": "not_yet_valid", "from": "2026-11-24T00:00:00+05:00"}
    talk.hears_from_outside(later, CHECK).hears("begins to work later", "24 November", "often starts the next day")
    over = {"verdict": "refused", "reason": "expired", "to": "2026-11-01T00:00:00+05:00"}
    talk.hears_from_outside(over, CHECK).hears("is over", "1 November", "Renew it on egov.kz")
    talk.hears_from_outside({"verdict": "refused", "reason": "expired"}, CHECK).hears("is not valid any more")


def test_a_refusal_brings_the_next_link_along() -> None:
    link = "https://sign.example.kz/777"
    talk = concluding().picks("Next")
    again = {"verdict": "refused", "reason": "malformed", "token": 777, "link": link}
    talk.hears_from_outside(again, CHECK).hears(link)
    valid(talk, CHECK)
    assert talk.silent
    valid(talk, 777).hears("step 3 of 6")


@pytest.mark.rule("S2-23", "E-26")
def test_edge_26_a_key_that_nobody_can_check_now_waits_and_the_term_runs_on() -> None:
    talk = concluding().picks("Next")
    talk.hears_from_outside({"verdict": "pending", "reason": "revocation_unknown"}, CHECK)
    talk.hears("does not answer for now", "time to sign runs on").says("hello").hears("does not answer for now")
    valid(talk, CHECK).hears("step 3 of 6")


def test_a_refusal_that_comes_while_the_menu_is_open_is_read_on_coming_back() -> None:
    talk = concluding().picks("Next").says("menu")
    talk.hears_from_outside({"verdict": "refused", "reason": "revoked"}, CHECK)
    assert talk.silent
    talk.picks("Continue").hears("was revoked", "https://sign.example.kz/501")


@pytest.mark.rule("S2-26", "S2-27", "S2-28", "S2-29", "S1-30", "S1-42", "S1-43", "S1-44", "S1-45")
def test_the_third_step_asks_who_where_and_how_to_call() -> None:
    talk = at_the_form().picks("Parent").hears("At which address are you registered?").says("Almaty")
    talk.hears("too short for an address").says("г. Алматы, проспект Абая").hears("no number of a house")
    talk.says("г. Алматы, пр. Абая, 10").hears("At which address do you live?", "The same").picks("The same")
    talk.hears("Which other number", "Skip").says("87010000001").hears("This is your main number")
    talk.says("8 727 200 00 00").hears("What is your e-mail address?").says("aliya").hears("the sign @")
    talk.says("aliya@Example.KZ").hears("Where do you work?").says("4400 4301 2345 6785").hears("at least one word")
    talk.says("Школа № 1").hears("What is your position there?").says("мұғалім").hears("birth certificate?", "Skip")
    talk.picks("Skip").hears("step 4 of 6")


@pytest.mark.rule("S1-46")
def test_the_number_of_the_birth_certificate_is_asked_for_once_beside_its_scan() -> None:
    talk = at_the_form().picks("Parent").says("Алматы, пр. Абая, 10").picks("The same").picks("Skip").picks("Skip")
    talk.picks("Skip").hears("What is the number of the child's birth certificate?").says("911205400003")
    talk.hears("This is an IIN").says("нет").hears("does not look like a document number").says("ii-ес № 123456")
    talk.hears("step 4 of 6").says("back").hears("IIЕС123456")


def test_the_position_is_asked_of_those_who_name_a_workplace() -> None:
    talk = at_the_form().picks("Parent").says("Алматы, пр. Абая, 10").picks("The same").picks("Skip").picks("Skip")
    talk.hears("Where do you work?").picks("Skip").hears("birth certificate?").says("back").hears("Where do you work?")
    talk.says("Школа № 1").hears("What is your position there?")


def test_an_odd_answer_is_kept_after_one_question() -> None:
    talk = at_the_form().picks("Parent").says("г. Алматы, проспект Абая").hears("Keep it as you typed it?")
    talk.picks("Keep it").hears("At which address do you live?")


@pytest.mark.rule("S2-31", "S2-32", "S2-33", "S1-41")
def test_the_fourth_step_asks_for_the_document_and_the_account() -> None:
    talk = at_the_requisites().hears("step 4 of 6", "Which identity document").picks("Identity card")
    talk.says("911205400003").hears("This is an IIN").says("01234567").hears("mostly look different")
    talk.says("012345678").hears("On which day was it issued?").says("24.11.2026").hears("has not come yet")
    talk.says("01.01.1980").hears("before your birth").says("19.07.2012").hears("good for ten years")
    talk.says("19.07.2021").hears("Who issued it?", "Ministry of Internal Affairs").picks("Ministry of Internal")
    talk.hears("With which bank", "BIC: HSBKKZKX").says("kaspi").picks("Kaspi" if "Kaspi" in talk.last else "KASPI")
    talk.hears("number of your bank account (IBAN)", "not the number on the card").says(IBAN)
    talk.hears("Where is the bank's branch?").picks("Skip").hears("step 5 of 6")


@pytest.mark.rule("S2-34", "E-29")
def test_edge_29_a_card_number_is_explained_and_another_banks_account_named() -> None:
    talk = at_the_form(known={**KNOWN, **{key: value for key, value in REQUISITES.items() if key != "iban"}})
    talk.says("4400 4301 2345 6789").hears("is the number of a card, and I have not kept it")
    assert "4400" not in str(talk.conversation.to_json())
    talk.says(OTHER_BANKS_IBAN).hears("not with the bank that you chose", "Народный").says(IBAN[:-1] + "2")
    talk.hears("mistyped").says("KZ25").hears("Here are 4 signs").says("DE2572").hears("begins with KZ").says(IBAN)
    talk.hears("step 5 of 6")


@pytest.mark.rule("S2-35", "S2-36", "S2-37", "S2-38", "S2-39", "S1-18", "S1-19", "S1-23", "S1-24")
@pytest.mark.rule("S1-20", "S1-21", "S1-22", "S1-47", "X-09")
def test_the_fifth_step_asks_for_each_document_of_the_profile() -> None:
    talk = at_the_documents().hears("step 5 of 6", "Photo of the child").sends().picks("Done")
    talk.hears("Send: Birth certificate").says("later").hears("Here I need a photo or a PDF")
    for asked in (
        "a photo or a PDF",
        "Identity card of one parent",
        "Form 052-2/у",
        "Form 065/у",
        "Certificate, form 027/у",
    ):
        talk.hears(asked).hears_not("I do not have it").sends().picks("Done")
    talk.hears("PMPC", "I do not have it").picks("I do not have it")
    talk.hears("step 6 of 6", "PMPC conclusion: there is none")


@pytest.mark.rule("S2-36", "S2-39")
@pytest.mark.parametrize(
    ("locale", "name"),
    [("en", "Birth certificate"), ("kk", "Туу туралы куәлік"), ("ru", "Свидетельство")],
)
def test_what_is_said_of_a_file_names_the_document_that_is_asked_for(locale: str, name: str) -> None:
    talk = at_the_documents().sends().picks("Done").hears("Send: Birth certificate")
    talk.locale = Locale(locale)
    assert name_first(talk.says("later")) == name_first(talk.sends_refused("The file is locked.")) == name
    assert name_first(talk.sends(file=8)) == name_first(talk.says("later")) == name
    assert name_first(talk.sends_photo(9, PhotoAdvice.DARK)) == name
    assert name_first(talk.picks("replace")) == name
    assert name_first(talk.sends_refused("Never send the key.", secret=True)) == "Never send the key."


def name_first(talk: Talk) -> str:
    """The first line of the last message, under its header."""
    return talk.heard[-1].text.in_(talk.locale).splitlines()[0]


@pytest.mark.rule("S3-60")
def test_the_correctional_queue_needs_the_pmpc_conclusion() -> None:
    talk = at_the_form(known=KNOWN | REQUISITES, queue=QueueType.CORRECTIONAL)
    for _paper in range(6):
        talk.sends().picks("Done")
    talk.hears("PMPC").hears_not("I do not have it")


@pytest.mark.rule("S2-14")
def test_what_was_sent_in_advance_is_offered() -> None:
    talk = at_the_form(known=KNOWN | REQUISITES, prepared={DocumentKind.CHILD_PHOTO: PHOTO})
    talk.hears("It was sent in advance: 1 page.", "Take that one").picks("Take that one").hears("Birth certificate")


@pytest.mark.rule("S2-41", "S1-25", "S1-29", "S1-33")
def test_the_review_shows_everything_and_changes_any_single_answer() -> None:
    talk = at_the_review().hears("step 6 of 6", "Your authority: Parent", "Main phone: +7 (701) 000-00-01")
    talk.hears("Account number: KZ25 7220", "BIC: CASPKZKA", "Issued by: Ministry of Internal Affairs", "not given")
    talk.picks("Change").picks("Workplace").says("Школа № 1").hears("Workplace: Школа № 1")
    talk.picks("Change").picks("Photo").hears("I have 1 page").picks("Done").hears("Photo of the child: 1 page")


def test_what_is_handed_in_is_what_was_answered() -> None:
    talk = at_the_review().picks("All is right")
    made = talk.done[-1]
    assert isinstance(made, MakeDraft)
    assert made.fields == {code: answer for code, answer in (KNOWN | REQUISITES).items() if code != "job_title"}
    assert made.documents[DocumentKind.PMPC_CONCLUSION] == ()
    assert len(made.documents[DocumentKind.CHILD_PHOTO]) == 1


def test_the_same_address_is_handed_in_as_the_registered_one() -> None:
    talk = at_the_form(known={**KNOWN, **REQUISITES, "registered_address": "Алматы, 5"})
    assert talk.conversation.top is not None
    talk.conversation.top.answers["residential_address"] = "same"  # type: ignore[index]
    for _paper in range(6):
        talk.sends().picks("Done")
    talk.picks("I do not have it").hears("Home address: The same").picks("All is right")
    made = talk.done[-1]
    assert isinstance(made, MakeDraft)
    assert made.fields["residential_address"] == "Алматы, 5"


@pytest.mark.rule("E-27", "S2-14")
def test_edge_27_the_same_file_sent_in_advance_for_two_documents_is_noticed() -> None:
    same = (Page(81, "image/jpeg", 1, mark="aa" * 12),), (Page(82, "image/jpeg", 1, mark="aa" * 12),)
    prepared = dict(zip((DocumentKind.CHILD_PHOTO, DocumentKind.BIRTH_CERTIFICATE), same, strict=True))
    talk = at_the_form(known=KNOWN | REQUISITES, prepared=prepared).picks("Take that one").hears("Birth certificate")
    talk.picks("Take that one").hears("this very file for another document already: Photo of the child")
    talk.picks("Send as it is").picks("Done").hears("Identity card")


@pytest.mark.rule("S2-27")
def test_a_home_address_that_was_the_registered_one_goes_along_when_that_changes_later() -> None:
    lived = dict.fromkeys(("registered_address", "residential_address"), "Алматы, 5")
    talk = at_the_form(known={**KNOWN, **REQUISITES, **lived})
    for _paper in range(6):
        talk.sends().picks("Done")
    talk.picks("I do not have it").hears("Registered address: Алматы, 5", "Home address: The same")
    talk.picks("Change").picks("Registered address").says("Алматы, пр. Абая, 7").picks("All is right")
    made = talk.done[-1]
    assert isinstance(made, MakeDraft)
    assert {made.fields[code] for code in lived} == {"Алматы, пр. Абая, 7"}


def test_a_contract_that_ended_meanwhile_shows_what_became_of_it() -> None:
    party(None).starts().acts("conclude", "91").does(ShowContract(91))
    talk = at_the_documents()
    talk.facts = {**talk.facts, **party(None).facts}
    talk.sends().does(ShowContract(91))


def test_the_contract_is_told_apart_by_its_child_when_it_was_set_aside() -> None:
    talk = at_the_documents().says("menu").hears("Continue — Contract")
    talk.picks("Continue").hears("step 5 of 6", "Photo of the child")


def test_the_deadline_on_the_last_day_says_so() -> None:
    soon = to_fill(days_left=0, sign_by=to_fill().sign_by - dt.timedelta(days=3))
    concluding(soon).hears("today is the last day")
