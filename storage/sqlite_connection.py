"""An aiosqlite connection whose statements cross to its thread once each, instead of four times, or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, NamedTuple, TypeVar

import aiosqlite
from sqlalchemy import Dialect
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection, AsyncAdapt_aiosqlite_cursor
from sqlalchemy.util import await_only

T = TypeVar("T")
WAIT_FOR_OTHERS = "PRAGMA busy_timeout=5000"


class Told(NamedTuple):
    """All rows of a statement, how many it changed, and for each column its name and more."""

    rows: Sequence[Any]
    rowcount: int
    description: Sequence[Sequence[Any]]


class QuickConnection(aiosqlite.Connection):
    """Its cursors live in the thread only as long as their statement runs.

    While it is `brief`, statements run on the event loop: a crossing costs more than a statement that finds its rows by
    an index. Only what waits for another process or for the disk still crosses: a BEGIN that finds the database taken,
    COMMIT and ROLLBACK.
    """

    brief = False

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._thread.daemon = True

    def cursor(self) -> Any:
        return QuickCursor(self)

    async def run(self, statement: str, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do the work of that statement where it costs least."""
        if self.brief and not statement.startswith("BEGIN"):
            return work(self._conn)
        if self.brief:
            with suppress(sqlite3.OperationalError):
                return self._without_waiting(work)
        run: Any = self._execute
        result: T = await run(work, self._conn)
        return result

    async def ask(self, sql: str, values: Sequence[Any] = ()) -> Told:
        """What one statement says; raises sqlite3.Error."""
        return await self.run(sql, lambda connection: _taken(connection.execute(sql, values)))

    async def ask_many(self, sql: str, values: Sequence[Sequence[Any]]) -> Told:
        """The same for every row of values."""
        return await self.run(sql, lambda connection: _taken(connection.executemany(sql, values)))

    def _without_waiting(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Raises OperationalError where another process holds the database."""
        self._conn.execute("PRAGMA busy_timeout=0")
        try:
            return work(self._conn)
        finally:
            self._conn.execute(WAIT_FOR_OTHERS)


class QuickCursor:
    """As much of a cursor as SQLAlchemy asks for; all rows come back with the statement."""

    description: Any = None
    rowcount = -1
    lastrowid: int | None = None

    def __init__(self, connection: QuickConnection) -> None:
        self._connection = connection
        self._rows: Sequence[Any] = ()

    async def execute(self, statement: str, parameters: Any = ()) -> None:
        await self._connection.run(statement, lambda connection: self._take(connection.execute(statement, parameters)))

    async def executemany(self, statement: str, parameters: Any) -> None:
        await self._connection.run(
            statement, lambda connection: self._take(connection.executemany(statement, parameters))
        )

    async def fetchall(self) -> Sequence[Any]:
        return self._rows

    def close(self) -> None:
        self._rows = ()

    def _take(self, cursor: sqlite3.Cursor) -> None:
        try:
            self.description = cursor.description
            if self.description:
                self._rows = cursor.fetchall()
            self.rowcount = cursor.rowcount
            self.lastrowid = cursor.lastrowid
        finally:
            cursor.close()


def _taken(cursor: sqlite3.Cursor) -> Told:
    try:
        description = cursor.description or ()
        return Told(cursor.fetchall() if description else (), cursor.rowcount, description)
    finally:
        cursor.close()


class _AdaptedCursor(AsyncAdapt_aiosqlite_cursor):
    """Its opening and closing wait for nothing, so neither of them leaves SQLAlchemy's greenlet."""

    __slots__ = ()
    _awaitable_cursor_close = False

    def _aenter_cursor(self, cursor: Any) -> Any:
        return cursor


class _AdaptedConnection(AsyncAdapt_aiosqlite_connection):
    __slots__ = ()
    _cursor_cls = _AdaptedCursor


def connected(dialect: Dialect, _record: Any, arguments: Sequence[Any], options: dict[str, Any]) -> Any:
    """For SQLAlchemy's event `do_connect`; the options are those of sqlite3.connect."""
    options = options | {"check_same_thread": False}
    driver: Any = await_only(QuickConnection(lambda: sqlite3.connect(*arguments, **options)))
    return _AdaptedConnection(dialect.loaded_dbapi, driver)
