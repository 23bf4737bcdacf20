"""What may happen to a voucher: the table of G.2 applied to one case under one profile."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from enrolment.profile import Profile
from enrolment.term_ends import prolonged
from enrolment.voucher_clock import Clock, Moment, extension_offered_from, first_deadline
from enrolment.voucher_row import Back, Row, Timing
from enrolment.voucher_rows import ROWS
from enrolment.voucher_states import (
    EXPIRED,
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
    VoucherTransition,
)
from enrolment.working_days import Calendar

__all__ = [
    "EXPIRED",
    "FAMILY",
    "OPEN",
    "PARENTS",
    "RUNNING",
    "Actor",
    "OpenRequest",
    "Voucher",
    "VoucherAction",
    "VoucherBar",
    "VoucherFacts",
    "VoucherNeed",
    "VoucherNotAllowed",
    "VoucherRules",
    "VoucherState",
    "VoucherTransition",
    "extension_offered_from",
    "issued_voucher",
    "overdue",
    "voucher_actions_in",
    "voucher_after",
    "voucher_step",
]

_DONE = {
    VoucherAction.CONFIRM: frozenset({*RUNNING, VoucherState.HELD, VoucherState.REDEEMED}),
    VoucherAction.DECLINE: frozenset({VoucherState.DECLINED}),
    VoucherAction.EXPIRE: EXPIRED,
    VoucherAction.SIGN: frozenset({VoucherState.HELD, VoucherState.REDEEMED}),
    VoucherAction.CONTRACT_SIGNED: frozenset({VoucherState.REDEEMED}),
    VoucherAction.ADMITTED_ON_PAPER: frozenset({VoucherState.REDEEMED}),
    VoucherAction.ANNUL: frozenset({VoucherState.ANNULLED}),
}


@dataclass(frozen=True)
class VoucherRules:
    """The profile of the case and the working calendar of today."""

    profile: Profile
    calendar: Calendar


def voucher_step(
    voucher: Voucher | None, action: VoucherAction, facts: VoucherFacts, rules: VoucherRules
) -> VoucherTransition:
    """Where the action leads the voucher (None: there is none yet), by G.2, whether or not a timer has run.

    After the deadline nothing is left but what the timer does; whoever serves staff lets an `overdue` voucher
    expire first, in the same transaction. Raises VoucherNotAllowed with the first thing that is missing or in the way.
    """
    row = _row(voucher, action, facts, rules.profile)
    if facts.actor not in row.by:
        raise VoucherNotAllowed(VoucherBar.NOT_THIS_ACTOR)
    if voucher is None:
        _check_rest(row, facts)
        first = first_deadline(facts.now, rules.profile, rules.calendar)
        return _transition(row, None, facts, rules.profile, Clock(first))
    moment = Moment(voucher, facts, rules.profile, rules.calendar)
    _check_time(row, moment)
    _check_rest(row, facts)
    return _transition(row, voucher, facts, rules.profile, row.clock(moment))


def issued_voucher(transition: VoucherTransition, now: datetime) -> Voucher:
    """The voucher that V1 or V2 brings about."""
    assert transition.deadline is not None
    return Voucher(transition.after, now, transition.deadline)


def voucher_after(voucher: Voucher, transition: VoucherTransition) -> Voucher:
    """The voucher after a step."""
    return replace(
        voucher,
        state=transition.after,
        deadline=transition.deadline or voucher.deadline,
        extensions=voucher.extensions + transition.extends,
        kept_working_days=transition.kept_working_days,
    )


def overdue(voucher: Voucher, facts: VoucherFacts, rules: VoucherRules) -> bool:
    """Whether the timer has something to do that it has not done yet (VoucherAction.EXPIRE)."""
    try:
        voucher_step(voucher, VoucherAction.EXPIRE, replace(facts, actor=Actor.TIMER), rules)
    except VoucherNotAllowed:
        return False
    return True


def voucher_actions_in(state: VoucherState | None) -> frozenset[VoucherAction]:
    """What can happen in that state at all, whoever does it."""
    return frozenset(row.action for row in ROWS if state in row.before)


def _row(voucher: Voucher | None, action: VoucherAction, facts: VoucherFacts, profile: Profile) -> Row:
    state = voucher.state if voucher else None
    for row in ROWS:
        if row.action is action and state in row.before and row.when(facts, profile):
            return row
    if state in _DONE.get(action, frozenset()):
        raise VoucherNotAllowed(VoucherBar.ALREADY_DONE)
    raise VoucherNotAllowed(VoucherBar.TERM_OVER if state in EXPIRED else VoucherBar.NOT_IN_THIS_STATE)


def _check_time(row: Row, moment: Moment) -> None:
    if row.timing is Timing.ANY_TIME:
        return
    now, in_time = moment.facts.now, moment.deadline.accepts(moment.facts.now)
    if row.timing is Timing.WHEN_OVER:
        _refuse_if(in_time, VoucherBar.TOO_EARLY)
    elif row.timing is Timing.STAFF_OVERDUE:
        _refuse_if(not _staff_late(moment), VoucherBar.TOO_EARLY)
    else:
        _refuse_if(not in_time, VoucherBar.TERM_OVER)
        if row.timing is Timing.ON_OFFER:
            _check_offer(moment.voucher, now, moment.profile)


def _check_offer(voucher: Voucher, now: datetime, profile: Profile) -> None:
    _refuse_if(not profile.extension.enabled, VoucherBar.NO_EXTENSION)
    offered = extension_offered_from(voucher, profile)
    if offered is None:
        raise VoucherNotAllowed(VoucherBar.EXTENDED_BEFORE)
    _refuse_if(now < offered, VoucherBar.TOO_EARLY)


def _staff_late(moment: Moment) -> bool:
    request = moment.facts.request
    assert request is not None
    answer_by = moment.calendar.deadline(request.sent_at, moment.profile.staff.contract_working_days)
    counts = prolonged(answer_by, moment.facts.outages, moment.profile.outage.grace_hours)
    return not counts.accepts(moment.facts.now)


def _check_rest(row: Row, facts: VoucherFacts) -> None:
    for bar in VoucherBar:
        _refuse_if(bar in row.bars & facts.against, bar)
    for need in row.needs:
        _refuse_if(need not in facts.there, need)


def _refuse_if(refused: bool, code: VoucherNeed | VoucherBar) -> None:
    if refused:
        raise VoucherNotAllowed(code)


def _transition(
    row: Row, voucher: Voucher | None, facts: VoucherFacts, profile: Profile, clock: Clock
) -> VoucherTransition:
    after = row.after
    if isinstance(after, Back):
        after = VoucherState.EXTENDED if voucher and voucher.extensions else VoucherState.CONFIRMED
    moved = clock.deadline if voucher is None or clock.deadline != voucher.deadline else None
    return VoucherTransition(
        row.id,
        voucher.state if voucher else None,
        after,
        profile.version,
        row.application,
        row.notification,
        moved,
        clock.contract_by,
        clock.kept_working_days,
        extends=row.action is VoucherAction.EXTEND,
        returns_to_queue=row.action is VoucherAction.ANNUL and not facts.parent_at_fault,
    )
