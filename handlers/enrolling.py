"""Choosing a kindergarten: the place is reserved and the request sent in one go, or the next ones are shown. E1, E4."""

from __future__ import annotations

from dialogs import enrol_notices as notices
from dialogs.enrol_effects import CancelRequest, SendRequest
from dialogs.enrol_queries import MyRequests, Offer, OfferedGroup, RequestCard
from dialogs.inputs import Fine, Refused
from dialogs.message import Message
from dialogs.names import named
from dialogs.page import Finish, Go
from enrolment.enrolment_request import (
    PlaceEffect,
    RequestAction,
    RequestBar,
    RequestFacts,
    RequestNotAllowed,
    RequestState,
    RequestTransition,
    request_step,
)
from enrolment.enrolment_request_states import OPEN_REQUEST
from enrolment.family import FamilyAct
from enrolment.voucher import VoucherBar, VoucherNotAllowed, voucher_step
from enrolment.voucher_states import Actor, VoucherAction
from handlers.book import Outcome, answers, performs
from handlers.cards import channel_of, preschool_cards
from handlers.desk import Desk
from handlers.family_access import NotForYou, acts_as, entrusted_vouchers, let_in, voucher_for
from handlers.family_telling import tell_family
from handlers.moving import subject_of
from handlers.offers import offer_for
from handlers.outages import outages_of
from handlers.profile_versions import judged
from handlers.request_moves import (
    Answer,
    about_request,
    answer_request,
    log_request,
)
from handlers.request_timers import set_request_timers
from handlers.staff.preschool_telling import announce_request, tell_ended
from handlers.voucher_acts import Act, voucher_rules
from locales.text import Text, _
from storage.applications import Changed
from storage.enrolment_requests import EnrolmentRequest, RequestOpen
from storage.stored_voucher import StoredVoucher

_CHOOSE = FamilyAct.CHOOSE
NOT_YOURS = _("I do not find this voucher. Look at “My vouchers”.")
NOT_NOW = _(
    "With this voucher nothing can be chosen now: a request is open, or the voucher is not confirmed or has ended."
)
TAKEN = _("The last place there has just been taken. These kindergartens have a place that fits your child.")
GROUP_TAKEN = _("The last place in this group has just been taken. These groups have a place.")
NOTHING_LEFT = _(
    "No kindergarten has an open place that fits your child now. Join a waiting list: I write when one appears."
)
NOTHING_ELSE = _("No other kindergarten has an open place that fits your child now. Join a waiting list.")
TOO_LATE = _("This request has been answered or has ended. Nothing was changed.")
WAIT_FOR_THEM = _(
    "The kindergarten still has time to answer, and the voucher’s term is kept for you meanwhile. If it is silent "
    "then, you can choose another."
)


@answers(MyRequests)
async def my_requests(desk: Desk, query: MyRequests) -> tuple[RequestCard, ...]:
    """One's own open requests, and those of a second parent."""
    requests = [one for one in await desk.uow.requests.of_account(desk.account.id) if one.open]
    shared = [await desk.uow.requests.open_of_voucher(one.id) for one in await entrusted_vouchers(desk, _CHOOSE)]
    return tuple([await _card(desk, one) for one in [*requests, *shared] if one is not None])


@performs(SendRequest)
@let_in(NOT_YOURS, Go("vouchers"))
async def send(desk: Desk, effect: SendRequest) -> Outcome:
    """Reserve the place and ask the kindergarten; who comes second reads what else there is (E1, edge 15)."""
    voucher, role = await voucher_for(desk, effect.voucher, _CHOOSE)
    await desk.uow.places.take_turn(voucher.wanted.locality)
    voucher = await desk.uow.vouchers.get(effect.voucher, lock=True) or voucher
    offer = await offer_for(desk, voucher, lambda one: one.id == effect.group)
    if offer is None:
        return _elsewhere(NOT_NOW, Go("voucher", {"id": voucher.id}))
    group = next(iter(offer.groups), None)
    if group is None or not group.free or not effect.confirmed:
        return _others(await offer_for(desk, voucher) or offer, group)
    try:
        async with desk.uow.savepoint():
            request = await _reserve(desk, voucher, group, role)
    except (RequestNotAllowed, RequestOpen):
        return _others(await offer_for(desk, voucher) or offer, None)
    await _tell(desk, request, group)
    return Fine(Finish(then=Go("voucher", {"id": voucher.id})))


