"""Receipts come late, twice and in any order: the truest word on each part counts, and is handled once."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import replace

import pytest

from storage.database import Database
from storage.delivery_reports import Report
from storage.sealing import Sealer
from tests.storage.chats import NOW, after, answer, chat


async def sent(database: Database, *, unfinished: bool = False) -> int:
    """A message that is sent, or still on its way; returns its id."""
    async with database.transaction("sent") as uow:
        await uow.outbox.add([answer(await chat(uow), "news")])
        [row] = await uow.outbox.claim(1, 0, 30)
        if not unfinished:
            await uow.outbox.sent([(row, "SM1", False)], NOW)
    return row.id


def told(outbox_id: int, status: str, error: int | None = None, provider_id: str = "SM1") -> Report:
    return Report(provider_id, outbox_id, 0, status, error, NOW)


async def keep(database: Database, *reports: Report) -> None:
    for one in reports:
        async with database.transaction("receipt") as uow:
            await uow.reports.keep(one)


async def unhandled(database: Database, limit: int = 10) -> list[Report]:
    async with database.transaction("look") as uow:
        return await uow.reports.unhandled(limit)


async def handle(database: Database) -> list[str]:
    async with database.transaction("handle") as uow:
        reports = await uow.reports.unhandled(10)
        await uow.reports.handled([one.provider_id for one in reports], NOW)
    return [one.status for one in reports]


@pytest.mark.parametrize(
    ("statuses", "truest"),
    [
        (("queued", "sending", "sent", "delivered"), "delivered"),
        (("accepted", "sent", "undelivered"), "undelivered"),
        (("queued", "failed"), "failed"),
        (("sent", "delivered", "read"), "read"),
        (("failed", "delivered"), "delivered"),
        (("what nobody knows", "queued", "delivered"), "delivered"),
    ],
)
async def test_the_truest_word_counts_in_whatever_order_it_comes(
    database: Database, statuses: tuple[str, ...], truest: str
) -> None:
    row = await sent(database)
    for number, order in enumerate(itertools.permutations(statuses)):
        await keep(database, *(told(row, status, provider_id=f"SM{number}") for status in order))
    assert {one.status for one in await unhandled(database, 100)} == {truest}


async def test_a_report_is_kept_with_its_error_and_part(database: Database) -> None:
    failed = Report("SM7", await sent(database), 2, "failed", 63016, after(minutes=3))
    await keep(database, failed, replace(failed, at=after(minutes=9)))
    assert await unhandled(database) == [failed]


async def test_a_first_failure_is_not_replaced_by_another(database: Database) -> None:
    row = await sent(database)
    await keep(database, told(row, "failed", 63016), told(row, "undelivered", 63018))
    assert await unhandled(database) == [told(row, "failed", 63016)]


async def test_what_is_not_final_needs_no_handling(database: Database) -> None:
    row = await sent(database)
    await keep(database, *(told(row, status) for status in ("accepted", "queued", "sending", "sent", "odd")))
    assert await unhandled(database) == []


async def test_what_was_handled_comes_again_only_with_a_truer_word(database: Database) -> None:
    row = await sent(database)
    await keep(database, told(row, "delivered"))
    assert await handle(database) == ["delivered"]
    await keep(database, told(row, "delivered"), told(row, "sent"), told(row, "failed"))
    assert await handle(database) == []
    await keep(database, told(row, "read"))
    assert await handle(database) == ["read"]


async def test_a_report_that_overtakes_our_own_commit_waits_for_its_message(database: Database) -> None:
    row = await sent(database, unfinished=True)
    await keep(database, told(row, "failed", 63016), told(row + 1, "failed", provider_id="of nobody"))
    assert await unhandled(database) == []
    async with database.transaction("sent") as uow:
        [mine] = await uow.outbox.claim(1, 30, 30)
        await uow.outbox.sent([(mine, "SM1", False)], NOW)
    assert [one.error for one in await unhandled(database)] == [63016]


async def test_the_oldest_are_handled_first(database: Database) -> None:
    row = await sent(database)
    for minutes in (3, 1, 2):
        await keep(database, replace(told(row, "delivered", provider_id=f"SM{minutes}"), at=after(minutes=minutes)))
    assert [one.provider_id for one in await unhandled(database, 2)] == ["SM1", "SM2"]


async def test_nothing_handled_is_nothing(database: Database) -> None:
    async with database.transaction("handle") as uow:
        await uow.reports.handled([], NOW)


async def test_old_reports_are_deleted(database: Database) -> None:
    row = await sent(database)
    await keep(database, told(row, "failed"), replace(told(row, "read", provider_id="SM2"), at=after(days=2)))
    async with database.transaction("erase") as uow:
        assert await uow.reports.erase(after(days=1)) == 1
    assert [one.provider_id for one in await unhandled(database)] == ["SM2"]


@pytest.mark.postgres
async def test_two_workers_never_handle_one_report(postgres_url: str, sealer: Sealer) -> None:
    database = Database.open(postgres_url, sealer)
    row = await sent(database)
    await keep(database, *(told(row, "failed", provider_id=f"SM{number}") for number in range(4)))
    taken: list[list[str]] = []
    both = asyncio.Barrier(2)

    async def worker() -> None:
        async with database.transaction("handle") as uow:
            taken.append([one.provider_id for one in await uow.reports.unhandled(2)])
            await both.wait()

    async with asyncio.timeout(60):
        await asyncio.gather(worker(), worker())
    assert sorted(taken[0] + taken[1]) == ["SM0", "SM1", "SM2", "SM3"]
    await database.close()
