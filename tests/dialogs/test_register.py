"""Registration: phone, IIN, consent, the registry's word, the review."""

from __future__ import annotations

import datetime as dt

import pytest

from dialogs.effects import CheckCode, LookUpPerson, Recover, Register, SendCode, SetLanguage, SetLocality
from dialogs.facts import Able
from dialogs.inputs import Refused
from locales.catalogue import Locale
from locales.text import verbatim
from tests.dialogs.parents import GUEST, PARENT_IIN, PERSON_FOUND, STRANGER, guest, parent


@pytest.mark.rule("S1-10", "S1-11", "S3-04")
def test_a_stranger_chooses_language_then_city() -> None:
    talk = parent(STRANGER)
    talk.says("hello?").hears("Сәлеметсіз бе!", "Здравствуйте!", "1 Қазақша", "2 Русский", "3 English")
    talk.says("3").does(SetLanguage(Locale.EN)).hears("In which city", "1 Almaty")
    talk.me = GUEST
    talk.says("Almaty").does(SetLocality("almaty")).hears("Menu", "Register", "How it works", "What to prepare")


@pytest.mark.rule("S1-12", "S3-13", "S3-15", "S3-16", "S3-17", "S3-19")
def test_four_questions_when_the_phone_is_shared_and_the_registry_answers() -> None:
    (
        guest()
        .picks("Register")
        .hears("Registration · step 1 of 4", "Send my number")
        .shares_contact("+7 701 000 00 01")
        .hears("step 2 of 4", "Type your IIN", "For example")
        .says("9112 0540 0003")
        .hears("step 3 of 4", "Do you agree")
        .picks("Read the text")
        .hears("Data policy", "What I keep")
        .picks("I agree")
        .does(LookUpPerson(PARENT_IIN, "+77010000001"))
        .hears("checking the IIN")
        .says("are you there?")
        .hears("still checking")
        .hears_from_outside(PERSON_FOUND)
        .hears("step 4 of 4", "Name: Серікова Әлия", "Born: 5 December 1991", "Phone: +7 (701) 000-00-01")
        .picks("Register")
        .does(Register)
        .hears("New child · step 1 of 2")
    )


@pytest.mark.rule("S3-19")
def test_without_the_registry_the_parent_types_the_name_and_checks_the_birth_date() -> None:
    talk = guest().picks("Register").shares_contact().says(PARENT_IIN).picks("I agree")
    talk.hears_from_outside({"status": "unknown"}).hears("Type your surname")
    talk.says("Serikova").hears("at least the surname and the name")
    talk.says("Serikova 4liya").hears("letters only")
    talk.says("李 Алия").hears("cannot stand in a contract: 李.", "in Kazakh, Russian or Latin letters")
    talk.says("Serikova Aliya Maratovna").hears("Name: Serikova Aliya Maratovna", "Born: 5 December 1991")
    talk.picks("Change").picks("Born").hears("Now: 5 December 1991").says("31.02.1991").hears("no such day")
    talk.says("tomorrow").hears("day, month and year").says("1.1.2030").hears("has not come yet")
    talk.says("06.12.1991").hears("Born: 6 December 1991").picks("Register")
    done = talk.done[-1]
    assert isinstance(done, Register)
    assert done.person.birth_date == dt.date(1991, 12, 6)
    assert (done.registry, done.person.middle_name, done.person.sex) == ("unknown", "Maratovna", "female")


@pytest.mark.rule("S3-14", "S3-18", "S3-11", "E-36")
def test_a_typed_phone_is_proved_by_a_code() -> None:
    (
        guest()
        .picks("Register")
        .picks("Another number")
        .hears("Type your mobile number")
        .says("8 701 000")
        .hears("too short")
        .says("8 701 000 00 02 99 99 99 99")
        .hears("too long")
        .says("8 727 200 00 00")
        .hears("landline")
        .says("+7 905 123 45 67")
        .hears("another country")
        .says("my phone")
        .hears("do not see a phone number")
        .says("8 701 000 00 02")
        .does(SendCode("+77010000002", "register"))
        .hears("I sent a code by SMS to +7 (701) 000-00-02", "good for 2 minutes")
        .says("code")
        .hears("Type the digits")
        .says("000000")
        .does(CheckCode("+77010000002", "000000", "register"))
        .hears("Wrong code")
        .picks("Send another code")
        .does(SendCode("+77010000002", "register"))
        .hears("Type it here")
        .says("123 456")
        .hears("Type your IIN")
    )


