"""What may happen to an enrolment request: the table of G.3 applied to one case under one profile."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from enrolment.enrolment_request_rows import ROWS, Row
from enrolment.enrolment_request_states import (
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
)
from enrolment.fitting import Misfit
from enrolment.profile import Profile
from enrolment.term_ends import prolonged
from enrolment.voucher import VoucherRules
from enrolment.voucher_states import OPEN, PARENTS, RUNNING, VoucherState
from enrolment.working_days import Calendar, Deadline

__all__ = [
    "OPEN_REQUEST",
    "ContractChannel",
    "PlaceEffect",
    "RequestAction",
    "RequestBar",
    "RequestFacts",
    "RequestNeed",
    "RequestNotAllowed",
    "RequestState",
    "RequestTransition",
    "answer_by",
    "bars_of",
    "request_actions_in",
    "request_step",
]

_WITH_COMMENT = "other"


def request_step(
    state: RequestState | None, action: RequestAction, facts: RequestFacts, rules: VoucherRules
) -> RequestTransition:
    """Where the action leads a request in that state (None: there is none yet), by G.3.

    The step of the voucher that it names has to be allowed too. Raises RequestNotAllowed with the first thing that
    is missing or in the way.
    """
    row = _row(state, action, rules.profile)
    if facts.actor not in row.by:
        raise RequestNotAllowed(RequestBar.NOT_THIS_ACTOR)
    against = facts.against | _found_against(state, facts)
    for bar in RequestBar:
        if bar in row.bars & against:
            raise RequestNotAllowed(bar)
    _check_needs(row, facts, rules.profile)
    _check_time(row, facts, rules)
    term = answer_by(facts.now, rules.profile, rules.calendar) if action is RequestAction.SEND else None
    return RequestTransition(row.id, state, row.after, _place(row, rules.profile), row.notification, row.voucher, term)


def answer_by(sent_at: datetime, profile: Profile, calendar: Calendar) -> Deadline:
    """Until when the preschool has to answer before somebody else is told (E2)."""
    return calendar.deadline(sent_at, profile.staff.contract_working_days)


def bars_of(misfits: Iterable[Misfit]) -> frozenset[RequestBar]:
    """What a group's misfits mean for a request to it; for `RequestFacts.against`."""
    return frozenset(RequestBar(misfit.value) for misfit in misfits)


def request_actions_in(state: RequestState | None) -> frozenset[RequestAction]:
    """What can happen in that state at all, whoever does it and whatever the profile."""
    return frozenset(row.action for row in ROWS if state in row.before)


def _row(state: RequestState | None, action: RequestAction, profile: Profile) -> Row:
    for row in ROWS:
        if row.action is action and state in row.before and row.starter in (None, profile.contract.starter):
            return row
    raise RequestNotAllowed(RequestBar.NOT_IN_THIS_STATE)


def _place(row: Row, profile: Profile) -> PlaceEffect:
    """A referral that names its preschool has its place from the distribution on, whatever the parent begins or not."""
    begun_by_parents = row.by == PARENTS or row.action is RequestAction.CONTRACT_EXPIRED
    of_referral = not profile.enrolment_term.choose_preschool and begun_by_parents
    return PlaceEffect.KEPT if of_referral else row.place


def _found_against(state: RequestState | None, facts: RequestFacts) -> frozenset[RequestBar]:
    found = {
        RequestBar.VOUCHER_NOT_RUNNING: facts.voucher not in RUNNING,
        RequestBar.VOUCHER_STILL_OPEN: facts.voucher in OPEN,
        RequestBar.PARENT_SIGNED: state is RequestState.CONTRACT_SENT and facts.voucher is VoucherState.HELD,
        RequestBar.ELECTRONIC_ONLY: facts.channel is ContractChannel.ELECTRONIC,
        RequestBar.PAPER_ONLY: facts.channel is ContractChannel.PAPER,
    }
    return frozenset(bar for bar, is_so in found.items() if is_so)


def _check_needs(row: Row, facts: RequestFacts, profile: Profile) -> None:
    for need in row.needs:
        if need is RequestNeed.REASON:
            _check_reason(facts, profile)
        elif need not in facts.there:
            raise RequestNotAllowed(need)


def _check_reason(facts: RequestFacts, profile: Profile) -> None:
    if facts.reason is None:
        raise RequestNotAllowed(RequestNeed.REASON)
    if facts.reason not in {reason.code for reason in profile.refusal_reasons}:
        raise RequestNotAllowed(RequestBar.UNKNOWN_REASON)
    if facts.reason == _WITH_COMMENT and RequestNeed.COMMENT not in facts.there:
        raise RequestNotAllowed(RequestNeed.COMMENT)


def _check_time(row: Row, facts: RequestFacts, rules: VoucherRules) -> None:
    if row.action not in {RequestAction.ANSWER_OVERDUE, RequestAction.RETURN_CHOICE}:
        return
    assert facts.sent_at is not None
    ends = answer_by(facts.sent_at, rules.profile, rules.calendar)
    if prolonged(ends, facts.outages, rules.profile.outage.grace_hours).accepts(facts.now):
        raise RequestNotAllowed(RequestBar.TOO_EARLY)
