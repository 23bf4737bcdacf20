"""After a pause a chat gets the page where it stands now, and of the older ones only what tells something new."""

from __future__ import annotations

import pytest

from storage.accounts import Address
from storage.database import Database
from storage.outbox import OutboxRow
from storage.stale_pages import PAGE
from tests.storage.chats import NOW, answer, chat

NEWS = None


async def asked(database: Database, *told: tuple[str, str | None], who: str = "aigul") -> Address:
    """These messages wait in the outbox: a text, and the slot of a page or none."""
    async with database.transaction("asked") as uow:
        to = await chat(uow, who)
        await uow.outbox.add([answer(to, text, slot) for text, slot in told])
    return to


async def tried(database: Database, now: float = 0.0) -> list[OutboxRow]:
    async with database.transaction("claim") as uow:
        return await uow.outbox.claim(10, now, 60)


async def fails(database: Database, row: OutboxRow, until: float) -> None:
    async with database.transaction("63018") as uow:
        await uow.outbox.later(row, until, "throttled")


async def arrive(database: Database, now: float) -> list[str]:
    """Everything that is sent now, in order."""
    texts: list[str] = []
    for _round in range(9):
        rows = await tried(database, now)
        texts += [row.message["text"] for row in rows]
        async with database.transaction("sent") as uow:
            await uow.outbox.sent([(row, f"m{row.id}", True) for row in rows], NOW)
    return texts


async def test_of_the_pages_that_waited_only_the_newest_is_sent(database: Database) -> None:
    await asked(database, ("step 1", PAGE))
    [first] = await tried(database)
    await fails(database, first, 60)
    await asked(database, ("step 2", PAGE), ("step 3", PAGE))
    assert await tried(database, 59) == []
    assert await arrive(database, 61) == ["step 3"]


async def test_nothing_that_tells_something_new_is_left_out(database: Database) -> None:
    await asked(database, ("step 1", PAGE), ("Accepted. Number: S-1.", NEWS), ("step 2", PAGE), ("N06: a place", NEWS))
    [first] = await tried(database)
    await fails(database, first, 60)
    await asked(database, ("step 3", PAGE), ("a receipt", NEWS))
    assert await arrive(database, 61) == ["Accepted. Number: S-1.", "N06: a place", "step 3", "a receipt"]


async def test_while_nothing_fails_every_page_is_sent(database: Database) -> None:
    await asked(database, ("step 1", PAGE), ("step 2", PAGE))
    assert await arrive(database, 0) == ["step 1", "step 2"]


async def test_a_page_that_only_had_to_wait_for_its_pace_is_sent(database: Database) -> None:
    await asked(database, ("step 1", PAGE), ("step 2", PAGE))
    [first] = await tried(database)
    async with database.transaction("pace") as uow:
        await uow.outbox.postpone(first, 1)
    assert await arrive(database, 2) == ["step 1", "step 2"]


async def test_the_newest_page_is_sent_though_it_failed(database: Database) -> None:
    await asked(database, ("step 1", PAGE))
    [first] = await tried(database)
    await fails(database, first, 60)
    assert await arrive(database, 61) == ["step 1"]


async def test_the_newest_page_goes_on_where_the_pauses_of_the_older_stopped(database: Database) -> None:
    await asked(database, ("step 1", PAGE))
    for attempt in range(1, 4):
        [row] = await tried(database, attempt * 100)
        assert row.attempts == attempt
        await fails(database, row, attempt * 100)
    await asked(database, ("step 2", PAGE))
    rows = await tried(database, 400) or await tried(database, 400)
    assert [(row.message["text"], row.attempts) for row in rows] == [("step 2", 4)]


async def test_a_page_of_another_chat_is_no_newer_page(database: Database) -> None:
    await asked(database, ("step 1", PAGE))
    [first] = await tried(database)
    await fails(database, first, 60)
    await asked(database, ("step 2", PAGE), who="berik")
    assert await arrive(database, 61) == ["step 1", "step 2"]


async def test_a_count_that_the_next_question_has_overtaken_is_left_out(database: Database) -> None:
    await asked(database, ("2 pages", "Apply"))
    [count] = await tried(database)
    await fails(database, count, 60)
    await asked(database, ("step 5", PAGE))
    assert await arrive(database, 61) == ["step 5"]


async def test_a_count_between_two_questions_is_left_out_with_the_first(database: Database) -> None:
    await asked(database, ("step 4", PAGE))
    [first] = await tried(database)
    await fails(database, first, 60)
    await asked(database, ("2 pages", "Apply"), ("step 5", PAGE))
    assert await arrive(database, 61) == ["step 5"]


async def test_a_page_that_arrived_in_part_arrives_whole(database: Database) -> None:
    await asked(database, ("a long page", PAGE))
    [first] = await tried(database)
    async with database.transaction("a part") as uow:
        await uow.outbox.go_on(first, 1, 0)
    [again] = await tried(database)
    await fails(database, again, 60)
    await asked(database, ("step 2", PAGE))
    assert await arrive(database, 61) == ["a long page", "step 2"]


@pytest.mark.parametrize("newer", [PAGE, NEWS])
async def test_a_page_reported_as_not_delivered_gives_way_to_a_newer_page_only(
    database: Database, newer: str | None
) -> None:
    from storage.delivery_reports import Report

    await asked(database, ("step 1", PAGE), ("later", newer))
    [first] = await tried(database)
    async with database.transaction("accepted") as uow:
        await uow.outbox.sent([(first, "SM1", False)], NOW)
    await arrive(database, 0)
    async with database.transaction("63018 afterwards") as uow:
        await uow.outbox.again(Report("SM1", first.id, 0, "failed", 63018, NOW), 60, "63018")
    assert await arrive(database, 61) == ([] if newer == PAGE else ["step 1"])
