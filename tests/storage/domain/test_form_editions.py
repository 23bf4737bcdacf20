"""Editions of the model form that were published: in their order, without those that were withdrawn."""

from __future__ import annotations

import datetime as dt

import pytest

from storage.database import Database
from storage.form_editions import PublishedEdition
from storage.uow import Uow
from tests.storage.domain.families import NOW, later
from tests.storage.domain.racing import race

DAY = dt.date(2027, 3, 1)
TEXT = "heading\r\nkk: Ақша \u20b8 \x00\nru: Деньги\n"


def edition(minutes: int = 0, name: str = "05-payment.txt") -> PublishedEdition:
    return PublishedEdition(DAY, {name: TEXT}, "staff:1", later(minutes=minutes))


@pytest.mark.rule("S2-73")
async def test_what_is_published_stays_as_it_was_sent_in_its_order(database: Database) -> None:
    first, second = edition(name="06-health.txt"), edition(minutes=1)
    async with database.transaction("test") as uow:
        assert (await uow.form_editions.all(), await uow.form_editions.version()) == ([], 0)
        await uow.form_editions.publish(second)
        await uow.form_editions.publish(first)
    async with database.reading() as uow:
        assert await uow.form_editions.all() == [first, second]
        assert await uow.form_editions.version() == 2


async def test_what_is_withdrawn_is_gone_once(database: Database) -> None:
    one = edition()
    async with database.transaction("test") as uow:
        await uow.form_editions.publish(one)
        assert [await uow.form_editions.withdraw(one.id, "staff:2", NOW) for _twice in range(2)] == [True, False]
        assert not await uow.form_editions.withdraw(5, "staff:2", NOW)
        assert (await uow.form_editions.all(), await uow.form_editions.version()) == ([], 2)


async def test_two_who_publish_at_once_do_so_one_after_the_other(database: Database) -> None:
    async def publish(uow: Uow) -> int:
        await uow.form_editions.lock()
        before = await uow.form_editions.version()
        await uow.form_editions.publish(edition())
        return before

    assert await race(database, publish, publish) == (0, 1)
