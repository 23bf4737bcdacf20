"""What each step does to a voucher's clock: which deadline it sets, and how much time it keeps (G.2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time

from enrolment import term_ends
from enrolment.profile import Profile
from enrolment.profile_terms import Goal, StartEvent
from enrolment.voucher_states import RUNNING, Voucher, VoucherFacts
from enrolment.working_days import ALMATY, Calendar, Deadline, never_shorter


@dataclass(frozen=True)
class Moment:
    """Everything that a rule may look at when something is to happen to a voucher that is there."""

    voucher: Voucher
    facts: VoucherFacts
    profile: Profile
    calendar: Calendar

    @property
    def deadline(self) -> Deadline:
        """The deadline that counts: the voucher's own, prolonged when it fell into an outage (edge 6)."""
        return term_ends.prolonged(self.voucher.deadline, self.facts.outages, self.profile.outage.grace_hours)

    def within(self, working_days: int) -> Deadline:
        """The end of a term that begins now."""
        return self.calendar.deadline(self.facts.now, working_days)


@dataclass(frozen=True)
class Clock:
    """What became of the clock; None where it did not change."""

    deadline: Deadline | None = None
    contract_by: Deadline | None = None
    kept_working_days: int = 0


ClockRule = Callable[[Moment], Clock]


def first_deadline(now: datetime, profile: Profile, calendar: Calendar) -> Deadline:
    """The deadline of a voucher issued now: to confirm it, else to enrol with it (V1, V2)."""
    confirmation = profile.interest_confirmation
    return calendar.deadline(
        now, confirmation.working_days if confirmation.enabled else profile.enrolment_term.working_days
    )


def extension_offered_from(voucher: Voucher, profile: Profile) -> datetime | None:
    """The 00:00 from which the extension is on offer; None when it is not, or not any more (V6).

    The day is counted from the end of the term, so that a term which was restored has one too.
    """
    rules = profile.extension
    if not rules.enabled or voucher.extensions >= rules.max_times or voucher.state not in RUNNING:
        return None
    days_before = max(0, profile.enrolment_term.working_days - rules.offer_from_day)
    counted = [day.date for day in voucher.deadline.days if day.counts] or [voucher.deadline.at.date()]
    return datetime.combine(counted[max(0, len(counted) - 1 - days_before)], time.min, ALMATY)


def unchanged(moment: Moment) -> Clock:
    """Nothing happens to the clock."""
    return Clock()


def enrolment_begins(moment: Moment) -> Clock:
    """D2 from the confirmation or from the issue, as the profile says, but never less than after a return (V3)."""
    term = moment.profile.enrolment_term
    begins = moment.facts.now if term.start_event is StartEvent.CONFIRMED else moment.voucher.issued_at
    least = moment.within(term.min_after_return_working_days)
    return Clock(never_shorter(moment.calendar.deadline(begins, term.working_days), least))


def extension(moment: Moment) -> Clock:
    """D2 and so many days more (V6)."""
    rules = moment.profile.extension
    return Clock(term_ends.extended(moment.deadline, rules.amount, rules.unit, moment.calendar))


def stops(moment: Moment) -> Clock:
    """The working days that are left are kept; none where both must have signed in time (V7, X-02)."""
    if moment.profile.enrolment_term.goal is Goal.BOTH_SIGNED:
        return Clock()
    return Clock(kept_working_days=moment.calendar.working_days_left(moment.facts.now, moment.deadline.at))


def resumes(moment: Moment) -> Clock:
    """What was kept comes back, and never less than the least after a return (V7a, V8, E3)."""
    return Clock(_restored(moment, moment.voucher.kept_working_days))


def resumes_for_correction(moment: Moment) -> Clock:
    """What was kept or the term for the correction, whichever ends later (V8)."""
    correction = moment.profile.contract.correction_working_days
    restored = _restored(moment, max(moment.voucher.kept_working_days, correction))
    return Clock(restored, contract_by=moment.within(correction))


def contract_arrives(moment: Moment) -> Clock:
    """The term to sign begins inside D2; however late the staff were, the least after a return is left (E2, X-05)."""
    sign_by = moment.within(moment.profile.contract.sign_working_days)
    deadline = _restored(moment, 0)
    if moment.profile.enrolment_term.goal is Goal.CONTRACT_SENT_TO_PARENT:
        deadline = never_shorter(deadline, sign_by)
    return Clock(deadline, contract_by=_earlier(sign_by, deadline))


def late_contract_arrives(moment: Moment) -> Clock:
    """After the staff's silence the whole term to sign counts, whatever was left of D2 (V7a)."""
    sign_days = moment.profile.contract.sign_working_days
    return Clock(_restored(moment, max(moment.voucher.kept_working_days, sign_days)), moment.within(sign_days))


def contract_begins(moment: Moment) -> Clock:
    """The term to sign begins inside D2, which stays: nobody but the parent has used its time (E7)."""
    sign_by = moment.within(moment.profile.contract.sign_working_days)
    return Clock(contract_by=_earlier(sign_by, moment.deadline))


def request_was_in_vain(moment: Moment) -> Clock:
    """All that was left when the request was sent comes back (edge 16)."""
    request = moment.facts.request
    assert request is not None
    left_then = moment.calendar.working_days_left(request.sent_at, moment.deadline.at)
    return Clock(_restored(moment, max(moment.voucher.kept_working_days, left_then)))


def _restored(moment: Moment, working_days: int) -> Deadline:
    least = moment.profile.enrolment_term.min_after_return_working_days
    return never_shorter(moment.deadline, moment.within(max(working_days, least)))


def _earlier(one: Deadline, other: Deadline) -> Deadline:
    return min(one, other, key=lambda deadline: deadline.at)
