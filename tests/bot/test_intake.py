"""Arrivals are durable before anybody is told so, and many share one commit."""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager

import pytest

from bot.intake import Crowded, Intake
from storage.database import Database
from storage.inbox import Arrival
from storage.sealing import Sealer
from storage.transient import MOST_TRIES, Transient
from storage.uow import Uow
from tests.handlers.town import MovableClock


def says(number: int, text: str = "hi", chat: str = "7") -> Arrival:
    return Arrival("telegram", f"1.{number}", chat, {"said": text}, fetch=False)


async def waiting(database: Database) -> int:
    async with database.reading() as uow:
        return await uow.inbox.pending_count()


async def test_fifty_webhooks_at_once_share_a_few_commits(
    database_url: str, sealer: Sealer, clock: MovableClock
) -> None:
    commits: list[str] = []
    database = Database.open(database_url, sealer, on_commit=commits.append)
    intake = Intake(database, clock)
    await asyncio.gather(*(intake.store([says(number, chat=str(number))]) for number in range(50)))
    assert await waiting(database) == 50
    assert commits.count("after inbox") <= 2
    await database.close()


async def test_an_update_that_comes_again_is_kept_once(database: Database, clock: MovableClock) -> None:
    intake = Intake(database, clock)
    await asyncio.gather(*(intake.store([says(1), says(2), says(1)]) for _time in range(10)))
    assert await waiting(database) == 2


async def test_whoever_waits_for_work_is_woken(database: Database, clock: MovableClock) -> None:
    intake = Intake(database, clock)
    photo = Arrival("telegram", "1.2", "7", {"attached": {"id": "x"}}, fetch=True)
    async with asyncio.timeout(3):
        await intake.store([says(1), photo])
        await database.wait("inbox", 60)
        await database.wait("fetch", 60)


async def test_one_that_cannot_be_kept_does_not_take_the_others_with_it(
    database: Database, clock: MovableClock
) -> None:
    intake = Intake(database, clock)
    broken = Arrival("telegram", "1.2", "7", {"said": object()}, fetch=False)
    results = await asyncio.gather(
        intake.store([says(1)]), intake.store([broken]), intake.store([says(3)]), return_exceptions=True
    )
    assert [type(result) for result in results] == [type(None), TypeError, type(None)]
    assert await waiting(database) == 2
    await intake.settled()


async def test_a_caller_who_leaves_does_not_lose_the_update(database: Database, clock: MovableClock) -> None:
    intake = Intake(database, clock)
    leaving = asyncio.create_task(intake.store([says(1)]))
    await asyncio.sleep(0)
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    await intake.settled()
    assert await waiting(database) == 1


@pytest.mark.parametrize("failures", [1, MOST_TRIES - 1, MOST_TRIES])
async def test_who_was_in_somebodys_way_is_kept_at_the_next_try(
    database: Database, clock: MovableClock, monkeypatch: pytest.MonkeyPatch, failures: int
) -> None:
    opened, left, pauses = database.transaction, [Transient("deadlock")] * failures, list[int]()

    def opening(label: str, *, brief: bool = False) -> AbstractAsyncContextManager[Uow]:
        if left:
            raise left.pop()
        return opened(label, brief=brief)

    async def pause(attempt: int) -> None:
        pauses.append(attempt)

    monkeypatch.setattr(database, "transaction", opening)
    storing = Intake(database, clock, pause).store([says(1)])
    if failures == MOST_TRIES:
        with pytest.raises(Transient):
            await storing
    else:
        await storing
    assert await waiting(database) == (failures < MOST_TRIES)
    assert pauses == list(range(1, min(failures, MOST_TRIES - 1) + 1))


async def test_no_more_waits_at_the_door_than_may_and_there_is_room_again_afterwards(
    database: Database, clock: MovableClock
) -> None:
    intake = Intake(database, clock, most=3)
    results = await asyncio.gather(*(intake.store([says(number)]) for number in range(5)), return_exceptions=True)
    assert [type(result) for result in results] == [type(None)] * 3 + [Crowded] * 2
    assert await waiting(database) == 3
    await intake.store([says(number) for number in range(3, 8)])
    assert await waiting(database) == 8


async def test_what_could_not_be_kept_makes_room_too(database: Database, clock: MovableClock) -> None:
    intake = Intake(database, clock, most=1)
    for _time in range(3):
        with pytest.raises(TypeError):
            await intake.store([Arrival("telegram", "1.2", "7", {"said": object()}, fetch=False)])
    await intake.store([says(1)])
    assert await waiting(database) == 1


async def test_nothing_is_nothing(database: Database, clock: MovableClock) -> None:
    intake = Intake(database, clock)
    await intake.store([])
    await intake.settled()
    assert await waiting(database) == 0
