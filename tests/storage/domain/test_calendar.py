"""Declared days and outages: what moves deadlines from outside."""

from __future__ import annotations

import datetime as dt

import pytest

from enrolment.term_ends import Outage
from enrolment.terms import Name
from enrolment.working_days import Calendar, Override
from storage.calendar_overrides import CalendarEntry
from storage.database import Database
from storage.uow import Uow
from tests.storage.domain.families import NOW, later
from tests.storage.domain.racing import race

FEAST = Override(dt.date(2026, 9, 2), works=False, name=Name("Қала күні", "День города", "День города"))
WORKED = Override(dt.date(2026, 9, 5), works=True)


@pytest.mark.rule("E-7")
async def test_declared_days_reach_the_working_calendar(database: Database) -> None:
    async with database.transaction("test") as uow:
        assert await uow.calendar.all() == ()
        await uow.calendar.set(WORKED, "Постановление № 7", "staff:1", NOW)
        await uow.calendar.set(FEAST, "Приказ № 1", "staff:1", NOW)
        assert await uow.calendar.all() == (FEAST, WORKED)
        deadline = Calendar(await uow.calendar.all()).deadline(NOW, 3)
    assert deadline.at.date() == dt.date(2026, 9, 5)


async def test_a_day_is_declared_anew_and_taken_back(database: Database) -> None:
    async with database.transaction("test") as uow:
        await uow.calendar.set(FEAST, "Приказ № 1", "staff:1", NOW)
        again = Override(FEAST.date, works=True)
        await uow.calendar.set(again, "Приказ № 2", "staff:2", later(hours=1))
        assert await uow.calendar.entries() == [CalendarEntry(again, "Приказ № 2", "staff:2", later(hours=1))]
        assert await uow.calendar.remove(FEAST.date)
        assert not await uow.calendar.remove(FEAST.date)
        assert await uow.calendar.all() == ()


async def test_every_change_has_another_version(database: Database) -> None:
    async def version(uow: Uow) -> int:
        return await uow.calendar.version()

    async with database.transaction("test") as uow:
        versions = [await version(uow)]
        await uow.calendar.set(FEAST, "Приказ № 1", "staff:1", NOW)
        versions.append(await version(uow))
        await uow.calendar.set(WORKED, "Приказ № 2", "staff:1", NOW)
        versions.append(await version(uow))
        await uow.calendar.remove(WORKED.date)
        await uow.calendar.remove(WORKED.date)
        versions.append(await version(uow))
    assert versions == [0, 1, 2, 3]


async def test_two_administrators_at_once_are_two_versions(database: Database) -> None:
    async def declares(uow: Uow, day: int) -> int:
        await uow.calendar.set(Override(dt.date(2026, 9, day), works=False), "Приказ", "staff:1", NOW)
        return await uow.calendar.version()

    assert await race(database, lambda uow: declares(uow, 1), lambda uow: declares(uow, 2)) == (1, 2)


@pytest.mark.rule("E-6")
async def test_a_silence_that_is_too_long_is_an_outage(database: Database) -> None:
    silence = dt.timedelta(minutes=5)
    async with database.transaction("test") as uow:
        assert await uow.outages.alive(NOW, silence) is None
        assert await uow.outages.alive(later(minutes=5), silence) is None
        night = Outage(later(minutes=5), later(hours=9))
        assert await uow.outages.alive(later(hours=9), silence) == night
        assert await uow.outages.alive(later(hours=9, minutes=1), silence) is None
        day = Outage(later(hours=9, minutes=1), later(hours=20))
        assert await uow.outages.alive(later(hours=20), silence) == day
        assert await uow.outages.gaps(NOW) == (night, day)
        assert await uow.outages.gaps(later(hours=10)) == (day,)


async def test_a_clock_that_went_back_is_no_outage(database: Database) -> None:
    async with database.transaction("test") as uow:
        await uow.outages.alive(later(hours=1))
        assert await uow.outages.alive(NOW) is None
        assert await uow.outages.alive(later(hours=1, minutes=1)) is None
        assert await uow.outages.gaps(NOW) == ()


async def test_two_processes_that_come_back_at_once_note_one_outage(database: Database) -> None:
    async with database.transaction("evening") as uow:
        await uow.outages.alive(NOW)

    async def comes_back(uow: Uow) -> Outage | None:
        return await uow.outages.alive(later(hours=8))

    assert await race(database, comes_back, comes_back) == (Outage(NOW, later(hours=8)), None)
    async with database.reading() as uow:
        assert len(await uow.outages.gaps(NOW)) == 1
