"""Where we are: the count goes one by one for whoever answers in order, whatever is known or turns out to be needed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from dialogs.conversation import Conversation
from dialogs.facts import Able
from dialogs.queries import ChildCard
from locales.catalogue import Locale
from tests.dialogs.parents import ARMAN, CHILD_IIN, PARENT_IIN, PERSON_FOUND, STRANGER, guest, parent
from tests.dialogs.talk import Talk

ANA = replace(ARMAN, id=12, iin="211102600109")


def steps(talk: Talk) -> list[int]:
    """The numbers that were told, in order, each once."""
    told = [re.search(r"step (\d+) of (\d+)", message.header.in_(talk.locale)) for message in talk.heard]
    pairs = [(int(found[1]), int(found[2])) for found in told if found]
    assert all(number <= total for number, total in pairs)
    numbers = [number for number, _total in pairs]
    return [one for place, one in enumerate(numbers) if place == 0 or numbers[place - 1] != one]


def in_order(numbers: list[int]) -> bool:
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


@pytest.mark.parametrize("children", [(ARMAN,), (ARMAN, ANA)])
def test_an_application_is_counted_one_by_one(children: tuple[ChildCard, ...]) -> None:
    talk = parent(children=children).starts().picks("Apply").picks("sanatorium")
    if len(children) > 1:
        talk.picks("12")
    talk.picks("tb_contact").sends().picks("done").picks("000000000002").picks("done").picks("kk").picks("agree")
    talk.hears("Is everything right?")
    numbers = steps(talk)
    assert numbers[0] == 1
    assert in_order(numbers), numbers


def test_a_typed_phone_and_a_silent_registry_add_steps_but_skip_none() -> None:
    talk = guest().picks("Register").picks("Another number").says("87010000002").says("123456").says(PARENT_IIN)
    talk.picks("I agree").hears_from_outside({"status": "unknown"}).says("Serikova Aliya Maratovna")
    talk.hears("Is everything right?", "Registration · step 6 of 6")
    assert in_order(steps(talk))


def test_a_known_answer_that_is_changed_later_has_no_number_of_its_own() -> None:
    talk = guest(Able(codes=True)).picks("Register").shares_contact().says(PARENT_IIN).picks("I agree")
    talk.hears_from_outside({"status": "unknown"}).says("Serikova Aliya").hears("step 5 of 5")
    talk.picks("Change").picks("Born").hears("Registration\n", "Now: 5 December 1991").hears_not("step")
    talk.says("06.12.1991").hears("step 6 of 6", "Born: 6 December 1991")


def test_going_back_shows_the_number_that_it_had() -> None:
    talk = guest().picks("Register").shares_contact().says(PARENT_IIN).hears("step 3 of 4")
    talk.says("back").hears("step 2 of 4").says("next").hears("step 3 of 4")
    talk.picks("I agree").hears_from_outside(PERSON_FOUND).hears("step 4 of 4")


def test_a_conversation_of_before_is_counted_too() -> None:
    talk = parent().starts().picks("My children").picks("Add a child").says(CHILD_IIN[:-1])
    kept = talk.conversation.to_json()
    for frame in kept["stack"]:
        del frame["filled"]
    assert Conversation.from_json(kept).stack[0].filled == ()


def test_the_very_first_question_has_no_header_in_one_language_only() -> None:
    talk = parent(STRANGER).says("hello")
    assert {talk.heard[-1].header.in_(locale) for locale in Locale} == {"Balapan"}
    talk.hears("Balapan\n", "Сәлеметсіз бе!", "Здравствуйте!", "Hello!").hears_not("step", "шаг")
