"""What the steps of an enrolment request do to the voucher's clock (G.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from enrolment.application import Action as OfApplication
from enrolment.profile_terms import ContractStarter, Goal, OnReject
from enrolment.voucher import (
    Actor,
    OpenRequest,
    VoucherAction,
    VoucherBar,
    VoucherState,
)
from tests.enrolment.vouchers import (
    FRIDAY,
    INDIGO,
    MONDAY,
    NEXT_MONDAY,
    NEXT_TUESDAY,
    NEXT_WEDNESDAY,
    THURSDAY,
    UNIFIED,
    WEDNESDAY,
    answered,
    by,
    confirmed,
    end_of,
    forgotten,
    issued,
    refusal,
    step,
    under,
    with_term,
)

Act, Bar, State = VoucherAction, VoucherBar, VoucherState
REQUEST, TERM = OpenRequest(WEDNESDAY), UNIFIED.enrolment_term


@pytest.mark.rule("X-05")
def test_E2_the_term_to_sign_ends_with_d2_at_the_latest() -> None:
    back, transition = step(confirmed(), Act.CONTRACT_SENT, by(Actor.PRESCHOOL, FRIDAY, REQUEST))
    assert (transition.row, transition.deadline, back.deadline.at) == ("E2", None, end_of(NEXT_MONDAY))
    assert transition.contract_by == back.deadline
    _, early = step(confirmed(), Act.CONTRACT_SENT, by(Actor.PRESCHOOL, MONDAY, REQUEST))
    assert early.contract_by is not None and early.contract_by.at == end_of(THURSDAY)
    unasked = by(Actor.PRESCHOOL, FRIDAY)
    assert refusal(confirmed(), Act.CONTRACT_SENT, unasked) is Bar.NOT_IN_THIS_STATE


def test_E2_a_contract_that_comes_in_the_last_minute_leaves_a_working_day() -> None:
    back, transition = step(confirmed(), Act.CONTRACT_SENT, by(Actor.PRESCHOOL, end_of(NEXT_MONDAY), REQUEST))
    assert back.deadline.at == end_of(NEXT_TUESDAY)
    assert transition.contract_by == back.deadline


@pytest.mark.rule("X-02")
def test_E2_where_the_goal_is_a_sent_contract_the_term_to_sign_counts_alone() -> None:
    almaty = under(with_term(replace(TERM, goal=Goal.CONTRACT_SENT_TO_PARENT)))
    back, transition = step(confirmed(), Act.CONTRACT_SENT, by(Actor.PRESCHOOL, NEXT_MONDAY, REQUEST), almaty)
    assert transition.contract_by is not None
    assert back.deadline.at == transition.contract_by.at == end_of(NEXT_MONDAY + timedelta(days=3))


def test_E3_after_a_refusal_the_clock_runs_on_with_a_working_day_at_least() -> None:
    back, transition = step(confirmed(), Act.REQUEST_REFUSED, by(Actor.PRESCHOOL, WEDNESDAY, REQUEST))
    assert (transition.row, transition.notification, transition.deadline) == ("E3", "N22", None)
    assert back == confirmed()
    late, _ = step(confirmed(), Act.REQUEST_REFUSED, by(Actor.PRESCHOOL, NEXT_MONDAY, REQUEST))
    assert late.deadline.at == end_of(NEXT_TUESDAY)


@pytest.mark.rule("S2-15")
@pytest.mark.parametrize(
    ("action", "actor", "asked", "told"),
    [
        (Act.REQUEST_REFUSED, Actor.PRESCHOOL, REQUEST, "N22r"),
        (Act.PRESCHOOL_LOST, Actor.DEPARTMENT, REQUEST, "N22r"),
        (Act.PRESCHOOL_LOST, Actor.DEPARTMENT, answered(REQUEST), "N22r"),
        (Act.CONTRACT_REJECTED, Actor.PRESCHOOL, answered(REQUEST), "N24"),
    ],
)
def test_V12_a_referral_that_loses_the_preschool_it_names_ends_and_the_application_queues_again(
    action: VoucherAction, actor: Actor, asked: OpenRequest, told: str
) -> None:
    rules = under(INDIGO)
    waiting = replace(issued(rules=rules), state=State.HELD if action is Act.CONTRACT_REJECTED else State.CONFIRMED)
    ended, transition = step(waiting, action, by(actor, WEDNESDAY, asked), rules)
    assert (transition.row, transition.notification, ended.state) == ("V12", told, State.ANNULLED)
    assert transition.application is OfApplication.RETURN_TO_QUEUE


def test_A13_where_a_rejected_contract_ends_everything_a_referral_is_no_exception() -> None:
    strict = under(replace(INDIGO, contract=replace(INDIGO.contract, on_reject=OnReject.ARCHIVE)))
    rejected = by(Actor.PRESCHOOL, WEDNESDAY, answered(REQUEST))
    waiting = replace(issued(rules=strict), state=State.HELD)
    _ended, transition = step(waiting, Act.CONTRACT_REJECTED, rejected, strict)
    assert (transition.row, transition.application) == ("A13", OfApplication.CONTRACT_REJECTED)


def test_E4_a_change_of_choice_costs_and_gives_no_time() -> None:
    for request in (REQUEST, answered(REQUEST)):
        after, transition = step(confirmed(), Act.REQUEST_CANCELLED, by(Actor.PARENT, NEXT_MONDAY, request))
        assert (transition.row, after) == ("E4", confirmed())


@pytest.mark.rule("S2-15")
def test_E7_who_begins_the_contract_gets_no_time_for_it() -> None:
    rules = under(INDIGO)
    referral = issued(rules=rules)
    after, transition = step(referral, Act.START_CONTRACT, by(Actor.PARENT, FRIDAY), rules)
    assert (transition.row, after) == ("E7", referral)
    assert transition.contract_by == referral.deadline
    assert refusal(confirmed(), Act.START_CONTRACT, by(Actor.PARENT, FRIDAY)) is Bar.NOT_IN_THIS_STATE
    assert UNIFIED.contract.starter is ContractStarter.PRESCHOOL


@pytest.mark.rule("E-41")
def test_E8_edge_41_documents_on_paper_redeem_the_voucher() -> None:
    redeemed, transition = step(confirmed(), Act.ADMITTED_ON_PAPER, by(Actor.PRESCHOOL, FRIDAY, REQUEST))
    assert (transition.row, transition.notification, redeemed.state) == ("E8", "N23", State.REDEEMED)
    silent, request = forgotten()
    late, _ = step(silent, Act.ADMITTED_ON_PAPER, by(Actor.PRESCHOOL, NEXT_WEDNESDAY, request))
    assert late.state is State.REDEEMED
