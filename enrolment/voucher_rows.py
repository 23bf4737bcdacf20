"""The table of everything that can happen to a voucher, row by row as in G.2.

Rows named E, A or C are steps of a request, an application or a contract that move the voucher's clock or end it.
"""

from __future__ import annotations

from enrolment import voucher_clock as clock
from enrolment.application_states import Action as OfApplication
from enrolment.voucher_row import (
    Back,
    Row,
    Timing,
    at_fault,
    both_must_sign,
    chooses_again,
    confirms_interest,
    heard,
    of_referral,
    parent_starts,
    requested,
    silent,
)
from enrolment.voucher_states import FAMILY, OPEN, PARENTS, RUNNING, Actor, VoucherAction, VoucherBar, VoucherNeed
from enrolment.voucher_states import VoucherState as State

Action = VoucherAction
_BACK = Back.TO_THE_TERM


def _by(*actors: Actor) -> frozenset[Actor]:
    return frozenset(actors)


def _in(*states: State | None) -> frozenset[State | None]:
    return frozenset(states)


_NONE, _ISSUED, _HELD, _RUNNING, _OPEN = _in(None), _in(State.ISSUED), _in(State.HELD), _in(*RUNNING), _in(*OPEN)
_APPLICANT, _TIMER = _by(Actor.PARENT), _by(Actor.TIMER)
_PRESCHOOL, _DEPARTMENT = _by(Actor.PRESCHOOL), _by(Actor.DEPARTMENT)
_ASKED_TWICE = (VoucherNeed.DECLINE_CONFIRMED,)

_ISSUING = tuple(
    Row(
        id,
        _NONE,
        Action.ISSUE,
        after,
        _by(Actor.DISTRIBUTION),
        Timing.ANY_TIME,
        OfApplication.ISSUE_VOUCHER,
        notification,
        bars=frozenset({VoucherBar.OTHER_VOUCHER_OPEN}),
        when=when,
    )
    for id, after, notification, when in (
        ("V1", State.ISSUED, "N06", confirms_interest),
        ("V2", State.CONFIRMED, "N06r", lambda facts, profile: not confirms_interest(facts, profile)),
    )
)

_CONFIRMING = (
    Row(
        "V3",
        _ISSUED,
        Action.CONFIRM,
        State.CONFIRMED,
        FAMILY,
        notification="N08",
        clock=clock.enrolment_begins,
        bars=frozenset({VoucherBar.OTHERS_UNWARNED}),
    ),
    *(
        Row(
            id,
            before,
            Action.DECLINE,
            State.DECLINED,
            _APPLICANT,
            application=OfApplication.DECLINE,
            notification="N09",
            needs=_ASKED_TWICE,
        )
        for id, before in (("V4", _ISSUED), ("V10", _RUNNING))
    ),
    Row(
        "V5",
        _ISSUED,
        Action.EXPIRE,
        State.EXPIRED_UNCONFIRMED,
        _TIMER,
        Timing.WHEN_OVER,
        OfApplication.EXPIRE_UNCONFIRMED,
        "N10",
    ),
)

_ENDING_TERM = (
    Row(
        "V6",
        _RUNNING,
        Action.EXTEND,
        State.EXTENDED,
        PARENTS,
        Timing.ON_OFFER,
        notification="N16",
        clock=clock.extension,
    ),
    Row("V7a", _RUNNING, Action.EXPIRE, State.HELD, _TIMER, Timing.WHEN_OVER, when=silent),
    *(
        Row(
            "V11",
            before,
            Action.EXPIRE,
            State.EXPIRED_UNUSED,
            _TIMER,
            Timing.WHEN_OVER,
            OfApplication.EXPIRE_UNUSED,
            "N14",
            when=when,
        )
        for before, when in ((_RUNNING, heard), (_HELD, both_must_sign))
    ),
)

_SIGNING = (
    Row("V7", _RUNNING, Action.SIGN, State.HELD, PARENTS, notification="N20", clock=clock.stops, when=heard),
    Row(
        "V8",
        _HELD,
        Action.CONTRACT_RETURNED,
        _BACK,
        _PRESCHOOL,
        Timing.ANY_TIME,
        notification="N21",
        clock=clock.resumes_for_correction,
        when=heard,
    ),
    Row(
        "V8",
        _HELD,
        Action.CONTRACT_REJECTED,
        _BACK,
        _PRESCHOOL,
        Timing.ANY_TIME,
        OfApplication.CONTRACT_REJECTED,
        "N24",
        clock=clock.resumes,
        when=chooses_again,
    ),
    Row(
        "A13",
        _HELD,
        Action.CONTRACT_REJECTED,
        State.ANNULLED,
        _PRESCHOOL,
        Timing.ANY_TIME,
        OfApplication.CONTRACT_REJECTED,
        "N24",
        when=heard,
    ),
    Row(
        "C8a",
        _HELD,
        Action.SIGNATURE_REFUSED,
        _BACK,
        _TIMER,
        Timing.ANY_TIME,
        clock=clock.resumes,
        when=heard,
    ),
    Row("C16", _RUNNING, Action.CONTRACT_WITHDRAWN, _BACK, PARENTS, when=heard),
    Row(
        "C16",
        _HELD,
        Action.CONTRACT_WITHDRAWN,
        _BACK,
        PARENTS,
        Timing.ANY_TIME,
        clock=clock.resumes,
        when=heard,
    ),
    *(
        Row(
            "V9",
            _HELD,
            Action.CONTRACT_SIGNED,
            State.REDEEMED,
            _PRESCHOOL,
            timing,
            OfApplication.CONTRACT_SIGNED,
            "N23",
            when=when,
        )
        for timing, when in ((Timing.IN_TIME, both_must_sign), (Timing.ANY_TIME, heard))
    ),
)

