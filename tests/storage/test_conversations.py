"""Conversations are loaded and saved for a whole batch, and never over somebody else's work."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import event, select

from storage.conversations import ConversationRow, StaleConversation
from storage.database import Database
from storage.flow_tables import conversation
from storage.uow import Uow
from tests.storage.chats import NOW, chat


async def load(database: Database) -> dict[int, ConversationRow]:
    async with database.reading() as uow:
        ids = (await uow.connection.execute(select(conversation.c.account_id))).scalars().all()
        return await uow.conversations.load(ids)


async def three(uow: Uow) -> list[ConversationRow]:
    ids = [(await chat(uow, who)).account_id for who in ("aigul", "botagoz", "dana")]
    return list((await uow.conversations.load(ids)).values())


async def test_a_new_account_has_a_fresh_conversation(database: Database) -> None:
    async with database.transaction("open") as uow:
        address = await chat(uow)
        rows = await uow.conversations.load([address.account_id])
    assert rows == {address.account_id: ConversationRow(address.account_id, {}, 0, 0, None)}


async def test_what_is_saved_is_loaded_with_the_next_rev(database: Database) -> None:
    async with database.transaction("turn") as uow:
        rows = await three(uow)
        await uow.conversations.save(
            [replace(row, data={"answer": str(seat)}, version=3, updated_at=NOW) for seat, row in enumerate(rows)]
        )
    loaded = (await load(database)).values()
    assert sorted(str(row.data) for row in loaded) == [str({"answer": seat}) for seat in ("0", "1", "2")]
    assert {(row.rev, row.version, row.updated_at) for row in loaded} == {(1, 3, NOW)}


async def test_unknown_accounts_are_left_out(database: Database) -> None:
    async with database.transaction("turn") as uow:
        assert await uow.conversations.load([1, 2]) == {}
        await uow.conversations.save([])
        await uow.conversations.create([])


async def test_a_conversation_that_changed_meanwhile_is_not_written_over(database: Database) -> None:
    async with database.transaction("open") as uow:
        rows = await three(uow)
    async with database.transaction("first") as uow:
        await uow.conversations.save([replace(rows[1], data={"answer": "first"})])
    with pytest.raises(StaleConversation) as stale:
        async with database.transaction("second") as uow:
            await uow.conversations.save([replace(row, data={"answer": "second"}) for row in rows])
    assert stale.value.account_ids == {rows[1].account_id}
    loaded = await load(database)
    assert [loaded[row.account_id].data for row in rows] == [{}, {"answer": "first"}, {}]


async def test_a_batch_of_64_takes_two_statements(database: Database) -> None:
    async with database.transaction("open") as uow:
        addresses = await uow.accounts.at([("telegram", str(number)) for number in range(64)], NOW)
    statements: list[str] = []
    async with database.transaction("turn") as uow:
        uow.connection.use_sqlalchemy()
        event.listen(uow.connection.sync_connection, "before_cursor_execute", lambda *args: statements.append(args[2]))
        rows = await uow.conversations.load([one.account_id for one in addresses.values()])
        await uow.conversations.save(list(rows.values()))
    assert len(rows) == 64
    assert [statement.split()[0] for statement in statements] == ["SELECT", "INSERT"]


async def test_a_conversation_can_be_locked_for_other_work(database: Database) -> None:
    async with database.transaction("deadline") as uow:
        address = await chat(uow)
        rows = await uow.conversations.load([address.account_id], lock=True)
    assert list(rows) == [address.account_id]


async def test_answers_are_not_readable_in_the_database(database: Database) -> None:
    async with database.transaction("turn") as uow:
        rows = await three(uow)
        await uow.conversations.save([replace(rows[0], data={"iin": "880719300107"})])
        sealed = (await uow.connection.execute(select(conversation.c.data).where(conversation.c.rev == 1))).scalar_one()
    assert b"880719300107" not in sealed
    assert "880719300107" not in repr(replace(rows[0], data={"iin": "880719300107"}))
