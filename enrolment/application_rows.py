"""The table of everything that can happen to an application, row by row as in G.1."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from enrolment.application_states import ACTIVE, Action, ApplicationState, ArchiveReason, Bar, Facts, Need
from enrolment.profile import Profile
from enrolment.profile_terms import Fallback, OnReject, StopListEnd
from enrolment.terms import QueueType, Role

State = ApplicationState
Condition = Callable[[Facts, Profile], bool]

_CREATION_BARS = frozenset({Bar.OTHER_ACTIVE_APPLICATION, Bar.TOO_YOUNG, Bar.TOO_OLD})
_REVIEW_BARS = frozenset({Bar.OTHER_LOCALITY, Bar.OWN_RELATIVE})
_RESTORE_BARS = frozenset({Bar.TERM_OVER, Bar.RESTORED_BEFORE})


class Reviewer(Enum):
    """Stands in the table for the role that reviews applications to the queue in question."""

    OF_THE_QUEUE = "reviewer of the queue"


def _always(facts: Facts, profile: Profile) -> bool:
    return True


@dataclass(frozen=True)
class Row:
    """One row: in these states this action leads there, if the condition holds; then role, needs and bars decide.

    `by` is the staff role that alone may do it; None means the parent or the clock.
    """

    id: str
    before: frozenset[ApplicationState | None]
    action: Action
    after: ApplicationState
    reason: ArchiveReason | None = None
    notification: str | None = None
    by: Role | Reviewer | None = None
    needs: tuple[Need, ...] = ()
    bars: frozenset[Bar] = frozenset()
    when: Condition = _always


def reviewer_for(queue_type: QueueType, privileged: bool, profile: Profile) -> Role | None:
    """Who checks an application to that queue; None when nobody has to (A2…A6)."""
    rules = profile.queue_rules(queue_type)
    return (rules.privilege_reviewer if privileged else None) or rules.reviewer


def _reviewed_in(queue_type: QueueType) -> Condition:
    return lambda facts, profile: facts.queue_type is queue_type and _reviewed(facts, profile)


def _reviewed(facts: Facts, profile: Profile) -> bool:
    return reviewer_for(facts.queue_type, facts.privileged, profile) is not None


def _confirms_interest(facts: Facts, profile: Profile) -> bool:
    return profile.interest_confirmation.enabled


def _unconfirmed_rests(facts: Facts, profile: Profile) -> bool:
    return profile.interest_confirmation.on_no_confirmation is Fallback.STOP_LIST


def _declined_rests(facts: Facts, profile: Profile) -> bool:
    return profile.interest_confirmation.on_decline is Fallback.STOP_LIST


def _unused_rests(facts: Facts, profile: Profile) -> bool:
    return profile.enrolment_term.on_not_enrolled is Fallback.STOP_LIST


def _chooses_again(facts: Facts, profile: Profile) -> bool:
    return profile.contract.on_reject is OnReject.CHOOSE_AGAIN and Bar.TERM_OVER not in facts.against


def _returns_to_queue(facts: Facts, profile: Profile) -> bool:
    return profile.stop_list.on_end is StopListEnd.QUEUE


def _in(*states: State | None) -> frozenset[State | None]:
    return frozenset(states)


_DRAFT, _DOCS_PENDING, _QUEUED = _in(State.DRAFT), _in(State.DOCS_PENDING), _in(State.QUEUED)
_IN_PROCESS, _STOP_LISTED = _in(State.IN_PROCESS), _in(State.STOP_LISTED)
_ANY_ACTIVE = _in(*ACTIVE)
_WITHDRAWABLE = _in(*ACTIVE - {State.IN_PROCESS})
_HEARD = (Need.REASON, Need.PARENT_HEARD)
_BOTH_DATA = (Need.APPLICANT_DATA, Need.CHILD_DATA)

_APPLYING = (
    Row("A1", _in(None), Action.ADD, State.DRAFT, needs=_BOTH_DATA, bars=_CREATION_BARS),
    *(
        Row(
            id,
            _DRAFT,
            Action.SUBMIT,
            State.DOCS_PENDING,
            notification="N02",
            bars=_CREATION_BARS,
            when=_reviewed_in(queue_type),
        )
        for id, queue_type in (
            ("A2", QueueType.SANATORIUM),
            ("A3", QueueType.CORRECTIONAL),
            ("A5", QueueType.GENERAL),
        )
    ),
    Row("A4", _DRAFT, Action.SUBMIT, State.QUEUED, notification="N01", bars=_CREATION_BARS),
    Row("A22", _in(State.ARCHIVED), Action.APPLY_AGAIN, State.DRAFT, bars=_CREATION_BARS),
)

_REVIEWING = (
    Row(
        "A6",
        _DOCS_PENDING,
        Action.CONFIRM,
        State.QUEUED,
        notification="N03",
        by=Reviewer.OF_THE_QUEUE,
        bars=_REVIEW_BARS,
    ),
    Row(
        "A7",
        _DOCS_PENDING,
        Action.REJECT,
        State.ARCHIVED,
        ArchiveReason.DOCS_REJECTED,
        notification="N04",
        by=Reviewer.OF_THE_QUEUE,
        needs=(Need.REASON,),
        bars=_REVIEW_BARS,
    ),
    Row("A8", _DOCS_PENDING, Action.REVIEW_OVERDUE, State.DOCS_PENDING),
)

_VOUCHER = (
    Row("A9", _QUEUED, Action.ISSUE_VOUCHER, State.IN_PROCESS, notification="N06", when=_confirms_interest),
    Row("A9", _QUEUED, Action.ISSUE_VOUCHER, State.IN_PROCESS, notification="N06r"),
    *(
        row
        for id, action, rests, reason, notification in (
            ("A10", Action.EXPIRE_UNCONFIRMED, _unconfirmed_rests, ArchiveReason.VOUCHER_UNCONFIRMED, "N05"),
            ("A11", Action.DECLINE, _declined_rests, ArchiveReason.VOUCHER_DECLINED, "N09"),
            ("A12", Action.EXPIRE_UNUSED, _unused_rests, ArchiveReason.NOT_ENROLLED, "N14"),
        )
        for row in (
            Row(id, _IN_PROCESS, action, State.STOP_LISTED, notification="N10", when=rests),
            Row(id, _IN_PROCESS, action, State.ARCHIVED, reason, notification=notification),
        )
    ),
    Row("A13", _IN_PROCESS, Action.CONTRACT_REJECTED, State.IN_PROCESS, notification="N24", when=_chooses_again),
    Row(
        "A13",
        _IN_PROCESS,
        Action.CONTRACT_REJECTED,
        State.ARCHIVED,
        ArchiveReason.CONTRACT_REJECTED,
        notification="N24",
    ),
    # The notification is the voucher's: it tells why (N17).
    Row("V12", _IN_PROCESS, Action.RETURN_TO_QUEUE, State.QUEUED),
    Row("A14", _IN_PROCESS, Action.CONTRACT_SIGNED, State.COMPLETED, notification="N23"),
    Row("A15", _STOP_LISTED, Action.RESTORE, State.QUEUED, notification="N11", bars=_RESTORE_BARS),
    Row("A16", _STOP_LISTED, Action.STOP_LIST_ENDED, State.QUEUED, notification="N11", when=_returns_to_queue),
    Row(
        "A16",
        _STOP_LISTED,
        Action.STOP_LIST_ENDED,
        State.ARCHIVED,
        ArchiveReason.STOP_LIST_ENDED,
        notification="N12",
    ),
)

_LEAVING = (
    Row("A17", _WITHDRAWABLE, Action.WITHDRAW, State.ARCHIVED, ArchiveReason.WITHDRAWN, notification="N05"),
    Row(
        "A18",
        _ANY_ACTIVE,
        Action.REACH_AGE_LIMIT,
        State.ARCHIVED,
        ArchiveReason.AGE_LIMIT,
        notification="N05",
        needs=(Need.AGE_LIMIT_REACHED,),
    ),
    *(
        Row(
            "A19",
            _ANY_ACTIVE,
            action,
            State.ARCHIVED,
            reason,
            notification="N05",
            by=Role.EDUCATION_DEPARTMENT,
            needs=_HEARD,
        )
        for action, reason in (
            (Action.FIND_DUPLICATE, ArchiveReason.DUPLICATE),
            (Action.FIND_FALSE_DATA, ArchiveReason.FALSE_DATA),
        )
    ),
    Row("A20", _QUEUED, Action.CHANGE, State.QUEUED, notification="N13"),
    Row(
        "A21",
        _in(State.COMPLETED),
        Action.REMOVE_CHILD,
        State.ARCHIVED,
        ArchiveReason.CHILD_REMOVED,
        notification="N26",
        by=Role.PRESCHOOL_EMPLOYEE,
        needs=(Need.REASON,),
    ),
)

ROWS: tuple[Row, ...] = (*_APPLYING, *_REVIEWING, *_VOUCHER, *_LEAVING)
