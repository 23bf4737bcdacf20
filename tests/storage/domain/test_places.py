"""Places: opened by the department, reserved by the first who comes, and never lost by a new catalogue."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from enrolment.application_states import ApplicationState as State
from enrolment.application_states import Transition
from enrolment.distance import Point
from enrolment.enrolment_request_states import PlaceEffect, RequestState, RequestTransition
from enrolment.fitting import OpenGroup
from enrolment.preschools import Group
from enrolment.terms import InstructionLanguage, QueueType
from storage.database import Database
from storage.domain_tables import preschool_group
from storage.free_places import free_places
from storage.places import GroupPlaces, PlaceOpening
from storage.uow import Uow
from tests.storage.domain.families import NOW, Kindergarten, later
from tests.storage.domain.issuing import BOTA, OFFICER, group_with, voucher_for
from tests.storage.domain.racing import race
from tests.storage.domain.test_requests import sent

ENROLLED = Transition("A14", State.QUEUED, State.COMPLETED)
COMPLETED = RequestTransition("E8", RequestState.SENT, RequestState.COMPLETED, PlaceEffect.TAKEN)
ASTANA = replace(BOTA, bin="210560000005", locality="astana", lat=None, groups=(Group("Кіші", 1.5, 3, 5),))


async def counts(uow: Uow, bin_: str = BOTA.bin) -> dict[str, tuple[int, int]]:
    return {one.name: (one.free, one.opened) for one in await uow.places.of_preschool(bin_)}


async def test_nothing_is_open_before_the_department_opens_it(database: Database) -> None:
    async with database.transaction("test") as uow:
        group = await group_with(uow, 0)
        assert await uow.places.of_preschool(BOTA.bin) == [GroupPlaces(group, BOTA.bin, "Ересек", 3, 6, 10, 10, 0)]
        assert not await uow.places.reserve(group)
        assert await uow.places.open(group, 7, OFFICER, NOW)
        assert not await uow.places.open(group, 4, OFFICER, NOW)
        assert await uow.places.open(group, 3, OFFICER, later(hours=1))
        assert await counts(uow) == {"Ересек": (10, 10)}


async def test_open_places_can_be_taken_back_and_all_of_it_is_written_down(database: Database) -> None:
    async with database.transaction("test") as uow:
        group = await group_with(uow, 3)
        assert not await uow.places.close(group, 4, OFFICER, NOW)
        assert await uow.places.close(group, 2, "staff:2", later(hours=1))
        assert await counts(uow) == {"Ересек": (10, 1)}
        assert await uow.places.openings(group) == [
            PlaceOpening(group, -2, "staff:2", later(hours=1)),
            PlaceOpening(group, 3, OFFICER, NOW),
        ]


async def test_the_open_groups_say_whom_they_fit(database: Database) -> None:
    async with database.transaction("test") as uow:
        await uow.catalogue.replace([BOTA, ASTANA], NOW)
        (here,) = await uow.places.open_groups("almaty")
        everywhere = await uow.places.open_groups()
        assert await uow.places.open(here.id, 2, OFFICER, NOW)
        assert await uow.places.open_groups("almaty") == [replace(here, free=2)]
        assert (await uow.places.open_at(here.preschool), await uow.places.open_at("990240000000")) == (2, 0)
        assert await uow.places.group(here.id) == replace(here, free=2)
        assert await uow.places.group(1) is None
    languages = (InstructionLanguage.KAZAKH, InstructionLanguage.RUSSIAN)
    types = (QueueType.GENERAL, QueueType.SANATORIUM)
    assert here == OpenGroup(here.id, BOTA.bin, "almaty", types, languages, 3, 6, 0, Point(43.24, 76.9))
    assert [one.point for one in everywhere] == [Point(43.24, 76.9), None]


async def test_a_group_has_its_name_also_when_it_is_closed(database: Database) -> None:
    async with database.transaction("test") as uow:
        group = await group_with(uow, 0)
        await uow.catalogue.replace([], NOW)
        assert await uow.places.names([group, 1]) == {group: "Ересек"}


async def test_a_reserved_place_is_neither_free_nor_open_until_it_is_given_back(database: Database) -> None:
    async with database.transaction("test") as uow:
        group = await group_with(uow, 3)
        assert await uow.places.reserve(group)
        assert await uow.places.reserve(group, 2)
        assert not await uow.places.reserve(group)
        assert await counts(uow) == {"Ересек": (7, 0)}
        await uow.places.release(group)
        assert await counts(uow) == {"Ересек": (8, 1)}
        assert await free_places(uow, [BOTA.bin]) == {BOTA.bin: 8}


async def test_no_place_is_given_back_that_nobody_took(database: Database) -> None:
    async with database.transaction("test") as uow:
        group = await group_with(uow, 3)
        with pytest.raises(ValueError, match="no place"):
            await uow.places.release(group)


@pytest.mark.rule("E-15")
async def test_of_a_hundred_who_race_for_one_place_one_gets_it(database: Database) -> None:
    async with database.transaction("open") as uow:
        group = await group_with(uow, 1)

    async def parent() -> bool:
        async with database.transaction("choose") as uow:
            return await uow.places.reserve(group)

    async with asyncio.timeout(60):
        won = await asyncio.gather(*(parent() for _ in range(100)))
    async with database.reading() as uow:
        assert await counts(uow) == {"Ересек": (9, 0)}
    assert won.count(True) == 1


async def test_who_takes_a_turn_sees_what_the_one_before_left(database: Database) -> None:
    async with database.transaction("open") as uow:
        group = await group_with(uow, 1)

    async def left(uow: Uow) -> int:
        await uow.places.take_turn("almaty", "astana")
        ((_, opened),) = (await counts(uow)).values()
        await uow.places.reserve(group)
        return opened

    assert await race(database, left, left) == (1, 0)


async def test_turns_in_other_localities_do_not_wait(database: Database) -> None:
    async with asyncio.timeout(20):
        async with database.transaction("almaty") as uow:
            await uow.places.take_turn("almaty")
            if database.dialect == "postgresql":
                async with database.transaction("astana") as other:
                    await other.places.take_turn("astana")


async def test_a_new_catalogue_never_brings_back_a_reserved_place(database: Database) -> None:
    async with database.transaction("test") as uow:
        group = await group_with(uow, 6)
        assert await uow.places.reserve(group, 4)
        for places, left in ((12, (8, 2)), (5, (1, 1)), (3, (-1, 0)), (4, (0, 0)), (9, (5, 0))):
            changed = replace(BOTA, groups=(Group("Ересек", 3, 6, places),))
            await uow.catalogue.replace([changed], later(hours=places))
            assert await counts(uow) == {"Ересек": left}


async def test_more_taken_than_there_are_counts_as_no_free_place_and_a_leaver_opens_none(database: Database) -> None:
    async with database.transaction("test") as uow:
        group = await group_with(uow, 6)
        assert await uow.places.reserve(group, 4)
        await uow.catalogue.replace([replace(BOTA, groups=(Group("Ересек", 3, 6, 2),))], NOW)
        assert await free_places(uow, [BOTA.bin]) == {BOTA.bin: 0}
        assert not await uow.places.open(group, 1, OFFICER, NOW)
        for left in ((-1, 0), (0, 0), (1, 1)):
            await uow.places.release(group)
            assert await counts(uow) == {"Ересек": left}


@pytest.mark.rule("E-16")
async def test_a_closed_preschool_has_nothing_open_and_opens_nothing_when_it_comes_back(database: Database) -> None:
    async with database.transaction("test") as uow:
        group = await group_with(uow, 6)
        assert await uow.places.reserve(group)
        await uow.catalogue.replace([], NOW)
        assert await uow.places.open_groups() == []
        assert not await uow.places.reserve(group)
        assert not await uow.places.open(group, 1, OFFICER, NOW)
        found = await uow.places.group(group)
        assert found is not None
        assert found.free == 0
        await uow.places.release(group)
        await uow.catalogue.replace([BOTA], NOW)
        assert await counts(uow) == {"Ересек": (10, 0)}


async def test_a_group_that_left_the_catalogue_opens_nothing_when_it_comes_back(database: Database) -> None:
    async with database.transaction("test") as uow:
        group = await group_with(uow, 6)
        assert await uow.places.reserve(group, 2)
        await uow.catalogue.replace([replace(BOTA, groups=())], NOW)
        assert await uow.places.open_groups() == []
        await uow.places.release(group)
        await uow.catalogue.replace([BOTA], NOW)
        assert await counts(uow) == {"Ересек": (9, 0)}


async def test_the_database_itself_refuses_more_open_than_free(database: Database) -> None:
    async with database.transaction("open") as uow:
        group = await group_with(uow, 6)
    for opened in (11, -1):
        with pytest.raises(IntegrityError):
            async with database.transaction("by hand") as uow:
                by_hand = preschool_group.update().where(preschool_group.c.id == group).values(opened=opened)
                await uow.connection.execute(by_hand)


async def test_a_preschool_counts_its_free_places_itself(database: Database) -> None:
    async with database.transaction("test") as uow:
        group = await group_with(uow, 6)
        assert await uow.places.declare_free(group, 7, "staff:3", later(hours=1))
        assert await counts(uow) == {"Ересек": (7, 6)}
        assert await uow.places.declare_free(group, 4, "staff:3", later(hours=2))
        assert await counts(uow) == {"Ересек": (4, 4)}
        assert (await uow.places.openings(group))[0] == PlaceOpening(group, -2, "staff:3", later(hours=2))
        for wrong in (11, -1):
            assert not await uow.places.declare_free(group, wrong, "staff:3", NOW)
        assert not await uow.places.declare_free(1, 1, "staff:3", NOW)


async def test_no_count_gives_away_a_place_that_somebody_has(database: Database) -> None:
    async with database.transaction("test") as uow:
        one = await sent(uow)
        group = one.group_id
        kindergarten = Kindergarten(uow, 10)
        referred = voucher_for(await kindergarten.applies(), "2026-000010", group_id=group)
        both = await sent(uow, 20)
        twice = await uow.vouchers.get(both.voucher_id)
        assert twice is not None
        await uow.vouchers.save(replace(twice, group_id=group))
        await uow.vouchers.add(referred)
        assert await uow.places.reserve(group, 3)
        assert not await uow.places.declare_free(group, 8, "staff:3", NOW)
        assert await uow.places.declare_free(group, 7, "staff:3", NOW)
        enrolled = await uow.requests.move(one, COMPLETED, NOW)
        assert await uow.places.declare_free(group, 8, "staff:3", NOW), "its application is not completed"
        application = await uow.applications.get(enrolled.application_id)
        assert application is not None
        await uow.applications.move(application, ENROLLED, NOW)
        assert not await uow.places.declare_free(group, 8, "staff:3", NOW)
