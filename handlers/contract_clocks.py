"""The timers of a contract: the end of its own term to sign or to correct, and the reminders before it. C15, N07."""

from __future__ import annotations

from typing import Final

from enrolment.contract import WITH_PARENT
from enrolment.reminders import ReminderKind, reminders
from handlers.contract_acts import contract_subject, under_its_rules
from handlers.outages import counted
from handlers.profile_versions import judged
from handlers.telling import Occasion
from handlers.voucher_clocks import JUST_AFTER
from storage.stored_contract import StoredContract
from storage.stored_voucher import StoredVoucher

END: Final = "contract_end"
_WANTED = (ReminderKind.LAST_DAY, ReminderKind.LAST_HOURS)


def contract_reminder(kind: ReminderKind) -> str:
    """The kind of deadline that this reminder is."""
    return f"contract_{kind}"


TIMERS: Final = (END, *(contract_reminder(kind) for kind in _WANTED))


async def in_time(at: Occasion, one: StoredContract) -> bool:
    """Whether the contract's term and D2 let it be signed now, by the clock: its timer may be late (X-05, edge 5)."""
    voucher = await at.uow.vouchers.get(one.voucher_id)
    assert voucher is not None
    terms = [(under_its_rules(at, one), one.contract.sign_by)]
    if voucher.open:
        terms.append((await judged(at, voucher), voucher.voucher.deadline))
    return all([(await counted(here, term)).accepts(at.now) for here, term in terms if term is not None])


async def set_contract_timers(at: Occasion, one: StoredContract, voucher: StoredVoucher) -> None:
    """Set the end and the reminders by the contract's state and term, in place of those that ran.

    Where the voucher's own term ends first, its reminders say so already.
    """
    subject = contract_subject(one.id)
    await at.uow.deadlines.cancel(subject, *TIMERS)
    sign_by = one.contract.sign_by
    if one.state not in WITH_PARENT or sign_by is None:
        return
    await at.uow.deadlines.set(subject, END, sign_by.at + JUST_AFTER)
    if voucher.open and voucher.voucher.deadline.at <= sign_by.at:
        return
    for reminder in reminders(sign_by, at.now, at.office.profile, at.office.calendar):
        if reminder.kind in _WANTED:
            await at.uow.deadlines.set(subject, contract_reminder(reminder.kind), reminder.at)
