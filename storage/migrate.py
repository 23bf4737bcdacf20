"""Bringing a database to the present schema, and asking whether it is there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, event, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.engines import NoDatabase, database_url

_FOLDER = Path(__file__).with_name("migrations")
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(7366512201)")
T = TypeVar("T")


def migrate(url: str, revision: str = "head") -> None:
    """Walks the database to the revision, all of it or nothing; may be called beside a running event loop.

    Raises BadDatabaseUrl, OSError where there can be no folder for it, or NoDatabase.
    """
    address = database_url(url)
    if address.get_backend_name() == "sqlite":
        Path(str(address.database)).parent.mkdir(parents=True, exist_ok=True)
    _with_connection(url, lambda connection: _walk(connection, revision))


def is_current(url: str) -> bool:
    """Whether nothing is left to migrate in the database at that address."""
    return _with_connection(url, lambda connection: _standing(connection) == _heads())


def configuration(connection: Connection | None = None) -> Config:
    """What Alembic's own commands need."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@lru_cache(maxsize=1)
def _heads() -> set[str]:
    return set(ScriptDirectory.from_config(configuration()).get_heads())


def _standing(connection: Connection) -> set[str]:
    return set(MigrationContext.configure(connection).get_current_heads())


def _walk(connection: Connection, revision: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(_ONE_AT_A_TIME)
    walk = command.downgrade if revision == "base" or revision.startswith("-") else command.upgrade
    walk(configuration(connection), revision)


def _with_connection(url: str, work: Callable[[Connection], T]) -> T:
    """A loop of its own in a thread of its own, because the caller's may be running."""

    async def inside() -> T:
        engine = _engine(url)
        try:
            await _knock(engine)
            async with engine.begin() as connection:
                return await connection.run_sync(work)
        finally:
            await engine.dispose()

    with ThreadPoolExecutor(1, "migrate") as pool:
        return pool.submit(asyncio.run, inside()).result()


async def _knock(engine: AsyncEngine) -> None:
    """Raises NoDatabase, with what the driver said on one line; it never says the password."""
    try:
        async with engine.connect():
            pass
    except Exception as error:
        said = str(getattr(error, "orig", None) or error) or type(error).__name__
        raise NoDatabase(said.splitlines()[0]) from None


def _engine(url: str) -> AsyncEngine:
    address = database_url(url)
    if address.get_backend_name() != "sqlite":
        return create_async_engine(address, poolclass=NullPool, hide_parameters=True)
    connect = {"isolation_level": None, "timeout": 30}
    engine = create_async_engine(address, poolclass=NullPool, connect_args=connect, hide_parameters=True)

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.cursor().execute("PRAGMA journal_mode=WAL")

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
