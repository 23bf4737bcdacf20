"""The waiting lists of full kindergartens: joined, left, and who is told of a place, in the order of the queue. V13."""

from __future__ import annotations

from datetime import timedelta

from dialogs import enrol_notices as notices
from dialogs.enrol_effects import JoinWaitingList, LeaveWaitingList
from dialogs.inputs import Fine
from dialogs.message import Message
from dialogs.names import named
from dialogs.notices import About
from dialogs.page import Finish, Go
from enrolment.family import FamilyAct
from enrolment.voucher import VoucherNotAllowed
from enrolment.voucher_states import Actor, VoucherAction
from enrolment.working_days import ALMATY
from handlers.book import Outcome, performs
from handlers.desk import Desk
from handlers.family_access import let_in, voucher_for
from handlers.family_telling import tell_family
from handlers.moving import subject_of
from handlers.offers import offer_for
from handlers.place_news import PLACES, UNHELD, note_places
from handlers.review_deadlines import FIRES, Fired
from handlers.telling import Occasion, post
from handlers.voucher_acts import SYSTEM, Act
from handlers.vouchers import step
from locales.text import Text, _
from storage.waiting_list import WaitingPlace

AGAIN = timedelta(days=1)
JOINED = _("Done. When a place for your child appears there, I write to you.")
LEFT = _("Done. You are not on that list any more.")
NOT_NOW = _("This voucher cannot be on a waiting list now. Look at the application.")
HAS_PLACES = _("There is a place for your child there now. Choose it.")


@performs(JoinWaitingList)
@let_in(NOT_NOW, Go("vouchers"))
async def join(desk: Desk, effect: JoinWaitingList) -> Outcome:
    """Onto the list of a kindergarten that fits and is full."""
    voucher, role = await voucher_for(desk, effect.voucher, FamilyAct.CHOOSE)
    offer = await offer_for(desk, voucher)
    if offer is None:
        return _said(NOT_NOW, Go("vouchers"))
    lists = Go("waiting", {"voucher": voucher.id})
    if effect.bin not in {card.bin for card in offer.full}:
        return _said(HAS_PLACES if effect.bin in {card.bin for card in offer.open} else NOT_NOW, lists)
    try:
        async with desk.uow.savepoint():
            if await desk.uow.waiting_list.join(voucher.id, voucher.application_id, effect.bin, desk.now):
                act = Act(VoucherAction.JOIN_WAITING_LIST, role, desk.actor)
                await step(desk.uow, desk.office, voucher.id, act, desk.now)
    except VoucherNotAllowed:
        return _said(NOT_NOW, lists)
    return _said(JOINED, lists)


@performs(LeaveWaitingList)
@let_in(NOT_NOW, Go("vouchers"))
async def leave(desk: Desk, effect: LeaveWaitingList) -> Outcome:
    """Off the list."""
    voucher, role = await voucher_for(desk, effect.voucher, FamilyAct.CHOOSE)
    lists = Go("waiting", {"voucher": voucher.id})
    try:
        async with desk.uow.savepoint():
            if await desk.uow.waiting_list.leave(voucher.id, desk.now, effect.bin):
                act = Act(VoucherAction.LEAVE_WAITING_LIST, role, desk.actor)
                await step(desk.uow, desk.office, voucher.id, act, desk.now)
    except VoucherNotAllowed:
        return _said(NOT_NOW, lists)
    return _said(LEFT, lists)


async def tell_of_places(fired: Fired) -> None:
    """Tell as many families as the preschool has places, in the order of the queue, each at most once a day (N18)."""
    bin_ = fired.deadline.subject.partition(":")[2]
    waiting = await fired.uow.waiting_list.next_for(bin_)
    count = await fired.uow.places.open_at(bin_) if waiting else 0
    for one in waiting:
        if not count:
            break
        if one.told_at is not None and fired.now - one.told_at < AGAIN:
            continue
        if await _has_a_place(fired, one) and await _tell(fired, one):
            count -= 1


async def look_where(fired: Fired) -> None:
    """A voucher holds no place any more: the lists of the preschools with a place that fitted it are looked at."""
    voucher = await fired.uow.vouchers.get(fired.subject_id)
    assert voucher is not None
    wanted, today = voucher.wanted, fired.now.astimezone(ALMATY).date()
    waited_for = await fired.uow.waiting_list.preschools(wanted.locality)
    groups = await fired.uow.places.open_groups(wanted.locality) if waited_for else []
    fitting = {one.preschool for one in groups if one.free > 0 and one.suits(wanted, today)}
    await note_places(fired, waited_for & fitting)


FIRES |= {PLACES: tell_of_places, UNHELD: look_where}


async def _has_a_place(at: Occasion, one: WaitingPlace) -> bool:
    voucher = await at.uow.vouchers.get(one.voucher_id)
    offer = await offer_for(at, voucher, lambda group: group.preschool == one.bin) if voucher else None
    return offer is not None and bool(offer.places(one.bin))


async def _tell(at: Occasion, one: WaitingPlace) -> bool:
    try:
        async with at.uow.savepoint():
            act = Act(VoucherAction.PLACE_FREED, Actor.TIMER, SYSTEM)
            await step(at.uow, at.office, one.voucher_id, act, at.now)
    except VoucherNotAllowed:
        return False
    await at.uow.waiting_list.told(one.id, at.now)
    application = await at.uow.applications.get(one.application_id)
    preschool = await at.uow.catalogue.get(one.bin)
    assert application is not None and preschool is not None
    child = await at.uow.children.get(application.child_id)
    first_name = child.person.first_name if child else ""
    about = About(application.id, application.number, first_name, at.office.profile.place_instrument)
    name = named(preschool.name)
    told = notices.place_appeared(about, one.voucher_id, name)
    await post(at.uow, await tell_family(at, application.id, told, subject_of(application.id)))
    return True


def _said(what: Text, go: Go) -> Outcome:
    return Fine(Finish(notes=(Message(what),), then=go))
