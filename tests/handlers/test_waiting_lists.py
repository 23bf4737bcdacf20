"""Waiting for a place in a full kindergarten, and kindergartens that close. V13, N18, edge 16."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.enrol_effects import CancelRequest, JoinWaitingList, LeaveWaitingList, RefuseRequest
from dialogs.voucher_effects import DeclineVoucher
from enrolment.enrolment_request import RequestState
from enrolment.preschools import Group
from enrolment.voucher_states import VoucherState
from handlers.place_news import note_places
from handlers.telling import Moment
from tests.handlers.kindergartens import (
    AIGUL,
    BOTA,
    asks,
    city,
    employee,
    kindergarten,
    left,
    opens,
    request_of,
    rows_of_request,
)
from tests.handlers.staff.people import does
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import accepted, again, fires, moment, passes, rows_of, told

PLACE = "A place has appeared in a kindergarten of your waiting list: Детский сад «Бота»."


async def waits(town: Town, chat: str) -> tuple[Phone, int]:
    """A family on the list of the full kindergarten, everything read."""
    phone, one = await accepted(town, chat)
    await does(town, phone, JoinWaitingList(one.id, BOTA))
    return phone.forgets(), one.id


async def full_city(town: Town) -> tuple[Phone, int]:
    """The only place is another family's, which may give it back."""
    await city(town, kindergarten())
    await opens(town)
    phone, one = await asks(town, "1000")
    return phone, (await request_of(town, one)).id


async def test_V13_a_family_joins_the_list_of_a_full_kindergarten_and_leaves_it(town: Town) -> None:
    await full_city(town)
    phone, one = await accepted(town)
    before = one.voucher.deadline
    await phone.says("menu")
    await phone.picks("My vouchers")
    await phone.picks("Арман")
    await phone.picks("Waiting lists")
    phone.hears("1 kindergarten fits but is full.", "A waiting list does not prolong the voucher", "«Бота»")
    await phone.picks("Бота")
    phone.hears("There is no open place for your child here now.", "[Join the list]")
    await phone.picks("Join the list")
    phone.hears("Done. When a place for your child appears there, I write to you.")
    await phone.picks("Бота")
    await phone.picks("Leave the list")
    phone.hears("Done. You are not on that list any more.")
    assert (await again(town, one)).voucher.deadline == before
    assert await rows_of(town, one) == ["V1", "V3", "V13", "V13"]


async def test_V13_a_place_that_is_given_back_is_told_in_the_order_of_the_queue(town: Town) -> None:
    giver, request = await full_city(town)
    first, _one = await waits(town, "1001")
    town.clock.move(minutes=1)
    second, _two = await waits(town, "1002")
    await does(town, giver, CancelRequest(request))
    await fires(town)
    first.hears(PLACE, "Child: Арман.", "[Choose kindergarten]")
    second.hears_not(PLACE)
    await first.picks("Choose kindergarten")
    await first.picks("Confirm")
    first.hears("The request is sent.")
    assert "N18" in await told(town, first)


async def test_V13_after_a_refusal_and_after_an_expired_voucher_those_who_wait_are_told(town: Town) -> None:
    _giver, request = await full_city(town)
    saule = await employee(town)
    first, voucher = await waits(town, "1001")
    await does(town, saule, RefuseRequest(request, "other", "The certificate has expired."))
    await fires(town)
    first.hears(PLACE)
    await first.picks("Choose kindergarten")
    await first.picks("Confirm")
    second, _two = await waits(town, "1002")
    async with town.database.reading() as uow:
        sent = await uow.requests.open_of_voucher(voucher)
    assert sent is not None
    await does(town, first, CancelRequest(sent.id))
    await fires(town)
    second.hears(PLACE)


async def test_V13_a_declined_voucher_that_named_no_kindergarten_leaves_its_place_to_those_who_wait(
    town: Town,
) -> None:
    await full_city(town)
    first, _one = await waits(town, "1001")
    other, two = await accepted(town, "1002")
    await opens(town)
    await does(town, other, DeclineVoucher(two.id))
    await fires(town)
    first.hears(PLACE)


