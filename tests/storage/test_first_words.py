"""A stranger with several ids who writes under two of them at the same moment is one person with one account."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import func, select

from storage.database import Database
from storage.domain_tables import account, address
from storage.inbox import Arrival
from storage.transient import Transient
from storage.uow import Uow
from tests.storage.chats import NOW, says
from tests.storage.domain.racing import race

PHONE, SCOPED = "+77010000001", "KZ.1502000000000001"
_NUMBERS = itertools.count(1)


def writes(who: str, *also: str) -> Arrival:
    return Arrival("whatsapp", f"SM{next(_NUMBERS):032}", who, {"text": "hello"}, False, also=also)


def storing(*arrivals: Arrival) -> Callable[[Uow], Awaitable[list[int]]]:
    async def store(uow: Uow) -> list[int]:
        return await uow.inbox.store(arrivals, NOW)

    return store


async def how_many(database: Database) -> tuple[int, int]:
    """Accounts and chats."""
    async with database.reading() as uow:
        accounts = await uow.connection.execute(select(func.count()).select_from(account))
        chats = await uow.connection.execute(select(func.count()).select_from(address))
        return accounts.scalar_one(), chats.scalar_one()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((PHONE, SCOPED), (SCOPED,)),
        ((SCOPED,), (PHONE, SCOPED)),
        ((PHONE, SCOPED), (PHONE, SCOPED)),
        ((SCOPED, PHONE), (PHONE,)),
    ],
)
async def test_two_first_messages_under_two_ids_open_one_account(
    database: Database, first: tuple[str, ...], second: tuple[str, ...]
) -> None:
    one, other = await race(database, storing(writes(*first)), storing(writes(*second)))
    assert len(one) == len(other) == 1
    assert await how_many(database) == (1, 1)


async def test_many_strangers_in_many_deliveries_do_not_wait_for_each_other_for_ever(database: Database) -> None:
    people = [(f"+7701000{number:04}", f"KZ.15020000000{number:04}") for number in range(6)]
    deliveries = [[writes(phone, scoped) for phone, scoped in people], [writes(scoped) for _phone, scoped in people]]
    deliveries += [[*reversed(delivery)] for delivery in deliveries]
    deliveries = [[writes(one.address, *one.also) for one in delivery] for delivery in deliveries]

    async def deliver(arrivals: list[Arrival]) -> None:
        """As the intake does: whom the database lets go of in a knot of waiting comes again."""
        try:
            async with database.transaction("delivery") as uow:
                await uow.inbox.store(arrivals, NOW)
        except Transient:
            await deliver(arrivals)

    async with asyncio.timeout(20):
        await asyncio.gather(*map(deliver, deliveries))
    assert await how_many(database) == (6, 6)


async def test_on_telegram_nobody_waits(database: Database) -> None:
    async with database.transaction("one") as uow:
        await uow.inbox.store([says("aigul", "hello", 1)], NOW)
        await uow.addresses.meet_in_turn([("telegram", "aigul")])
    assert await how_many(database) == (1, 1)
