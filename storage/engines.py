"""How the two databases are opened: one SQLite writer with its readers, or a PostgreSQL pool."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import URL, Connection, NullPool, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.sqlite_connection import WAIT_FOR_OTHERS, connected

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
Dialect = Literal["sqlite", "postgresql"]
DIALECTS: tuple[Dialect, ...] = ("sqlite", "postgresql")

_EVERY_CONNECTION = (WAIT_FOR_OTHERS, "PRAGMA foreign_keys=ON", "PRAGMA temp_store=MEMORY")
# In kibibytes: with SQLite's own 2 MB a city's every other look-up asks the system for the page again.
_CACHED = "PRAGMA cache_size=-65536"
_WRITER = ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", _CACHED, *_EVERY_CONNECTION)
_READER = (*_EVERY_CONNECTION, "PRAGMA query_only=ON")


class BadDatabaseUrl(ValueError):
    """DATABASE_URL names neither an SQLite file nor a PostgreSQL database."""


class NoDatabase(Exception):
    """The database does not open: it is not there, it is something else, or it does not let us in."""


@dataclass(frozen=True)
class Engines:
    """An engine that writes and one that only reads."""

    url: URL
    dialect: Dialect
    writer: AsyncEngine
    reader: AsyncEngine

    def listening(self) -> AsyncEngine:
        """An engine for the one connection that listens."""
        return create_async_engine(self.url, poolclass=NullPool, isolation_level="AUTOCOMMIT", hide_parameters=True)

    async def close(self) -> None:
        await self.reader.dispose()
        await self.writer.dispose()


def database_url(text: str) -> URL:
    """The address with the driver that this program uses; raises BadDatabaseUrl."""
    try:
        url = make_url(text)
        driver = _DRIVERS[url.get_backend_name()]
    except Exception:
        raise BadDatabaseUrl("expected sqlite:///FILE or postgresql://…") from None
    if driver.startswith("sqlite") and url.database in {None, "", ":memory:"}:
        raise BadDatabaseUrl("SQLite needs a file")
    if driver.startswith("sqlite") and (url.query or Path(str(url.database)).is_dir()):
        raise BadDatabaseUrl("SQLite needs a file and nothing after it, not a folder")
    return url.set(drivername=driver)


def open_engines(text: str) -> Engines:
    url = database_url(text)
    return _sqlite(url) if url.get_backend_name() == "sqlite" else _postgresql(url)


def _sqlite(url: URL) -> Engines:
    connect = {"isolation_level": None, "cached_statements": 256}
    options: dict[str, Any] = {
        "connect_args": connect,
        "max_overflow": 0,
        "pool_reset_on_return": None,
        "hide_parameters": True,
    }
    writer = create_async_engine(url, pool_size=1, **options)
    reader = create_async_engine(url, pool_size=4, **options)
    for engine in (writer, reader):
        event.listen(engine.sync_engine, "do_connect", connected)
    _on_connect(writer, _WRITER)
    _on_connect(reader, _READER)
    _on_begin(writer, "BEGIN IMMEDIATE")
    _on_begin(reader, "BEGIN")
    return Engines(url, "sqlite", writer, reader)


def _postgresql(url: URL) -> Engines:
    writer = create_async_engine(url, pool_size=10, max_overflow=10, pool_pre_ping=True, hide_parameters=True)
    reader = writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Engines(url, "postgresql", writer, reader)


def _on_connect(engine: AsyncEngine, pragmas: tuple[str, ...]) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(pragma)
        cursor.close()


def _on_begin(engine: AsyncEngine, statement: str) -> None:
    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement)
