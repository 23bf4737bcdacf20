"""What may happen to a contract: the table of G.4 applied to one case under one profile."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from enrolment.contract_case import Contract, ContractFacts, ContractTransition, fills, signs
from enrolment.contract_changes import ContractMoment, return_counts
from enrolment.contract_checks import bars_found, is_there
from enrolment.contract_row import Back, Row, When
from enrolment.contract_rows import ROWS
from enrolment.contract_states import (
    OPEN_CONTRACT,
    WITH_PARENT,
    WITH_PRESCHOOL,
    ContractAction,
    ContractBar,
    ContractEnd,
    ContractKind,
    ContractNeed,
    ContractNotAllowed,
    ContractState,
    ContractTab,
    tab_of,
)
from enrolment.profile import Profile
from enrolment.profile_terms import TermKind
from enrolment.voucher import VoucherRules
from enrolment.voucher_states import Actor
from enrolment.working_days import Deadline

__all__ = [
    "OPEN_CONTRACT",
    "WITH_PARENT",
    "WITH_PRESCHOOL",
    "Contract",
    "ContractAction",
    "ContractBar",
    "ContractEnd",
    "ContractFacts",
    "ContractKind",
    "ContractNeed",
    "ContractNotAllowed",
    "ContractState",
    "ContractTab",
    "ContractTransition",
    "attempts_left",
    "contract_actions_in",
    "contract_overdue",
    "contract_step",
    "fills",
    "return_counts",
    "signs",
    "signs_by",
    "tab_of",
]

_Action, _State, _Bar = ContractAction, ContractState, ContractBar
_NEW = Contract(_State.DRAFT)
_OF_THE_CASE_ALONE = frozenset({"N23", "N26", "N27"})
_DONE = {
    _Action.SIGN: {_State.SIGNATURE_PENDING, *WITH_PRESCHOOL, _State.SIGNED},
    _Action.SETTLE_SIGNATURE: WITH_PRESCHOOL,
    _Action.OPEN_REVIEW: {_State.UNDER_REVIEW},
    _Action.RETURN: {_State.RETURNED},
    _Action.REJECT: {_State.REJECTED},
    _Action.COUNTERSIGN: {_State.SIGNED},
    _Action.EXPIRE: {_State.EXPIRED},
    _Action.WITHDRAW: {_State.CANCELLED},
    _Action.END: {_State.EXPIRED, _State.CANCELLED},
    _Action.REMOVE_CHILD: {_State.ARCHIVED},
}


def contract_step(
    contract: Contract | None, action: ContractAction, facts: ContractFacts, rules: VoucherRules
) -> ContractTransition:
    """Where the action leads the contract (None: there is none yet), by G.4, whether or not a timer has run.

    The steps of the request, the voucher and the application that it names have to be allowed too. Raises
    ContractNotAllowed with the first thing that is missing or in the way.
    """
    moment = ContractMoment(contract or _NEW, action, facts, rules.profile, rules.calendar)
    row = _row(contract.state if contract else None, moment)
    _refuse_if(facts.actor not in row.by, _Bar.NOT_THIS_ACTOR)
    _check_time(row, moment)
    found = bars_found(moment)
    for bar in ContractBar:
        _refuse_if(bar in row.bars & found, bar)
    for need in row.needs:
        _refuse_if(not is_there(need, moment), need)
    return _transition(row, contract, moment)


def signs_by(contract: Contract, d2: Deadline | None) -> Deadline | None:
    """Until when the parent has to sign: the contract's own term or the voucher's D2, whichever ends first (X-05)."""
    terms = [term for term in (contract.sign_by, d2) if term is not None]
    return min(terms, key=lambda term: term.at, default=None) if contract.state in WITH_PARENT else None


def first_year_ends(kind: TermKind, effective_on: date | None) -> date | None:
    """The day to which a contract for a year runs before it goes on (S2-64, X-22); None for an indefinite one."""
    if kind is TermKind.INDEFINITE or effective_on is None:
        return None
    leap_day = (effective_on.month, effective_on.day) == (2, 29)
    return effective_on.replace(year=effective_on.year + 1, day=28 if leap_day else effective_on.day)


def attempts_left(contract: Contract, profile: Profile) -> int:
    """How many returns for correction are left, told to the parent each time (S1-54)."""
    return max(0, profile.contract.max_corrections - contract.corrections)


def contract_overdue(contract: Contract, facts: ContractFacts, rules: VoucherRules) -> bool:
    """Whether the timer has something to do that it has not done yet (ContractAction.EXPIRE)."""
    try:
        contract_step(contract, ContractAction.EXPIRE, replace(facts, actor=Actor.TIMER), rules)
    except ContractNotAllowed:
        return False
    return True


def contract_actions_in(state: ContractState | None) -> frozenset[ContractAction]:
    """What can happen in that state at all, whoever does it."""
    return frozenset(row.action for row in ROWS if state in row.before)


def _row(state: ContractState | None, moment: ContractMoment) -> Row:
    for row in ROWS:
        if row.action is moment.action and state in row.before and row.when(moment):
            return row
    raise ContractNotAllowed(_Bar.ALREADY_DONE if state in _DONE.get(moment.action, ()) else _Bar.NOT_IN_THIS_STATE)


def _check_time(row: Row, moment: ContractMoment) -> None:
    if row.timing is When.ANY_TIME:
        return
    in_time = moment.sign_by.accepts(moment.facts.now)
    if row.timing is When.IN_TIME:
        _refuse_if(not in_time, _Bar.TERM_OVER)
    else:
        _refuse_if(in_time, _Bar.TOO_EARLY)


def _transition(row: Row, contract: Contract | None, moment: ContractMoment) -> ContractTransition:
    before = moment.contract
    after = before.pending_from or before.state if isinstance(row.after, Back) else row.after
    changed = replace(row.change(moment), state=after)
    transition = ContractTransition(
        row.id,
        contract.state if contract else None,
        changed,
        moment.profile.version,
        row.notification,
        row.request,
        row.voucher,
        row.application,
        row.opens_new,
    )
    return _of_agreement(transition) if before.kind is ContractKind.ADDITIONAL_AGREEMENT else transition


def _of_agreement(transition: ContractTransition) -> ContractTransition:
    """What changes a contract in force admits nobody and moves neither request nor voucher (C19)."""
    told = None if transition.notification in _OF_THE_CASE_ALONE else transition.notification
    return replace(transition, notification=told, request=None, voucher=None, application=None)


def _refuse_if(refused: bool, code: ContractNeed | ContractBar) -> None:
    if refused:
        raise ContractNotAllowed(code)
