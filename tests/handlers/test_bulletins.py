"""The bulletin of free places: at its time, once a working day, after any silence, for anybody. S1-05, B.6."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from dialogs.kindergarten_queries import BulletinSheet, ReadBulletin
from enrolment.preschools import Group
from enrolment.profile_terms import Bulletin
from enrolment.working_days import ALMATY, Override
from handlers.book import answer
from handlers.bulletins import schedule
from handlers.review_deadlines import fire_deadlines
from tests.handlers.kindergartens import AIGUL, BOTA, city, kindergarten
from tests.handlers.neighbours import newcomer
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import moment

pytestmark = pytest.mark.rule("S1-05")
SMALL, BIG = Group("Кіші", 2, 3, 4), Group("Ересек", 3, 6, 7)


@pytest.fixture
async def reader(town: Town) -> Phone:
    """A guest in a city with two kindergartens, on Sunday evening, the program just started."""
    phone = await newcomer(town)
    town.clock.moment = moment(22, 20)
    await city(town, kindergarten(BOTA, SMALL, BIG), kindergarten(AIGUL, BIG, address_ru="пр. Абая, 11"))
    await start(town)
    return phone


async def start(town: Town) -> None:
    async with town.database.transaction("start") as uow:
        await schedule(uow, town.office)
    await fires(town)


async def fires(town: Town) -> int:
    return await fire_deadlines(town.database, town.office, 50)


async def at(town: Town, when: dt.datetime) -> None:
    """It is then, and what is due has fired."""
    town.clock.moment = when
    await fires(town)


async def read(town: Town, phone: Phone, locality: str = "almaty", sheet: int = 0) -> BulletinSheet:
    found = await town.at_desk(phone, lambda desk: answer(desk, ReadBulletin(locality, sheet)))
    assert isinstance(found, BulletinSheet)
    return found


async def takes_all(town: Town, bin_: str) -> None:
    async with town.database.transaction("declared") as uow:
        for group in await uow.places.of_preschool(bin_):
            assert await uow.places.declare_free(group.id, 0, "staff:1", town.clock.now())


async def test_it_is_published_at_its_time_and_stands_until_the_next_one(town: Town, reader: Phone) -> None:
    await at(town, moment(23, 6, 59))
    assert (await read(town, reader)).published_at == moment(22, 20)
    await at(town, moment(23, 7))
    sheet = await read(town, reader)
    assert (sheet.published_at, sheet.next_at) == (moment(23, 7), moment(24, 7))
    assert (sheet.preschools, sheet.free) == (2, 18)
    assert [row.card.bin for row in sheet.rows] == [BOTA, AIGUL]
    assert [(group.min_age, group.free) for group in sheet.rows[0].groups] == [(2, 4), (3, 7)]
    await takes_all(town, AIGUL)
    assert replace(await read(town, reader), rows=()) == replace(sheet, rows=())
    await at(town, moment(24, 7))
    assert (await read(town, reader)).preschools == 1


async def test_a_second_firing_on_the_same_day_changes_nothing(town: Town, reader: Phone) -> None:
    await at(town, moment(23, 7))
    await takes_all(town, AIGUL)
    async with town.database.transaction("again") as uow:
        await uow.deadlines.set("bulletin", "publish_bulletin", moment(23, 8))
    await at(town, moment(23, 8))
    sheet = await read(town, reader)
    assert (sheet.published_at, sheet.preschools, sheet.next_at) == (moment(23, 7), 2, moment(24, 7))


async def test_after_a_silence_of_days_one_is_published_with_its_real_time(town: Town, reader: Phone) -> None:
    await at(town, moment(23, 7))
    await at(town, moment(26, 13, 20))
    sheet = await read(town, reader)
    assert (sheet.published_at, sheet.next_at) == (moment(26, 13, 20), moment(27, 7))
    assert await fires(town) == 0
    async with town.database.reading() as uow:
        days = [day for day in (23, 24, 25, 26) if await uow.bulletins.published(dt.date(2026, 11, day))]
        assert days == [23, 26]


async def test_a_restart_publishes_nothing_twice_and_keeps_the_time(town: Town, reader: Phone) -> None:
    await at(town, moment(23, 7))
    await takes_all(town, AIGUL)
    town.clock.moment = moment(23, 9)
    await start(town)
    assert (await read(town, reader)).preschools == 2
    async with town.database.reading() as uow:
        assert [one.due_at for one in await uow.deadlines.of("bulletin")] == [moment(24, 7)]


async def test_a_missing_bulletin_is_published_at_the_start(town: Town) -> None:
    phone = await newcomer(town)
    assert (await read(town, phone)).published_at is None
    await city(town, kindergarten(BOTA, SMALL))
    await start(town)
    sheet = await read(town, phone)
    assert (sheet.published_at, sheet.free, sheet.next_at) == (moment(23, 10), 4, moment(24, 7))


async def test_on_days_off_there_is_none(town: Town, reader: Phone) -> None:
    await at(town, moment(27, 7))
    await takes_all(town, AIGUL)
    for day in (28, 29):
        await at(town, moment(day, 7))
        sheet = await read(town, reader)
        assert (sheet.published_at, sheet.preschools, sheet.next_at) == (moment(27, 7), 2, moment(30, 7))
    await at(town, moment(30, 7))
    assert (await read(town, reader)).preschools == 1


async def test_a_saturday_that_is_declared_a_working_day_has_one(town: Town, reader: Phone) -> None:
    await at(town, moment(27, 7))
    async with town.database.transaction("declared") as uow:
        await uow.calendar.set(Override(dt.date(2026, 11, 28), works=True), "order 12", "staff:1", town.clock.now())
    await at(town, moment(28, 7))
    assert (await read(town, reader)).published_at == moment(28, 7)


async def test_one_that_opens_the_next_morning_is_read_then(town: Town, reader: Phone) -> None:
    rules = Bulletin(publish_at=dt.time(18), open_at=dt.time(5, 30))
    town.office = replace(town.office, profile=replace(town.office.profile, bulletin=rules))
    await start(town)
    before = await read(town, reader)
    await at(town, moment(23, 18))
    assert (await read(town, reader)).published_at == before.published_at
    assert (await read(town, reader)).next_at == moment(24, 5, 30)
    await at(town, moment(24, 5, 30))
    sheet = await read(town, reader)
    assert (sheet.published_at, sheet.next_at) == (moment(23, 18), moment(25, 5, 30))


async def test_another_city_and_a_page_beyond_the_last_are_empty(town: Town, reader: Phone) -> None:
    await at(town, moment(23, 7))
    assert (await read(town, reader, "astana")).preschools == 0
    assert (await read(town, reader, sheet=1)).rows == ()


async def test_a_kindergarten_that_was_closed_since_is_still_in_it(town: Town, reader: Phone) -> None:
    await at(town, moment(23, 7))
    await city(town, kindergarten(BOTA, SMALL, BIG))
    assert [row.card.bin for row in (await read(town, reader)).rows] == [BOTA, AIGUL]


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_a_guest_reads_it(town: Town, reader: Phone, channel: str) -> None:
    await at(town, moment(23, 7))
    guest = await newcomer(town, "+77010000002", channel=channel)
    await guest.picks("Kindergartens")
    await guest.picks("Bulletin of places")
    guest.hears("Bulletin of free places · Almaty", "Published: 23 November, Monday, 07:00.", "Детский сад «Бота»")
    guest.hears("18 free places in 2 kindergartens", "The next bulletin: 24 November, Tuesday, 07:00.")
    assert town.clock.now().tzinfo is ALMATY
