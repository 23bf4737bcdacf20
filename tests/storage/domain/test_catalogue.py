"""The catalogue: replaced as a whole, its difference known before, nothing ever deleted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from enrolment.preschools import Group, Preschool
from enrolment.terms import InstructionLanguage, QueueType
from storage.catalogue import Catalogue, CatalogueDifference
from storage.database import Database
from storage.domain_tables import preschool, preschool_group
from storage.free_places import free_places, with_free_places
from tests.storage.domain.families import NOW, later

BOTA = Preschool(
    bin="150140000002",
    name_kk="«Бота» балабақшасы",
    name_ru="Детский сад «Бота»",
    locality="almaty",
    address_kk="Абай даңғылы, 10",
    address_ru="пр. Абая, 10",
    ownership="state",
    queue_types=(QueueType.GENERAL, QueueType.SANATORIUM),
    languages=(InstructionLanguage.KAZAKH, InstructionLanguage.RUSSIAN),
    contract_channel="electronic",
    lat=43.24,
    lon=76.9,
    groups=(Group("Кішкентай", 1.5, 3, 20), Group("Ересек", 3, 6, 25)),
)
AINA = replace(
    BOTA,
    bin="990240000000",
    name_ru="Детский сад «Айна»",
    queue_types=(QueueType.GENERAL,),
    languages=(InstructionLanguage.RUSSIAN,),
    fee=45000,
    lat=None,
    lon=None,
    groups=(Group("Ересек", 3, 6, 10),),
)


async def test_a_first_catalogue_is_all_new(database: Database) -> None:
    async with database.transaction("test") as uow:
        catalogue = Catalogue(uow)
        assert await catalogue.count() == 0
        assert await catalogue.difference([BOTA, AINA]) == CatalogueDifference((BOTA.bin, AINA.bin), (), ())
        assert await catalogue.count() == 0
        assert await catalogue.replace([BOTA, AINA], NOW) == CatalogueDifference((BOTA.bin, AINA.bin), (), ())
        assert await catalogue.count() == 2
        assert await catalogue.get(BOTA.bin) == BOTA
        assert await catalogue.get("000000000000") is None
        assert await catalogue.groups(AINA.bin) == list(AINA.groups)
        assert await catalogue.groups("000000000000") == []
    assert BOTA.places == 45


async def test_preschools_are_found_by_place_queue_and_language_in_order_of_their_names(database: Database) -> None:
    async with database.transaction("test") as uow:
        catalogue = Catalogue(uow)
        await catalogue.replace([BOTA, AINA], NOW)
        assert await catalogue.preschools("almaty") == [AINA, BOTA]
        assert await catalogue.preschools("almaty", QueueType.SANATORIUM) == [BOTA]
        assert await catalogue.preschools("almaty", QueueType.CORRECTIONAL) == []
        assert await catalogue.preschools("almaty", QueueType.GENERAL, InstructionLanguage.KAZAKH) == [BOTA]
        assert await catalogue.preschools("astana") == []


async def test_the_same_catalogue_again_changes_nothing_whatever_its_order(database: Database) -> None:
    async with database.transaction("test") as uow:
        catalogue = Catalogue(uow)
        await catalogue.replace([BOTA, AINA], NOW)
        turned = replace(BOTA, groups=BOTA.groups[::-1], languages=BOTA.languages[::-1])
        assert not await catalogue.replace([AINA, turned], later(days=1))
        times = (await uow.connection.execute(select(preschool.c.updated_at))).scalars().all()
    assert times == [NOW, NOW]


async def test_what_is_new_changed_and_gone_is_told(database: Database) -> None:
    async with database.transaction("test") as uow:
        catalogue = Catalogue(uow)
        await catalogue.replace([BOTA, AINA], NOW)
        renamed = replace(BOTA, name_ru="Ясли-сад «Бота»")
        new = replace(AINA, bin="210560000005")
        difference = await catalogue.replace([renamed, new], later(days=1))
        assert difference == CatalogueDifference((new.bin,), (BOTA.bin,), (AINA.bin,))
        assert await catalogue.preschools("almaty") == [new, renamed]
        assert await catalogue.get(AINA.bin) == AINA
        assert await catalogue.load([AINA.bin, BOTA.bin]) == {AINA.bin: AINA, BOTA.bin: renamed}
        assert await catalogue.count() == 2
        reopened = await catalogue.replace([renamed, new, AINA], later(days=2))
        assert reopened.added == (AINA.bin,)
        assert await catalogue.count() == 3


async def test_an_empty_catalogue_closes_all(database: Database) -> None:
    async with database.transaction("test") as uow:
        catalogue = Catalogue(uow)
        await catalogue.replace([BOTA], NOW)
        assert (await catalogue.replace([], NOW)).closed == (BOTA.bin,)
        assert await catalogue.count() == 0


async def test_groups_come_and_go_and_keep_the_places_that_are_taken(database: Database) -> None:
    async with database.transaction("test") as uow:
        catalogue = Catalogue(uow)
        await catalogue.replace([BOTA], NOW)
        await uow.connection.execute(update(preschool_group).values(free=preschool_group.c.places - 4))
        larger = replace(BOTA, groups=(Group("Ересек", 3, 6, 30), Group("Жаңа", 2, 3, 15)))
        assert (await catalogue.replace([larger], later(days=1))).changed == (BOTA.bin,)
        assert set(await catalogue.groups(BOTA.bin)) == set(larger.groups)
        rows = (await uow.connection.execute(select(preschool_group))).all()
        assert {row.name: row.free for row in rows} == {"Кішкентай": 16, "Ересек": 26, "Жаңа": 15}
        await catalogue.replace([replace(BOTA, groups=())], later(days=2))
        assert await catalogue.groups(BOTA.bin) == []


async def test_the_edition_changes_with_the_catalogue_and_only_then(database: Database) -> None:
    async with database.transaction("test") as uow:
        assert await uow.catalogue.edition() == ""
        await uow.catalogue.replace([BOTA], NOW)
        first = await uow.catalogue.edition()
        await uow.catalogue.replace([BOTA], NOW)
        assert await uow.catalogue.edition() == first != ""
        await uow.catalogue.replace([BOTA, AINA], NOW)
        second = await uow.catalogue.edition()
        await uow.catalogue.replace([AINA], NOW)
        assert len({first, second, await uow.catalogue.edition()}) == 3


async def test_everything_has_the_groups_of_each_preschool_and_no_closed_one(database: Database) -> None:
    async with database.transaction("test") as uow:
        await uow.catalogue.replace([BOTA, AINA], NOW)
        assert await uow.catalogue.everything() == [AINA, BOTA]
        await uow.catalogue.replace([BOTA], NOW)
        assert await uow.catalogue.everything() == [BOTA]


async def test_a_phone_is_kept_and_may_change(database: Database) -> None:
    async with database.transaction("test") as uow:
        await uow.catalogue.replace([replace(BOTA, phone="+77000000012")], NOW)
        found = await uow.catalogue.get(BOTA.bin)
        assert found is not None and found.phone == "+77000000012"
        assert (await uow.catalogue.replace([BOTA], NOW)).changed == (BOTA.bin,)


@pytest.mark.rule("S2-11")
async def test_free_places_are_counted_for_all_or_for_an_age(database: Database) -> None:
    async with database.transaction("test") as uow:
        await uow.catalogue.replace([BOTA, AINA], NOW)
        bins = [BOTA.bin, AINA.bin]
        assert await free_places(uow, bins) == {BOTA.bin: 45, AINA.bin: 10}
        assert await free_places(uow, bins, 35) == {BOTA.bin: 20}
        assert await free_places(uow, bins, 36) == {BOTA.bin: 25, AINA.bin: 10}
        assert await with_free_places(uow, "almaty") == {*bins}
        assert await with_free_places(uow, "almaty", 17) == set()
        assert await with_free_places(uow, "almaty", 18) == {BOTA.bin}
        assert await with_free_places(uow, "astana") == set()
        await uow.connection.execute(update(preschool_group).where(preschool_group.c.bin == AINA.bin).values(free=-1))
        assert await with_free_places(uow, "almaty", 40) == {BOTA.bin}
        assert await free_places(uow, bins) == {BOTA.bin: 45, AINA.bin: 0}
