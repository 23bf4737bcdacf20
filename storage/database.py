"""The one door to the database: transactions that commit as a whole, reading, wake-ups and the lease clock."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Any

from sqlalchemy import QueuePool, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncTransaction

from storage.connection import Connection
from storage.engines import Dialect, Engines, open_engines
from storage.sealing import Sealer
from storage.transient import Transient, passes
from storage.uow import Uow
from storage.waking import Listener, Topics

_SERVER_SECONDS = text("SELECT CAST(extract(epoch FROM clock_timestamp()) AS double precision)")


class Database:
    """SQLite with one writer, or PostgreSQL; the same promises on both."""

    def __init__(self, engines: Engines, sealer: Sealer, on_commit: Callable[[str], None] | None) -> None:
        self._engines = engines
        self._sealer = sealer
        self._on_commit = on_commit or (lambda _label: None)
        self._topics = Topics()
        self._turnstile: AbstractAsyncContextManager[object] = nullcontext()
        self._listener: Listener | None = None
        if engines.dialect == "sqlite":
            self._turnstile = asyncio.Lock()
        else:
            self._listener = Listener(engines.listening(), self._topics)

    @classmethod
    def open(cls, url: str, sealer: Sealer, *, on_commit: Callable[[str], None] | None = None) -> Database:
        """Connects at first use; raises BadDatabaseUrl. `on_commit` hears "before …" and "after …" of every commit."""
        return cls(open_engines(url), sealer, on_commit)

    @property
    def dialect(self) -> Dialect:
        return self._engines.dialect

    @asynccontextmanager
    async def transaction(self, label: str, *, brief: bool = False) -> AsyncIterator[Uow]:
        """Commit at the end, roll back on any exception; writers queue in order of arrival on SQLite.

        `brief`: a few statements that find their rows by an index, so that SQLite may run them on the event loop.
        Raises Transient where the database failed in a way that passes.
        """
        async with self._turnstile, _connection(self._engines.writer) as connection:
            connection.is_brief(brief)
            transaction = await connection.begin()
            uow = Uow(connection, self._sealer, self.dialect)
            try:
                yield uow
                await uow.announce()
                await _to_the_end(self._commit(transaction, uow, label))
            except BaseException as error:
                if transaction.is_active:
                    await _to_the_end(transaction.rollback())
                if isinstance(error, DBAPIError) and passes(error):
                    raise Transient(type(error.orig).__name__) from error
                raise

    async def _commit(self, transaction: AsyncTransaction, uow: Uow, label: str) -> None:
        self._on_commit(f"before {label}")
        await transaction.commit()
        self._on_commit(f"after {label}")
        self._topics.wake(uow.topics)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Uow]:
        """One consistent view of what was committed; a write in it is an error."""
        async with _connection(self._engines.reader) as connection:
            connection.is_brief(False)
            transaction = await connection.begin()
            try:
                yield Uow(connection, self._sealer, self.dialect)
            finally:
                await _to_the_end(transaction.rollback())

    def wait(self, topic: str, timeout: float) -> Coroutine[Any, Any, None]:
        """Return when a commit woke the topic, or after `timeout` seconds; may also return for nothing."""
        return self._wait(topic, timeout)

    async def _wait(self, topic: str, seconds: float) -> None:
        if self._listener is not None:
            await self._listener.started()
        await self._topics.wait(topic, seconds)

    async def lease_now(self) -> float:
        """Seconds of a clock that nobody moves: the machine's monotonic one, or the PostgreSQL server's."""
        if self.dialect == "sqlite":
            return time.monotonic()
        async with _connection(self._engines.writer) as connection:
            return float((await connection.execute(_SERVER_SECONDS)).scalar_one())

    async def ping(self) -> None:
        """Raises when the database does not answer."""
        async with _connection(self._engines.reader) as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        if self._listener is not None:
            await self._listener.close()
        await self._engines.close()


@asynccontextmanager
async def _connection(engine: AsyncEngine) -> AsyncIterator[Connection]:
    """A connection of the pool; one that is still being opened when the task is cancelled is closed all the same."""
    connection = Connection(engine)
    try:
        await (connection.start() if _lies_ready(engine) else _to_the_end(connection.start()))
        yield connection
    finally:
        if connection.sync_connection is not None:
            await (connection.close() if engine.dialect.name == "sqlite" else _to_the_end(connection.close()))


def _lies_ready(engine: AsyncEngine) -> bool:
    """Whether a connection is had without waiting, so that nothing can be cancelled in the middle: SQLite's pool."""
    pool = engine.pool
    return engine.dialect.name == "sqlite" and isinstance(pool, QueuePool) and pool.checkedin() > 0


async def _to_the_end(work: Coroutine[Any, Any, object]) -> None:
    """Let it finish even when the task around it is cancelled, and only then pass that on."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        task.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
        await asyncio.wait([task])
        raise
