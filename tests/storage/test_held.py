"""What may not be sent now waits for the person to write; what a provider tells later ends on the message."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from storage.database import Database
from storage.flow_tables import outbox
from storage.outbox import Fate
from storage.sealing import Sealer
from storage.uow import Uow
from tests.storage.chats import NOW, after, arrive, chat, says
from tests.storage.holding import CLOSED, arrived, failed, hold, nothing_to_send, rows_of, send, status, take, tell


async def held_after_writing(database: Database) -> None:
    await arrive(database, says("aigul", "hello", 1))
    await tell(database, "1")
    await hold(database, NOW)


async def test_what_is_held_waits_and_holds_up_nobody(database: Database) -> None:
    await held_after_writing(database)
    await tell(database, "2")
    assert await send(database) == "2"
    assert await nothing_to_send(database)
    assert await status(database) == ["held", "sent"]
    async with database.reading() as uow:
        assert await uow.outbox.oldest_waiting(after(days=9)) == {}


async def test_when_the_person_writes_everything_held_goes_in_its_order(database: Database) -> None:
    await arrive(database, says("aigul", "hello", 1))
    await tell(database, "1", "2", "3")
    for _ in range(2):
        await hold(database, NOW)
    await arrive(database, says("aigul", "I am back", 2))
    assert await status(database) == ["waiting"] * 3
    assert [await send(database) for _ in range(3)] == ["1", "2", "3"]


async def test_whoever_else_writes_frees_nothing(database: Database) -> None:
    await held_after_writing(database)
    await arrive(database, says("botagoz", "hello", 2))
    assert await status(database) == ["held"]


async def test_a_message_that_came_before_frees_nothing(database: Database) -> None:
    await held_after_writing(database)
    await arrive(database, says("aigul", "hello", 1))
    assert await status(database) == ["held"]


async def test_senders_are_woken_when_something_is_free(database: Database) -> None:
    await held_after_writing(database)
    async with database.transaction("arrive") as uow:
        await uow.inbox.store([says("aigul", "I am back", 2)], after(days=2))
        assert "outbox" in uow.topics
    async with database.transaction("arrive") as uow:
        await uow.inbox.store([says("aigul", "still here", 3)], after(days=2))
        assert "outbox" not in uow.topics


async def test_who_wrote_while_the_window_was_judged_gets_it_at_once(database: Database) -> None:
    await arrive(database, says("aigul", "hello", 1))
    await tell(database, "1")
    async with database.transaction("back") as uow:
        await uow.inbox.store([says("aigul", "I am back", 2)], after(days=2))
    await hold(database, NOW)
    assert await status(database) == ["later"]
    assert await send(database) == "1"


async def test_a_chat_that_never_wrote_can_be_held_too(database: Database) -> None:
    await tell(database, "1")
    await hold(database, None)
    await arrive(database, says("aigul", "hello", 1))
    assert await send(database) == "1"


async def test_whoever_lost_the_lease_holds_nothing(database: Database) -> None:
    await tell(database, "1")
    async with database.transaction("slow") as uow:
        slow = await take(uow)
        [owner] = await uow.outbox.claim(1, 130, 30)
        await uow.outbox.hold(slow, CLOSED, None)
        await uow.outbox.sent([(owner, "SM1", True)], NOW)
    assert await status(database) == ["sent"]


async def test_a_held_question_that_was_asked_anew_is_not_asked_twice(database: Database) -> None:
    await arrive(database, says("aigul", "hello", 1))
    await tell(database, "asked", slot="question")
    await tell(database, "told")
    await tell(database, "asked again", slot="question")
    for _ in range(3):
        await hold(database, NOW)
    await arrive(database, says("aigul", "I am back", 2))
    assert await status(database) == ["superseded", "waiting", "waiting"]
    assert [await send(database) for _ in range(2)] == ["told", "asked again"]


async def test_what_was_held_too_long_is_erased_and_never_sent(database: Database) -> None:
    await held_after_writing(database)
    async with database.transaction("erase") as uow:
        assert await uow.outbox.erase(after(days=30)) == 1
    await arrive(database, says("aigul", "I am back", 2))
    assert await status(database) == ["never"]
    assert await nothing_to_send(database)


async def test_what_is_held_for_an_account_that_ends_is_nobody_s(database: Database) -> None:
    await held_after_writing(database)
    async with database.transaction("erase") as uow:
        aigul = await chat(uow)
        await uow.accounts.erase(aigul.account_id, NOW)
        rows = (await uow.connection.execute(select(outbox.c.message))).scalars().all()
    await arrive(database, says("aigul", "hello again", 2))
    assert rows == [None]
    assert await status(database) == ["never"]


async def test_what_is_held_goes_along_with_its_chat(database: Database) -> None:
    await held_after_writing(database)
    async with database.transaction("move") as uow:
        aigul, botagoz = await chat(uow), await chat(uow, "botagoz")
        await uow.accounts.move_address(aigul.id, botagoz.account_id)
    await arrive(database, says("aigul", "I am back", 2))
    async with database.transaction("claim") as uow:
        assert (await take(uow)).account_id == botagoz.account_id


async def test_a_sent_message_is_delivered_when_its_receipt_comes(database: Database) -> None:
    await tell(database, "1")
    [id_] = [row.id for row in await rows_of(database)]
    async with database.transaction("early") as uow:
        assert not await uow.outbox.delivered(arrived(id_, hours=2))
    await send(database)
    async with database.transaction("receipts") as uow:
        assert await uow.outbox.delivered(arrived(id_, hours=2))
        assert not await uow.outbox.delivered(arrived(id_, hours=3))
    assert [row.delivered_at for row in await rows_of(database)] == [after(hours=2)]


async def test_where_there_are_no_receipts_sent_is_delivered(database: Database) -> None:
    await tell(database, "1")
    await send(database, confirmed=True)
    assert [(row.sent_at, row.delivered_at) for row in await rows_of(database)] == [(after(hours=1), after(hours=1))]


async def test_a_sent_message_that_did_not_arrive_is_tried_again_from_its_part(database: Database) -> None:
    await tell(database, "1", "2")
    [first, _] = [row.id for row in await rows_of(database)]
    await send(database)
    async with database.transaction("failed") as uow:
        assert await uow.outbox.again(failed(first, 1), 105, "63018")
        assert not await uow.outbox.again(failed(first, 2), 200, "63018")
        assert await uow.outbox.claim(10, 104, 30) == []
        [row] = await uow.outbox.claim(10, 105, 30)
    assert (row.id, row.step, row.message) == (first, 1, {"text": "1"})


async def test_a_sent_message_can_turn_out_lost_or_odd(database: Database) -> None:
    await tell(database, "1", "2", "3")
    first, second, third = (row.id for row in await rows_of(database))
    await send(database)
    await send(database)
    async with database.transaction("failed") as uow:
        assert await uow.outbox.never_by_id(failed(first), "63024 not on WhatsApp")
        assert await uow.outbox.operator_by_id(failed(second), "63013 " + "policy " * 100)
        assert not await uow.outbox.never_by_id(failed(third), "was not sent")
        assert not await uow.outbox.operator_by_id(failed(first), "is lost already")
    assert await status(database) == ["never", "operator", "waiting"]


async def test_a_sent_message_that_came_too_late_waits_for_the_person(database: Database) -> None:
    await arrive(database, says("aigul", "hello", 1))
    await tell(database, "1")
    [id_] = [row.id for row in await rows_of(database)]
    await send(database)
    async with database.transaction("failed") as uow:
        assert await uow.outbox.hold_by_id(failed(id_, 1), 0, CLOSED)
        assert not await uow.outbox.hold_by_id(failed(id_, 1), 0, CLOSED)
    assert await status(database) == ["held"]
    await arrive(database, says("aigul", "I am back", 2))
    async with database.transaction("claim") as uow:
        assert (await take(uow)).step == 1


async def test_who_wrote_after_it_was_sent_too_late_gets_it_at_once(database: Database) -> None:
    await arrive(database, says("aigul", "hello", 1))
    await tell(database, "1")
    [id_] = [row.id for row in await rows_of(database)]
    await send(database)
    async with database.transaction("back") as uow:
        await uow.inbox.store([says("aigul", "I am back", 2)], after(hours=2))
        assert await uow.outbox.hold_by_id(failed(id_, 0), 0, CLOSED)
    assert await send(database) == "1"


async def test_a_text_that_was_erased_is_not_sent_again(database: Database) -> None:
    await tell(database, "1")
    [id_] = [row.id for row in await rows_of(database)]
    await send(database)
    async with database.transaction("late") as uow:
        await uow.outbox.erase(after(days=30))
        assert not await uow.outbox.again(failed(id_), 0, "63018")
        assert not await uow.outbox.hold_by_id(failed(id_, 0), 0, CLOSED)
    assert await status(database) == ["sent"]


async def test_the_fate_of_a_notification_is_that_of_all_its_messages(database: Database) -> None:
    async def fate() -> Fate:
        async with database.reading() as uow:
            return await uow.outbox.fate(42)

    assert await fate() == Fate(waiting=False, delivered=False)
    await tell(database, "1", notification=42)
    [id_] = [row.id for row in await rows_of(database)]
    assert await fate() == Fate(waiting=True, delivered=False)
    await send(database)
    assert await fate() == Fate(waiting=True, delivered=False)
    async with database.transaction("failed") as uow:
        await uow.outbox.hold_by_id(failed(id_, 0), 0, CLOSED)
    assert await fate() == Fate(waiting=True, delivered=False)
    await arrive(database, says("aigul", "I am back", 2))
    await send(database)
    async with database.transaction("failed") as uow:
        await uow.outbox.never_by_id(failed(id_), "63024")
    assert await fate() == Fate(waiting=False, delivered=False)
    await tell(database, "on the other channel", notification=42)
    await send(database, confirmed=True)
    assert await fate() == Fate(waiting=False, delivered=True)


@pytest.mark.postgres
async def test_who_writes_while_a_message_is_being_held_gets_it(postgres_url: str, sealer: Sealer) -> None:
    """The arrival waits for the sender's transaction, and then sees that there is something to free."""
    database = Database.open(postgres_url, sealer)
    await arrive(database, says("aigul", "hello", 1))
    await tell(database, "1")
    held = asyncio.Event()

    async def sender() -> None:
        async with database.transaction("held") as uow:
            await uow.outbox.hold(await take(uow), CLOSED, NOW)
            held.set()
            await _somebody_waits(uow)

    async def person() -> None:
        await held.wait()
        await arrive(database, says("aigul", "I am back", 2))

    async with asyncio.timeout(60):
        await asyncio.gather(sender(), person())
    assert await status(database) == ["waiting"]
    await database.close()


async def _somebody_waits(uow: Uow) -> None:
    """Return when another connection waits for a lock of this one."""
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    while not (await uow.connection.exec_driver_sql(waiting)).scalar_one():
        pass
