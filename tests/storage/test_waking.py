"""Whoever waits for work is woken by the commit that brings it."""

from __future__ import annotations

import asyncio
import time

import pytest
from sqlalchemy import text

from storage.database import Database
from storage.sealing import Sealer

LONG = 30.0


async def bring(database: Database, topic: str) -> None:
    async with database.transaction("bring") as uow:
        uow.wake(topic)


async def test_a_commit_wakes_who_waits(database: Database) -> None:
    await database.wait("turns", 0.01)
    waiting = [asyncio.create_task(database.wait("turns", LONG)) for _ in range(3)]
    await asyncio.sleep(0)
    await bring(database, "turns")
    async with asyncio.timeout(5):
        await asyncio.gather(*waiting)


async def test_work_that_came_between_looking_and_waiting_is_not_slept_through(database: Database) -> None:
    await bring(database, "turns")
    async with asyncio.timeout(5):
        await database.wait("turns", LONG)


async def test_another_topic_does_not_wake(sqlite_url: str, sealer: Sealer) -> None:
    database = Database.open(sqlite_url, sealer)
    await bring(database, "outbox")
    waiting = asyncio.create_task(database.wait("turns", LONG))
    await asyncio.sleep(0)
    assert not waiting.done()
    waiting.cancel()
    await database.close()


async def test_a_rollback_wakes_nobody(sqlite_url: str, sealer: Sealer) -> None:
    database = Database.open(sqlite_url, sealer)
    with pytest.raises(ZeroDivisionError):
        async with database.transaction("turn") as uow:
            uow.wake("turns")
            raise ZeroDivisionError
    waiting = asyncio.create_task(database.wait("turns", LONG))
    await asyncio.sleep(0)
    assert not waiting.done()
    waiting.cancel()
    await database.close()


async def test_waiting_ends_by_itself(database: Database) -> None:
    begun = time.monotonic()
    await database.wait("turns", 0.01)
    assert time.monotonic() - begun < 5


@pytest.mark.postgres
async def test_a_commit_of_another_process_wakes(postgres_url: str, sealer: Sealer) -> None:
    here, there = Database.open(postgres_url, sealer), Database.open(postgres_url, sealer)
    await listening(here)
    waiting = asyncio.create_task(here.wait("turns", LONG))
    await asyncio.sleep(0)
    await bring(there, "turns")
    async with asyncio.timeout(5):
        await waiting
    await here.close()
    await there.close()


@pytest.mark.postgres
async def test_the_listener_comes_back_when_its_connection_breaks(postgres_url: str, sealer: Sealer) -> None:
    here, there = Database.open(postgres_url, sealer), Database.open(postgres_url, sealer)
    await listening(here)
    waiting = asyncio.create_task(here.wait("turns", LONG))
    await asyncio.sleep(0)
    async with there.transaction("cut") as uow:
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
        assert (await uow.connection.execute(text(cut))).scalars().all() == [True]
    async with asyncio.timeout(10):
        await waiting
    waiting = asyncio.create_task(here.wait("turns", LONG))
    await asyncio.sleep(0)
    await bring(there, "turns")
    async with asyncio.timeout(5):
        await waiting
    await here.close()
    await there.close()


@pytest.mark.postgres
async def test_waiting_for_a_database_that_is_away_still_ends(sealer: Sealer) -> None:
    database = Database.open("postgresql://nobody@127.0.0.1:1/nothing", sealer)
    async with asyncio.timeout(10):
        await database.wait("turns", 0.01)
    await database.close()


async def listening(database: Database) -> None:
    """The first wait is the one that begins to listen."""
    await database.wait("turns", 0.01)
