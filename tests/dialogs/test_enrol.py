"""Choosing a kindergarten in the chat: what is offered, what is shown before the request goes, lists. S3-49, V13."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dialogs.enrol import ChangeChoice, Enrol
from dialogs.enrol_effects import CancelRequest, JoinWaitingList, LeaveWaitingList, SendRequest
from dialogs.enrol_queries import Choosers, MyRequests, Offer, Offers
from dialogs.inputs import Refused
from dialogs.pages.enrolment import enrolment_of
from dialogs.questions import Open
from locales.text import verbatim
from tests.dialogs.enrolments import SOON, offer, request
from tests.dialogs.parents import parent, preschool
from tests.dialogs.talk import Talk

CARDS = tuple(preschool(number) for number in (1, 2, 3))


def begun(offered: Offer | None, talk: Talk | None = None) -> Talk:
    """The same, with this to choose from."""
    talk = talk or parent()
    talk.facts = {**talk.facts, Offers: offered}
    return talk.starts().acts("enrol", "71")


@pytest.mark.rule("S3-49")
def test_a_kindergarten_then_a_group_then_everything_at_a_glance() -> None:
    talk = begun(offer(CARDS))
    talk.hears("Which kindergarten?", "Kindergarten 1 — 2 open places, 1 Abai Ave, electronic or paper contract")
    talk.hears_not("Kindergarten 3")
    talk.picks("Kindergarten 2").hears("Kindergarten 2", "Address: 2 Abai Ave", "Топ 3 — from 3 to 5 years")
    talk.picks("Топ 3").hears("Child: Арман.", "Group: Топ 3, 1 open place")
    talk.hears("Kindergarten: Kindergarten 2, 2 Abai Ave, electronic or paper contract").hears_not("Address:")
    talk.picks("Confirm").does(SendRequest(71, 13, True))


def test_a_single_kindergarten_with_a_single_group_is_not_asked_for() -> None:
    one = offer(CARDS[:2])
    talk = begun(replace(one, groups=one.groups[:1]))
    talk.hears("Is everything right?", "Kindergarten: Kindergarten 1", "Group: Топ 2")


@pytest.mark.parametrize("offered", [None, Offer(71, 21, "Арман", SOON, 2), offer(CARDS[:1])])
def test_without_a_place_the_handler_says_what_else_there_is(offered: Offer | None) -> None:
    begun(offered).does(SendRequest(71, None, False))


@pytest.mark.rule("E-15")
def test_a_place_that_goes_while_one_chooses_is_never_sent_unconfirmed() -> None:
    talk = begun(offer(CARDS)).picks("Kindergarten 1")
    gone = offer(CARDS)
    talk.facts = {
        **talk.facts,
        Offers: replace(gone, groups=tuple(replace(g, free=0) for g in gone.groups[:2]) + gone.groups[2:]),
    }
    talk.outcomes = {SendRequest: Refused(verbatim("Taken."), at="preschool")}
    talk.picks("Топ 2").does(SendRequest).hears("Taken.", "Now: Kindergarten 1", "Kindergarten 2")
    assert talk.done[-1] in {SendRequest(71, None, False), SendRequest(71, 2, False)}
    talk.picks("Kindergarten 2").hears("Which group?")


def test_a_group_that_goes_keeps_its_name_beside_the_question() -> None:
    talk = begun(offer(CARDS)).picks("Kindergarten 1").picks("Топ 2")
    gone = offer(CARDS)
    talk.facts = {**talk.facts, Offers: replace(gone, groups=(replace(gone.groups[0], free=0), *gone.groups[1:]))}
    talk.outcomes = {SendRequest: Refused(verbatim("Taken."), at="group")}
    talk.picks("Confirm").does(SendRequest(71, 2, False)).hears("Taken.", "Now: Топ 2", "1 Топ 3")


def test_another_choice_asks_once_more() -> None:
    talk = parent().starts()
    talk.engine.actions = {**talk.engine.actions, "open": lambda _: Open(ChangeChoice, given={"request": 81})}
    talk.acts("open", "x").hears("you give up this place at once").picks("Leave it as it is")
    assert talk.done == []
    talk.acts("open", "x").picks("Cancel the request").does(CancelRequest(81))


def test_the_vouchers_card_leads_to_choosing_to_the_lists_or_to_another_choice() -> None:
    talk = parent()

    def shown() -> list[str]:
        return [button.key for button in enrolment_of(talk.known_facts(), 21)[1]]

    assert shown() == ["enrol", "waiting"]
    talk.facts = {**talk.facts, Choosers: ()}
    assert shown() == []
    talk.facts = {**talk.facts, MyRequests: (request(CARDS[0]),)}
    assert shown() == ["change"]
    talk.facts = {**talk.facts, MyRequests: (request(CARDS[0], state="contract_sent", cancellable=False),)}
    assert shown() == []
    assert "silent" not in str(enrolment_of(talk.known_facts(), 21)[0])


def test_a_list_of_a_full_kindergarten_is_joined_and_left() -> None:
    talk = parent()

    def page(name: str, **args: Any) -> Any:
        return talk.engine.pages[name](talk.known_facts(), {"voucher": 71, **args})

    talk.facts = {**talk.facts, Offers: offer(CARDS)}
    assert "1 kindergarten fits but is full." in str(page("waiting").text)
    assert page("waiting_place", bin=CARDS[2].bin).buttons[0].does.effect == JoinWaitingList(71, CARDS[2].bin)
    assert page("waiting_place", bin=CARDS[0].bin).buttons[0].does.dialog is Enrol
    talk.facts = {**talk.facts, Offers: offer(CARDS, waiting=(CARDS[2].bin,))}
    assert "on your waiting list" in str(page("waiting").buttons[0].hint)
    assert page("waiting_place", bin=CARDS[2].bin).buttons[0].does.effect == LeaveWaitingList(71, CARDS[2].bin)
    talk.facts = {**talk.facts, Offers: Offer(71, 21, "Арман", SOON, 2)}
    assert "No kindergarten that fits your child is full now." in str(page("waiting").text)
    assert page("waiting_place", bin=CARDS[2].bin).buttons == ()
    talk.facts = {**talk.facts, Offers: None}
    assert page("waiting").buttons == page("waiting_place", bin="x").buttons == ()
