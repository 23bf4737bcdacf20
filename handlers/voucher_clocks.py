"""The timers of a voucher: its end, and the reminders before it (N07, N15), set anew with every step."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from enrolment.profile_terms import Goal
from enrolment.reminders import ReminderKind, voucher_reminders
from enrolment.voucher_states import VoucherState
from handlers.telling import Occasion
from handlers.voucher_acts import voucher_subject
from storage.stored_voucher import StoredVoucher

END: Final = "voucher_end"
JUST_AFTER: Final = timedelta(seconds=10)
"""How long an end waits for what arrived in time and is only now being stored (edge 1)."""


def reminder_timer(kind: ReminderKind) -> str:
    """The kind of deadline that this reminder is."""
    return f"voucher_{kind}"


TIMERS: Final = (END, *(reminder_timer(kind) for kind in ReminderKind))


async def set_timers(at: Occasion, one: StoredVoucher) -> None:
    """Set the end and the reminders by the voucher's state and deadline, in place of those that ran."""
    subject = voucher_subject(one.id)
    await at.uow.deadlines.cancel(subject, *TIMERS)
    if not one.open:
        return
    held = one.voucher.state is VoucherState.HELD
    if not held or (at.office.profile.enrolment_term.goal is Goal.BOTH_SIGNED and at.now < one.voucher.deadline.at):
        await at.uow.deadlines.set(subject, END, one.voucher.deadline.at + JUST_AFTER)
    for reminder in voucher_reminders(one.voucher, at.now, at.office.profile, at.office.calendar):
        await at.uow.deadlines.set(subject, reminder_timer(reminder.kind), reminder.at)
