"""The department sees the editions of the contract's model form, publishes one and withdraws it. S2-73."""

from __future__ import annotations

import datetime as dt

import pytest

from dialogs.queries import Member
from dialogs.staff.model_form import FormEdition, FormEditions, SendFormTexts, WithdrawForm, answers_for_all
from dialogs.staff.model_form_publishing import FormPublishedLast, PublishNewForm, ReadNewForm, ShowNewForm
from tests.dialogs.staff.colleagues import CLERK, LAWYER, compared, staff
from tests.dialogs.talk import NOW, Talk, profile_called

OLD, NEW = FormEdition(dt.date(2026, 1, 1), "3f0a92"), FormEdition(dt.date(2027, 3, 1), "a81c5d", 21, LAWYER, NOW)
PAYMENT, HEALTH = "05-payment.txt", "06-health.txt"


def looks(*editions: FormEdition, member: Member = LAWYER) -> Talk:
    """Somebody of the department looks at the form."""
    talk = staff(member)
    talk.facts = {**talk.facts, FormEditions: editions, FormPublishedLast: None}
    return talk.starts().picks("Contract form")


def sends(talk: Talk, *names: str) -> Talk:
    """These files, one after the other."""
    for number, name in enumerate(names, 1):
        talk.sends_text(number, name)
    return talk


@pytest.mark.rule("S2-73")
def test_the_department_sees_what_is_in_force_and_what_comes() -> None:
    talk = looks(OLD, NEW).hears("In force from: 1 January", "Edition: 3f0a92.")
    talk.hears("Next, from: 1 March", "Edition: a81c5d.", "What is signed stays as it is.").hears_not("Published:")


def test_an_edition_that_has_begun_takes_the_place_of_the_one_before_and_says_who_published_it() -> None:
    begun = FormEdition(dt.date(2026, 6, 1), "77aa01", 20, LAWYER, NOW)
    looks(OLD, begun).hears("Edition: 77aa01.", "Published: 23 November", LAWYER.name).hears_not("3f0a92", "Next")


def test_before_its_day_the_first_edition_is_in_force_already() -> None:
    looks(NEW).hears("In force from: 1 March", "a81c5d").hears_not("Next")


def test_where_no_contracts_are_made_it_says_so() -> None:
    looks().hears("No contracts are made here yet.").hears_not("A new edition")


@pytest.mark.rule("S2-73")
def test_the_form_is_for_all_cities_so_somebody_of_one_only_looks() -> None:
    talk = looks(OLD, NEW, member=CLERK).hears("Somebody who answers for all of them publishes", "Take the texts")
    talk.hears_not("A new edition", "1 March 2027 —").picks("Take the texts").does(SendFormTexts())
    assert not answers_for_all(profile_called("unified"), "almaty")
    assert answers_for_all(profile_called("smart_nation_almaty"), "almaty")


@pytest.mark.rule("S2-73")
def test_files_and_a_day_are_read_shown_and_published() -> None:
    talk = sends(looks(OLD).picks("A new edition"), PAYMENT, HEALTH, PAYMENT)
    talk.hears("I have 2 files: 06-health.txt, 05-payment.txt.").picks("Done").says("23.11.2026")
    talk.does(ReadNewForm((2, 3), NOW.date())).hears("I am checking the texts")
    talk.hears_from_outside(compared()).hears(
        "In force from: 23 November 2026.", "from today on. This cannot be undone."
    )
    talk.hears("05-payment.txt · Размер оплаты: changed 2, new 1, gone 0", "30-new.txt: changed 0", "has 24 pages")
    talk.hears("Not signed yet at the moment: 34.")
    talk.picks("Yes, publish").does(PublishNewForm(90))


def test_an_edition_to_come_can_still_be_withdrawn_and_leaving_it_does_nothing() -> None:
    talk = sends(looks(OLD).picks("A new edition"), PAYMENT).picks("Done").says("01.03.2027")
    many = [{"name": f"{n}.txt", "section": None, "changed": 1, "new": 0, "gone": 0} for n in range(10, 22)]
    talk.hears_from_outside(compared(files=many)).hears("Until then you can withdraw it.", "19.txt", "and 2 more files")
    talk.hears_not("20.txt").picks("Do not publish").does(ShowNewForm)


def test_problems_lead_back_to_the_files_which_are_kept() -> None:
    talk = sends(looks(OLD).picks("A new edition"), PAYMENT, HEALTH).picks("Done").says("01.03.2027")
    talk.hears_from_outside({"status": "problems", "lines": ["05-payment.txt, line 3: wrong"]}).hears("line 3: wrong")
    sends(talk, PAYMENT).hears("06-health.txt, 05-payment.txt.").picks("Done").does(ReadNewForm)


def test_a_day_that_is_over_or_before_another_edition_is_explained() -> None:
    talk = sends(looks(OLD).picks("A new edition"), PAYMENT).picks("Done")
    talk.says("22.11.2026").hears("This day is over.")
    talk.facts = {**talk.facts, FormPublishedLast: NEW.since}
    talk.says("28.02.2027").hears("begins on 1 March 2027").says("01.03.2027").hears("I am checking the texts")


def test_another_kind_of_file_is_explained_and_a_key_is_warned_of() -> None:
    talk = looks(OLD).picks("A new edition").sends("application/pdf").hears("Here I need text files, such as 05")
    talk.sends_refused("This is no table.").hears("Here I need text files").hears_not("table")
    talk.sends_refused("Never send a key.", secret=True).hears("Never send a key.")


@pytest.mark.rule("S2-73")
def test_the_edition_published_last_is_withdrawn_and_no_other() -> None:
    last = FormEdition(dt.date(2027, 4, 1), "b0b0b0", 22, LAWYER, NOW, last=True)
    talk = looks(OLD, NEW, last).picks("1 March 2027").hears("Withdraw that one first.").hears_not("Withdraw the")
    talk.picks("Back").picks("1 April 2027").hears("Published: 23 November", "the form stays as it is before that day")
    talk.picks("Withdraw the edition").does(WithdrawForm(22))


def test_an_edition_that_is_gone_or_of_somebody_elses_is_explained() -> None:
    page = staff(CLERK).engine.pages["form_edition"]
    for talk, said in ((looks(OLD), "is in force already"), (staff(CLERK), "for all of them publishes")):
        shown = page(talk.known_facts(), {"id": 21})
        assert said in str(shown.text)
        assert not shown.buttons
