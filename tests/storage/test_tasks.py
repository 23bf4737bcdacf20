"""Work for the outside world waits for its turn, is leased, retried and forgotten when done."""

from __future__ import annotations

from sqlalchemy import select, update
from structlog.testing import capture_logs

from storage.database import Database
from storage.flow_tables import task
from storage.tasks import DISCARD, MOST_ATTEMPTS, TaskRow
from tests.storage.chats import NOW, after, chat


async def claim(database: Database, lease_now: float = 0) -> list[TaskRow]:
    async with database.transaction("claim") as uow:
        return await uow.tasks.claim(10, lease_now, 30)


async def look_up(database: Database, *iins: str) -> list[int]:
    async with database.transaction("turn") as uow:
        account_id = (await chat(uow)).account_id
        return [await uow.tasks.add(account_id, "registry", {"iin": iin}, NOW) for iin in iins]


async def test_a_task_comes_back_as_it_was_given(database: Database) -> None:
    [id_] = await look_up(database, "880719300107")
    [row] = await claim(database)
    assert (row.id, row.kind, row.payload, row.attempts) == (id_, "registry", {"iin": "880719300107"}, 1)
    assert row.created_at == NOW
    assert "880719300107" not in repr(row)


async def test_a_task_is_one_worker_s_until_its_lease_ends(database: Database) -> None:
    await look_up(database, "1", "2")
    assert [row.payload["iin"] for row in await claim(database, 100)] == ["1", "2"]
    assert await claim(database, 129) == []
    assert [row.attempts for row in await claim(database, 130)] == [2, 2]


async def test_a_failed_task_is_tried_again_when_it_says(database: Database) -> None:
    [id_] = await look_up(database, "1")
    await claim(database, 100)
    async with database.transaction("retry") as uow:
        await uow.tasks.retry(id_, 110)
    assert await claim(database, 109) == []
    assert [row.id for row in await claim(database, 110)] == [id_]


async def test_a_task_that_cannot_be_opened_is_given_up_alone(database: Database) -> None:
    [lost, good] = await look_up(database, "1", "2")
    async with database.transaction("damage") as uow:
        await uow.connection.execute(update(task).where(task.c.id == lost).values(payload=b"\x01another key" * 3))
    with capture_logs() as logs:
        assert [row.id for row in await claim(database, 100)] == [good]
    assert [(entry["event"], entry["row"]) for entry in logs] == [("row.unreadable", lost)]
    assert [row.id for row in await claim(database, 130)] == [good]


async def test_a_done_task_is_gone_and_its_contents_with_it(database: Database) -> None:
    [id_] = await look_up(database, "1")
    async with database.transaction("done") as uow:
        await uow.tasks.done(id_, NOW)
        row = (await uow.connection.execute(select(task))).one()
    assert (row.payload, row.done_at) == (None, NOW)
    assert await claim(database) == []


async def test_work_that_fails_again_and_again_is_given_up_and_emptied(database: Database) -> None:
    await look_up(database, "1")
    tries = [await claim(database, 100.0 * number) for number in range(MOST_ATTEMPTS + 1)]
    assert [len(rows) for rows in tries] == [1] * MOST_ATTEMPTS + [0]
    async with database.transaction("night") as uow:
        assert await uow.tasks.give_up(NOW, after(days=1)) == 1
        assert (await uow.connection.execute(select(task.c.payload))).scalar_one() is None


async def test_everything_for_one_account_ends_at_once(database: Database) -> None:
    await look_up(database, "1", "2")
    async with database.transaction("other") as uow:
        other = (await chat(uow, "2002")).account_id
        kept = await uow.tasks.add(other, "registry", {"iin": "3"}, NOW)
        await uow.tasks.end_all((await chat(uow)).account_id, NOW)
    assert [row.id for row in await claim(database)] == [kept]


async def test_a_copy_at_a_provider_is_taken_away_though_its_account_ends(database: Database) -> None:
    async with database.transaction("turn") as uow:
        account_id = (await chat(uow)).account_id
        copy = await uow.tasks.add(account_id, DISCARD, {"channel": "whatsapp", "id": "https://media"}, NOW)
        await uow.tasks.end_all(account_id, NOW)
        await uow.accounts.erase(account_id, NOW)
    [row] = await claim(database)
    assert (row.id, row.payload) == (copy, {"channel": "whatsapp", "id": "https://media"})


async def test_a_copy_that_stays_is_told_to_an_operator(database: Database) -> None:
    await look_up(database, "1")
    async with database.transaction("turn") as uow:
        copy = await uow.tasks.add((await chat(uow)).account_id, DISCARD, {"channel": "whatsapp", "id": "x"}, NOW)
    with capture_logs() as logs:
        async with database.transaction("night") as uow:
            assert await uow.tasks.give_up(after(days=1), after(days=1)) == 2
    assert [(entry["event"], entry["task"], entry["log_level"]) for entry in logs] == [
        ("copy.never_discarded", copy, "error")
    ]


async def test_at_a_restart_the_tasks_of_the_dead_process_are_free(database: Database) -> None:
    await look_up(database, "1")
    await claim(database, 1_000_000)
    async with database.transaction("start") as uow:
        await uow.tasks.release_leases()
    assert len(await claim(database, 5)) == 1


async def test_who_renews_keeps_a_task_and_who_lost_it_does_not_get_it_back(database: Database) -> None:
    await look_up(database, "1")
    [slow] = await claim(database, 100)
    async with database.transaction("renew") as uow:
        assert await uow.tasks.renew(slow, slow.lease_until, 160)
    assert await claim(database, 159) == []
    [other] = await claim(database, 160)
    async with database.transaction("renew") as uow:
        assert not await uow.tasks.renew(slow, 160, 300)
        assert await uow.tasks.renew(other, other.lease_until, 300)
        await uow.tasks.done(other.id, NOW)
        assert not await uow.tasks.renew(other, 300, 400)


async def test_open_work_goes_to_another_account_and_can_still_be_read(database: Database) -> None:
    done, held, waiting = await look_up(database, "1", "2", "3")
    async with database.transaction("turn") as uow:
        mine, theirs = (await chat(uow)).account_id, (await chat(uow, "botagoz")).account_id
        copy = await uow.tasks.add(mine, DISCARD, {"channel": "whatsapp", "id": "x"}, NOW)
        await uow.tasks.done(done, NOW)
        [at_work] = await uow.tasks.claim(1, 100, 30)
        await uow.tasks.hand_over(mine, theirs)
        assert await uow.tasks.owner(at_work) == theirs
    assert [row.id for row in await claim(database, 100)] == [waiting, copy]
    rows = await claim(database, 130)
    assert [(row.id, row.account_id) for row in rows] == [(held, theirs), (waiting, theirs), (copy, theirs)]
    assert [row.payload for row in rows] == [{"iin": "2"}, {"iin": "3"}, {"channel": "whatsapp", "id": "x"}]
