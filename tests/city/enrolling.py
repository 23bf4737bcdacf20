"""From a confirmed voucher to a place: a kindergarten is chosen, and answers or keeps silent."""

from __future__ import annotations

from functools import partial

from dialogs.enrol_effects import CancelRequest, JoinWaitingList, RefuseRequest, SendContract, SendRequest
from dialogs.enrol_queries import Offer, Offers
from enrolment.ages import age_in_months
from enrolment.enrolment_request import RequestState
from enrolment.terms import QueueType
from enrolment.voucher_states import RUNNING
from handlers.book import answer
from handlers.desk import Desk
from storage.enrolment_requests import EnrolmentRequest
from tests.city.batches import EVENING, MORNING, City, does
from tests.city.contracting import sign
from tests.city.people import Kid
from tests.city.town_plan import Kindergarten


def fitting(city: City, kid: Kid, queue: QueueType) -> list[Kindergarten]:
    """The kindergartens of the child's city, queue and language."""
    return [
        one
        for one in city.kindergartens.values()
        if one.preschool.locality == kid.locality
        and queue in one.preschool.queue_types
        and kid.language in one.preschool.languages
    ]


async def choose(city: City, voucher: int, desk: Desk) -> None:
    """From what is offered; one in five presses what an older screen showed. Else onto a waiting list."""
    one = await desk.uow.vouchers.get(voucher)
    if one is None or one.voucher.state not in RUNNING or one.contract_by is not None:
        return
    group = _remembered(city, city.applied[one.application_id], one.wanted.queue_type)
    if group is not None:
        await does(city, desk, SendRequest(voucher, group, True), "places asked for")
    request = await desk.uow.requests.open_of_voucher(voucher)
    if request is None:
        offer = await answer(desk, Offers(voucher))
        if offer is not None:
            await _from(city, offer, desk)
        request = await desk.uow.requests.open_of_voucher(voucher)
    if request is not None:
        hears_of_a_request(city, request)


async def _from(city: City, offer: Offer, desk: Desk) -> None:
    open_now = [one for one in offer.groups if one.free]
    if open_now:
        group = city.chance.choice(open_now[:3]).id
        await does(city, desk, SendRequest(offer.voucher, group, True), "places asked for")
    elif offer.full:
        await does(city, desk, JoinWaitingList(offer.voucher, offer.full[0].bin), "waiting lists joined")
        city.later(2, EVENING, desk.account.id, partial(choose, city, offer.voucher))


def _remembered(city: City, kid: Kid, queue: QueueType) -> int | None:
    """A group of the right age anywhere, whether or not it has a place by now."""
    months = age_in_months(kid.born, city.today)
    found = [
        group.id
        for one in fitting(city, kid, queue)
        for group in one.groups
        if group.min_age * 12 <= months < group.max_age * 12
    ]
    return city.chance.choice(found) if found and city.chance.random() < 0.2 else None


def hears_of_a_request(city: City, request: EnrolmentRequest) -> None:
    """The employee answers at once, later, after the term, or never."""
    employee, drawn = city.staff[request.preschool_bin], city.chance.random()
    if drawn < 0.80:
        city.later(1, MORNING, employee, partial(send_contract, city, request.id))
    elif drawn < 0.88:
        city.later(1, MORNING, employee, partial(refuse, city, request.id))
    elif drawn < 0.94:
        city.later(4 + city.chance.randrange(8), MORNING, employee, partial(send_contract, city, request.id))
    else:
        city.later(4 + city.chance.randrange(8), EVENING, request.account_id, partial(cancel, city, request.id))


async def send_contract(city: City, request: int, desk: Desk) -> None:
    """Most families sign it in time, and the kindergarten a day or two after them."""
    await does(city, desk, SendContract(request), "contracts sent")
    one = await desk.uow.requests.get(request)
    if one is not None and one.state is RequestState.CONTRACT_SENT and city.chance.random() < 0.9:
        city.later(city.chance.randrange(3), EVENING, one.account_id, partial(sign, city, request))


async def refuse(city: City, request: int, desk: Desk) -> None:
    """The family chooses another one, if there is still time."""
    await does(city, desk, RefuseRequest(request, "data_mismatch", "Данные не совпадают"), "refused")
    one = await desk.uow.requests.get(request)
    if one is not None and one.state is RequestState.REFUSED:
        city.later(1, EVENING, one.account_id, partial(choose, city, one.voucher_id))


async def cancel(city: City, request: int, desk: Desk) -> None:
    """Another choice, once the kindergarten is late."""
    await does(city, desk, CancelRequest(request), "choices changed")
    one = await desk.uow.requests.get(request)
    if one is not None and one.state is RequestState.CANCELLED:
        city.later(1, EVENING, one.account_id, partial(choose, city, one.voucher_id))
