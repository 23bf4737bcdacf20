"""A family chooses a kindergarten: what fits, the place that is kept, the request, and another choice. G.3 E1, E4."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update

from dialogs.enrol_effects import CancelRequest, SendRequest
from enrolment.enrolment_request import RequestState
from enrolment.preschools import Group
from enrolment.terms import InstructionLanguage, QueueType
from enrolment.voucher_states import Actor, VoucherAction, VoucherState
from handlers.vouchers import Act
from storage.place_tables import voucher
from storage.stored_voucher import StoredVoucher, sealed_birthday
from tests.handlers.kindergartens import (
    AIGUL,
    BOTA,
    MIDDLE,
    TULIP,
    asks,
    chooses,
    city,
    employee,
    kindergarten,
    left,
    opens,
    request_of,
    rows_of_request,
)
from tests.handlers.staff.people import does
from tests.handlers.town import Town
from tests.handlers.vouchers import accepted, acts, again, family, moment, passes, told


@pytest.mark.rule("S3-49")
@pytest.mark.rule("S3-50")
@pytest.mark.rule("S3-51")
async def test_E1_a_family_chooses_kindergarten_and_group_and_the_place_is_kept(town: Town) -> None:
    await city(town, kindergarten(BOTA, MIDDLE, Group("Аралас", 2, 6, 10)), kindergarten(AIGUL))
    saule = await employee(town)
    await opens(town, BOTA, 2, 0)
    await opens(town, BOTA, 1, 1)
    await opens(town, AIGUL, 1)
    phone, one = await accepted(town)
    await chooses(phone)
    phone.hears(
        "Which kindergarten? These have an open place that fits your child.",
        "[Детский сад «Бота»]",
        "[Детский сад «Айгөлек»]",
    )
    await phone.picks("Бота")
    phone.hears("Детский сад «Бота»", "Address: пр. Абая, 10", "Which group?", "[Аралас]", "[Ортаңғы]")
    await phone.picks("Ортаңғы")
    phone.hears("Бота», пр. Абая, 10, electronic contract", "Group: Ортаңғы, 1 open place", "[Confirm]")
    await phone.picks("Confirm")
    phone.hears(
        "The request is sent. Child: Арман.",
        "Status: “Wait for the contract from the kindergarten”.",
        "Kindergarten: Детский сад «Бота», group: Ортаңғы.",
        "Wait for the contract from the kindergarten",
        "[Change my choice]",
    )
    assert sorted(await left(town)) == [(10, 2), (19, 0)]
    request = await request_of(town, one)
    assert (request.state, request.number) == (RequestState.SENT, "E-2026-000001")
    assert await rows_of_request(town, request) == ["E1"]
    saule.hears("Request E-2026-000001 · waits since", "Child: Арман, 3 years, boy.", "Group: Ортаңғы.", "Answer by")
    saule.hears_not("Серіков")
    await phone.says("menu")
    for label in ("My vouchers", "Арман", "To my calendar"):
        await phone.picks(label)
    phone.hears("It is to answer by Tuesday, 24 November, 23:59 (1 working day left).", "<balapan.ics>")


async def test_E1_only_what_fits_is_offered_the_wanted_ones_first_and_then_by_name(town: Town) -> None:
    unfit = (
        kindergarten("150140000101", queue_types=(QueueType.SANATORIUM,)),
        kindergarten("150140000102", languages=(InstructionLanguage.RUSSIAN,)),
        kindergarten("150140000103", Group("Кіші", 1, 3, 20)),
        kindergarten("150140000104", locality="astana"),
        kindergarten("150140000105"),
    )
    await city(town, kindergarten(BOTA), kindergarten(AIGUL), kindergarten(TULIP), *unfit)
    for bin_ in (BOTA, AIGUL, TULIP, *(one.bin for one in unfit[:4])):
        await opens(town, bin_)
    wishes = {"language": "kk", "preschools": [TULIP]}
    phone, _one = await accepted(town, details=wishes)
    await chooses(phone)
    offered = [choice.label for choice in phone.heard[-1].choices]
    assert offered == ["Детский сад «Тюльпан»", "Детский сад «Айгөлек»", "Детский сад «Бота»"]


async def test_E1_the_nearest_to_the_most_wanted_come_next(town: Town) -> None:
    await city(
        town,
        kindergarten(BOTA, lat=43.2, lon=76.8),
        kindergarten(AIGUL, lat=43.4, lon=77.0),
        kindergarten(TULIP, lat=43.21, lon=76.8),
    )
    for bin_ in (AIGUL, TULIP):
        await opens(town, bin_)
    phone, _one = await accepted(town, details={"language": "kk", "preschools": [BOTA]})
    await chooses(phone)
    assert [choice.label for choice in phone.heard[-1].choices] == ["Детский сад «Тюльпан»", "Детский сад «Айгөлек»"]


async def test_E1_nothing_is_chosen_with_a_voucher_that_is_not_confirmed_or_has_a_request(town: Town) -> None:
    await city(town, kindergarten())
    group = await opens(town, count=2)
    phone, one = await family(town)
    await phone.picks("Details")
    phone.hears_not("Choose kindergarten")
    await does(town, phone, SendRequest(one.id, group.id, True))
    assert await left(town) == [(20, 2)]
    await phone.picks("Accept voucher")
    await does(town, phone, SendRequest(one.id, group.id, True))
    await does(town, phone, SendRequest(one.id, group.id, True))
    assert await left(town) == [(19, 1)]
    stranger, _other = await accepted(town, "1002")
    await does(town, stranger, SendRequest(one.id, group.id, True))
    assert await left(town) == [(19, 1)]


@pytest.mark.rule("E-4")
async def test_edge_4_a_choice_begun_in_time_and_confirmed_too_late_changes_nothing(town: Town) -> None:
    await city(town, kindergarten())
    await opens(town)
    phone, one = await accepted(town)
    await chooses(phone)
    town.clock.moment = one.voucher.deadline.at.replace(microsecond=0)
    await passes(town, moment(4, month=12), timers=False)
    await phone.picks("Confirm")
    phone.hears("With this voucher nothing can be chosen now")
    assert await left(town) == [(20, 1)]


@pytest.mark.rule("E-15")
async def test_edge_15_who_comes_second_is_shown_the_next_kindergartens(town: Town) -> None:
    await city(town, kindergarten(BOTA), kindergarten(AIGUL))
    await opens(town, BOTA)
    await opens(town, AIGUL)
    first, _one = await accepted(town, "1001")
    second, other = await accepted(town, "1002")
    for phone in (first, second):
        await chooses(phone)
        await phone.picks("Бота")
    await first.picks("Confirm")
    first.hears("The request is sent.")
    await second.picks("Confirm")
    second.hears("The last place there has just been taken.", "[Детский сад «Айгөлек»]")
    assert "[Детский сад «Бота»]" not in second.last
    await second.picks("Айгөлек")
    await second.picks("Confirm")
    second.hears("The request is sent.", "«Айгөлек»")
    assert (await request_of(town, other)).preschool_bin == AIGUL


async def test_edge_15_another_group_of_the_same_kindergarten_is_the_first_thing_to_offer(town: Town) -> None:
    await city(town, kindergarten(BOTA, MIDDLE, Group("Аралас", 2, 6, 10)))
    await opens(town, BOTA, 1, 0)
    await opens(town, BOTA, 1, 1)
    first, _one = await accepted(town, "1001")
    second, _other = await accepted(town, "1002")
    for phone in (first, second):
        await chooses(phone)
        await phone.picks("Ортаңғы")
    await first.picks("Confirm")
    await second.picks("Confirm")
    second.hears("The last place in this group has just been taken.", "[Аралас]")
    await second.picks("Аралас")
    await second.picks("Confirm")
    second.hears("The request is sent.", "Аралас")
    assert [opened for _free, opened in await left(town)] == [0, 0]


async def test_edge_15_where_nothing_is_left_the_waiting_lists_are_shown(town: Town) -> None:
    await city(town, kindergarten())
    await opens(town)
    first, _one = await accepted(town, "1001")
    second, _other = await accepted(town, "1002")
    for phone in (first, second):
        await chooses(phone)
    await first.picks("Confirm")
    await second.picks("Confirm")
    second.hears("No kindergarten has an open place that fits your child now.", "[Детский сад «Бота»]")
    second.hears("1 kindergarten fits")


async def grows(town: Town, one: StoredVoucher, born: date) -> None:
    """The child of that voucher was born on another day."""
    async with town.database.transaction("born") as uow:
        sealed = sealed_birthday(uow.sealer, one.id, born)
        await uow.connection.execute(update(voucher).where(voucher.c.id == one.id).values(born=sealed))


async def test_E1_nobody_takes_a_place_that_another_voucher_needs(town: Town) -> None:
    older = Group("Ересек", 4, 6, 20)
    await city(
        town, kindergarten(BOTA, Group("Аралас", 3, 6, 5)), kindergarten(AIGUL, Group("Ортаңғы", 3, 4, 5), older)
    )
    await opens(town, BOTA)
    await opens(town, AIGUL)
    phone, _one = await accepted(town, "1001")
    _other, big = await accepted(town, "1002")
    await grows(town, big, date(2021, 3, 15))
    await chooses(phone)
    phone.hears("Ортаңғы").hears_not("Бота")


async def test_E1_where_places_were_lost_whoever_comes_first_is_served_first(town: Town) -> None:
    await city(town, kindergarten())
    await opens(town)
    phone, _one = await accepted(town, "1001")
    await accepted(town, "1002")
    await chooses(phone)
    await phone.picks("Confirm")
    phone.hears("The request is sent.")


async def test_E4_a_family_changes_its_choice_and_the_place_is_free_again(town: Town) -> None:
    await city(town, kindergarten())
    await opens(town)
    saule = await employee(town)
    phone, one = await asks(town)
    saule.forgets()
    await phone.says("menu")
    await phone.picks("My vouchers")
    await phone.picks("Арман")
    await phone.picks("Change my choice")
    phone.hears("you give up this place at once")
    await phone.picks("Cancel the request")
    phone.hears("Your choice is cancelled, and the place is free again. Child: Арман.", "[Choose kindergarten]")
    saule.hears("Request E-2026-000001 has ended")
    assert await left(town) == [(20, 1)]
    request = await request_of(town, one)
    assert request.state is RequestState.CANCELLED
    assert await rows_of_request(town, request) == ["E1", "E4"]
    assert "N27" in await told(town, phone)
    await phone.picks("Choose kindergarten")
    await phone.picks("Confirm")
    assert await left(town) == [(19, 0)]
    for label in ("menu", "0"):
        await phone.says(label)
    for label in ("My applications", "Арман", "History"):
        await phone.picks(label)
    what = [line.partition(" — ")[2] for line in phone.last.splitlines() if " — " in line]
    assert what == [
        "In the queue",
        "Voucher issued",
        "Voucher: it was confirmed",
        "Request sent to the kindergarten: Детский сад «Бота»",
        "The choice was taken back, the place is free again: Детский сад «Бота»",
        "Request sent to the kindergarten: Детский сад «Бота»",
    ]


async def test_E4_who_keeps_the_place_keeps_it(town: Town) -> None:
    await city(town, kindergarten())
    await opens(town)
    phone, one = await asks(town)
    await phone.says("menu")
    await phone.picks("My vouchers")
    await phone.picks("Арман")
    await phone.picks("Change my choice")
    await phone.picks("Leave it as it is")
    phone.hears("[Change my choice]")
    assert (await request_of(town, one)).open


async def test_E4_of_a_request_that_has_ended_or_is_not_ones_own_changes_nothing(town: Town) -> None:
    await city(town, kindergarten())
    await opens(town)
    phone, one = await asks(town)
    request = await request_of(town, one)
    stranger, _other = await accepted(town, "1002")
    await does(town, stranger, CancelRequest(request.id))
    assert (await request_of(town, one)).open
    await does(town, phone, CancelRequest(request.id))
    await does(town, phone, CancelRequest(request.id))
    assert await left(town) == [(20, 1)]


async def test_E5_with_the_voucher_the_request_ends_and_the_place_is_free(town: Town) -> None:
    await city(town, kindergarten())
    await opens(town)
    saule = await employee(town)
    _phone, one = await asks(town)
    saule.forgets()
    annul = Act(VoucherAction.ANNUL, Actor.DEPARTMENT, "staff:1", reason="a mistake")
    await acts(town, one, annul)
    assert (await again(town, one)).voucher.state is VoucherState.ANNULLED
    request = await request_of(town, one)
    assert request.state is RequestState.EXPIRED
    assert await rows_of_request(town, request) == ["E1", "E5"]
    assert await left(town) == [(20, 1)]
    saule.hears("Request E-2026-000001 has ended")
    async with town.database.reading() as uow:
        assert await uow.deadlines.of(f"request:{request.id}") == []


async def test_a_paper_request_of_a_referral_keeps_the_place_that_it_names(town: Town) -> None:
    await city(town, kindergarten(contract_channel="both"))
    group = await opens(town)
    profile = town.office.profile
    term = replace(profile.enrolment_term, choose_preschool=False)
    town.office = replace(town.office, profile=replace(profile, enrolment_term=term))
    phone, one = await accepted(town)
    async with town.database.transaction("referral") as uow:
        assert await uow.places.reserve(group.id)
        await uow.vouchers.save(replace(one, group_id=group.id))
    await chooses(phone)
    await phone.picks("Confirm")
    phone.hears("The request is sent.")
    assert await left(town) == [(19, 0)]