async def test_V13_places_that_the_department_opens_are_told_one_family_each(town: Town) -> None:
    await full_city(town)
    phones = [(await waits(town, f"11{number:02}"))[0] for number in range(3)]
    await opens(town, count=2)
    async with town.database.transaction("opened") as uow:
        await note_places(Moment(uow, town.office, town.clock.now()), [BOTA])
    await fires(town)
    assert [PLACE in phone.last for phone in phones] == [True, True, False]
    async with town.database.transaction("again") as uow:
        await note_places(Moment(uow, town.office, town.clock.now()), [BOTA])
    for phone in phones:
        phone.forgets()
    await fires(town)
    assert [PLACE in phone.last for phone in phones] == [False, False, True]


async def test_V13_a_list_is_joined_only_where_the_kindergarten_fits_and_is_full(town: Town) -> None:
    await city(town, kindergarten(BOTA), kindergarten(AIGUL, Group("Кіші", 1, 2, 10)))
    await opens(town)
    phone, one = await accepted(town)
    for bin_ in (BOTA, AIGUL):
        await does(town, phone, JoinWaitingList(one.id, bin_))
    stranger, _other = await accepted(town, "1002")
    await does(town, stranger, JoinWaitingList(one.id, BOTA))
    await does(town, stranger, LeaveWaitingList(one.id, BOTA))
    async with town.database.reading() as uow:
        assert await uow.waiting_list.of(one.id) == []
    await phone.says("menu")
    await phone.picks("My vouchers")
    await phone.picks("Арман")
    await phone.picks("Waiting lists")
    phone.hears("No kindergarten that fits your child is full now.")


async def test_V11_an_expired_voucher_leaves_the_lists(town: Town) -> None:
    await full_city(town)
    phone, voucher = await waits(town, "1001")
    await passes(town, moment(1, 9, month=12))
    async with town.database.reading() as uow:
        one = await uow.vouchers.get(voucher)
        assert one is not None
        assert one.voucher.state is VoucherState.EXPIRED_UNUSED
        assert await uow.waiting_list.of(voucher) == []
    await does(town, phone, LeaveWaitingList(voucher, BOTA))


@pytest.mark.rule("E-16")
async def test_edge_16_a_closed_kindergarten_gives_the_family_its_time_back(town: Town) -> None:
    await city(town, kindergarten(BOTA), kindergarten(AIGUL))
    await opens(town)
    saule = await employee(town)
    phone, one = await asks(town)
    saule.forgets()
    await opens(town, AIGUL)
    await passes(town, moment(27, 12))
    phone.forgets()
    await city(town, kindergarten(AIGUL))
    phone.hears(
        "The kindergarten refused: Детский сад «Бота». Child: Арман.",
        "Reason: The kindergarten has closed or has fewer places.",
        "[Choose kindergarten]",
    )
    saule.hears("has ended")
    request = await request_of(town, one)
    assert request.state is RequestState.REFUSED
    assert await rows_of_request(town, request) == ["E1", "E2", "E3"]
    restored = await again(town, one)
    assert restored.voucher.deadline.at > one.voucher.deadline.at
    await phone.picks("Choose kindergarten")
    phone.hears("Kindergarten: Детский сад «Айгөлек»")


@pytest.mark.rule("E-16")
async def test_edge_16_of_fewer_places_those_who_asked_first_keep_theirs(town: Town) -> None:
    await city(town, kindergarten(BOTA, Group("Ортаңғы", 3, 4, 2)))
    await opens(town, count=2)
    first, one = await asks(town, "1001")
    town.clock.move(minutes=1)
    second, two = await asks(town, "1002")
    await city(town, replace(kindergarten(BOTA, Group("Ортаңғы", 3, 4, 1))))
    assert (await request_of(town, one)).open
    assert not (await request_of(town, two)).open
    first.hears_not("refused")
    second.hears("The kindergarten refused")
    assert await left(town) == [(0, 0)]
