"""Messages for Aigul on their way: kept, sent, held, and what a provider tells of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from storage.accounts import Address
from storage.database import Database
from storage.delivery_reports import Report
from storage.flow_tables import outbox
from storage.outbox import NewOutbox, OutboxRow
from storage.uow import Uow
from tests.storage.chats import NOW, after, answer, chat

CLOSED = "63016 outside the window"


async def tell(database: Database, *told: str, slot: str | None = None, notification: int | None = None) -> Address:
    """Messages for Aigul, kept for sending."""
    async with database.transaction("turn") as uow:
        aigul = await chat(uow)
        rows = [answer(aigul, text, slot) for text in told]
        if notification is not None:
            rows = [
                NewOutbox(r.account_id, r.address_id, "notice", r.message, NOW, None, 0, notification) for r in rows
            ]
        await uow.outbox.add(rows)
    return aigul


async def take(uow: Uow) -> OutboxRow:
    [row] = await uow.outbox.claim(1, 100, 30)
    return row


async def hold(database: Database, seen_at: datetime | None) -> None:
    """The next message is not sent, because the chat last wrote long ago."""
    async with database.transaction("held") as uow:
        await uow.outbox.hold(await take(uow), CLOSED, seen_at)


async def send(database: Database, *, confirmed: bool = False) -> str:
    async with database.transaction("sent") as uow:
        row = await take(uow)
        await uow.outbox.sent([(row, f"SM{row.id}", confirmed)], after(hours=1))
    return str(row.message["text"])


def failed(id_: int, step: int = 0, sid: str = "") -> Report:
    """A part of the message did not arrive."""
    return Report(sid or f"SM{id_}", id_, step, "failed", None, after(hours=2))


def arrived(id_: int, sid: str = "", **span: float) -> Report:
    """A part of the message did arrive."""
    return Report(sid or f"SM{id_}", id_, 0, "delivered", None, after(**span))


async def nothing_to_send(database: Database) -> bool:
    async with database.transaction("claim") as uow:
        return await uow.outbox.claim(10, 1000, 30) == []


async def status(database: Database) -> list[str]:
    async with database.reading() as uow:
        return list((await uow.connection.execute(select(outbox.c.status).order_by(outbox.c.id))).scalars())


async def rows_of(database: Database) -> list[Row[Any]]:
    async with database.reading() as uow:
        return list(await uow.connection.execute(select(outbox).order_by(outbox.c.id)))
