"""Vouchers and facts that the tests of vouchers and enrolment requests begin with."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from enrolment.profile import Profile, load_profile
from enrolment.profile_terms import EnrolmentTerm
from enrolment.voucher import (
    Actor,
    OpenRequest,
    Voucher,
    VoucherAction,
    VoucherBar,
    VoucherFacts,
    VoucherNeed,
    VoucherNotAllowed,
    VoucherRules,
    VoucherTransition,
    issued_voucher,
    voucher_after,
    voucher_step,
)
from enrolment.working_days import ALMATY, Calendar

UNIFIED, INDIGO = load_profile(), load_profile("indigo_karaganda_astana")
RULES = VoucherRules(UNIFIED, Calendar())
MONDAY = datetime(2026, 11, 16, 12, tzinfo=ALMATY)
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (MONDAY + timedelta(days=days) for days in (1, 2, 3, 4))
NEXT_MONDAY, NEXT_TUESDAY, NEXT_WEDNESDAY = (MONDAY + timedelta(days=days) for days in (7, 8, 9))
EVERYTHING = frozenset(VoucherNeed)


def under(profile: Profile) -> VoucherRules:
    """The rules of that profile."""
    return VoucherRules(profile, Calendar())


def with_term(term: EnrolmentTerm) -> Profile:
    """The default profile with another enrolment term."""
    return replace(UNIFIED, enrolment_term=term)


def by(actor: Actor, now: datetime, request: OpenRequest | None = None) -> VoucherFacts:
    """Somebody who has given all that may be asked for."""
    return VoucherFacts(actor, now, EVERYTHING, request=request)


def step(
    voucher: Voucher | None, action: VoucherAction, facts: VoucherFacts, rules: VoucherRules = RULES
) -> tuple[Voucher, VoucherTransition]:
    """The voucher after the action, and the transition that led there."""
    transition = voucher_step(voucher, action, facts, rules)
    return voucher_after(voucher, transition) if voucher else issued_voucher(transition, facts.now), transition


def refusal(
    voucher: Voucher | None, action: VoucherAction, facts: VoucherFacts, rules: VoucherRules = RULES
) -> VoucherNeed | VoucherBar:
    """Why the action is not allowed."""
    with pytest.raises(VoucherNotAllowed) as caught:
        voucher_step(voucher, action, facts, rules)
    assert str(caught.value) == caught.value.code.value
    return caught.value.code


def issued(now: datetime = MONDAY, rules: VoucherRules = RULES) -> Voucher:
    """A voucher just issued."""
    return step(None, VoucherAction.ISSUE, by(Actor.DISTRIBUTION, now), rules)[0]


def confirmed(now: datetime = MONDAY, rules: VoucherRules = RULES) -> Voucher:
    """A voucher issued and confirmed in one moment: five working days from then."""
    return step(issued(now, rules), VoucherAction.CONFIRM, by(Actor.PARENT, now), rules)[0]


def extended(rules: VoucherRules = RULES) -> Voucher:
    """A voucher confirmed on Monday and extended on the last day, which is the next Monday."""
    return step(confirmed(rules=rules), VoucherAction.EXTEND, by(Actor.PARENT, NEXT_MONDAY), rules)[0]


def held(at: datetime = WEDNESDAY, rules: VoucherRules = RULES) -> Voucher:
    """A voucher confirmed on Monday whose contract the parent has signed."""
    return step(confirmed(rules=rules), VoucherAction.SIGN, by(Actor.PARENT, at), rules)[0]


def forgotten(rules: VoucherRules = RULES) -> tuple[Voucher, OpenRequest]:
    """A voucher held because the preschool has kept silent until D2, and the request."""
    request = OpenRequest(WEDNESDAY)
    timer = by(Actor.TIMER, NEXT_TUESDAY, request)
    return step(confirmed(rules=rules), VoucherAction.EXPIRE, timer, rules)[0], request


def end_of(day: datetime) -> datetime:
    """The last second of that day."""
    return day.replace(hour=23, minute=59, second=59, microsecond=0)


def answered(request: OpenRequest) -> OpenRequest:
    """The request after the preschool has sent the contract."""
    return replace(request, answered=True)
