"""The bulletin of free places stands as it was published, once for each day. S1-05."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update

from enrolment.preschools import Group
from storage.bulletin import AgeGroup, BulletinCount, StoredBulletin
from storage.bulletin_tables import bulletin_line
from storage.database import Database
from storage.domain_tables import preschool_group
from storage.uow import Uow
from tests.storage.domain.families import NOW
from tests.storage.domain.test_catalogue import AINA, BOTA

pytestmark = pytest.mark.rule("S1-05")
MONDAY = date(2026, 11, 23)
TODAY = StoredBulletin(MONDAY, NOW, NOW)
SMALL = replace(AINA, bin="200141000004", locality="astana", groups=(Group("A", 2, 3, 4), Group("B", 2, 3, 5)))


async def published(uow: Uow) -> None:
    await uow.catalogue.replace([BOTA, AINA, SMALL], NOW)
    assert await uow.bulletins.publish(TODAY)


async def test_it_has_every_group_with_a_free_place(database: Database) -> None:
    async with database.transaction("test") as uow:
        await published(uow)
        assert await uow.bulletins.latest(NOW) == TODAY
        assert await uow.bulletins.published(MONDAY)
        assert await uow.bulletins.count(MONDAY, "almaty") == BulletinCount(2, 55)
        assert await uow.bulletins.sheet(MONDAY, "almaty", 0, 5) == [BOTA.bin, AINA.bin]
        assert await uow.bulletins.sheet(MONDAY, "almaty", 1, 5) == [AINA.bin]
        assert await uow.bulletins.ages(MONDAY, [BOTA.bin]) == [
            AgeGroup(BOTA.bin, 1.5, 3, 20),
            AgeGroup(BOTA.bin, 3, 6, 25),
        ]
        assert await uow.bulletins.ages(MONDAY, [SMALL.bin]) == [AgeGroup(SMALL.bin, 2, 3, 9)]
        assert await uow.bulletins.count(MONDAY, "karaganda") == BulletinCount(0, 0)


async def test_what_changes_later_is_not_in_it(database: Database) -> None:
    async with database.transaction("test") as uow:
        await published(uow)
        await uow.connection.execute(update(preschool_group).values(free=1))
        await uow.catalogue.replace([BOTA], NOW)
        assert await uow.bulletins.count(MONDAY, "almaty") == BulletinCount(2, 55)
        assert not await uow.bulletins.publish(replace(TODAY, published_at=NOW + timedelta(hours=1)))
        assert await uow.bulletins.latest(NOW + timedelta(days=1)) == TODAY
        assert await uow.bulletins.count(MONDAY, "almaty") == BulletinCount(2, 55)


async def test_full_and_closed_groups_are_left_out(database: Database) -> None:
    async with database.transaction("test") as uow:
        await uow.catalogue.replace([BOTA, AINA], NOW)
        await uow.catalogue.replace([BOTA], NOW)
        full = update(preschool_group).where(preschool_group.c.min_age == 3).values(free=0)
        await uow.connection.execute(full)
        await uow.bulletins.publish(TODAY)
        assert await uow.bulletins.count(MONDAY, "almaty") == BulletinCount(1, 20)


async def test_nobody_reads_it_before_it_opens(database: Database) -> None:
    opens = NOW + timedelta(hours=11)
    async with database.transaction("test") as uow:
        await uow.bulletins.publish(replace(TODAY, day=MONDAY - timedelta(days=3)))
        await uow.bulletins.publish(replace(TODAY, open_at=opens))
        before, after = await uow.bulletins.latest(opens - timedelta(seconds=1)), await uow.bulletins.latest(opens)
        assert before is not None and before.day == MONDAY - timedelta(days=3)
        assert after is not None and after.day == MONDAY


async def test_old_ones_are_taken_away_with_their_lines(database: Database) -> None:
    async with database.transaction("test") as uow:
        await published(uow)
        await uow.bulletins.publish(replace(TODAY, day=MONDAY + timedelta(days=1)))
        await uow.bulletins.forget(MONDAY + timedelta(days=1))
        assert not await uow.bulletins.published(MONDAY)
        assert await uow.bulletins.published(MONDAY + timedelta(days=1))
        lines = select(func.count()).select_from(bulletin_line).where(bulletin_line.c.day == MONDAY.isoformat())
        assert (await uow.connection.execute(lines)).scalar_one() == 0


async def test_an_instance_without_a_bulletin_says_so(database: Database) -> None:
    async with database.transaction("test") as uow:
        assert await uow.bulletins.latest(NOW) is None
        assert not await uow.bulletins.published(MONDAY)
