"""The connection of a transaction: SQLAlchemy's, which leaves it out where SQLite is asked the same thing again."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, cast

from sqlalchemy import CursorResult
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.sqlite_connection import QuickConnection, Told
from storage.statements import Repertoire

Answered = CursorResult[*tuple[Any, ...]]
_REPERTOIRE = Repertoire()


class Connection(AsyncConnection):
    """Answers as SQLAlchemy's does, and raises what it raises."""

    __slots__ = ("_driver",)

    def __init__(self, engine: AsyncEngine) -> None:
        super().__init__(engine)
        self._driver: QuickConnection | None = None

    def is_brief(self, brief: bool) -> None:
        """Where its statements run until the next word (SQLite only)."""
        if self.sync_connection is not None:
            driven = self.sync_connection.connection.driver_connection
            if isinstance(driven, QuickConnection):
                driven.brief, self._driver = brief, driven

    def use_sqlalchemy(self) -> None:
        """From now on SQLAlchemy runs everything, so that its events are heard."""
        self._driver = None

    async def execute(self, statement: Any, parameters: Any = None, *, execution_options: Any = None) -> Answered:
        if self._driver is not None and execution_options is None:
            given = [parameters or {}] if parameters is None or isinstance(parameters, Mapping) else parameters
            prepared = _REPERTOIRE.find(self.dialect, statement, given) if given else None
            if prepared is not None:
                told = await self._tell(self._driver, prepared.sql, *map(prepared.values, given))
                return cast(Answered, prepared.answer(told))
        return await super().execute(statement, parameters, execution_options=execution_options)

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """What happens inside is undone by an exception, which is passed on; the transaction goes on."""
        if self._driver is None:
            async with self.begin_nested():
                yield
            return
        await self._tell(self._driver, "SAVEPOINT inside")
        try:
            yield
        except BaseException:
            await self._tell(self._driver, "ROLLBACK TO inside")
            raise
        finally:
            await self._tell(self._driver, "RELEASE inside")

    async def _tell(self, driver: QuickConnection, sql: str, *values: Sequence[Any]) -> Told:
        try:
            return await (driver.ask_many(sql, values) if len(values) > 1 else driver.ask(sql, *values))
        except sqlite3.Error as error:
            wrapped = DBAPIError.instance(sql, None, error, sqlite3.Error, True, dialect=self.dialect)
            raise wrapped from error