def test_too_many_codes_are_refused_and_the_question_stays() -> None:
    talk = guest()
    talk.outcomes = {**talk.outcomes, SendCode: Refused(verbatim("Three codes an hour are the most."))}
    talk.picks("Register").picks("Another number").says("87010000002").hears("Three codes an hour")
    talk.shares_contact().hears("Type your IIN")


def test_where_codes_cannot_be_sent_only_the_shared_number_counts() -> None:
    talk = guest(Able(codes=False)).picks("Register").hears_not("Another number")
    talk.says("87010000002").hears("typing the number is not enough")
    talk.shares_contact(own=False).hears("somebody else's contact")
    talk.shares_contact().hears("Type your IIN")


@pytest.mark.rule("S3-15")
@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("91120540000", "Here are 11 digits"),
        ("9112054000033", "Here are 13 digits"),
        ("91120540000O", "is not a digit"),
        ("911205400004", "seems to be mistyped"),
    ],
)
def test_a_mistyped_iin_is_explained_and_nothing_is_lost(typed: str, answer: str) -> None:
    guest().picks("Register").shares_contact().says(typed).hears("step 2 of", answer).says(PARENT_IIN).hears("step 3")


@pytest.mark.rule("S3-13")
def test_without_consent_nothing_goes_on() -> None:
    talk = guest().picks("Register").shares_contact().says(PARENT_IIN).picks("I do not agree").hears("cannot go on")
    talk.says("no way").hears("Please press")
    talk.sends().hears("Please press").says("1").hears("checking the IIN")


def test_a_changed_iin_asks_the_registry_again() -> None:
    talk = guest().picks("Register").shares_contact().says(PARENT_IIN).picks("I agree").hears_from_outside(PERSON_FOUND)
    talk.picks("Change").picks("IIN").says("880719300107").does(LookUpPerson("880719300107", "+77010000001"))
    talk.hears("checking the IIN")


def test_a_refused_registration_says_why_and_keeps_the_answers() -> None:
    talk = guest()
    talk.outcomes = {**talk.outcomes, Register: Refused(verbatim("We could not confirm this IIN."), "iin")}
    talk.picks("Register").shares_contact().says(PARENT_IIN).picks("I agree").hears_from_outside(PERSON_FOUND)
    talk.picks("Register").hears("We could not confirm", "step 2 of 4")


@pytest.mark.rule("S3-10", "S3-12", "E-35")
def test_edge_35_access_is_restored_by_phone_iin_and_code() -> None:
    (
        guest()
        .picks("I have an account")
        .hears("get a code there", "1 I have a code", "2 By phone and IIN")
        .picks("By phone and IIN")
        .hears("Restore access · step 1 of 3")
        .says("87010000001")
        .says(PARENT_IIN)
        .does(SendCode("+77010000001", "recover"))
        .says("123456")
        .does(Recover("+77010000001", PARENT_IIN))
    )


def test_a_childs_iin_registers_nobody() -> None:
    guest().picks("Register").shares_contact().says("220315500104").hears("looks like a child's IIN").says(PARENT_IIN)


def test_a_refused_second_code_is_said_instead_of_the_question() -> None:
    talk = guest().picks("Register").picks("Another number").says("87010000002")
    talk.outcomes = {**talk.outcomes, SendCode: Refused(verbatim("Three codes an hour are the most."))}
    talk.picks("Send another code").hears("Three codes an hour").hears_not("I sent a code")
