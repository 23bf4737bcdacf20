"""Messages leave in order per chat, in one worker's hands at a time, and each ends in exactly one way."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select, update
from structlog.testing import capture_logs

from storage.accounts import Address
from storage.database import Database
from storage.flow_tables import outbox
from storage.outbox import OutboxRow
from storage.sealing import Sealer
from tests.storage.chats import NOW, after, answer, chat


async def waiting(database: Database, *messages: tuple[str, str]) -> dict[str, Address]:
    """Messages as pairs of person and text, kept for sending."""
    async with database.transaction("turn") as uow:
        chats = {who: await chat(uow, who) for who, _ in messages}
        await uow.outbox.add([answer(chats[who], text) for who, text in messages])
    return chats


async def claim(database: Database, lease_now: float = 0, limit: int = 64) -> list[OutboxRow]:
    async with database.transaction("claim") as uow:
        return await uow.outbox.claim(limit, lease_now, 30)


async def send(database: Database, lease_now: float = 0) -> list[str]:
    """Everything that may leave now arrives."""
    rows = await claim(database, lease_now)
    async with database.transaction("sent") as uow:
        await uow.outbox.sent([(row, f"provider {row.id}", True) for row in rows], NOW)
    return [row.message["text"] for row in rows]


async def status(database: Database) -> list[str]:
    async with database.reading() as uow:
        return list((await uow.connection.execute(select(outbox.c.status).order_by(outbox.c.id))).scalars())


async def test_a_message_leaves_as_it_was_written(database: Database) -> None:
    chats = await waiting(database, ("aigul", "Сәлеметсіз бе"))
    [row] = await claim(database)
    assert (row.account_id, row.address_id) == (chats["aigul"].account_id, chats["aigul"].id)
    assert (row.message, row.purpose, row.attempts, row.created_at) == ({"text": "Сәлеметсіз бе"}, "reply", 1, NOW)


async def test_each_chat_gets_its_messages_one_by_one_in_order(database: Database) -> None:
    await waiting(database, ("aigul", "1"), ("botagoz", "one"), ("aigul", "2"), ("aigul", "3"), ("botagoz", "two"))
    assert [await send(database) for _ in range(4)] == [["1", "one"], ["2", "two"], ["3"], []]
    assert set(await status(database)) == {"sent"}


async def test_nothing_overtakes_a_message_in_flight(database: Database) -> None:
    await waiting(database, ("aigul", "1"), ("aigul", "2"))
    assert len(await claim(database)) == 1
    assert await claim(database) == []


async def test_a_lost_workers_message_is_free_again_when_its_lease_ends(database: Database) -> None:
    await waiting(database, ("aigul", "1"))
    assert [row.attempts for row in await claim(database, 100)] == [1]
    assert await claim(database, 129.9) == []
    assert [row.attempts for row in await claim(database, 130)] == [2]


async def test_at_a_restart_the_messages_of_the_dead_process_are_free(database: Database) -> None:
    await waiting(database, ("aigul", "1"), ("botagoz", "2"))
    rows = await claim(database, 1_000_000)
    async with database.transaction("later") as uow:
        await uow.outbox.later(rows[0], 1_000_060, "429")
    async with database.transaction("start") as uow:
        await uow.outbox.release_leases()
    assert await send(database, 5) == ["1", "2"]


async def test_a_message_that_is_tried_later_holds_its_chat_back_and_no_other(database: Database) -> None:
    await waiting(database, ("aigul", "1"), ("aigul", "2"), ("botagoz", "b"))
    [first, _] = await claim(database, 100)
    async with database.transaction("later") as uow:
        await uow.outbox.later(first, 105, "429 retry after 5")
    assert await send(database, 104) == []
    assert await send(database, 105) == ["1"]
    assert await send(database, 105) == ["2"]


async def test_a_message_that_was_not_tried_counts_no_attempt(database: Database) -> None:
    await waiting(database, ("aigul", "1"))
    async with database.transaction("pace") as uow:
        [row] = await uow.outbox.claim(10, 100, 30)
        await uow.outbox.postpone(row, 101)
    assert await claim(database, 100) == []
    assert [row.attempts for row in await claim(database, 101)] == [1]


async def test_parts_that_arrived_are_remembered_with_the_message(database: Database) -> None:
    await waiting(database, ("aigul", "album"))
    async with database.transaction("part") as uow:
        [row] = await uow.outbox.claim(10, 100, 30)
        assert row.step == 0
        await uow.outbox.go_on(row, 2, 100)
    assert [(row.step, row.attempts) for row in await claim(database, 100)] == [(2, 1)]


async def test_whoever_lost_the_lease_has_no_say_any_more(database: Database) -> None:
    await waiting(database, ("aigul", "1"))
    [slow], [owner] = await claim(database, 100), await claim(database, 130)
    async with database.transaction("too late") as uow:
        await uow.outbox.sent([(slow, "m1", True)], NOW)
        await uow.outbox.later(slow, 0, "429")
        await uow.outbox.postpone(slow, 0)
        await uow.outbox.go_on(slow, 7, 0)
        await uow.outbox.never(slow, "403")
        await uow.outbox.operator(slow, "400")
        await uow.outbox.renew([slow], 1000)
    assert await status(database) == ["waiting"]
    assert await claim(database, 159) == []
    async with database.transaction("sent") as uow:
        await uow.outbox.sent([(owner, "m2", True)], NOW)
    assert await status(database) == ["sent"]


async def test_a_lease_can_be_renewed_while_the_message_is_in_hand(database: Database) -> None:
    await waiting(database, ("aigul", "1"))
    async with database.transaction("slow") as uow:
        await uow.outbox.renew(await uow.outbox.claim(10, 100, 30), 160)
    assert await claim(database, 159) == []
    assert [row.attempts for row in await claim(database, 160)] == [2]


async def test_a_message_that_cannot_be_opened_is_the_operator_s_and_the_others_go_on(database: Database) -> None:
    await waiting(database, ("aigul", "lost"), ("botagoz", "b"), ("aigul", "2"))
    async with database.transaction("damage") as uow:
        await uow.connection.execute(update(outbox).where(outbox.c.id == 1).values(message=b"\x01another key" * 3))
    with capture_logs() as logs:
        assert await send(database) == ["b"]
    assert [(entry["event"], entry["row"]) for entry in logs] == [("row.unreadable", 1)]
    assert await send(database) == ["2"]
    assert await status(database) == ["operator", "sent", "sent"]


async def test_what_never_arrives_or_needs_an_operator_lets_the_next_pass(database: Database) -> None:
    await waiting(database, ("aigul", "1"), ("aigul", "2"), ("aigul", "3"))
    async with database.transaction("blocked") as uow:
        await uow.outbox.never((await uow.outbox.claim(1, 0, 30))[0], "403 blocked by the user")
    async with database.transaction("odd") as uow:
        await uow.outbox.operator((await uow.outbox.claim(1, 0, 30))[0], "400 " + "long " * 100)
    assert await send(database) == ["3"]
    assert await status(database) == ["never", "operator", "sent"]


async def test_the_provider_s_id_is_kept(database: Database) -> None:
    await waiting(database, ("aigul", "1"), ("botagoz", "2"))
    await send(database)
    async with database.reading() as uow:
        query = select(outbox.c.id, outbox.c.provider_id, outbox.c.sent_at)
        rows = (await uow.connection.execute(query)).all()
    assert [(row.provider_id, row.sent_at) for row in rows] == [(f"provider {row.id}", NOW) for row in rows]


async def test_only_so_many_are_taken(database: Database) -> None:
    await waiting(database, ("aigul", "1"), ("botagoz", "2"), ("dana", "3"))
    assert [row.message["text"] for row in await claim(database, limit=2)] == ["1", "2"]


async def test_a_newer_message_makes_the_waiting_one_of_its_slot_pointless(database: Database) -> None:
    async with database.transaction("turn") as uow:
        aigul, botagoz = await chat(uow, "aigul"), await chat(uow, "botagoz")
        await uow.outbox.add(
            [answer(aigul, "asked", "question"), answer(aigul, "told"), answer(botagoz, "b", "question")]
        )
        await uow.outbox.supersede([(aigul.id, "question")])
        await uow.outbox.add([answer(aigul, "asked again", "question")])
    assert await status(database) == ["superseded", "waiting", "waiting", "waiting"]
    assert await send(database) == ["told", "b"]
    assert await send(database) == ["asked again"]


async def test_a_message_in_somebody_s_hands_is_not_superseded(database: Database) -> None:
    async with database.transaction("turn") as uow:
        aigul = await chat(uow)
        await uow.outbox.add([answer(aigul, "asked", "question")])
    await claim(database)
    async with database.transaction("turn") as uow:
        await uow.outbox.supersede([(aigul.id, "question"), (aigul.id, "menu")])
        await uow.outbox.supersede([])
    assert await status(database) == ["waiting"]


async def test_it_knows_since_when_the_oldest_waits(database: Database) -> None:
    await waiting(database, ("aigul", "1"))
    async with database.reading() as uow:
        assert await uow.outbox.oldest_waiting(after(minutes=5)) == {"telegram": NOW}
        assert await uow.outbox.oldest_waiting(after(minutes=-5)) == {}
    await send(database)
    async with database.reading() as uow:
        assert await uow.outbox.oldest_waiting(after(minutes=5)) == {}


async def test_old_texts_are_erased_but_never_one_that_still_waits(database: Database) -> None:
    await waiting(database, ("aigul", "1"), ("aigul", "2"))
    await send(database)
    async with database.transaction("erase") as uow:
        assert await uow.outbox.erase(NOW) == 0
        assert await uow.outbox.erase(after(days=30)) == 1
    assert await send(database) == ["2"]


async def test_texts_are_not_readable_in_the_database(database: Database) -> None:
    await waiting(database, ("aigul", "880719300107"))
    async with database.reading() as uow:
        sealed = (await uow.connection.execute(select(outbox.c.message))).scalar_one()
    assert b"880719300107" not in sealed
    assert "880719300107" not in repr(await claim(database))


async def test_a_message_can_be_looked_at_until_its_text_is_erased(database: Database) -> None:
    await waiting(database, ("aigul", "hello"))
    [row] = await claim(database)
    await send(database, lease_now=31)
    async with database.transaction("look") as uow:
        kept = await uow.outbox.get(row.id)
        assert kept is not None
        assert (kept.message, kept.attempts, kept.address_id) == ({"text": "hello"}, 2, row.address_id)
        assert await uow.outbox.get(row.id + 1) is None
        await uow.outbox.erase(after(days=1))
        assert await uow.outbox.get(row.id) is None


@pytest.mark.postgres
async def test_many_senders_share_the_work_and_keep_the_order(postgres_url: str, sealer: Sealer) -> None:
    database = Database.open(postgres_url, sealer)
    who = [f"parent {number}" for number in range(10)]
    await waiting(database, *((one, str(number)) for number in range(6) for one in who))
    arrived: dict[int, list[str]] = {}

    async def sender() -> None:
        while True:
            async with database.reading() as uow:
                if not await uow.outbox.oldest_waiting(NOW):
                    return
            for row in await claim(database, limit=3):
                arrived.setdefault(row.address_id, []).append(row.message["text"])
                await asyncio.sleep(0)
                async with database.transaction("sent") as uow:
                    await uow.outbox.sent([(row, "", True)], NOW)

    async with asyncio.timeout(60):
        await asyncio.gather(*(sender() for _ in range(4)))
    assert list(arrived.values()) == [[str(number) for number in range(6)]] * 10
    await database.close()