# A referral that has lost the preschool it names ends without the parent's fault: these rows come before their like.
_LOST_REFERRAL = tuple(
    Row(
        "V12",
        before,
        action,
        State.ANNULLED,
        by,
        timing,
        OfApplication.RETURN_TO_QUEUE,
        notification,
        when=of_referral(when),
    )
    for action, by, notification, when, before, timing in (
        (Action.REQUEST_REFUSED, _PRESCHOOL, "N22r", silent, _RUNNING, Timing.IN_TIME),
        (Action.REQUEST_REFUSED, _PRESCHOOL, "N22r", silent, _HELD, Timing.ANY_TIME),
        (Action.PRESCHOOL_LOST, _DEPARTMENT | _PRESCHOOL, "N22r", requested, _RUNNING, Timing.IN_TIME),
        (Action.PRESCHOOL_LOST, _DEPARTMENT | _PRESCHOOL, "N22r", requested, _HELD, Timing.ANY_TIME),
        (Action.CONTRACT_REJECTED, _PRESCHOOL, "N24", chooses_again, _HELD, Timing.ANY_TIME),
    )
)

_WITH_PRESCHOOL = (
    Row("E2", _RUNNING, Action.CONTRACT_SENT, _BACK, _PRESCHOOL, clock=clock.contract_arrives, when=silent),
    Row(
        "V7a",
        _HELD,
        Action.CONTRACT_SENT,
        _BACK,
        _PRESCHOOL,
        Timing.ANY_TIME,
        clock=clock.late_contract_arrives,
        when=silent,
    ),
    *(
        Row(
            id,
            before,
            Action.REQUEST_REFUSED,
            _BACK,
            _PRESCHOOL,
            timing,
            notification="N22",
            clock=clock.resumes,
            when=silent,
        )
        for id, before, timing in (("E3", _RUNNING, Timing.IN_TIME), ("V7a", _HELD, Timing.ANY_TIME))
    ),
    # The timer cancels what was not signed in time, though the voucher runs on (C15).
    Row("E4", _RUNNING, Action.REQUEST_CANCELLED, _BACK, PARENTS | _TIMER, when=requested),
    # Who waits for a silent preschool may turn to another one, but only once the staff are late indeed.
    Row(
        "V7a",
        _HELD,
        Action.REQUEST_CANCELLED,
        _BACK,
        PARENTS,
        Timing.STAFF_OVERDUE,
        clock=clock.resumes,
        when=silent,
    ),
    Row("E7", _RUNNING, Action.START_CONTRACT, _BACK, PARENTS, clock=clock.contract_begins, when=parent_starts),
    *(
        Row(
            "E8",
            before,
            Action.ADMITTED_ON_PAPER,
            State.REDEEMED,
            _PRESCHOOL,
            timing,
            OfApplication.CONTRACT_SIGNED,
            "N23",
            when=silent,
        )
        for before, timing in ((_RUNNING, Timing.IN_TIME), (_HELD, Timing.ANY_TIME))
    ),
    *(
        Row(
            "V8",
            before,
            Action.PRESCHOOL_LOST,
            _BACK,
            _by(Actor.DEPARTMENT, Actor.PRESCHOOL),
            timing,
            notification="N22",
            clock=clock.request_was_in_vain,
            when=requested,
        )
        for before, timing in ((_RUNNING, Timing.IN_TIME), (_HELD, Timing.ANY_TIME))
    ),
)

_ANNULLING = (
    *(
        Row(
            "V12",
            _OPEN,
            Action.ANNUL,
            State.ANNULLED,
            _DEPARTMENT,
            Timing.ANY_TIME,
            application,
            "N17",
            needs=(VoucherNeed.REASON,),
            when=when,
        )
        for application, when in (
            (OfApplication.FIND_FALSE_DATA, at_fault),
            (None, lambda facts, profile: not at_fault(facts, profile)),
        )
    ),
    Row(
        "A18",
        _OPEN,
        Action.REACH_AGE_LIMIT,
        State.ANNULLED,
        _TIMER,
        Timing.ANY_TIME,
        OfApplication.REACH_AGE_LIMIT,
        "N05",
    ),
)

_WAITING_LIST = (
    Row("V13", _RUNNING, Action.JOIN_WAITING_LIST, _BACK, PARENTS),
    Row("V13", _RUNNING, Action.LEAVE_WAITING_LIST, _BACK, PARENTS),
    Row("V13", _RUNNING, Action.PLACE_FREED, _BACK, frozenset(Actor), notification="N18"),
)

ROWS: tuple[Row, ...] = (
    *_ISSUING,
    *_CONFIRMING,
    *_ENDING_TERM,
    *_LOST_REFERRAL,
    *_SIGNING,
    *_WITH_PRESCHOOL,
    *_ANNULLING,
    *_WAITING_LIST,
)
