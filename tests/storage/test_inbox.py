"""Every update is kept once and worked on in order per account, by one worker at a time."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select, update
from structlog.testing import capture_logs

from storage.database import Database
from storage.flow_tables import inbox
from storage.inbox import ROWS_OF_ONE_ACCOUNT, InboxRow
from storage.sealing import Sealer
from tests.storage.chats import NOW, after, arrive, says, texts


async def claim(database: Database, limit: int = 64) -> list[InboxRow]:
    """What the next worker would get; nothing is kept of it."""
    async with database.transaction("look") as uow:
        return await uow.inbox.claim(limit)


async def work(database: Database, limit: int = 64) -> list[str]:
    """One turn for everything that was claimed."""
    async with database.transaction("turn") as uow:
        rows = await uow.inbox.claim(limit)
        await uow.inbox.done([row.id for row in rows], after(seconds=1))
    return texts(rows)


async def pending(database: Database) -> int:
    async with database.reading() as uow:
        return await uow.inbox.pending_count()


async def test_an_update_comes_back_as_it_arrived(database: Database) -> None:
    ids = await arrive(database, says("aigul", "Сәлеметсіз бе", 7))
    [row] = await claim(database)
    assert [row.id] == ids
    assert (row.channel, row.external_id, row.received_at) == ("telegram", "7", NOW)
    assert row.payload == {"text": "Сәлеметсіз бе"}


async def test_the_same_update_is_kept_once_however_often_it_comes(database: Database) -> None:
    first = await arrive(database, says("aigul", "hello", 1), says("aigul", "hello", 1))
    again = await arrive(database, says("aigul", "hello", 1), says("aigul", "news", 2))
    assert (len(first), len(again)) == (1, 1)
    assert await work(database) == ["hello", "news"]
    assert await arrive(database, says("aigul", "hello", 1)) == []
    assert await work(database) == []


async def test_it_knows_what_was_ever_kept_on_a_channel(database: Database) -> None:
    await arrive(database, says("aigul", "hello", 1), says("aigul", "news", 2))
    async with database.reading() as uow:
        assert await uow.inbox.known("telegram", []) == set()
        assert await uow.inbox.known("telegram", ["2", "3"]) == {"2"}
        assert await uow.inbox.known("whatsapp", ["2"]) == set()


async def test_an_empty_delivery_is_nothing(database: Database) -> None:
    assert await arrive(database) == []


async def test_the_same_number_on_another_channel_is_another_update(database: Database) -> None:
    async with database.transaction("arrive") as uow:
        one = says("aigul", "on telegram", 1)
        other = type(one)("whatsapp", "1", "+77011234567", {"text": "on whatsapp"}, fetch=False)
        assert len(await uow.inbox.store([one, other], NOW)) == 2


async def test_ten_deliveries_of_one_update_at_once_keep_it_once(database: Database) -> None:
    stored = await asyncio.gather(*(arrive(database, says("aigul", "hello", 1)) for _ in range(10)))
    assert sorted(len(ids) for ids in stored) == [0] * 9 + [1]
    assert await work(database) == ["hello"]


async def test_one_account_is_answered_in_the_order_it_wrote(database: Database) -> None:
    await arrive(database, *(says("aigul", str(number), number) for number in range(5)))
    await arrive(database, says("aigul", "last", 5))
    assert await work(database) == ["0", "1", "2", "3", "4", "last"]


async def test_who_wrote_first_is_served_first(database: Database) -> None:
    await arrive(database, says("aigul", "a", 1), says("botagoz", "b", 2), says("aigul", "c", 3), says("dana", "d", 4))
    assert await work(database, limit=2) == ["a", "b", "c"]
    assert await work(database, limit=2) == ["d"]


async def test_who_writes_much_leaves_room_for_others(database: Database) -> None:
    flood = [says("aigul", "more", number) for number in range(ROWS_OF_ONE_ACCOUNT + 5)]
    await arrive(database, *flood, says("botagoz", "b", 100))
    assert await work(database) == ["more"] * ROWS_OF_ONE_ACCOUNT + ["b"]
    assert await work(database) == ["more"] * 5


async def test_nothing_overtakes_a_file_that_is_being_fetched(database: Database) -> None:
    await arrive(database, says("aigul", "before", 1), says("aigul", "photo", 2, fetch=True), says("aigul", "after", 3))
    await arrive(database, says("botagoz", "other", 4))
    assert await work(database) == ["before", "other"]
    assert await work(database) == []
    async with database.transaction("fetch") as uow:
        [photo] = await uow.inbox.claim_fetches(10, 0, 30)
        await uow.inbox.fetched(photo, {"text": "photo fetched"})
    assert await work(database) == ["photo fetched", "after"]


async def test_a_file_is_fetched_by_one_worker_until_the_lease_ends(database: Database) -> None:
    await arrive(database, says("aigul", "photo", 1, fetch=True))

    async def fetches(lease_now: float) -> list[int]:
        async with database.transaction("fetch") as uow:
            return [row.attempts for row in await uow.inbox.claim_fetches(10, lease_now, 30)]

    assert await fetches(100) == [1]
    assert await fetches(129) == []
    assert await fetches(130) == [2]


async def test_a_failed_fetch_is_tried_again_later(database: Database) -> None:
    await arrive(database, says("aigul", "photo", 1, fetch=True))
    async with database.transaction("fetch") as uow:
        [photo] = await uow.inbox.claim_fetches(10, 100, 30)
        await uow.inbox.retry_fetch(photo, 105)
        assert await uow.inbox.claim_fetches(10, 104, 30) == []
        assert texts(await uow.inbox.claim_fetches(10, 105, 30)) == ["photo"]


async def test_at_a_restart_the_fetches_of_the_dead_process_are_free(database: Database) -> None:
    await arrive(database, says("aigul", "photo", 1, fetch=True))
    async with database.transaction("fetch") as uow:
        await uow.inbox.claim_fetches(10, 1_000_000, 30)
    async with database.transaction("start") as uow:
        await uow.inbox.release_leases()
    async with database.transaction("fetch") as uow:
        assert len(await uow.inbox.claim_fetches(10, 5, 30)) == 1


async def test_a_late_result_of_a_fetch_does_not_open_a_finished_update_again(database: Database) -> None:
    await arrive(database, says("aigul", "photo", 1, fetch=True))
    async with database.transaction("fetch") as uow:
        [photo] = await uow.inbox.claim_fetches(10, 0, 30)
        await uow.inbox.fetched(photo, {"text": "first"})
    assert await work(database) == ["first"]
    async with database.transaction("fetch") as uow:
        await uow.inbox.fetched(photo, {"text": "second"})
        await uow.inbox.retry_fetch(photo, 0)
    assert await work(database) == []


async def test_who_fetched_too_slowly_has_no_say_any_more(database: Database) -> None:
    await arrive(database, says("aigul", "photo", 1, fetch=True))
    async with database.transaction("fetch") as uow:
        [slow] = await uow.inbox.claim_fetches(10, 100, 30)
    async with database.transaction("fetch") as uow:
        [owner] = await uow.inbox.claim_fetches(10, 130, 30)
        assert not await uow.inbox.fetched(slow, {"text": "slow"})
        await uow.inbox.retry_fetch(slow, 0)
        assert await uow.inbox.claim_fetches(10, 140, 30) == []
        assert await uow.inbox.fetched(owner, {"text": "in time"})
    assert await work(database) == ["in time"]


@pytest.mark.parametrize("fetch", [True, False])
async def test_an_update_that_cannot_be_opened_fails_alone(database: Database, fetch: bool) -> None:
    [lost, _, _] = await arrive(
        database,
        says("aigul", "lost", 1, fetch=fetch),
        says("botagoz", "photo", 2, fetch=True),
        says("dana", "hello", 3),
    )
    async with database.transaction("damage") as uow:
        await uow.connection.execute(update(inbox).where(inbox.c.id == lost).values(payload=b"\x01another key" * 3))
    with capture_logs() as logs:
        async with database.transaction("fetch") as uow:
            assert texts(await uow.inbox.claim_fetches(10, 0, 30)) == ["photo"]
        assert await work(database) == ["hello"]
    assert [(entry["event"], entry["row"]) for entry in logs] == [("row.unreadable", lost)]
    async with database.reading() as uow:
        row = (await uow.connection.execute(select(inbox).where(inbox.c.id == lost))).one()
    assert (row.state, row.reference) == ("failed", "unreadable")


async def test_a_turn_that_rolls_back_loses_nothing(database: Database) -> None:
    await arrive(database, says("aigul", "hello", 1))
    with pytest.raises(ZeroDivisionError):
        async with database.transaction("turn") as uow:
            await uow.inbox.done([row.id for row in await uow.inbox.claim(64)], NOW)
            raise ZeroDivisionError
    assert await work(database) == ["hello"]


async def test_a_failed_update_keeps_its_reference_and_lets_the_next_one_pass(database: Database) -> None:
    [bad, _] = await arrive(database, says("aigul", "bad", 1), says("aigul", "good", 2))
    async with database.transaction("turn") as uow:
        await uow.inbox.failed(bad, "R-42", NOW)
        row = (await uow.connection.execute(select(inbox).where(inbox.c.id == bad))).one()
    assert (row.state, row.reference, row.done_at) == ("failed", "R-42", NOW)
    assert await work(database) == ["good"]


async def test_it_counts_what_is_pending(database: Database) -> None:
    await arrive(database, says("aigul", "a", 1), says("aigul", "b", 2, fetch=True), says("aigul", "c", 3))
    assert await pending(database) == 3
    await work(database)
    assert await pending(database) == 2


async def test_old_texts_are_erased_and_a_late_duplicate_is_still_known(database: Database) -> None:
    await arrive(database, says("aigul", "old", 1), says("aigul", "waiting", 2, fetch=True))
    await work(database)
    async with database.transaction("erase") as uow:
        assert await uow.inbox.erase(after(seconds=1)) == 0
        assert await uow.inbox.erase(after(days=30)) == 1
        assert await uow.inbox.erase(after(days=30)) == 0
        kept = (await uow.connection.execute(select(inbox.c.payload.is_(None)).order_by(inbox.c.id))).scalars().all()
    assert [bool(empty) for empty in kept] == [True, False]
    assert await arrive(database, says("aigul", "old", 1)) == []


async def test_what_a_person_wrote_is_not_readable_in_the_database(database: Database, sealer: Sealer) -> None:
    await arrive(database, says("aigul", "880719300107", 1))
    async with database.reading() as uow:
        payload = (await uow.connection.execute(select(inbox.c.payload))).scalar_one()
    assert b"880719300107" not in payload
    assert sealer.open_json("inbox.payload|telegram|1", payload) == {"text": "880719300107"}


@pytest.mark.postgres
async def test_two_workers_never_hold_one_account_at_once(postgres_url: str, sealer: Sealer) -> None:
    """Four workers, twelve parents with ten updates each; a turn takes the loop's next round to finish."""
    database = Database.open(postgres_url, sealer)
    who = [f"parent {number}" for number in range(12)]
    await arrive(
        database, *(says(one, f"{turn}", turn * 100 + seat) for turn in range(10) for seat, one in enumerate(who))
    )
    held: set[int] = set()
    seen: dict[int, list[str]] = {}

    async def worker() -> None:
        while await pending(database):
            async with database.transaction("turn") as uow:
                rows = (await uow.inbox.claim(3))[:5]
                accounts = {row.account_id for row in rows}
                assert not accounts & held
                held.update(accounts)
                await uow.conversations.load(accounts)
                for row in rows:
                    seen.setdefault(row.account_id, []).append(row.payload["text"])
                await uow.inbox.done([row.id for row in rows], NOW)
                held.difference_update(accounts)

    async with asyncio.timeout(60):
        await asyncio.gather(*(worker() for _ in range(4)))
    assert list(seen.values()) == [[str(turn) for turn in range(10)]] * 12
    await database.close()


@pytest.mark.postgres
async def test_an_account_in_another_workers_hands_is_skipped(postgres_url: str, sealer: Sealer) -> None:
    database = Database.open(postgres_url, sealer)
    await arrive(database, says("aigul", "a", 1), says("botagoz", "b", 2), says("aigul", "c", 3))
    async with database.transaction("first") as first, database.transaction("second") as second:
        assert texts(await first.inbox.claim(1)) == ["a", "c"]
        assert texts(await second.inbox.claim(64)) == ["b"]
    await database.close()


@pytest.mark.postgres
async def test_a_worker_sees_what_the_one_before_it_finished(postgres_url: str, sealer: Sealer) -> None:
    """It looked while the other worked and got the account only afterwards: the work is not done twice."""
    database = Database.open(postgres_url, sealer)
    await arrive(database, says("aigul", "a", 1))
    async with database.transaction("second") as second:
        assert await second.inbox.pending_count() == 1
        assert await work(database) == ["a"]
        assert await second.inbox.claim(64) == []
    await database.close()
