"""People who write to the bot, for tests of the flow."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage.accounts import Address
from storage.database import Database
from storage.inbox import Arrival, InboxRow
from storage.outbox import NewOutbox
from storage.uow import Uow

NOW = datetime(2026, 9, 1, 4, tzinfo=UTC)


def after(**span: float) -> datetime:
    """A moment after NOW."""
    return NOW + timedelta(**span)


def says(who: str, text: str, number: int, *, fetch: bool = False) -> Arrival:
    """One update on Telegram; the text stands in its payload."""
    return Arrival("telegram", str(number), who, {"text": text}, fetch)


async def arrive(database: Database, *arrivals: Arrival) -> list[int]:
    async with database.transaction("arrive") as uow:
        return await uow.inbox.store(arrivals, NOW)


async def chat(uow: Uow, who: str = "aigul") -> Address:
    return (await uow.accounts.at([("telegram", who)], NOW))["telegram", who]


def answer(to: Address, text: str, slot: str | None = None) -> NewOutbox:
    return NewOutbox(to.account_id, to.id, "reply", {"text": text}, NOW, slot)


def texts(rows: list[InboxRow]) -> list[str]:
    return [row.payload["text"] for row in rows]
