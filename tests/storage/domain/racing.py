"""Two transactions that want the same thing at the same moment."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy import text

from storage.database import Database
from storage.uow import Uow

First = TypeVar("First")
Second = TypeVar("Second")

_WAITING = text(
    "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = current_database()"
)


async def race(
    database: Database,
    first: Callable[[Uow], Awaitable[First]],
    second: Callable[[Uow], Awaitable[Second]],
    then: Callable[[Uow], Awaitable[object]] | None = None,
) -> tuple[First, Second]:
    """Runs both; on PostgreSQL the first commits only once the second is seen waiting for it.

    `then` is what the first does after that: should it wait for the second in turn, the database ends one of them.
    """

    async def transacted() -> Second:
        async with database.transaction("second") as uow:
            return await second(uow)

    return await race_with(database, first, transacted, then)


async def race_with(
    database: Database,
    first: Callable[[Uow], Awaitable[First]],
    second: Callable[[], Awaitable[Second]],
    then: Callable[[Uow], Awaitable[object]] | None = None,
) -> tuple[First, Second]:
    """The same with a second that has transactions of its own."""
    begun = asyncio.Event()

    async def ahead() -> First:
        async with database.transaction("first") as uow:
            result = await first(uow)
            begun.set()
            await _somebody_waits(uow)
            if then is not None:
                await then(uow)
        return result

    async def behind() -> Second:
        await begun.wait()
        return await second()

    async with asyncio.timeout(20):
        one, other = await asyncio.gather(ahead(), behind())
    return one, other


async def _somebody_waits(uow: Uow) -> None:
    while uow.dialect == "postgresql" and not (await uow.connection.execute(_WAITING)).scalar_one():
        continue