@performs(CancelRequest)
@let_in(NOT_YOURS, Go("vouchers"))
async def cancel(desk: Desk, effect: CancelRequest) -> Outcome:
    """Give the place back before signing; whoever waits for one there is told (E4)."""
    request = await desk.uow.requests.get(effect.request)
    if request is None:
        raise NotForYou(None)
    role = await acts_as(desk, request.application_id, _CHOOSE)
    card = Go("voucher", {"id": request.voucher_id})
    try:
        moved, stepped = await answer_request(desk, request.id, Answer(RequestAction.CANCEL, role, desk.actor))
    except VoucherNotAllowed as not_allowed:
        return _elsewhere(WAIT_FOR_THEM if not_allowed.code is VoucherBar.TOO_EARLY else TOO_LATE, card)
    except (RequestNotAllowed, Changed):
        return _elsewhere(TOO_LATE, card)
    about = await about_request(desk, moved)
    told = notices.cancelled(about, moved.voucher_id, kept=stepped.voucher.group_id is not None)
    desk.outgoing += await tell_family(desk, moved.application_id, told, subject_of(moved.application_id))
    desk.outgoing += await tell_ended(desk, moved)
    return Fine(Finish(then=card))


async def _reserve(desk: Desk, voucher: StoredVoucher, group: OfferedGroup, role: Actor) -> EnrolmentRequest:
    """The stored request with its place; raises RequestNotAllowed and RequestOpen."""
    transition = await _allowed(desk, voucher, group, role)
    if transition.place is PlaceEffect.RESERVED and not await desk.uow.places.reserve(group.id):
        raise RequestNotAllowed(RequestBar.NO_FREE_PLACE)
    request = EnrolmentRequest(
        await desk.uow.requests.create_number(desk.now.year),
        voucher.id,
        voucher.application_id,
        voucher.account_id,
        group.preschool.bin,
        group.id,
        RequestState.SENT,
        desk.present,
        transition.answer_by,
    )
    await desk.uow.requests.add(request)
    await desk.uow.waiting_list.leave(voucher.id, desk.now, group.preschool.bin)
    sent = Answer(RequestAction.SEND, role, desk.actor)
    await log_request(desk, request, sent, None, transition.row)
    await set_request_timers(desk, request)
    return request


async def _allowed(desk: Desk, voucher: StoredVoucher, group: OfferedGroup, role: Actor) -> RequestTransition:
    channel = await channel_of(desk.uow, group.preschool.bin)
    facts = RequestFacts(role, desk.present, voucher.voucher.state, channel)
    return request_step(None, RequestAction.SEND, facts, voucher_rules((await judged(desk, voucher)).office))


async def _tell(desk: Desk, request: EnrolmentRequest, group: OfferedGroup) -> None:
    about = await about_request(desk, request)
    told = notices.request_sent(about, named(group.preschool.name), group.name)
    desk.outgoing += await tell_family(desk, request.application_id, told, subject_of(request.application_id))
    desk.outgoing += await announce_request(desk, request)


def _others(offer: Offer, group: OfferedGroup | None) -> Outcome:
    """The chosen place has gone, or none was chosen: what there is instead."""
    if not offer.open or (group is None and offer.only_refusers):
        return _elsewhere(NOTHING_ELSE if offer.open else NOTHING_LEFT, Go("waiting", {"voucher": offer.voucher}))
    if group is not None and offer.places(group.preschool.bin):
        return Refused(GROUP_TAKEN, at="group")
    return Refused(TAKEN, at="preschool")


def _elsewhere(why: Text, go: Go) -> Outcome:
    return Fine(Finish(notes=(Message(why),), then=go))


async def _card(desk: Desk, request: EnrolmentRequest) -> RequestCard:
    voucher = await desk.uow.vouchers.get(request.voucher_id)
    preschool = await desk.uow.catalogue.get(request.preschool_bin)
    assert voucher is not None and preschool is not None
    return RequestCard(
        request.id,
        request.number,
        request.voucher_id,
        request.application_id,
        request.state,
        request.sent_at,
        (await preschool_cards(desk.uow, [preschool]))[0],
        (await desk.uow.places.names([request.group_id]))[request.group_id],
        await _cancellable(desk, request, voucher),
    )


async def _cancellable(desk: Desk, request: EnrolmentRequest, voucher: StoredVoucher) -> bool:
    """Whether the choice can be changed now, by the rules of the request and of its voucher."""
    rules = voucher_rules((await judged(desk, voucher)).office)
    facts = RequestFacts(Actor.PARENT, desk.now, voucher.voucher.state, sent_at=request.sent_at)
    act = Act(VoucherAction.REQUEST_CANCELLED, Actor.PARENT, desk.actor)
    try:
        request_step(request.state, RequestAction.CANCEL, facts, rules)
        gaps = await outages_of(desk, voucher, request)
        voucher_step(voucher.voucher, act.action, act.facts(request, desk.now, gaps), rules)
    except (RequestNotAllowed, VoucherNotAllowed):
        return False
    return request.state in OPEN_REQUEST
