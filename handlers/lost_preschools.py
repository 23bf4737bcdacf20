"""Kindergartens that closed or lost places: their families choose again, or queue again with a referral. V8, V12."""

from __future__ import annotations

from collections.abc import Iterable

from enrolment.enrolment_request import RequestAction, RequestNotAllowed
from enrolment.enrolment_request_states import OPEN_REQUEST
from enrolment.voucher import VoucherNotAllowed
from enrolment.voucher_states import Actor
from handlers.request_moves import Answer, answer_request
from handlers.request_telling import tell_refused
from handlers.staff.preschool_telling import tell_ended
from handlers.telling import Occasion
from locales.text import _
from storage.enrolment_requests import EnrolmentRequest
from storage.outbox import NewOutbox

NO_VACANCY, PRESCHOOL_CLOSED = "no_vacancy", "preschool_closed"
CLOSED = _("The kindergarten has closed or has fewer places")
AT_ONCE = 500


async def lose_places(at: Occasion, bins: Iterable[str], by: str) -> list[NewOutbox]:
    """End the requests that these preschools cannot serve any more: all of a closed group, the latest of a smaller one.

    Returns what tells the families (N22, N22r) and the employees.
    """
    outgoing: list[NewOutbox] = []
    for bin_ in sorted(bins):
        requests = await at.uow.requests.of_preschool(bin_, OPEN_REQUEST, 0, AT_ONCE)
        reason = NO_VACANCY if await _is_open(at, bin_) else PRESCHOOL_CLOSED
        for request in await _too_many(at, bin_, requests):
            outgoing += await _lose(at, request, by, reason)
    return outgoing


async def _too_many(at: Occasion, bin_: str, requests: list[EnrolmentRequest]) -> list[EnrolmentRequest]:
    """Those without a place now, the latest first: who asked earlier keeps it."""
    left = {one.id: one.free for one in await at.uow.places.of_preschool(bin_)}
    if not await _is_open(at, bin_):
        left = {}
    lost = []
    for request in sorted(requests, key=lambda one: one.sent_at, reverse=True):
        if request.group_id not in left:
            lost.append(request)
        elif left[request.group_id] < 0:
            left[request.group_id] += 1
            lost.append(request)
    return lost


async def _is_open(at: Occasion, bin_: str) -> bool:
    preschool = await at.uow.catalogue.get(bin_)
    return preschool is not None and bin_ in {one.bin for one in await at.uow.catalogue.preschools(preschool.locality)}


async def _lose(at: Occasion, request: EnrolmentRequest, by: str, reason: str) -> list[NewOutbox]:
    try:
        answer = Answer(RequestAction.LOSE_PRESCHOOL, Actor.DEPARTMENT, by, reason)
        moved, stepped = await answer_request(at, request.id, answer)
    except (RequestNotAllowed, VoucherNotAllowed):
        return []
    return [*await tell_refused(at, moved, stepped, CLOSED), *await tell_ended(at, moved)]
