"""What a report of failure brings back: the newest attempt only, for whom it was meant, and never twice."""

from __future__ import annotations

import pytest

from storage.database import Database
from storage.recipients import recipients
from tests.storage.chats import NOW, after, chat
from tests.storage.holding import CLOSED, arrived, failed, hold, rows_of, send, status, take, tell


async def test_a_message_of_several_parts_is_delivered_with_its_last_one_only(database: Database) -> None:
    await tell(database, "1", notification=5)
    [id_] = [row.id for row in await rows_of(database)]
    async with database.transaction("parts") as uow:
        await uow.outbox.go_on(await take(uow), 1, 0)
        await uow.outbox.sent([(await take(uow), "SM-words", False)], NOW)
    async with database.transaction("receipt of the file") as uow:
        assert not await uow.outbox.delivered(arrived(id_, "SM-file", hours=2))
        assert not (await uow.outbox.fate(5)).delivered
        assert await uow.outbox.delivered(arrived(id_, "SM-words", hours=2))
        assert not await uow.outbox.never_by_id(failed(id_, 0, "SM-file"), "after all of it has arrived")
        assert (await uow.outbox.fate(5)).delivered


async def test_what_failed_counts_for_the_newest_attempt_only(database: Database) -> None:
    await tell(database, "1", notification=5)
    [id_] = [row.id for row in await rows_of(database)]
    await send(database)
    async with database.transaction("failed") as uow:
        assert await uow.outbox.again(failed(id_), 0, "63018")
        [row] = await uow.outbox.claim(1, 200, 30)
        await uow.outbox.sent([(row, "SM-again", False)], NOW)
        for told in (failed(id_), failed(id_, 1)):
            assert not await uow.outbox.never_by_id(told, "late")
            assert not await uow.outbox.hold_by_id(told, 0, CLOSED)
        assert not await uow.outbox.delivered(arrived(id_, hours=3))
        assert not (await uow.outbox.fate(5)).delivered


@pytest.mark.parametrize("newer", ["waiting", "held", "sent"])
async def test_a_failed_question_that_was_asked_anew_is_not_asked_again(database: Database, newer: str) -> None:
    await tell(database, "asked", slot="question")
    await send(database)
    await tell(database, "asked again", slot="question")
    if newer == "held":
        await hold(database, None)
    if newer == "sent":
        await send(database)
    [id_, _] = [row.id for row in await rows_of(database)]
    async with database.transaction("failed") as uow:
        revive = uow.outbox.hold_by_id if newer == "held" else uow.outbox.again
        assert await revive(failed(id_), 0, CLOSED)
    assert await status(database) == ["superseded", newer]


async def test_a_failed_message_goes_to_the_account_that_took_its_chat_over(database: Database) -> None:
    aigul = await tell(database, "1")
    await send(database)
    async with database.transaction("merge") as uow:
        botagoz = await chat(uow, "botagoz")
        await uow.accounts.move_address(aigul.id, botagoz.account_id)
        await uow.accounts.erase(aigul.account_id, after(hours=1))
    [row] = await rows_of(database)
    async with database.transaction("failed") as uow:
        assert await uow.outbox.again(failed(row.id), 0, "63019")
        [again] = await uow.outbox.claim(1, 200, 30)
        found = await recipients(uow, [again.id])
    assert (again.account_id, found[again.id].id) == (botagoz.account_id, aigul.id)


async def test_a_failed_message_of_an_account_that_ended_is_not_for_the_next_one(database: Database) -> None:
    aigul = await tell(database, "1")
    await send(database)
    async with database.transaction("end") as uow:
        await uow.accounts.erase(aigul.account_id, after(hours=1))
        anew = await uow.accounts.at([("telegram", "aigul")], after(days=90))
    assert anew["telegram", "aigul"].id == aigul.id
    [row] = await rows_of(database)
    async with database.transaction("failed") as uow:
        assert not await uow.outbox.again(failed(row.id), 0, "63019")
        assert not await uow.outbox.hold_by_id(failed(row.id), 0, CLOSED)
        assert await recipients(uow, [row.id]) == {}
