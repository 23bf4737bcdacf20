"""The edges of the process that touch a voucher (G.6), and laws over every way through it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrolment.application import Action as OfApplication
from enrolment.profile import load_profile
from enrolment.term_ends import Outage, recomputed
from enrolment.voucher import (
    FAMILY,
    OPEN,
    Actor,
    OpenRequest,
    Voucher,
    VoucherAction,
    VoucherBar,
    VoucherFacts,
    VoucherNeed,
    VoucherNotAllowed,
    VoucherRules,
    VoucherState,
    overdue,
    voucher_step,
)
from enrolment.working_days import ALMATY, Calendar, Override
from tests.enrolment.vouchers import (
    EVERYTHING,
    FRIDAY,
    INDIGO,
    MONDAY,
    NEXT_MONDAY,
    NEXT_TUESDAY,
    NEXT_WEDNESDAY,
    RULES,
    THURSDAY,
    TUESDAY,
    UNIFIED,
    WEDNESDAY,
    answered,
    by,
    confirmed,
    end_of,
    extended,
    held,
    issued,
    refusal,
    step,
    under,
)

Act, Bar, Need, State = VoucherAction, VoucherBar, VoucherNeed, VoucherState


def is_allowed(voucher: Voucher | None, action: VoucherAction, facts: VoucherFacts) -> bool:
    try:
        voucher_step(voucher, action, facts, RULES)
    except VoucherNotAllowed:
        return False
    return True


@pytest.mark.rule("S3-45")
def test_edge_3_no_is_asked_twice() -> None:
    by_mistake = VoucherFacts(Actor.PARENT, TUESDAY)
    for voucher in (issued(), confirmed()):
        assert refusal(voucher, Act.DECLINE, by_mistake) is Need.DECLINE_CONFIRMED


@pytest.mark.rule("E-1")
def test_edge_1_a_voucher_is_confirmed_until_the_last_second() -> None:
    assert step(issued(), Act.CONFIRM, by(Actor.PARENT, end_of(WEDNESDAY)))[0].state is State.CONFIRMED
    assert refusal(issued(), Act.CONFIRM, by(Actor.PARENT, datetime(2026, 11, 19, tzinfo=ALMATY))) is Bar.TERM_OVER


@pytest.mark.rule("E-2")
def test_edge_2_a_second_yes_changes_nothing() -> None:
    for voucher in (confirmed(), extended(), held()):
        assert refusal(voucher, Act.CONFIRM, by(Actor.DELEGATE, TUESDAY)) is Bar.ALREADY_DONE
    declined, _ = step(issued(), Act.DECLINE, by(Actor.PARENT, TUESDAY))
    assert refusal(declined, Act.DECLINE, by(Actor.PARENT, TUESDAY)) is Bar.ALREADY_DONE
    assert refusal(declined, Act.CONFIRM, by(Actor.PARENT, TUESDAY)) is Bar.NOT_IN_THIS_STATE


@pytest.mark.rule("E-4")
@pytest.mark.parametrize("action", [Act.CONFIRM, Act.DECLINE, Act.EXTEND, Act.SIGN])
def test_edge_4_an_old_button_is_told_that_the_term_is_over(action: VoucherAction) -> None:
    expired, _ = step(issued(), Act.EXPIRE, by(Actor.TIMER, THURSDAY))
    assert refusal(expired, action, by(Actor.PARENT, FRIDAY)) is Bar.TERM_OVER


@pytest.mark.rule("E-5")
def test_edge_5_a_timer_that_is_early_late_or_runs_twice_does_no_harm() -> None:
    assert not overdue(issued(), by(Actor.PARENT, WEDNESDAY), RULES)
    assert refusal(issued(), Act.EXPIRE, by(Actor.TIMER, end_of(WEDNESDAY))) is Bar.TOO_EARLY
    assert overdue(issued(), by(Actor.PARENT, THURSDAY), RULES)
    expired, _ = step(issued(), Act.EXPIRE, by(Actor.TIMER, THURSDAY + timedelta(days=30)))
    assert refusal(expired, Act.EXPIRE, by(Actor.TIMER, THURSDAY)) is Bar.ALREADY_DONE
    assert refusal(issued(), Act.EXPIRE, by(Actor.PARENT, THURSDAY)) is Bar.NOT_THIS_ACTOR


@pytest.mark.rule("E-8")
def test_edge_8_either_parent_confirms_and_only_the_applicant_declines() -> None:
    assert step(issued(), Act.CONFIRM, by(Actor.SECOND_PARENT, TUESDAY))[0].state is State.CONFIRMED
    assert refusal(issued(), Act.DECLINE, by(Actor.SECOND_PARENT, TUESDAY)) is Bar.NOT_THIS_ACTOR


@pytest.mark.rule("E-9")
def test_edge_9_a_delegate_confirms_and_does_nothing_else() -> None:
    allowed = {
        action
        for action, voucher in product(Act, (issued(), confirmed(), held()))
        if is_allowed(voucher, action, by(Actor.DELEGATE, MONDAY))
    }
    assert allowed - {Act.PLACE_FREED} == {Act.CONFIRM}


@pytest.mark.rule("E-14")
@pytest.mark.parametrize("voucher", [issued(), confirmed(), extended(), held()])
def test_edge_14_with_the_sixth_birthday_every_open_voucher_ends(voucher: Voucher) -> None:
    ended, transition = step(voucher, Act.REACH_AGE_LIMIT, by(Actor.TIMER, TUESDAY))
    assert (transition.row, ended.state) == ("A18", State.ANNULLED)
    assert transition.application is OfApplication.REACH_AGE_LIMIT
    assert not transition.returns_to_queue


@pytest.mark.rule("E-16")
def test_edge_16_when_a_preschool_is_lost_the_time_since_the_request_comes_back() -> None:
    request = OpenRequest(TUESDAY)
    back, transition = step(confirmed(), Act.PRESCHOOL_LOST, by(Actor.DEPARTMENT, FRIDAY, request))
    assert (transition.row, transition.notification, back.state) == ("V8", "N22", State.CONFIRMED)
    assert back.deadline.at == end_of(FRIDAY + timedelta(days=6))
    signed = held(FRIDAY)
    assert signed.kept_working_days == 1
    back, _ = step(signed, Act.PRESCHOOL_LOST, by(Actor.DEPARTMENT, NEXT_TUESDAY, answered(request)))
    assert back.deadline.at == end_of(NEXT_TUESDAY + timedelta(days=6))
    assert refusal(confirmed(), Act.PRESCHOOL_LOST, by(Actor.DEPARTMENT, FRIDAY)) is Bar.NOT_IN_THIS_STATE


@pytest.mark.rule("E-33")
def test_edge_33_during_a_voucher_the_parent_declines_instead_of_withdrawing() -> None:
    for voucher in (issued(), confirmed(), extended()):
        assert step(voucher, Act.DECLINE, by(Actor.PARENT, TUESDAY))[1].application is OfApplication.DECLINE


@pytest.mark.rule("E-43")
def test_edge_43_a_case_keeps_the_profile_under_which_its_deadline_was_set() -> None:
    slower = replace(
        UNIFIED,
        version=UNIFIED.version + 1,
        interest_confirmation=replace(UNIFIED.interest_confirmation, working_days=9),
    )
    old = issued()
    assert refusal(old, Act.CONFIRM, by(Actor.PARENT, THURSDAY), under(slower)) is Bar.TERM_OVER
    _, transition = step(old, Act.CONFIRM, by(Actor.PARENT, TUESDAY), under(slower))
    assert transition.profile_version == slower.version


@pytest.mark.rule("E-6")
def test_edge_6_an_outage_over_the_deadline_prolongs_it_by_the_grace() -> None:
    outage = Outage(end_of(WEDNESDAY) - timedelta(hours=2), THURSDAY)
    grace = replace(by(Actor.PARENT, THURSDAY + timedelta(hours=24)), outages=(outage,))
    late, transition = step(issued(), Act.CONFIRM, grace)
    assert transition.row == "V3"
    assert late.deadline.at == end_of(FRIDAY + timedelta(days=7))
    after_grace = replace(grace, now=grace.now + timedelta(seconds=1))
    assert refusal(issued(), Act.CONFIRM, after_grace) is Bar.TERM_OVER
    assert not overdue(issued(), grace, RULES)
    assert overdue(issued(), after_grace, RULES)


@pytest.mark.rule("E-6")
def test_edge_6_an_extension_begins_where_the_grace_ends() -> None:
    outage = Outage(end_of(NEXT_MONDAY) - timedelta(hours=2), NEXT_TUESDAY)
    grace = replace(by(Actor.PARENT, NEXT_WEDNESDAY), outages=(outage,))
    assert step(confirmed(), Act.EXTEND, grace)[0].deadline.at == end_of(NEXT_WEDNESDAY + timedelta(days=2))


@pytest.mark.rule("E-7")
def test_edge_7_a_day_worked_after_all_shortens_no_voucher() -> None:
    voucher = confirmed(FRIDAY)
    worked = VoucherRules(UNIFIED, Calendar((Override(FRIDAY.date() + timedelta(days=1), works=True),)))
    shown = voucher.deadline
    assert recomputed(shown, worked.calendar) == shown
    refused = by(Actor.PRESCHOOL, FRIDAY, OpenRequest(FRIDAY))
    assert step(voucher, Act.REQUEST_REFUSED, refused, worked)[0].deadline == shown


@given(st.data())
def test_no_way_through_takes_time_from_a_parent_or_leads_out_of_an_end(data: st.DataObject) -> None:
    rules = under(data.draw(st.sampled_from([UNIFIED, INDIGO, load_profile("smart_nation_almaty")])))
    voucher, now, request = issued(rules=rules), MONDAY, None
    for _ in range(data.draw(st.integers(1, 12))):
        now += timedelta(hours=data.draw(st.integers(0, 60)))
        request = data.draw(st.sampled_from([request, None, OpenRequest(now), OpenRequest(now, answered=True)]))
        actor, action = data.draw(st.sampled_from(Actor)), data.draw(st.sampled_from(Act))
        facts = VoucherFacts(actor, now, EVERYTHING, request=request)
        was_over = not voucher.deadline.accepts(now)
        try:
            after, transition = step(voucher, action, facts, rules)
        except VoucherNotAllowed:
            continue
        assert voucher.state in OPEN
        assert after.extensions <= rules.profile.extension.max_times
        assert after.deadline.at >= voucher.deadline.at
        assert transition.deadline is None or transition.deadline.at > now
        assert not (was_over and voucher.state is not State.HELD and actor in FAMILY)
        assert (action is Act.EXPIRE) <= (was_over and actor is Actor.TIMER)
        voucher = after
