"""What a row of a voucher's table is made of, and the conditions that choose between rows (G.2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from enrolment.application_states import Action
from enrolment.profile import Profile
from enrolment.profile_terms import ContractStarter, Goal, OnReject
from enrolment.voucher_clock import ClockRule, unchanged
from enrolment.voucher_states import Actor, VoucherAction, VoucherBar, VoucherFacts, VoucherNeed, VoucherState

Condition = Callable[[VoucherFacts, Profile], bool]


class Back(Enum):
    """Stands in the table for confirmed, or for extended once the voucher has been."""

    TO_THE_TERM = "confirmed or extended"


class Timing(Enum):
    """When a step can be taken, seen from the voucher's deadline."""

    IN_TIME = auto()
    ON_OFFER = auto()
    WHEN_OVER = auto()
    STAFF_OVERDUE = auto()
    ANY_TIME = auto()


def always(facts: VoucherFacts, profile: Profile) -> bool:
    """Nothing decides."""
    return True


@dataclass(frozen=True)
class Row:
    """One row: in these states this act of one of these actors leads there, at that time, if the condition holds.

    `clock` says what becomes of the deadline; bars and needs are checked last.
    """

    id: str
    before: frozenset[VoucherState | None]
    action: VoucherAction
    after: VoucherState | Back
    by: frozenset[Actor]
    timing: Timing = Timing.IN_TIME
    application: Action | None = None
    notification: str | None = None
    clock: ClockRule = unchanged
    needs: tuple[VoucherNeed, ...] = ()
    bars: frozenset[VoucherBar] = frozenset()
    when: Condition = always


def confirms_interest(facts: VoucherFacts, profile: Profile) -> bool:
    """The profile wants the voucher confirmed (X-03)."""
    return profile.interest_confirmation.enabled


def silent(facts: VoucherFacts, profile: Profile) -> bool:
    """The preschool has not answered the open request."""
    return facts.request is not None and not facts.request.answered


def heard(facts: VoucherFacts, profile: Profile) -> bool:
    """No request waits for an answer."""
    return not silent(facts, profile)


def requested(facts: VoucherFacts, profile: Profile) -> bool:
    """There is an open request."""
    return facts.request is not None


def both_must_sign(facts: VoucherFacts, profile: Profile) -> bool:
    """The term runs on after the parent has signed (X-02)."""
    return profile.enrolment_term.goal is Goal.BOTH_SIGNED and heard(facts, profile)


def chooses_again(facts: VoucherFacts, profile: Profile) -> bool:
    """After a rejected contract the parent may choose another preschool (A13)."""
    return profile.contract.on_reject is OnReject.CHOOSE_AGAIN and heard(facts, profile)


def of_referral(when: Condition) -> Condition:
    """As that, where the referral names its preschool: nothing else can be chosen with it (S2-15)."""
    return lambda facts, profile: not profile.enrolment_term.choose_preschool and when(facts, profile)


def parent_starts(facts: VoucherFacts, profile: Profile) -> bool:
    """The parent begins the contract, not the preschool (S2-15)."""
    return profile.contract.starter is ContractStarter.PARENT


def at_fault(facts: VoucherFacts, profile: Profile) -> bool:
    """The department found that the parent is to blame (V12)."""
    return facts.parent_at_fault
