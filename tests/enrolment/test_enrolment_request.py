"""What may happen to an enrolment request, row by row of G.3."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from enrolment.enrolment_request import (
    OPEN_REQUEST,
    ContractChannel,
    PlaceEffect,
    RequestAction,
    RequestBar,
    RequestFacts,
    RequestNeed,
    RequestNotAllowed,
    RequestState,
    RequestTransition,
    answer_by,
    bars_of,
    request_actions_in,
    request_step,
)
from enrolment.enrolment_request_rows import ROWS
from enrolment.fitting import Misfit
from enrolment.profile_terms import ContractStarter
from enrolment.voucher import PARENTS, Actor, VoucherAction, VoucherRules, VoucherState, voucher_actions_in
from enrolment.working_days import Calendar
from tests.enrolment.vouchers import FRIDAY, INDIGO, MONDAY, RULES, TUESDAY, UNIFIED, end_of, under

Act = RequestAction
Bar = RequestBar
Need = RequestNeed
State = RequestState
PARENT = RequestFacts(Actor.PARENT, MONDAY, VoucherState.CONFIRMED, sent_at=MONDAY)
STAFF = replace(PARENT, actor=Actor.PRESCHOOL, there=frozenset(Need), reason="incomplete_documents")
DEPARTMENT = replace(STAFF, actor=Actor.DEPARTMENT)
REFERRALS = under(INDIGO)


def step(
    state: State | None, action: Act, facts: RequestFacts = PARENT, rules: VoucherRules = RULES
) -> RequestTransition:
    return request_step(state, action, facts, rules)


def refusal(
    state: State | None, action: Act, facts: RequestFacts = PARENT, rules: VoucherRules = RULES
) -> RequestNeed | RequestBar:
    with pytest.raises(RequestNotAllowed) as caught:
        request_step(state, action, facts, rules)
    assert str(caught.value) == caught.value.code.value
    return caught.value.code


def against(facts: RequestFacts, *bars: Bar) -> RequestFacts:
    return replace(facts, against=frozenset(bars))


@pytest.mark.rule("S3-49")
@pytest.mark.rule("S3-50")
@pytest.mark.parametrize("voucher", [VoucherState.CONFIRMED, VoucherState.EXTENDED])
@pytest.mark.parametrize("actor", sorted(PARENTS))
def test_E1_a_request_reserves_a_place_and_starts_the_term_of_the_staff(voucher: VoucherState, actor: Actor) -> None:
    sent = step(None, Act.SEND, replace(PARENT, voucher=voucher, actor=actor))
    assert (sent.row, sent.before, sent.after, sent.notification) == ("E1", None, State.SENT, "N19")
    assert (sent.place, sent.voucher) == (PlaceEffect.RESERVED, None)
    assert sent.answer_by == answer_by(MONDAY, UNIFIED, Calendar())
    assert answer_by(MONDAY, UNIFIED, Calendar()).at == end_of(TUESDAY)


@pytest.mark.parametrize("voucher", sorted(set(VoucherState) - {VoucherState.CONFIRMED, VoucherState.EXTENDED}))
def test_E1_only_with_a_running_voucher(voucher: VoucherState) -> None:
    assert refusal(None, Act.SEND, replace(PARENT, voucher=voucher)) is Bar.VOUCHER_NOT_RUNNING


@pytest.mark.rule("E-15")
@pytest.mark.parametrize("misfit", sorted(Misfit))
def test_E1_edge_15_only_to_a_group_that_fits_and_has_a_place(misfit: Misfit) -> None:
    assert refusal(None, Act.SEND, replace(PARENT, against=bars_of([misfit]))) == Bar(misfit.value)


@pytest.mark.parametrize("bar", [Bar.OTHER_REQUEST_OPEN, Bar.PRESCHOOL_CLOSED, Bar.OTHER_PRESCHOOL])
def test_E1_one_open_request_to_an_open_preschool(bar: Bar) -> None:
    assert refusal(None, Act.SEND, against(PARENT, bar)) is bar


@pytest.mark.rule("E-9")
def test_E1_edge_9_a_delegate_does_not_choose() -> None:
    for actor in set(Actor) - PARENTS:
        assert refusal(None, Act.SEND, replace(PARENT, actor=actor)) is Bar.NOT_THIS_ACTOR


@pytest.mark.rule("S3-51")
def test_E2_the_preschool_sends_the_contract() -> None:
    for voucher in (VoucherState.CONFIRMED, VoucherState.HELD):
        sent = step(State.SENT, Act.SEND_CONTRACT, replace(STAFF, voucher=voucher))
        assert (sent.row, sent.after, sent.notification) == ("E2", State.CONTRACT_SENT, "N20a")
        assert (sent.place, sent.voucher) == (PlaceEffect.KEPT, VoucherAction.CONTRACT_SENT)
    on_paper = replace(STAFF, channel=ContractChannel.PAPER)
    assert refusal(State.SENT, Act.SEND_CONTRACT, on_paper) is Bar.PAPER_ONLY
    assert refusal(State.SENT, Act.SEND_CONTRACT, PARENT) is Bar.NOT_THIS_ACTOR
    assert refusal(State.SENT, Act.SEND_CONTRACT, STAFF, REFERRALS) is Bar.NOT_IN_THIS_STATE


@pytest.mark.rule("E-14")
def test_E2_edge_14_a_child_that_left_the_age_of_the_group_gets_no_contract() -> None:
    for action in (Act.SEND_CONTRACT, Act.ADMIT_ON_PAPER):
        grown = replace(against(STAFF, Bar.OTHER_AGE), channel=ContractChannel.BOTH)
        assert refusal(State.SENT, action, grown) is Bar.OTHER_AGE


@pytest.mark.rule("E-45")
@pytest.mark.parametrize("action", [Act.SEND_CONTRACT, Act.REFUSE, Act.ADMIT_ON_PAPER])
def test_edge_45_nobody_decides_about_the_own_child(action: Act) -> None:
    assert refusal(State.SENT, action, against(STAFF, Bar.OWN_RELATIVE)) is Bar.OWN_RELATIVE


@pytest.mark.rule("E-17")
def test_E2_edge_17_staff_that_keep_silent_are_reported_when_their_term_is_over() -> None:
    timer = replace(PARENT, actor=Actor.TIMER, now=end_of(TUESDAY))
    assert refusal(State.SENT, Act.ANSWER_OVERDUE, timer) is Bar.TOO_EARLY
    late = step(State.SENT, Act.ANSWER_OVERDUE, replace(timer, now=timer.now + timedelta(seconds=1)))
    assert (late.row, late.after, late.place, late.notification) == ("E2", State.SENT, PlaceEffect.KEPT, None)
    assert refusal(State.CONTRACT_SENT, Act.ANSWER_OVERDUE, timer) is Bar.NOT_IN_THIS_STATE


def test_E3_a_refusal_has_a_known_reason_and_frees_the_place() -> None:
    refused = step(State.SENT, Act.REFUSE, STAFF)
    assert (refused.row, refused.after, refused.notification) == ("E3", State.REFUSED, "N22")
    assert (refused.place, refused.voucher) == (PlaceEffect.RELEASED, VoucherAction.REQUEST_REFUSED)
    assert refusal(State.SENT, Act.REFUSE, replace(STAFF, reason=None)) is Need.REASON
    assert refusal(State.SENT, Act.REFUSE, replace(STAFF, reason="dislike")) is Bar.UNKNOWN_REASON
    unexplained = replace(STAFF, reason="other", there=frozenset[Need]())
    assert refusal(State.SENT, Act.REFUSE, unexplained) is Need.COMMENT
    assert step(State.SENT, Act.REFUSE, replace(STAFF, reason="other")).row == "E3"


@pytest.mark.rule("E-16")
@pytest.mark.parametrize("state", sorted(OPEN_REQUEST))
def test_E3_edge_16_a_preschool_that_closes_ends_its_requests_and_costs_no_time(state: State) -> None:
    for facts in (DEPARTMENT, STAFF):
        lost = step(state, Act.LOSE_PRESCHOOL, facts)
        assert (lost.row, lost.after, lost.place) == ("E3", State.REFUSED, PlaceEffect.RELEASED)
        assert (lost.voucher, lost.notification) == (VoucherAction.PRESCHOOL_LOST, "N22")


@pytest.mark.parametrize("state", sorted(OPEN_REQUEST))
def test_E4_the_choice_can_be_changed_until_the_parent_has_signed(state: State) -> None:
    cancelled = step(state, Act.CANCEL)
    assert (cancelled.row, cancelled.after, cancelled.notification) == ("E4", State.CANCELLED, "N27")
    assert (cancelled.place, cancelled.voucher) == (PlaceEffect.RELEASED, VoucherAction.REQUEST_CANCELLED)
    assert refusal(state, Act.CANCEL, against(PARENT, Bar.PARENT_SIGNED)) is Bar.PARENT_SIGNED


def test_E4_a_held_voucher_with_a_contract_has_been_signed_with_a_silent_preschool_not() -> None:
    waiting = replace(PARENT, voucher=VoucherState.HELD)
    assert refusal(State.CONTRACT_SENT, Act.CANCEL, waiting) is Bar.PARENT_SIGNED
    assert step(State.SENT, Act.CANCEL, waiting).row == "E4"


@pytest.mark.rule("E-17")
def test_E4_edge_17_the_department_gives_the_choice_back_once_the_preschool_is_late() -> None:
    late = replace(DEPARTMENT, now=end_of(TUESDAY) + timedelta(seconds=1), voucher=VoucherState.HELD)
    given = step(State.SENT, Act.RETURN_CHOICE, late)
    assert (given.row, given.after, given.notification) == ("E4", State.CANCELLED, "N27")
    assert (given.place, given.voucher) == (PlaceEffect.RELEASED, VoucherAction.PRESCHOOL_LOST)
    assert refusal(State.SENT, Act.RETURN_CHOICE, DEPARTMENT) is Bar.TOO_EARLY
    assert refusal(State.SENT, Act.RETURN_CHOICE, replace(late, actor=Actor.PRESCHOOL)) is Bar.NOT_THIS_ACTOR
    assert refusal(State.CONTRACT_SENT, Act.RETURN_CHOICE, late) is Bar.NOT_IN_THIS_STATE
    assert refusal(State.SENT, Act.RETURN_CHOICE, late, REFERRALS) is Bar.NOT_IN_THIS_STATE


@pytest.mark.parametrize("state", sorted(OPEN_REQUEST))
def test_E5_a_request_ends_with_its_voucher_and_not_before(state: State) -> None:
    timer = replace(PARENT, actor=Actor.TIMER, voucher=VoucherState.EXPIRED_UNUSED)
    for facts in (timer, replace(DEPARTMENT, voucher=VoucherState.ANNULLED)):
        expired = step(state, Act.EXPIRE, facts)
        assert (expired.row, expired.after, expired.place) == ("E5", State.EXPIRED, PlaceEffect.RELEASED)
    for voucher in (VoucherState.CONFIRMED, VoucherState.HELD):
        assert refusal(state, Act.EXPIRE, replace(timer, voucher=voucher)) is Bar.VOUCHER_STILL_OPEN


def test_E6_the_signed_contract_completes_the_request() -> None:
    signed = step(State.CONTRACT_SENT, Act.SIGN_CONTRACT, replace(STAFF, voucher=VoucherState.HELD))
    assert (signed.row, signed.after, signed.notification) == ("E6", State.COMPLETED, "N23")
    assert (signed.place, signed.voucher) == (PlaceEffect.TAKEN, VoucherAction.CONTRACT_SIGNED)


def test_C13_a_rejected_contract_frees_the_place() -> None:
    rejected = step(State.CONTRACT_SENT, Act.REJECT_CONTRACT, replace(STAFF, voucher=VoucherState.HELD))
    assert (rejected.row, rejected.after, rejected.notification) == ("C13", State.REFUSED, "N24")
    assert (rejected.place, rejected.voucher) == (PlaceEffect.RELEASED, VoucherAction.CONTRACT_REJECTED)


def test_C15_a_contract_not_signed_in_time_frees_the_place_unless_a_referral_named_it() -> None:
    timer = replace(PARENT, actor=Actor.TIMER)
    expired = step(State.CONTRACT_SENT, Act.CONTRACT_EXPIRED, timer)
    assert (expired.row, expired.after, expired.notification) == ("C15", State.EXPIRED, "N25")
    assert (expired.place, expired.voucher) == (PlaceEffect.RELEASED, VoucherAction.REQUEST_CANCELLED)
    assert step(State.CONTRACT_SENT, Act.CONTRACT_EXPIRED, timer, REFERRALS).place is PlaceEffect.KEPT
    over = replace(timer, voucher=VoucherState.EXPIRED_UNUSED)
    assert refusal(State.CONTRACT_SENT, Act.CONTRACT_EXPIRED, over) is Bar.VOUCHER_NOT_RUNNING
    assert refusal(State.CONTRACT_SENT, Act.CONTRACT_EXPIRED) is Bar.NOT_THIS_ACTOR


@pytest.mark.parametrize("voucher", [VoucherState.CONFIRMED, VoucherState.HELD])
def test_C16_a_contract_is_withdrawn_even_after_the_parent_has_signed(voucher: VoucherState) -> None:
    withdrawn = step(State.CONTRACT_SENT, Act.WITHDRAW_CONTRACT, replace(PARENT, voucher=voucher))
    assert (withdrawn.row, withdrawn.after, withdrawn.notification) == ("C16", State.CANCELLED, "N27")
    assert (withdrawn.place, withdrawn.voucher) == (PlaceEffect.RELEASED, VoucherAction.CONTRACT_WITHDRAWN)


@pytest.mark.rule("S2-15")
def test_E7_where_the_referral_names_the_preschool_the_parent_begins_the_contract() -> None:
    begun = step(None, Act.START_CONTRACT, PARENT, REFERRALS)
    assert (begun.row, begun.after, begun.notification) == ("E7", State.CONTRACT_SENT, None)
    assert (begun.place, begun.voucher) == (PlaceEffect.KEPT, VoucherAction.START_CONTRACT)
    assert step(State.CONTRACT_SENT, Act.CANCEL, PARENT, REFERRALS).place is PlaceEffect.KEPT
    assert refusal(None, Act.START_CONTRACT) is Bar.NOT_IN_THIS_STATE
    free_choice = under(replace(INDIGO, enrolment_term=replace(INDIGO.enrolment_term, choose_preschool=True)))
    assert step(None, Act.START_CONTRACT, PARENT, free_choice).place is PlaceEffect.RESERVED
    assert INDIGO.contract.starter is ContractStarter.PARENT


@pytest.mark.rule("S2-09")
@pytest.mark.rule("E-41")
def test_E8_edge_41_documents_brought_on_paper_admit_the_child() -> None:
    paper = replace(STAFF, channel=ContractChannel.PAPER)
    for facts in (paper, replace(STAFF, channel=ContractChannel.BOTH)):
        admitted = step(State.SENT, Act.ADMIT_ON_PAPER, facts)
        assert (admitted.row, admitted.after, admitted.notification) == ("E8", State.COMPLETED, "N23")
        assert (admitted.place, admitted.voucher) == (PlaceEffect.TAKEN, VoucherAction.ADMITTED_ON_PAPER)
    assert refusal(State.SENT, Act.ADMIT_ON_PAPER, STAFF) is Bar.ELECTRONIC_ONLY
    assert refusal(State.SENT, Act.ADMIT_ON_PAPER, replace(paper, there=frozenset[Need]())) is Need.CONTRACT_SCAN


@pytest.mark.rule("S2-13")
def test_E8_edge_41_with_a_referral_the_paper_path_begins_with_a_request_too() -> None:
    paper = replace(PARENT, channel=ContractChannel.PAPER)
    assert step(None, Act.SEND, paper, REFERRALS).after is State.SENT
    assert refusal(None, Act.SEND, PARENT, REFERRALS) is Bar.ELECTRONIC_ONLY
    assert refusal(None, Act.START_CONTRACT, paper, REFERRALS) is Bar.PAPER_ONLY


def test_every_row_of_the_table_is_there() -> None:
    assert {row.id for row in ROWS} == {*(f"E{number}" for number in range(1, 9)), "C13", "C15", "C16"}


def test_a_closed_request_stays_closed() -> None:
    for state in set(State) - OPEN_REQUEST:
        assert request_actions_in(state) == frozenset()
    assert request_actions_in(None) == {Act.SEND, Act.START_CONTRACT}


@pytest.mark.parametrize("rules", [RULES, REFERRALS], ids=["unified", "indigo"])
@pytest.mark.parametrize("actor", sorted(Actor))
def test_every_state_and_action_leads_by_a_row_or_is_not_allowed(actor: Actor, rules: VoucherRules) -> None:
    for state, action, voucher in product([None, *State], Act, VoucherState):
        facts = replace(STAFF, actor=actor, voucher=voucher, now=FRIDAY)
        try:
            transition = step(state, action, facts, rules)
        except RequestNotAllowed:
            continue
        assert action in request_actions_in(state)
        opens = {PlaceEffect.RESERVED, PlaceEffect.KEPT, PlaceEffect.TAKEN}
        assert transition.after not in OPEN_REQUEST or transition.place in opens
        assert transition.voucher is None or any(transition.voucher in voucher_actions_in(one) for one in VoucherState)
