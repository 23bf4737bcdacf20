"""A transaction is kept whole or not at all, whatever happens to the task that runs it."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from storage.database import Database
from storage.engines import BadDatabaseUrl, database_url
from storage.flow_tables import deadline
from storage.sealing import Sealer
from storage.uow import Uow
from tests.storage.chats import NOW, answer, chat


class Bang(Exception):
    """Something goes wrong in the middle of a turn."""


async def note(uow: Uow, subject: str) -> None:
    await uow.deadlines.set(subject, "note", NOW)


async def noted(database: Database) -> list[str]:
    async with database.reading() as uow:
        return await notes(uow)


async def notes(uow: Uow) -> list[str]:
    return list((await uow.connection.execute(select(deadline.c.subject).order_by(deadline.c.id))).scalars())


async def test_a_commit_keeps_everything(database: Database) -> None:
    async with database.transaction("turn") as uow:
        await note(uow, "first")
        await note(uow, "second")
    assert await noted(database) == ["first", "second"]


async def test_an_exception_keeps_nothing_and_is_passed_on(database: Database) -> None:
    with pytest.raises(Bang):
        async with database.transaction("turn") as uow:
            await note(uow, "lost")
            raise Bang
    assert await noted(database) == []


async def test_a_failed_statement_keeps_nothing(database: Database) -> None:
    with pytest.raises(DBAPIError):
        async with database.transaction("turn") as uow:
            await note(uow, "lost")
            await uow.connection.execute(text("SELECT * FROM nowhere"))
    async with database.transaction("turn") as uow:
        await note(uow, "kept")
    assert await noted(database) == ["kept"]


async def test_a_savepoint_undoes_only_itself(database: Database) -> None:
    async with database.transaction("turn") as uow:
        await note(uow, "before")
        with pytest.raises(Bang):
            async with uow.savepoint():
                await note(uow, "inside")
                raise Bang
        async with uow.savepoint():
            await note(uow, "again")
    assert await noted(database) == ["before", "again"]


async def test_a_cancelled_turn_keeps_nothing_and_frees_the_way(database: Database) -> None:
    begun = asyncio.Event()

    async def turn() -> None:
        async with database.transaction("turn") as uow:
            await note(uow, "lost")
            begun.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(turn())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with asyncio.timeout(10), database.transaction("turn") as uow:
        await note(uow, "kept")
    assert await noted(database) == ["kept"]


async def test_a_turn_cancelled_in_a_statement_keeps_nothing_and_frees_the_way(database: Database) -> None:
    for pauses in range(1, 30):

        async def turn(subject: str) -> None:
            async with database.transaction("turn") as uow:
                await note(uow, subject)
                raise Bang

        task = asyncio.create_task(turn(f"lost {pauses}"))
        for _ in range(pauses):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises((asyncio.CancelledError, Bang)):
            await task
    async with asyncio.timeout(10), database.transaction("turn") as uow:
        await note(uow, "kept")
    assert await noted(database) == ["kept"]


async def test_a_turn_cancelled_while_it_commits_is_kept_and_announced(database_url: str, sealer: Sealer) -> None:
    heard: list[str] = []

    def hear(label: str) -> None:
        heard.append(label)
        if label == "before turn":
            task.cancel()

    database = Database.open(database_url, sealer, on_commit=hear)

    async def turn() -> None:
        async with database.transaction("turn") as uow:
            await note(uow, "kept")

    task = asyncio.create_task(turn())
    with pytest.raises(asyncio.CancelledError):
        await task
    assert heard == ["before turn", "after turn"]
    assert await noted(database) == ["kept"]
    await database.close()


async def test_every_commit_is_heard_before_and_after_and_a_rollback_is_not(database_url: str, sealer: Sealer) -> None:
    heard: list[str] = []
    database = Database.open(database_url, sealer, on_commit=heard.append)
    async with database.transaction("inbox"):
        pass
    with pytest.raises(Bang):
        async with database.transaction("turn"):
            raise Bang
    assert heard == ["before inbox", "after inbox"]
    await database.close()


async def test_an_exception_of_the_listener_before_the_commit_keeps_nothing(database_url: str, sealer: Sealer) -> None:
    def refuse(label: str) -> None:
        raise Bang(label)

    database = Database.open(database_url, sealer, on_commit=refuse)
    with pytest.raises(Bang):
        async with database.transaction("turn") as uow:
            await note(uow, "lost")
    assert await noted(database) == []
    await database.close()


async def test_reading_sees_one_moment_while_others_write(database: Database) -> None:
    async with database.reading() as before:
        assert await notes(before) == []
        async with database.transaction("turn") as uow:
            await note(uow, "new")
        assert await notes(before) == []
    assert await noted(database) == ["new"]


async def test_reading_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError):
        async with database.reading() as uow:
            await chat(uow)


async def test_many_writers_queue_and_none_is_refused(database: Database) -> None:
    async def write(number: int) -> None:
        async with database.transaction("turn") as uow:
            await note(uow, f"{number:02}")

    await asyncio.gather(*(write(number) for number in range(40)))
    written = await noted(database)
    assert sorted(written) == [f"{number:02}" for number in range(40)]
    if database.dialect == "sqlite":
        assert written == sorted(written)


async def test_a_brief_turn_waits_for_another_process_without_holding_up_the_rest(
    sqlite_url: str, sealer: Sealer
) -> None:
    database = Database.open(sqlite_url, sealer)
    other = sqlite3.connect(database_url(sqlite_url).database or "", isolation_level=None)

    async def turn() -> None:
        async with database.transaction("turn", brief=True) as uow:
            await note(uow, "kept")

    other.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(turn())
    for _each in range(20):
        assert await noted(database) == []
    assert not waiting.done()
    other.execute("ROLLBACK")
    await waiting
    assert await noted(database) == ["kept"]
    other.close()
    await database.close()


async def test_sqlite_keeps_a_commit_through_a_power_cut(sqlite_url: str, sealer: Sealer) -> None:
    database = Database.open(sqlite_url, sealer)
    async with database.transaction("turn") as uow:
        found = [
            (await uow.connection.execute(text(f"PRAGMA {name}"))).scalar_one()
            for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
        ]
    assert found == ["wal", 2, 5000, 1]
    await database.close()


async def test_a_start_frees_all_leases_where_nobody_else_can_hold_one(database: Database) -> None:
    async with database.transaction("turn") as uow:
        await uow.outbox.add([answer(await chat(uow), "hello")])
        await uow.outbox.claim(1, 1_000_000, 30)
    async with database.transaction("start") as uow:
        await uow.release_leases(5)
        assert len(await uow.outbox.claim(1, 5, 30)) == (database.dialect == "sqlite")


async def test_it_answers_a_ping(database: Database) -> None:
    await database.ping()


async def test_a_ping_of_a_database_that_is_away_raises(sealer: Sealer) -> None:
    database = Database.open("postgresql://nobody@127.0.0.1:1/nothing", sealer)
    with pytest.raises(OSError, match="Connect"):
        await database.ping()
    await database.close()


async def test_the_lease_clock_goes_forward(database: Database) -> None:
    first = await database.lease_now()
    assert await database.lease_now() >= first > 0


@pytest.mark.parametrize("url", ["postgresql://u@h/d", "postgres://u@h/d", "postgresql+asyncpg://u@h/d"])
def test_every_spelling_of_postgresql_is_understood(url: str) -> None:
    assert str(database_url(url)) == "postgresql+asyncpg://u@h/d"


def test_a_sqlite_file_is_understood(tmp_path: Path) -> None:
    assert database_url(f"sqlite:///{tmp_path}/b.db").database == f"{tmp_path}/b.db"


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://u@h/d", "sqlite://", "sqlite:///:memory:"])
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(BadDatabaseUrl):
        database_url(url)


async def test_an_error_of_the_database_shows_no_values(database: Database) -> None:
    with pytest.raises(DBAPIError) as raised:
        async with database.transaction("bad") as uow:
            await uow.connection.execute(text("SELECT :name FROM nowhere"), {"name": "880719300107"})
    assert "880719300107" not in str(raised.value)
