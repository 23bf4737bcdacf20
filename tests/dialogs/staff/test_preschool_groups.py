"""A kindergarten's groups and places: the list, the card, the count asked twice, and requests of one's own family."""

from __future__ import annotations

import pytest

from dialogs.enrol_queries import RequestSheet, WaitingRequests
from dialogs.staff.preschool_groups import DeclareFree
from dialogs.staff.preschool_queries import MyPreschool, OwnFamily
from tests.dialogs.enrolments import asked
from tests.dialogs.staff.colleagues import TEACHER, staff
from tests.dialogs.talk import Talk


def at_the_group() -> Talk:
    """The employee looks at the group with 20 places, of which 3 are taken or reserved and 5 are free."""
    return staff(TEACHER).starts().picks("Groups and places").picks("Топ 3")


def test_the_list_says_languages_and_places() -> None:
    talk = staff(TEACHER).starts().picks("Groups and places")
    talk.hears("Kindergarten “Bota”", "Language of instruction: Kazakh, Russian.", "All places: 20.")
    talk.hears("1 Топ 3 — from 3 to 4 years, free 5 of 20")


def test_every_place_of_a_group_is_accounted_for() -> None:
    at_the_group().hears(
        "Group: Топ 3, from 3 to 4 years",
        "All places: 20.",
        "Reserved by requests and referrals: 2.",
        "Taken by children admitted here: 1.",
        "Other children, by your own count: 12.",
        "Free: 5. Open of them to parents: 2.",
    )


def test_free_places_are_declared_after_a_second_question() -> None:
    talk = at_the_group().picks("Count free places").hears("Now it says 5. Up to 17.").says("8")
    talk.hears("Free places: 5 → 8.", "Nobody loses a place").hears_not("will be closed")
    talk.picks("Yes, that is right").does(DeclareFree(61, 8))


def test_fewer_places_than_are_open_say_what_is_closed() -> None:
    talk = at_the_group().picks("Count free places").says("1")
    talk.hears("1 place that is open to parents will be closed, and the education department is told.")
    talk.picks("Leave as it was").hears("Free: 5.")
    assert not [effect for effect in talk.done if isinstance(effect, DeclareFree)]


@pytest.mark.rule("E-16")
def test_edge_16_never_more_than_nobody_has_and_it_is_said_why() -> None:
    talk = at_the_group().picks("Count free places").says("18")
    talk.hears("20 places, and 3 of them are reserved or taken here.", "at most 17 can be free")
    talk.says("many").hears("Type the number of free places in digits")


def test_a_group_that_is_gone_is_said_to_be_gone() -> None:
    talk = at_the_group().picks("Count free places")
    talk.facts = {**talk.facts, MyPreschool: None}
    talk.says("3").does(DeclareFree(61, 0))
    gone = staff(TEACHER).starts().picks("Groups and places")
    gone.facts = {**gone.facts, MyPreschool: None}
    gone.picks("Топ 3").hears("The catalogue has no groups of your kindergarten.")
    assert str(gone.engine.pages["my_group"](gone.known_facts(), {"id": 61}).text).startswith("There is no such group")


@pytest.mark.rule("E-45")
def test_edge_45_a_request_of_ones_own_family_is_said_to_be_one() -> None:
    talk = staff(TEACHER).starts()
    talk.facts = {**talk.facts, WaitingRequests: RequestSheet((asked(),), 1, own=1)}
    talk.picks("Requests: 1").hears("1 request is of your own family: another employee answers it.")
    talk.facts = {**talk.facts, OwnFamily: True}
    talk.acts("request", "99").hears("This request is of your own family", "Another employee answers it")
    talk.facts = {**talk.facts, OwnFamily: False}
    talk.acts("request", "99").hears("There is no such request to your kindergarten.")
