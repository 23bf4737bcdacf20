"""What may happen to a voucher, row by row of G.2."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

import pytest

from enrolment.application import Action as OfApplication
from enrolment.profile_terms import DayUnit, Goal, OnReject, StartEvent
from enrolment.voucher import (
    FAMILY,
    OPEN,
    PARENTS,
    RUNNING,
    Actor,
    OpenRequest,
    Voucher,
    VoucherAction,
    VoucherBar,
    VoucherFacts,
    VoucherNeed,
    VoucherNotAllowed,
    VoucherState,
    extension_offered_from,
    overdue,
    voucher_actions_in,
    voucher_step,
)
from enrolment.voucher_rows import ROWS
from enrolment.working_days import Calendar, Deadline
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
    forgotten,
    held,
    issued,
    refusal,
    step,
    under,
    with_term,
)

Act, Bar, Need, State = VoucherAction, VoucherBar, VoucherNeed, VoucherState
REQUEST, TERM = OpenRequest(WEDNESDAY), UNIFIED.enrolment_term


@pytest.mark.rule("S3-41")
def test_V1_an_issued_voucher_waits_two_working_days_for_its_confirmation() -> None:
    voucher, transition = step(None, Act.ISSUE, by(Actor.DISTRIBUTION, MONDAY))
    assert (transition.row, transition.before, transition.notification) == ("V1", None, "N06")
    assert transition.application is OfApplication.ISSUE_VOUCHER
    assert voucher == Voucher(State.ISSUED, MONDAY, Calendar().deadline(MONDAY, 2))
    assert voucher.deadline.at == end_of(WEDNESDAY)
    assert [day.counts for day in voucher.deadline.days] == [False, True, True]


@pytest.mark.rule("E-10")
def test_V1_edge_10_a_child_has_one_open_voucher_at_most() -> None:
    second = VoucherFacts(Actor.DISTRIBUTION, MONDAY, against=frozenset({Bar.OTHER_VOUCHER_OPEN}))
    assert refusal(None, Act.ISSUE, second) is Bar.OTHER_VOUCHER_OPEN
    assert refusal(None, Act.ISSUE, by(Actor.DEPARTMENT, MONDAY)) is Bar.NOT_THIS_ACTOR


@pytest.mark.rule("X-03")
@pytest.mark.rule("S1-14")
def test_V2_without_confirmation_the_enrolment_term_runs_from_the_receipt() -> None:
    referral, transition = step(None, Act.ISSUE, by(Actor.DISTRIBUTION, MONDAY), under(INDIGO))
    assert (transition.row, transition.after, transition.notification) == ("V2", State.CONFIRMED, "N06r")
    assert transition.application is OfApplication.ISSUE_VOUCHER
    assert referral.deadline.at == end_of(NEXT_MONDAY)


@pytest.mark.rule("S3-46")
@pytest.mark.parametrize("actor", sorted(FAMILY))
def test_V3_parents_and_delegate_confirm_and_five_working_days_begin(actor: Actor) -> None:
    voucher, transition = step(issued(), Act.CONFIRM, by(actor, TUESDAY))
    assert (transition.row, transition.notification, transition.application) == ("V3", "N08", None)
    assert voucher.state is State.CONFIRMED
    assert voucher.deadline.at == end_of(NEXT_TUESDAY)
    assert transition.profile_version == UNIFIED.version


@pytest.mark.parametrize("actor", sorted(set(Actor) - FAMILY))
def test_V3_nobody_else_confirms(actor: Actor) -> None:
    assert refusal(issued(), Act.CONFIRM, by(actor, TUESDAY)) is Bar.NOT_THIS_ACTOR


def test_V3_edge_10_a_parent_is_warned_that_other_applications_end() -> None:
    unwarned = replace(by(Actor.PARENT, TUESDAY), against=frozenset({Bar.OTHERS_UNWARNED}))
    assert refusal(issued(), Act.CONFIRM, unwarned) is Bar.OTHERS_UNWARNED


@pytest.mark.rule("X-01")
def test_V3_the_term_may_run_from_the_issue_but_never_ends_before_it_begins() -> None:
    from_issue = under(with_term(replace(TERM, start_event=StartEvent.ISSUED)))
    voucher, _ = step(issued(rules=from_issue), Act.CONFIRM, by(Actor.PARENT, TUESDAY), from_issue)
    assert voucher.deadline.at == end_of(NEXT_MONDAY)
    short = under(with_term(replace(TERM, start_event=StartEvent.ISSUED, working_days=1)))
    late, _ = step(issued(rules=short), Act.CONFIRM, by(Actor.PARENT, WEDNESDAY), short)
    assert late.deadline.at == end_of(THURSDAY)


@pytest.mark.rule("S3-43")
@pytest.mark.parametrize(("row", "voucher"), [("V4", issued()), ("V10", confirmed()), ("V10", extended())])
def test_V4_V10_the_applicant_declines(row: str, voucher: Voucher) -> None:
    declined, transition = step(voucher, Act.DECLINE, by(Actor.PARENT, TUESDAY))
    assert (transition.row, transition.notification, transition.application) == (row, "N09", OfApplication.DECLINE)
    assert declined.state is State.DECLINED
    for actor in set(Actor) - {Actor.PARENT}:
        assert refusal(voucher, Act.DECLINE, by(actor, TUESDAY)) is Bar.NOT_THIS_ACTOR


@pytest.mark.rule("S3-42")
def test_V5_an_unconfirmed_voucher_expires() -> None:
    expired, transition = step(issued(), Act.EXPIRE, by(Actor.TIMER, THURSDAY))
    assert (transition.row, transition.notification) == ("V5", "N10")
    assert transition.application is OfApplication.EXPIRE_UNCONFIRMED
    assert expired.state is State.EXPIRED_UNCONFIRMED


@pytest.mark.rule("S3-47")
def test_V6_the_extension_is_on_offer_from_midnight_of_the_day_of_d2_and_once() -> None:
    voucher = confirmed()
    midnight = NEXT_MONDAY.replace(hour=0)
    assert extension_offered_from(voucher, UNIFIED) == midnight
    assert refusal(voucher, Act.EXTEND, by(Actor.PARENT, midnight - timedelta(seconds=1))) is Bar.TOO_EARLY
    longer, transition = step(voucher, Act.EXTEND, by(Actor.PARENT, midnight))
    assert (transition.row, transition.notification, transition.extends) == ("V6", "N16", True)
    assert (longer.state, longer.extensions, longer.deadline.at) == (State.EXTENDED, 1, end_of(NEXT_WEDNESDAY))
    assert sum(day.counts for day in longer.deadline.days) == 7
    assert extension_offered_from(longer, UNIFIED) is None
    assert refusal(longer, Act.EXTEND, by(Actor.PARENT, NEXT_WEDNESDAY)) is Bar.EXTENDED_BEFORE


@pytest.mark.rule("S3-47")
def test_V6_is_for_parents_until_the_last_second_of_d2() -> None:
    last = end_of(NEXT_MONDAY) + timedelta(milliseconds=999)
    for actor in PARENTS:
        assert step(confirmed(), Act.EXTEND, by(actor, last))[0].state is State.EXTENDED
    assert refusal(confirmed(), Act.EXTEND, by(Actor.DELEGATE, last)) is Bar.NOT_THIS_ACTOR
    late = by(Actor.PARENT, end_of(NEXT_MONDAY) + timedelta(seconds=1))
    assert refusal(confirmed(), Act.EXTEND, late) is Bar.TERM_OVER


@pytest.mark.rule("X-04")
def test_V6_a_city_may_extend_by_calendar_days_from_an_earlier_day_more_often_or_never() -> None:
    monthly = replace(
        UNIFIED.extension, unit=DayUnit.CALENDAR_DAYS, amount=30, offer_from_day=3, max_times=2, enabled=True
    )
    city = under(replace(UNIFIED, extension=monthly))
    assert extension_offered_from(confirmed(), city.profile) == THURSDAY.replace(hour=0)
    once, _ = step(confirmed(), Act.EXTEND, by(Actor.PARENT, THURSDAY), city)
    assert once.deadline.at == end_of(NEXT_MONDAY) + timedelta(days=30)
    twice, _ = step(once, Act.EXTEND, by(Actor.PARENT, once.deadline.at), city)
    assert (twice.state, twice.extensions) == (State.EXTENDED, 2)
    assert refusal(confirmed(), Act.EXTEND, by(Actor.PARENT, NEXT_MONDAY), under(INDIGO)) is Bar.NO_EXTENSION
    assert extension_offered_from(confirmed(), INDIGO) is None
    every_day = replace(monthly, offer_from_day=60)
    assert extension_offered_from(confirmed(), replace(UNIFIED, extension=every_day)) == NEXT_MONDAY.replace(hour=0)
    bare = replace(confirmed(), deadline=Deadline(end_of(FRIDAY), ()))
    assert extension_offered_from(bare, UNIFIED) == FRIDAY.replace(hour=0)


@pytest.mark.parametrize("voucher", [confirmed(), extended()])
def test_V7_the_clock_stops_when_the_parent_has_signed_in_time(voucher: Voucher) -> None:
    waiting, transition = step(voucher, Act.SIGN, by(Actor.PARENT, WEDNESDAY, answered(REQUEST)))
    assert (transition.row, transition.notification, transition.after) == ("V7", "N20", State.HELD)
    assert waiting.kept_working_days == (5 if voucher.extensions else 3)
    assert not overdue(waiting, by(Actor.TIMER, NEXT_MONDAY + timedelta(days=90)), RULES)
    assert refusal(voucher, Act.SIGN, by(Actor.PARENT, NEXT_MONDAY + timedelta(days=3))) is Bar.TERM_OVER
    assert refusal(voucher, Act.SIGN, by(Actor.DELEGATE, WEDNESDAY)) is Bar.NOT_THIS_ACTOR
    assert refusal(voucher, Act.SIGN, by(Actor.PARENT, WEDNESDAY, REQUEST)) is Bar.NOT_IN_THIS_STATE


@pytest.mark.rule("E-17")
@pytest.mark.parametrize("voucher", [confirmed(), extended()])
def test_V7a_edge_17_a_silent_preschool_stops_the_clock_when_d2_comes(voucher: Voucher) -> None:
    timer = by(Actor.TIMER, voucher.deadline.at + timedelta(seconds=1), REQUEST)
    waiting, transition = step(voucher, Act.EXPIRE, timer)
    assert (transition.row, transition.after, transition.application) == ("V7a", State.HELD, None)
    assert transition.notification is None
    assert (waiting.kept_working_days, waiting.deadline) == (0, voucher.deadline)


def test_V7a_a_late_contract_gives_the_whole_term_to_sign() -> None:
    voucher, request = forgotten()
    back, transition = step(voucher, Act.CONTRACT_SENT, by(Actor.PRESCHOOL, NEXT_WEDNESDAY, request))
    assert (transition.row, back.state) == ("V7a", State.CONFIRMED)
    assert transition.contract_by is not None
    assert back.deadline.at == transition.contract_by.at == end_of(NEXT_WEDNESDAY + timedelta(days=5))


def test_V7a_after_a_late_refusal_a_working_day_is_left() -> None:
    voucher, request = forgotten()
    back, transition = step(voucher, Act.REQUEST_REFUSED, by(Actor.PRESCHOOL, NEXT_TUESDAY, request))
    assert (transition.row, transition.notification, back.state) == ("V7a", "N22", State.CONFIRMED)
    assert back.deadline.at == end_of(NEXT_WEDNESDAY)


def test_V7a_who_waits_may_turn_to_another_preschool_once_the_staff_are_late() -> None:
    voucher, request = forgotten()
    back, transition = step(voucher, Act.REQUEST_CANCELLED, by(Actor.PARENT, NEXT_TUESDAY, request))
    assert (transition.row, back.state, back.deadline.at) == ("V7a", State.CONFIRMED, end_of(NEXT_WEDNESDAY))
    sent_at_last = OpenRequest(end_of(NEXT_MONDAY))
    impatient = by(Actor.PARENT, NEXT_TUESDAY, sent_at_last)
    assert refusal(voucher, Act.REQUEST_CANCELLED, impatient) is Bar.TOO_EARLY


@pytest.mark.rule("E-18")
def test_V8_edge_18_a_return_gives_back_the_time_or_the_term_to_correct_whichever_is_longer() -> None:
    early = step(confirmed(), Act.SIGN, by(Actor.PARENT, MONDAY))[0]
    assert early.kept_working_days == 5
    back, transition = step(early, Act.CONTRACT_RETURNED, by(Actor.PRESCHOOL, FRIDAY))
    assert (transition.row, transition.notification, back.state) == ("V8", "N21", State.CONFIRMED)
    assert back.deadline.at == end_of(FRIDAY + timedelta(days=7))
    assert transition.contract_by is not None and transition.contract_by.at == end_of(NEXT_WEDNESDAY)
    last_day = held(end_of(NEXT_MONDAY))
    assert last_day.kept_working_days == 0
    returned, _ = step(last_day, Act.CONTRACT_RETURNED, by(Actor.PRESCHOOL, NEXT_TUESDAY))
    assert returned.deadline.at == end_of(NEXT_TUESDAY + timedelta(days=3))


def test_V8_an_extended_voucher_comes_back_extended_and_is_not_extended_again() -> None:
    signed, _ = step(extended(), Act.SIGN, by(Actor.PARENT, NEXT_TUESDAY))
    back, _ = step(signed, Act.CONTRACT_RETURNED, by(Actor.PRESCHOOL, NEXT_WEDNESDAY))
    assert back.state is State.EXTENDED
    assert refusal(back, Act.EXTEND, by(Actor.PARENT, back.deadline.at)) is Bar.EXTENDED_BEFORE


def test_V8_a_restored_term_can_be_extended_on_its_last_day() -> None:
    back, _ = step(held(), Act.CONTRACT_RETURNED, by(Actor.PRESCHOOL, NEXT_WEDNESDAY))
    assert step(back, Act.EXTEND, by(Actor.PARENT, back.deadline.at))[0].state is State.EXTENDED


def test_V8_after_a_rejected_contract_the_parent_chooses_again_with_a_working_day_at_least() -> None:
    back, transition = step(held(end_of(NEXT_MONDAY)), Act.CONTRACT_REJECTED, by(Actor.PRESCHOOL, NEXT_TUESDAY))
    assert (transition.row, transition.application) == ("V8", OfApplication.CONTRACT_REJECTED)
    assert (transition.notification, back.deadline.at) == ("N24", end_of(NEXT_WEDNESDAY))
    strict = under(replace(UNIFIED, contract=replace(UNIFIED.contract, on_reject=OnReject.ARCHIVE)))
    ended, transition = step(held(), Act.CONTRACT_REJECTED, by(Actor.PRESCHOOL, NEXT_TUESDAY), strict)
    assert (transition.row, ended.state) == ("A13", State.ANNULLED)
    assert transition.application is OfApplication.CONTRACT_REJECTED


@pytest.mark.rule("E-26")
def test_C8a_a_signature_that_turns_out_bad_gives_the_time_back() -> None:
    back, transition = step(held(end_of(NEXT_MONDAY)), Act.SIGNATURE_REFUSED, by(Actor.TIMER, NEXT_TUESDAY))
    assert (transition.row, back.state, back.deadline.at) == ("C8a", State.CONFIRMED, end_of(NEXT_WEDNESDAY))


def test_C16_after_a_withdrawal_what_was_left_of_the_term_runs_again() -> None:
    running, transition = step(confirmed(), Act.CONTRACT_WITHDRAWN, by(Actor.PARENT, TUESDAY, answered(REQUEST)))
    assert (transition.row, running) == ("C16", confirmed())
    back, transition = step(held(), Act.CONTRACT_WITHDRAWN, by(Actor.SECOND_PARENT, NEXT_TUESDAY, answered(REQUEST)))
    assert (transition.row, back.state) == ("C16", State.CONFIRMED)
    assert back.deadline == Calendar().deadline(NEXT_TUESDAY, 3)
    silent, _ = forgotten()
    assert refusal(silent, Act.CONTRACT_WITHDRAWN, by(Actor.PARENT, FRIDAY, REQUEST)) is Bar.NOT_IN_THIS_STATE


@pytest.mark.rule("E-17")
def test_V9_edge_17_a_parent_in_time_is_never_punished_for_slow_staff() -> None:
    months_later = MONDAY + timedelta(days=100)
    redeemed, transition = step(held(), Act.CONTRACT_SIGNED, by(Actor.PRESCHOOL, months_later))
    assert (transition.row, transition.notification, redeemed.state) == ("V9", "N23", State.REDEEMED)
    assert transition.application is OfApplication.CONTRACT_SIGNED


@pytest.mark.rule("X-02")
def test_V9_a_city_may_want_both_signatures_within_the_term() -> None:
    strict = under(with_term(replace(TERM, goal=Goal.BOTH_SIGNED)))
    voucher = held(rules=strict)
    assert voucher.kept_working_days == 0
    assert step(voucher, Act.CONTRACT_SIGNED, by(Actor.PRESCHOOL, NEXT_MONDAY), strict)[1].row == "V9"
    assert refusal(voucher, Act.CONTRACT_SIGNED, by(Actor.PRESCHOOL, NEXT_TUESDAY), strict) is Bar.TERM_OVER
    assert step(voucher, Act.EXPIRE, by(Actor.TIMER, NEXT_TUESDAY), strict)[1].row == "V11"
    silent, request = forgotten(strict)
    assert refusal(silent, Act.EXPIRE, by(Actor.TIMER, NEXT_WEDNESDAY, request), strict) is Bar.NOT_IN_THIS_STATE


@pytest.mark.rule("S3-48")
@pytest.mark.parametrize("voucher", [confirmed(), extended()])
@pytest.mark.parametrize("request_", [None, answered(REQUEST)])
def test_V11_an_unused_voucher_expires(voucher: Voucher, request_: OpenRequest | None) -> None:
    timer = by(Actor.TIMER, voucher.deadline.at + timedelta(seconds=1), request_)
    assert overdue(voucher, timer, RULES)
    expired, transition = step(voucher, Act.EXPIRE, timer)
    assert (transition.row, transition.notification) == ("V11", "N14")
    assert transition.application is OfApplication.EXPIRE_UNUSED
    assert expired.state is State.EXPIRED_UNUSED


@pytest.mark.parametrize("voucher", [issued(), confirmed(), extended(), held()])
def test_V12_the_department_annuls_any_open_voucher_and_gives_the_place_in_the_queue_back(voucher: Voucher) -> None:
    department = by(Actor.DEPARTMENT, NEXT_TUESDAY)
    annulled, transition = step(voucher, Act.ANNUL, department)
    assert (transition.row, transition.notification, annulled.state) == ("V12", "N17", State.ANNULLED)
    assert (transition.returns_to_queue, transition.application) == (True, None)
    _, transition = step(voucher, Act.ANNUL, replace(department, parent_at_fault=True))
    assert (transition.returns_to_queue, transition.application) == (False, OfApplication.FIND_FALSE_DATA)
    assert refusal(voucher, Act.ANNUL, replace(department, there=frozenset())) is Need.REASON
    assert refusal(voucher, Act.ANNUL, by(Actor.PRESCHOOL, TUESDAY)) is Bar.NOT_THIS_ACTOR


@pytest.mark.parametrize("voucher", [confirmed(), extended()])
def test_V13_the_waiting_list_does_not_stop_the_clock(voucher: Voucher) -> None:
    for action, notification in ((Act.JOIN_WAITING_LIST, None), (Act.LEAVE_WAITING_LIST, None)):
        after, transition = step(voucher, action, by(Actor.PARENT, TUESDAY))
        assert (transition.row, transition.notification, after) == ("V13", notification, voucher)
    after, transition = step(voucher, Act.PLACE_FREED, by(Actor.TIMER, TUESDAY))
    assert (transition.row, transition.notification, after) == ("V13", "N18", voucher)
    assert refusal(voucher, Act.PLACE_FREED, by(Actor.TIMER, NEXT_MONDAY + timedelta(days=3))) is Bar.TERM_OVER


def test_every_row_of_the_table_is_there() -> None:
    voucher_rows = {"V1", "V2", "V3", "V4", "V5", "V6", "V7", "V7a", "V8", "V9", "V10", "V11", "V12", "V13"}
    assert {row.id for row in ROWS} == voucher_rows | {"E2", "E3", "E4", "E7", "E8", "A13", "A18", "C8a", "C16"}


def test_a_state_offers_what_its_rows_say_and_nothing_else() -> None:
    assert voucher_actions_in(None) == {Act.ISSUE}
    assert voucher_actions_in(State.ISSUED) == {*(Act.CONFIRM, Act.DECLINE, Act.EXPIRE, Act.ANNUL, Act.REACH_AGE_LIMIT)}
    for state in set(State) - OPEN:
        assert voucher_actions_in(state) == frozenset()
    assert voucher_actions_in(State.CONFIRMED) == voucher_actions_in(State.EXTENDED)
    assert {State.CONFIRMED, State.EXTENDED} == RUNNING


@pytest.mark.parametrize("actor", sorted(Actor))
@pytest.mark.parametrize("request_", [None, REQUEST, answered(REQUEST)])
@pytest.mark.parametrize("now", [MONDAY, NEXT_MONDAY, NEXT_MONDAY + timedelta(days=9)])
def test_every_state_and_action_leads_by_a_row_or_is_not_allowed(
    actor: Actor, request_: OpenRequest | None, now: datetime
) -> None:
    facts = VoucherFacts(actor, now, EVERYTHING, request=request_)
    for state, action in product([None, *State], Act):
        voucher = None if state is None else replace(confirmed(), state=state)
        try:
            transition = voucher_step(voucher, action, facts, RULES)
        except VoucherNotAllowed:
            continue
        assert action in voucher_actions_in(state)
        assert transition.before is state
        assert transition.deadline is None or transition.deadline.at > now
