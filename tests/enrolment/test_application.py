"""What may happen to an application, row by row of G.1."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from enrolment.application import (
    ACTIVE,
    Action,
    ApplicationState,
    ArchiveReason,
    Bar,
    Facts,
    Need,
    NotAllowed,
    Transition,
    actions_in,
    category_of,
    needs_to_submit,
    next_state,
    reviewer_for,
)
from enrolment.application_rows import ROWS
from enrolment.profile import Profile, load_profile
from enrolment.profile_terms import Fallback, OnReject, StopListEnd
from enrolment.terms import DocumentKind, Privilege, QueueType, Role

State = ApplicationState
UNIFIED = load_profile()
ALMATY = load_profile("smart_nation_almaty")
INDIGO = load_profile("indigo_karaganda_astana")
EVERYTHING = frozenset(Need) | frozenset(DocumentKind)
SANATORIUM = Facts(QueueType.SANATORIUM, there=EVERYTHING, preferred_preschools=1)
CORRECTIONAL = replace(SANATORIUM, queue_type=QueueType.CORRECTIONAL)
GENERAL = replace(SANATORIUM, queue_type=QueueType.GENERAL)
PRIVILEGED = replace(GENERAL, privileged=True)
DOCTOR = replace(SANATORIUM, role=Role.PHTHISIATRICIAN)
DEPARTMENT = replace(GENERAL, role=Role.EDUCATION_DEPARTMENT)


def step(state: State | None, action: Action, facts: Facts = GENERAL, profile: Profile = UNIFIED) -> Transition:
    return next_state(state, action, facts, profile)


def refusal(state: State | None, action: Action, facts: Facts = GENERAL, profile: Profile = UNIFIED) -> str:
    with pytest.raises(NotAllowed) as caught:
        next_state(state, action, facts, profile)
    assert str(caught.value) == caught.value.code.value
    return caught.value.code.value


def without(facts: Facts, need: Need | DocumentKind) -> Facts:
    return replace(facts, there=facts.there - {need})


def against(facts: Facts, *bars: Bar) -> Facts:
    return replace(facts, against=frozenset(bars))


@pytest.mark.rule("S3-24")
def test_a1_an_application_begins_as_a_draft() -> None:
    assert step(None, Action.ADD) == Transition("A1", None, State.DRAFT, opens_new=True)


@pytest.mark.rule("S3-23")
@pytest.mark.parametrize("need", [Need.APPLICANT_DATA, Need.CHILD_DATA])
def test_a1_the_data_of_applicant_and_child_come_first(need: Need) -> None:
    assert refusal(None, Action.ADD, without(GENERAL, need)) == need


@pytest.mark.parametrize("bar", [Bar.OTHER_ACTIVE_APPLICATION, Bar.TOO_OLD, Bar.TOO_YOUNG])
def test_a1_one_active_application_per_child_and_queue_within_the_age_limits(bar: Bar) -> None:
    for state, action in ((None, Action.ADD), (State.DRAFT, Action.SUBMIT), (State.ARCHIVED, Action.APPLY_AGAIN)):
        assert refusal(state, action, against(GENERAL, bar)) == bar


@pytest.mark.rule("S3-33")
@pytest.mark.rule("S3-34")
@pytest.mark.parametrize(
    ("facts", "row", "after", "notification"),
    [
        (SANATORIUM, "A2", State.DOCS_PENDING, "N02"),
        (CORRECTIONAL, "A3", State.DOCS_PENDING, "N02"),
        (GENERAL, "A4", State.QUEUED, "N01"),
        (PRIVILEGED, "A5", State.DOCS_PENDING, "N02"),
    ],
)
@pytest.mark.parametrize("profile", [UNIFIED, ALMATY, INDIGO], ids=lambda profile: profile.code)
def test_a2_a3_a4_a5_sending_leads_to_a_review_or_straight_into_the_queue(
    facts: Facts, row: str, after: State, notification: str, profile: Profile
) -> None:
    sent = step(State.DRAFT, Action.SUBMIT, facts, profile)
    assert sent == Transition(row, State.DRAFT, after, notification=notification)


@pytest.mark.rule("S3-32")
@pytest.mark.parametrize(
    ("facts", "need"),
    [
        (SANATORIUM, Need.REHABILITATION_TYPE),
        (SANATORIUM, DocumentKind.PHTHISIATRICIAN_CONCLUSION),
        (SANATORIUM, Need.LOCALITY),
        (SANATORIUM, Need.INSTRUCTION_LANGUAGE),
        (SANATORIUM, Need.DATA_CONSENT),
        (CORRECTIONAL, DocumentKind.PMPC_CONCLUSION),
        (CORRECTIONAL, Need.SPECIAL_NEED_TYPE),
        (GENERAL, Need.DATA_CONSENT),
        (PRIVILEGED, DocumentKind.PRIVILEGE_PROOF),
    ],
)
def test_nothing_is_sent_before_all_is_there(facts: Facts, need: Need | DocumentKind) -> None:
    assert refusal(State.DRAFT, Action.SUBMIT, without(facts, need)) == need


def test_what_a_queue_asks_comes_in_the_order_of_the_guide() -> None:
    assert needs_to_submit(QueueType.SANATORIUM, False, UNIFIED) == (
        Need.REHABILITATION_TYPE,
        DocumentKind.PHTHISIATRICIAN_CONCLUSION,
        Need.LOCALITY,
        Need.INSTRUCTION_LANGUAGE,
        Need.DATA_CONSENT,
    )
    assert DocumentKind.PRIVILEGE_PROOF not in needs_to_submit(QueueType.GENERAL, False, UNIFIED)


@pytest.mark.rule("S3-30")
def test_as_many_preschools_as_the_profile_wants() -> None:
    none, five = replace(SANATORIUM, preferred_preschools=0), replace(SANATORIUM, preferred_preschools=5)
    assert refusal(State.DRAFT, Action.SUBMIT, none) == Need.PREFERRED_PRESCHOOL
    assert refusal(State.DRAFT, Action.SUBMIT, five) == Bar.TOO_MANY_PRESCHOOLS
    assert step(State.DRAFT, Action.SUBMIT, replace(GENERAL, preferred_preschools=0), ALMATY).row == "A4"


@pytest.mark.rule("S3-36")
@pytest.mark.parametrize(
    ("facts", "role"),
    [
        (SANATORIUM, Role.PHTHISIATRICIAN),
        (CORRECTIONAL, Role.PMPC_REVIEWER),
        (PRIVILEGED, Role.EDUCATION_DEPARTMENT),
    ],
)
def test_a6_the_reviewer_of_the_queue_and_nobody_else_confirms(facts: Facts, role: Role) -> None:
    confirmed = step(State.DOCS_PENDING, Action.CONFIRM, replace(facts, role=role))
    assert confirmed == Transition("A6", State.DOCS_PENDING, State.QUEUED, notification="N03")
    for other in {None, *Role} - {role}:
        assert refusal(State.DOCS_PENDING, Action.CONFIRM, replace(facts, role=other)) == Bar.NOT_THIS_ROLE


@pytest.mark.parametrize("bar", [Bar.OTHER_LOCALITY, Bar.OWN_RELATIVE])
@pytest.mark.parametrize("action", [Action.CONFIRM, Action.REJECT])
def test_a6_a7_no_review_of_other_places_or_of_relatives(action: Action, bar: Bar) -> None:
    assert refusal(State.DOCS_PENDING, action, against(DOCTOR, bar)) == bar


@pytest.mark.rule("S3-37")
@pytest.mark.rule("S3-38")
def test_a7_a_rejection_has_a_reason_and_leads_to_the_archive() -> None:
    rejected = step(State.DOCS_PENDING, Action.REJECT, DOCTOR)
    assert (rejected.after, rejected.archive_reason) == (State.ARCHIVED, ArchiveReason.DOCS_REJECTED)
    assert rejected.notification == "N04"
    assert refusal(State.DOCS_PENDING, Action.REJECT, without(DOCTOR, Need.REASON)) == Need.REASON


def test_a7_the_second_of_two_reviewers_is_too_late() -> None:
    after_the_first = step(State.DOCS_PENDING, Action.CONFIRM, DOCTOR).after
    assert refusal(after_the_first, Action.REJECT, DOCTOR) == Bar.NOT_IN_THIS_STATE


def test_a8_an_overdue_review_stays_where_it_is() -> None:
    assert step(State.DOCS_PENDING, Action.REVIEW_OVERDUE) == Transition("A8", State.DOCS_PENDING, State.DOCS_PENDING)
    assert refusal(State.QUEUED, Action.REVIEW_OVERDUE) == Bar.NOT_IN_THIS_STATE


@pytest.mark.rule("S3-40")
def test_a9_a_voucher_takes_the_application_out_of_the_queue() -> None:
    assert step(State.QUEUED, Action.ISSUE_VOUCHER) == Transition(
        "A9", State.QUEUED, State.IN_PROCESS, notification="N06"
    )
    assert step(State.QUEUED, Action.ISSUE_VOUCHER, profile=INDIGO).notification == "N06r"


@pytest.mark.parametrize(
    ("action", "row", "reason", "notification"),
    [
        pytest.param(*(Action.DECLINE, "A11", ArchiveReason.VOUCHER_DECLINED, "N09"), marks=pytest.mark.rule("S3-43")),
        pytest.param(
            *(Action.EXPIRE_UNUSED, "A12", ArchiveReason.NOT_ENROLLED, "N14"), marks=pytest.mark.rule("S3-48")
        ),
    ],
)
def test_a11_a12_a_voucher_that_came_to_nothing_leads_to_the_archive(
    action: Action, row: str, reason: ArchiveReason, notification: str
) -> None:
    ended = step(State.IN_PROCESS, action)
    assert ended == Transition(row, State.IN_PROCESS, State.ARCHIVED, reason, notification)


@pytest.mark.rule("S3-42")
def test_a10_an_unconfirmed_voucher_leads_to_the_stop_list() -> None:
    rested = step(State.IN_PROCESS, Action.EXPIRE_UNCONFIRMED)
    assert rested == Transition("A10", State.IN_PROCESS, State.STOP_LISTED, notification="N10")


def test_a10_to_a12_the_profile_decides_between_stop_list_and_archive() -> None:
    interest = replace(
        UNIFIED.interest_confirmation, on_no_confirmation=Fallback.ARCHIVE, on_decline=Fallback.STOP_LIST
    )
    term = replace(UNIFIED.enrolment_term, on_not_enrolled=Fallback.STOP_LIST)
    city = replace(UNIFIED, interest_confirmation=interest, enrolment_term=term)
    unconfirmed = step(State.IN_PROCESS, Action.EXPIRE_UNCONFIRMED, profile=city)
    assert (unconfirmed.after, unconfirmed.archive_reason) == (State.ARCHIVED, ArchiveReason.VOUCHER_UNCONFIRMED)
    for action in (Action.DECLINE, Action.EXPIRE_UNUSED):
        assert step(State.IN_PROCESS, action, profile=city).after is State.STOP_LISTED


def test_a13_after_a_rejected_contract_the_parent_chooses_again_while_the_term_runs() -> None:
    assert step(State.IN_PROCESS, Action.CONTRACT_REJECTED).after is State.IN_PROCESS
    late = step(State.IN_PROCESS, Action.CONTRACT_REJECTED, against(GENERAL, Bar.TERM_OVER))
    assert (late.after, late.archive_reason) == (State.ARCHIVED, ArchiveReason.CONTRACT_REJECTED)
    strict = replace(UNIFIED, contract=replace(UNIFIED.contract, on_reject=OnReject.ARCHIVE))
    assert step(State.IN_PROCESS, Action.CONTRACT_REJECTED, profile=strict).after is State.ARCHIVED


def test_v12_a_voucher_that_is_annulled_without_fault_gives_the_place_in_the_queue_back() -> None:
    assert step(State.IN_PROCESS, Action.RETURN_TO_QUEUE) == Transition("V12", State.IN_PROCESS, State.QUEUED)
    assert refusal(State.QUEUED, Action.RETURN_TO_QUEUE) == Bar.NOT_IN_THIS_STATE


@pytest.mark.rule("S1-64")
def test_a14_the_signed_contract_completes_the_application() -> None:
    assert step(State.IN_PROCESS, Action.CONTRACT_SIGNED).after is State.COMPLETED


@pytest.mark.rule("X-06")
def test_a15_a16_the_stop_list_lets_back_once_and_ends() -> None:
    assert step(State.STOP_LISTED, Action.RESTORE).after is State.QUEUED
    for bar in (Bar.TERM_OVER, Bar.RESTORED_BEFORE):
        assert refusal(State.STOP_LISTED, Action.RESTORE, against(GENERAL, bar)) == bar
    ended = step(State.STOP_LISTED, Action.STOP_LIST_ENDED)
    assert (ended.after, ended.archive_reason) == (State.ARCHIVED, ArchiveReason.STOP_LIST_ENDED)
    kind = replace(UNIFIED, stop_list=replace(UNIFIED.stop_list, on_end=StopListEnd.QUEUE))
    assert step(State.STOP_LISTED, Action.STOP_LIST_ENDED, profile=kind).after is State.QUEUED


@pytest.mark.parametrize("state", [State.DRAFT, State.DOCS_PENDING, State.QUEUED, State.STOP_LISTED])
def test_a17_a_parent_may_withdraw_before_a_voucher(state: State) -> None:
    assert step(state, Action.WITHDRAW) == Transition("A17", state, State.ARCHIVED, ArchiveReason.WITHDRAWN, "N05")


def test_a17_a_voucher_is_declined_not_withdrawn() -> None:
    assert refusal(State.IN_PROCESS, Action.WITHDRAW) == Bar.VOUCHER_OPEN
    assert refusal(State.ARCHIVED, Action.WITHDRAW) == Bar.NOT_IN_THIS_STATE


@pytest.mark.parametrize("state", sorted(ACTIVE))
def test_a18_the_sixth_birthday_ends_every_active_application(state: State) -> None:
    ended = step(state, Action.REACH_AGE_LIMIT)
    assert ended == Transition("A18", state, State.ARCHIVED, ArchiveReason.AGE_LIMIT, "N05")
    early = without(GENERAL, Need.AGE_LIMIT_REACHED)
    assert refusal(state, Action.REACH_AGE_LIMIT, early) == Need.AGE_LIMIT_REACHED


@pytest.mark.parametrize("state", sorted(ACTIVE))
@pytest.mark.parametrize(
    ("action", "reason"),
    [(Action.FIND_DUPLICATE, ArchiveReason.DUPLICATE), (Action.FIND_FALSE_DATA, ArchiveReason.FALSE_DATA)],
)
def test_a19_the_department_ends_it_with_a_reason_after_hearing_the_parent(
    state: State, action: Action, reason: ArchiveReason
) -> None:
    assert step(state, action, DEPARTMENT).archive_reason is reason
    assert refusal(state, action, without(DEPARTMENT, Need.REASON)) == Need.REASON
    assert refusal(state, action, without(DEPARTMENT, Need.PARENT_HEARD)) == Need.PARENT_HEARD
    assert refusal(state, action, GENERAL) == Bar.NOT_THIS_ROLE


def test_a20_a_change_keeps_the_application_in_the_queue() -> None:
    assert step(State.QUEUED, Action.CHANGE) == Transition("A20", State.QUEUED, State.QUEUED, notification="N13")


@pytest.mark.rule("S1-62")
def test_a21_a_preschool_removes_a_child_with_a_reason() -> None:
    preschool = replace(GENERAL, role=Role.PRESCHOOL_EMPLOYEE)
    assert step(State.COMPLETED, Action.REMOVE_CHILD, preschool).archive_reason is ArchiveReason.CHILD_REMOVED
    assert refusal(State.COMPLETED, Action.REMOVE_CHILD, without(preschool, Need.REASON)) == Need.REASON


@pytest.mark.rule("S3-43")
def test_a22_applying_again_opens_a_new_draft() -> None:
    assert step(State.ARCHIVED, Action.APPLY_AGAIN) == Transition("A22", State.ARCHIVED, State.DRAFT, opens_new=True)


@pytest.mark.parametrize("action", [Action.WITHDRAW, Action.CHANGE, Action.APPLY_AGAIN])
def test_staff_do_not_act_for_the_parent(action: Action) -> None:
    state = State.ARCHIVED if action is Action.APPLY_AGAIN else State.QUEUED
    assert refusal(state, action, replace(GENERAL, role=Role.ADMIN)) == Bar.NOT_THIS_ROLE


def test_every_row_of_the_table_is_there() -> None:
    assert {row.id for row in ROWS} == {"V12", *(f"A{number}" for number in range(1, 23))}


def test_a_state_offers_what_its_rows_say_and_nothing_else() -> None:
    assert actions_in(None) == {Action.ADD}
    assert actions_in(State.ARCHIVED) == {Action.APPLY_AGAIN}
    assert actions_in(State.COMPLETED) == {Action.REMOVE_CHILD}
    assert Action.WITHDRAW in actions_in(State.QUEUED)


def test_only_an_archived_application_has_a_reason_for_it() -> None:
    roles = [None, *Role]
    for state, action, role in product([None, *State], Action, roles):
        try:
            transition = step(state, action, replace(GENERAL, role=role))
        except NotAllowed:
            continue
        assert (transition.archive_reason is not None) is (transition.after is State.ARCHIVED)
        assert action in actions_in(state)


@pytest.mark.parametrize(
    ("profile", "privileges", "category"),
    [
        (UNIFIED, [], 3),
        (UNIFIED, [Privilege.TEACHER], 2),
        (UNIFIED, [Privilege.LARGE_FAMILY, Privilege.MILITARY], 1),
        (ALMATY, [], 6),
        (ALMATY, [Privilege.TEACHER, Privilege.ORPHAN], 4),
    ],
)
def test_the_best_privilege_decides_the_category(profile: Profile, privileges: list[Privilege], category: int) -> None:
    assert category_of(privileges, profile) == category


def test_who_reviews_follows_from_queue_and_privilege() -> None:
    assert reviewer_for(QueueType.GENERAL, False, UNIFIED) is None
    assert reviewer_for(QueueType.GENERAL, True, UNIFIED) is Role.EDUCATION_DEPARTMENT
    assert reviewer_for(QueueType.SANATORIUM, True, UNIFIED) is Role.PHTHISIATRICIAN
    assert reviewer_for(QueueType.CORRECTIONAL, False, UNIFIED) is Role.PMPC_REVIEWER
