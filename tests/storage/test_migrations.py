"""Every step of the schema can be walked up, down and up again, and ends where the tables of the code are."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, select, text
from sqlalchemy.exc import IntegrityError

from storage.database import Database
from storage.flow_tables import event_log
from storage.migrate import configuration, is_current, migrate
from storage.schema import metadata
from storage.sealing import Sealer

STEPS = [script.revision for script in ScriptDirectory.from_config(configuration()).walk_revisions()][::-1]


async def ask(url: str, sealer: Sealer, question: Callable[[Connection], Any]) -> Any:
    database = Database.open(url, sealer)
    try:
        async with database.transaction("ask") as uow:
            return await uow.connection.run_sync(question)
    finally:
        await database.close()


def differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, metadata))


def names(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


async def test_the_steps_end_at_the_tables_of_the_code(database_url: str, sealer: Sealer) -> None:
    assert await ask(database_url, sealer, differences) == []


async def test_up_down_and_up_again(empty_url: str, sealer: Sealer) -> None:
    migrate(empty_url)
    migrate(empty_url, "base")
    assert await ask(empty_url, sealer, names) == set()
    migrate(empty_url)
    assert await ask(empty_url, sealer, differences) == []


def test_every_single_step_can_be_undone(empty_url: str) -> None:
    for step in STEPS:
        migrate(empty_url, step)
        migrate(empty_url, "-1")
        migrate(empty_url, step)
    assert is_current(empty_url)


def test_it_knows_whether_something_is_left_to_do(empty_url: str) -> None:
    migrate(empty_url, STEPS[0])
    assert not is_current(empty_url)
    migrate(empty_url)
    assert is_current(empty_url)
    migrate(empty_url)


def test_an_empty_database_is_not_current(tmp_path: Path) -> None:
    assert not is_current(f"sqlite:///{tmp_path / 'new.db'}")


async def test_a_failed_step_leaves_nothing_behind(empty_url: str, sealer: Sealer) -> None:
    migrate(empty_url, STEPS[0])
    before = await ask(empty_url, sealer, names)
    await ask(empty_url, sealer, lambda connection: connection.execute(text("CREATE TABLE outbox (id INTEGER)")))
    with pytest.raises(Exception, match="outbox"):
        migrate(empty_url)
    assert await ask(empty_url, sealer, names) == before | {"outbox"}


async def test_the_empty_log_can_be_asked_on_both(database: Database) -> None:
    async with database.reading() as uow:
        assert (await uow.connection.execute(select(event_log))).all() == []


def test_migrating_does_not_load_a_channel_library(tmp_path: Path) -> None:
    program = """import sys; from storage.migrate import migrate; migrate(sys.argv[1]); print(*sys.modules)"""
    url = f"sqlite:///{tmp_path / 'new.db'}"
    done = subprocess.run([sys.executable, "-c", program, url], check=True, capture_output=True, text=True, timeout=60)
    assert not {"aiogram", "twilio", "aiohttp", "pydantic"} & set(done.stdout.split())


PARENT = "INSERT INTO account (id, kind, iin_proof, created_at) VALUES (1, 'parent', 'none', 1)"
CHAT = "INSERT INTO address (id, account_id, channel, external_id, created_at) VALUES (5, 1, 'telegram', '7', 1)"
WROTE = """INSERT INTO inbox (channel, external_id, address_id, account_id, state, received_at)
VALUES ('telegram', '1', 5, 1, 'done', 70), ('telegram', '2', 5, 1, 'done', 77), ('task', '3', 5, 1, 'done', 99)"""
TOLD = """INSERT INTO outbox (account_id, address_id, seq, purpose, status, created_at)
VALUES (1, 5, 0, 'reply', 'sent', 1), (1, 5, 1, 'reply', 'waiting', 2)"""


async def run(url: str, sealer: Sealer, *statements: str) -> list[tuple[Any, ...]]:
    """Carries them out; returns what the last one found."""

    def work(connection: Connection) -> list[tuple[Any, ...]]:
        found = [connection.execute(text(statement)) for statement in statements][-1]
        return [tuple(row) for row in found] if found.returns_rows else []

    rows: list[tuple[Any, ...]] = await ask(url, sealer, work)
    return rows


async def test_what_people_wrote_and_were_told_outlives_the_steps_to_whatsapp_and_back(
    empty_url: str, sealer: Sealer
) -> None:
    migrate(empty_url, "0003")
    await run(empty_url, sealer, PARENT, CHAT, WROTE, TOLD)
    migrate(empty_url, "0004")
    assert await run(empty_url, sealer, "SELECT seen_at FROM address") == [(77,)]
    await run(empty_url, sealer, "UPDATE outbox SET status = 'held', notification_id = 3 WHERE status = 'waiting'")
    migrate(empty_url, "-1")
    with pytest.raises(IntegrityError):
        await run(empty_url, sealer, "UPDATE outbox SET status = 'held'")
    migrate(empty_url, "0004")
    migrate(empty_url)
    kept = await run(empty_url, sealer, "SELECT id, address_id, seq, status, notification_id FROM outbox ORDER BY id")
    assert kept == [(1, 5, 0, "sent", None), (2, 5, 1, "never", None)]
    assert await ask(empty_url, sealer, differences) == []


async def test_an_id_of_the_outbox_is_never_given_twice_after_the_step(sqlite_url: str, sealer: Sealer) -> None:
    again = "INSERT INTO outbox (account_id, address_id, seq, purpose, created_at) VALUES (1, 5, 0, 'reply', 1)"
    found = await run(
        sqlite_url, sealer, PARENT, CHAT, TOLD, "DELETE FROM outbox WHERE id = 2", again, "SELECT max(id) FROM outbox"
    )
    assert found == [(3,)]


async def test_a_status_that_nobody_knows_is_refused(database_url: str, sealer: Sealer) -> None:
    with pytest.raises(IntegrityError):
        await run(database_url, sealer, PARENT, CHAT, TOLD, "UPDATE outbox SET status = 'lost'")


CHILD = """INSERT INTO child (id, account_id, birth_year, proof, created_at, iin_index)
VALUES (2, 1, 2022, 'registry', 1, NULL)"""
PRESCHOOL = """INSERT INTO preschool (bin, name_kk, name_ru, locality, address_kk, address_ru, ownership, queue_types,
languages, contract_channel, updated_at)
VALUES ('150140000002', 'Б', 'Б', 'almaty', '', '', 'state', '[]', '[]', '', 1)"""
GROUP = """INSERT INTO preschool_group (id, bin, name, min_age, max_age, places, free)
VALUES (3, '150140000002', 'Б', 3, 6, 20, 18)"""
COUNTED = "INSERT INTO application_number (kind, year, last) VALUES ('V', 2026, 7)"


async def test_children_and_places_outlive_the_steps_to_vouchers_and_back(empty_url: str, sealer: Sealer) -> None:
    migrate(empty_url, "0004")
    await run(empty_url, sealer, PARENT, CHILD, PRESCHOOL, GROUP)
    migrate(empty_url, "0005")
    assert await run(empty_url, sealer, "SELECT free, opened FROM preschool_group") == [(18, 0)]
    await run(empty_url, sealer, "UPDATE preschool_group SET opened = 18", "UPDATE child SET family_id = 2", COUNTED)
    migrate(empty_url, "-1")
    migrate(empty_url, "0005")
    assert await run(empty_url, sealer, "SELECT id, places, free, opened FROM preschool_group") == [(3, 20, 18, 0)]
    assert await run(empty_url, sealer, "SELECT id, account_id, family_id FROM child") == [(2, 1, None)]
    assert await run(empty_url, sealer, "SELECT last FROM application_number") == [(7,)]
    with pytest.raises(IntegrityError):
        await run(empty_url, sealer, "UPDATE preschool_group SET opened = 19")
    with pytest.raises(IntegrityError):
        await run(empty_url, sealer, GROUP.replace("(3,", "(4,"))
    migrate(empty_url)
    assert await ask(empty_url, sealer, differences) == []


COUNTERS = """INSERT INTO queue_counter (locality, queue_type, birth_year, iteration, category, day, n)
VALUES ('almaty', 'general', 2022, 1, 3, 31, 2), ('almaty', 'general', 2022, 1, 3, 32, 5),
('almaty', 'general', 2022, 1, 3, 63, 7)"""


async def test_the_sums_of_the_queue_begin_with_the_counters_that_are_there(empty_url: str, sealer: Sealer) -> None:
    migrate(empty_url, "0010")
    await run(empty_url, sealer, COUNTERS)
    migrate(empty_url, "0011")
    assert await run(empty_url, sealer, "SELECT span, n FROM queue_span ORDER BY span") == [(0, 2), (1, 12)]
