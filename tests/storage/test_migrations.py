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

from storage.database import Database
from storage.flow_tables import event_log
from storage.migrate import configuration, is_current, migrate
from storage.schema import metadata
from storage.sealing import Sealer

STEPS = [script.revision for script in ScriptDirectory.from_config(configuration()).walk_revisions()][::-1]


async def ask(url: str, sealer: Sealer, question: Callable[[Connection], Any]) -> Any:
    database = Database.open(url, sealer)
    async with database.transaction("ask") as uow:
        answer = await uow.connection.run_sync(question)
    await database.close()
    return answer


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


async def test_an_open_connection_can_be_asked_beside_a_running_loop(database: Database) -> None:
    assert await database.is_current()


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
