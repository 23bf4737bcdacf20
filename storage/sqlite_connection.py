"""An aiosqlite connection whose statements cross to its thread once each, instead of four times."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import aiosqlite

T = TypeVar("T")


class QuickConnection(aiosqlite.Connection):
    """Its cursors live in the thread only as long as their statement runs."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._thread.daemon = True

    def cursor(self) -> Any:
        return QuickCursor(self)

    async def in_thread(self, work: Callable[[sqlite3.Connection], T]) -> T:
        run: Any = self._execute
        result: T = await run(work, self._conn)
        return result


class QuickCursor:
    """As much of a cursor as SQLAlchemy asks for; all rows come back with the statement."""

    description: Any = None
    rowcount = -1
    lastrowid: int | None = None

    def __init__(self, connection: QuickConnection) -> None:
        self._connection = connection
        self._rows: Sequence[Any] = ()

    async def __aenter__(self) -> QuickCursor:
        return self

    async def execute(self, statement: str, parameters: Any = ()) -> None:
        await self._connection.in_thread(lambda connection: self._take(connection.execute(statement, parameters)))

    async def executemany(self, statement: str, parameters: Any) -> None:
        await self._connection.in_thread(lambda connection: self._take(connection.executemany(statement, parameters)))

    async def fetchall(self) -> Sequence[Any]:
        return self._rows

    async def close(self) -> None:
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


def quick_connection(file: str, **options: Any) -> QuickConnection:
    """Opened when awaited; the options are those of sqlite3.connect."""
    return QuickConnection(lambda: sqlite3.connect(file, **options))
