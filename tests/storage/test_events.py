"""The event log only grows, shows every touch, and can forget a person without losing its proof."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from storage.database import Database
from storage.events import Event, NewEvent, SubjectForgotten
from storage.flow_tables import event_log, subject_key
from tests.storage.chats import NOW, after

SUBJECT = "application:17"
DETAILS = {"name": "Әлихан", "comment": "жарамсыз құжат"}


async def happened(database: Database) -> None:
    """Three things, the second with details."""
    async with database.transaction("events") as uow:
        await uow.events.append(SUBJECT, "parent:1", None, "draft", at=NOW)
        await uow.events.append(SUBJECT, "parent:1", "draft", "docs_pending", at=after(minutes=1), details=DETAILS)
        await uow.events.append(SUBJECT, "staff:2", "docs_pending", "queued", at=after(minutes=2), reason="confirmed")


async def verified(database: Database, subject: str = SUBJECT) -> bool:
    async with database.reading() as uow:
        return await uow.events.verify(subject)


async def history(database: Database) -> list[Event]:
    async with database.reading() as uow:
        return await uow.events.history(SUBJECT)


async def tamper(database: Database, *statements: Any) -> None:
    """What somebody with the database's own password could do."""
    async with database.transaction("tamper") as uow:
        if uow.dialect == "postgresql":
            await uow.connection.execute(text("ALTER TABLE event_log DISABLE TRIGGER ALL"))
        else:
            for when in ("UPDATE", "DELETE"):
                await uow.connection.execute(text(f"DROP TRIGGER event_log_no_{when}"))
        for statement in statements:
            await uow.connection.execute(statement)


async def test_the_history_tells_what_happened_in_order(database: Database) -> None:
    await happened(database)
    assert await history(database) == [
        Event(SUBJECT, 1, NOW, "parent:1", None, "draft", None, None),
        Event(SUBJECT, 2, after(minutes=1), "parent:1", "draft", "docs_pending", None, DETAILS),
        Event(SUBJECT, 3, after(minutes=2), "staff:2", "docs_pending", "queued", "confirmed", None),
    ]
    assert await verified(database)


async def test_a_subject_without_events_verifies(database: Database) -> None:
    assert await verified(database)
    assert await history(database) == []


async def test_many_subjects_are_logged_at_once(database: Database) -> None:
    async with database.transaction("events") as uow:
        await uow.events.append_many([])
        await uow.events.append_many(
            [
                NewEvent("application:1", "system", None, "draft", NOW),
                NewEvent("application:2", "system", None, "draft", NOW, details={"n": 2}),
                NewEvent("application:1", "system", "draft", "queued", NOW, details={"n": 1}),
            ]
        )
        await uow.events.append_many([NewEvent("application:2", "system", "draft", "queued", NOW)])
    async with database.reading() as uow:
        for subject in ("application:1", "application:2"):
            assert [(one.seq, one.to) for one in await uow.events.history(subject)] == [(1, "draft"), (2, "queued")]
            assert await uow.events.verify(subject)


@pytest.mark.parametrize("change", [update(event_log).values(actor="nobody"), delete(event_log)])
async def test_the_database_refuses_to_change_an_event(database: Database, change: Any) -> None:
    await happened(database)
    with pytest.raises(DBAPIError, match="event_log is append-only"):
        async with database.transaction("tamper") as uow:
            await uow.connection.execute(change)
    assert len(await history(database)) == 3


@pytest.mark.parametrize(
    "values",
    [
        {"actor": "staff:9"},
        {"from_state": None},
        {"to_state": "queued"},
        {"reason": "other"},
        {"at": after(days=1)},
        {"details": b"x" * 40},
        {"details": None},
        {"subject": SUBJECT, "seq": 9},
        {"hash": bytes(32)},
        {"prev_hash": bytes(32)},
    ],
    ids="+".join,
)
async def test_a_changed_event_is_noticed(database: Database, values: dict[str, Any]) -> None:
    await happened(database)
    await tamper(database, update(event_log).where(event_log.c.seq == 2).values(values))
    assert not await verified(database)


@pytest.mark.parametrize("seq", [1, 2, 3])
async def test_a_removed_event_is_noticed_even_the_last(database: Database, seq: int) -> None:
    await happened(database)
    await tamper(database, delete(event_log).where(event_log.c.seq == seq))
    assert not await verified(database)


async def test_an_event_slipped_in_is_noticed(database: Database) -> None:
    await happened(database)
    copied = select(
        event_log.c.subject,
        event_log.c.seq + 1,
        *(event_log.c[name] for name in ("at", "actor", "to_state", "prev_hash", "hash")),
    ).where(event_log.c.seq == 3)
    names = ["subject", "seq", "at", "actor", "to_state", "prev_hash", "hash"]
    await tamper(database, insert(event_log).from_select(names, copied))
    assert not await verified(database)


async def test_a_forgotten_subject_keeps_its_proof_and_loses_its_details(database: Database) -> None:
    await happened(database)
    async with database.transaction("forget") as uow:
        await uow.events.forget(SUBJECT)
    assert [one.to for one in await history(database)] == ["draft", "docs_pending", "queued"]
    assert [one.details for one in await history(database)] == [None, None, None]
    assert await verified(database)


async def test_after_forgetting_the_chain_goes_on_without_details(database: Database) -> None:
    await happened(database)
    async with database.transaction("forget") as uow:
        await uow.events.forget(SUBJECT)
        await uow.events.append(SUBJECT, "system", "queued", "archived", at=NOW)
        with pytest.raises(SubjectForgotten):
            await uow.events.append(SUBJECT, "system", "queued", "archived", at=NOW, details=DETAILS)
    assert [one.seq for one in await history(database)] == [1, 2, 3, 4]
    assert await verified(database)


async def test_details_are_not_readable_in_the_database_nor_in_a_log(database: Database) -> None:
    await happened(database)
    async with database.reading() as uow:
        sealed = (await uow.connection.execute(select(event_log.c.details).where(event_log.c.seq == 2))).scalar_one()
    assert "Әлихан".encode() not in sealed
    assert "Әлихан" not in repr(await history(database))


async def test_two_who_log_about_one_subject_at_once_make_one_chain(database: Database) -> None:
    async def log(number: int) -> None:
        async with database.transaction("events") as uow:
            await uow.events.append(SUBJECT, f"staff:{number}", None, "seen", at=NOW, details={"n": number})

    await asyncio.gather(*(log(number) for number in range(8)))
    assert [one.seq for one in await history(database)] == list(range(1, 9))
    assert await verified(database)


async def test_a_long_batch_is_chained_per_subject(database: Database) -> None:
    async with database.transaction("events") as uow:
        await uow.events.append_many([NewEvent(f"s:{n % 9}", "system", None, "x", NOW, details={}) for n in range(64)])
        keys = (await uow.connection.execute(select(subject_key.c.subject))).scalars().all()
        assert sorted(keys) == [f"s:{n}" for n in range(9)]
        assert all([await uow.events.verify(key) for key in keys])
