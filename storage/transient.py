"""Failures of the database that pass: the same work, done again, may succeed."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import structlog
from sqlalchemy.exc import DBAPIError

MOST_TRIES: Final = 8
T = TypeVar("T")
log = structlog.get_logger()
_AGAIN = frozenset({"40001", "40P01", "55P03", "57P01", "57P02", "57P03"})


class Transient(Exception):
    """A deadlock, a lost connection, a lock that was not to be had: nothing was kept, try again."""


def passes(error: DBAPIError) -> bool:
    """Whether the failure lies in the moment and not in the statement."""
    if error.connection_invalidated or getattr(error.orig, "sqlstate", None) in _AGAIN:
        return True
    return "database is locked" in str(error.orig)


async def breathe(attempt: int) -> None:
    """A short pause of random length, so that two who were in each other's way are not so again."""
    await asyncio.sleep(secrets.randbelow(20 * attempt) / 1000)


async def tried(step: Callable[[], Awaitable[T]], work: str, pause: Callable[[int], Awaitable[object]] = breathe) -> T:
    """What the step returns, done again while the database fails in a way that passes; raises Transient at last."""
    for attempt in range(1, MOST_TRIES):
        try:
            return await step()
        except Transient as error:
            log.info(f"{work}.again", attempt=attempt, error=str(error))
            await pause(attempt)
    return await step()
