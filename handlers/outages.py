"""Deadlines that fell into a time in which nobody could act: some hours more, and the family is told. Edge 6."""

from __future__ import annotations

from enrolment.term_ends import Outage, prolonged
from enrolment.working_days import Deadline
from handlers.telling import Occasion
from storage.enrolment_requests import EnrolmentRequest
from storage.stored_voucher import StoredVoucher


async def outages_over(at: Occasion, *deadlines: Deadline | None) -> tuple[Outage, ...]:
    """The outages that may prolong one of these deadlines; none, and nothing read, while all lie ahead."""
    over = [one.at for one in deadlines if one is not None and not one.accepts(at.now)]
    return await at.uow.outages.gaps(min(over), at.now) if over else ()


async def outages_of(at: Occasion, one: StoredVoucher, request: EnrolmentRequest | None) -> tuple[Outage, ...]:
    """What the rules of a voucher and its open request want to know of outages."""
    return await outages_over(at, one.voucher.deadline, request.answer_by if request else None)


async def counted(at: Occasion, deadline: Deadline) -> Deadline:
    """The deadline that counts now: itself, or with the profile's hours after an outage that it fell into."""
    return prolonged(deadline, await outages_over(at, deadline), at.office.profile.outage.grace_hours)
