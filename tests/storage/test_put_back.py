"""What is held back and nobody was told of is tried again, the first message of a chat at a time."""

from __future__ import annotations

from storage.database import Database
from storage.held import hurry, put_back
from tests.storage.chats import NOW, after, arrive, says
from tests.storage.holding import CLOSED, hold, status, take, tell


async def test_what_nobody_was_told_of_is_put_back_first_things_first(database: Database) -> None:
    await tell(database, "1", "2")
    for _ in range(2):
        await hold(database, None)
    async with database.transaction("held") as uow:
        assert await put_back(uow, 0, 10) == 1
        assert "outbox" in uow.topics
    assert await status(database) == ["waiting", "held"]
    async with database.transaction("held") as uow:
        assert await put_back(uow, 0, 10) == 0


async def test_who_was_told_since_writing_is_left_alone(database: Database) -> None:
    await arrive(database, says("aigul", "hello", 1))
    aigul = await tell(database, "1")
    await hold(database, NOW)
    for told, count in ((after(hours=25), 0), (NOW, 1)):
        async with database.transaction("news") as uow:
            await uow.accounts.set_news(aigul.id, told)
            assert await put_back(uow, 0, 10) == count


async def test_who_shut_the_bot_out_is_left_alone(database: Database) -> None:
    aigul = await tell(database, "1")
    await hold(database, None)
    async with database.transaction("held") as uow:
        await uow.accounts.set_blocked(aigul.id, NOW)
        assert await put_back(uow, 0, 10) == 0


async def test_what_is_put_back_too_early_waits_and_an_approval_hurries_it(database: Database) -> None:
    await tell(database, "1")
    async with database.transaction("held") as uow:
        await uow.outbox.hold(await take(uow), CLOSED, None, 500)
        assert await put_back(uow, 499, 10) == 0
        await hurry(uow, 200)
        assert await put_back(uow, 199, 10) == 0
        assert await put_back(uow, 200, 10) == 1
        [row] = await uow.outbox.claim(1, 200, 30)
    assert row.attempts == 1


async def test_a_question_put_back_yields_to_a_newer_one(database: Database) -> None:
    await tell(database, "asked", slot="question")
    await tell(database, "asked again", slot="question")
    for _ in range(2):
        await hold(database, None)
    async with database.transaction("held") as uow:
        assert await put_back(uow, 0, 10) == 1
    assert await status(database) == ["superseded", "waiting"]
