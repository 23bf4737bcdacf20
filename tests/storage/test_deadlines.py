"""A deadline fires once, at its time, unless its subject moved on."""

from __future__ import annotations

import asyncio
from datetime import datetime

import pytest

from storage.database import Database
from storage.sealing import Sealer
from tests.storage.chats import NOW, after

VOUCHER = "voucher:17"


async def due(database: Database, now: datetime, limit: int = 10) -> list[tuple[str, str]]:
    async with database.transaction("look") as uow:
        return [(one.subject, one.kind) for one in await uow.deadlines.due(now, limit)]


async def test_it_becomes_due_at_its_very_moment(database: Database) -> None:
    async with database.transaction("set") as uow:
        await uow.deadlines.set(VOUCHER, "accept", after(days=5))
    assert await due(database, after(days=5, microseconds=-1)) == []
    assert await due(database, after(days=5)) == [(VOUCHER, "accept")]


async def test_the_earliest_comes_first(database: Database) -> None:
    async with database.transaction("set") as uow:
        await uow.deadlines.set("a", "remind", after(days=2))
        await uow.deadlines.set("b", "remind", after(days=1))
        await uow.deadlines.set("c", "remind", after(days=3))
        assert await uow.deadlines.next_due() == after(days=1)
    assert await due(database, after(days=9), limit=2) == [("b", "remind"), ("a", "remind")]


async def test_what_fired_does_not_fire_again(database: Database) -> None:
    async with database.transaction("set") as uow:
        await uow.deadlines.set(VOUCHER, "accept", NOW)
        [one] = await uow.deadlines.due(NOW, 10)
        await uow.deadlines.done(one.id, NOW)
        assert await uow.deadlines.of(VOUCHER) == []
        assert await uow.deadlines.next_due() is None
    assert await due(database, after(days=1)) == []


async def test_setting_it_again_moves_it(database: Database) -> None:
    async with database.transaction("set") as uow:
        assert await uow.deadlines.set(VOUCHER, "accept", after(days=1)) == 1
        assert await uow.deadlines.set(VOUCHER, "accept", after(days=4)) == 2
        [one] = await uow.deadlines.of(VOUCHER)
    assert (one.due_at, one.rev) == (after(days=4), 2)
    assert await due(database, after(days=3)) == []


async def test_it_can_be_set_anew_after_it_fired(database: Database) -> None:
    async with database.transaction("set") as uow:
        await uow.deadlines.set(VOUCHER, "remind", NOW)
        await uow.deadlines.done((await uow.deadlines.of(VOUCHER))[0].id, NOW)
        assert await uow.deadlines.set(VOUCHER, "remind", after(days=1)) == 2
    assert await due(database, after(days=1)) == [(VOUCHER, "remind")]


async def test_cancelling_some_kinds_leaves_the_others(database: Database) -> None:
    async with database.transaction("set") as uow:
        for kind in ("remind", "accept", "archive"):
            await uow.deadlines.set(VOUCHER, kind, NOW)
        await uow.deadlines.set("voucher:18", "accept", NOW)
        await uow.deadlines.cancel(VOUCHER, "remind", "accept")
        assert [one.kind for one in await uow.deadlines.of(VOUCHER)] == ["archive"]
        await uow.deadlines.cancel(VOUCHER)
    assert await due(database, NOW) == [("voucher:18", "accept")]


@pytest.mark.postgres
async def test_two_workers_do_not_fire_the_same_one(postgres_url: str, sealer: Sealer) -> None:
    database = Database.open(postgres_url, sealer)
    async with database.transaction("set") as uow:
        await uow.deadlines.set("a", "accept", NOW)
        await uow.deadlines.set("b", "accept", NOW)
    async with database.transaction("first") as first, database.transaction("second") as second:
        assert [one.subject for one in await first.deadlines.due(NOW, 1)] == ["a"]
        assert [one.subject for one in await second.deadlines.due(NOW, 10)] == ["b"]
    await database.close()


@pytest.mark.postgres
async def test_two_that_set_the_same_deadline_at_once_leave_one_open(postgres_url: str, sealer: Sealer) -> None:
    database = Database.open(postgres_url, sealer)
    ready = asyncio.Barrier(4)

    async def start() -> int:
        async with database.transaction("start") as uow:
            await uow.deadlines.next_due()
            await ready.wait()
            return await uow.deadlines.set("house", "keep", NOW)

    async with asyncio.timeout(30):
        assert sorted(await asyncio.gather(*(start() for _ in range(4)))) == [1, 2, 3, 4]
    assert await due(database, NOW) == [("house", "keep")]
    await database.close()


@pytest.mark.postgres
@pytest.mark.rule("E-5")
async def test_edge_5_who_moves_the_subject_on_does_not_wait_for_a_deadline_that_is_being_fired(
    postgres_url: str, sealer: Sealer
) -> None:
    database = Database.open(postgres_url, sealer)
    async with database.transaction("set") as uow:
        await uow.deadlines.set(VOUCHER, "accept", NOW)
    async with database.transaction("fires") as timer, asyncio.timeout(5):
        [one] = await timer.deadlines.due(NOW, 1)
        async with database.transaction("moves on") as uow:
            await uow.deadlines.cancel(VOUCHER, "accept", "remind")
            await uow.deadlines.set(VOUCHER, "accept", after(days=1))
        await timer.deadlines.done(one.id, NOW)
    assert await due(database, NOW) == []
    assert await due(database, after(days=1)) == [(VOUCHER, "accept")]
    await database.close()
