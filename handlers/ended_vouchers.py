"""What a voucher that has ended leaves behind: lists it was on, a kindergarten that waits, a place for others. E5."""

from __future__ import annotations

from handlers.contract_ends import end_contract
from handlers.place_news import note_group, note_unheld
from handlers.staff.preschool_telling import tell_ended
from handlers.telling import Occasion, post
from handlers.voucher_acts import SYSTEM
from storage.enrolment_requests import EnrolmentRequest
from storage.stored_voucher import StoredVoucher


async def clear_up(at: Occasion, voucher: StoredVoucher, request: EnrolmentRequest | None) -> None:
    """Take it off the waiting lists, end its contract, tell the kindergarten, and whoever waits for the place."""
    await at.uow.waiting_list.leave(voucher.id, at.now)
    if request is not None:
        await end_contract(at, voucher.id, SYSTEM)
    held = request.group_id if request is not None else voucher.group_id
    if request is not None:
        await post(at.uow, await tell_ended(at, request))
    if held is not None:
        await note_group(at, held)
    else:
        await note_unheld(at, voucher)
