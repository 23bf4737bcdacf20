"""The message shapes and templates that were created at the provider, and what became of their approval."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from sqlalchemy import select

from storage.chat_tables import whatsapp_content
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow

ContentStatus = Literal["session", "unsubmitted", "received", "pending", "approved", "rejected", "paused", "disabled"]


@dataclass(frozen=True, slots=True)
class Content:
    """One shape or template: the provider's id for it, and the fingerprint of the text that it was created from.

    "session" needs no approval; `reason` says why it was rejected.
    """

    name: str
    sid: str
    fingerprint: str
    status: ContentStatus
    reason: str | None = None
    checked_at: datetime | None = None


class Contents:
    """The contents by name, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def all(self) -> dict[str, Content]:
        """Every content that was created, by name."""
        rows = await self._uow.connection.execute(select(whatsapp_content).order_by(whatsapp_content.c.name))
        return {row.name: Content(**row._mapping) for row in rows}

    async def save(self, one: Content) -> None:
        """Keeps it in place of the one that had its name."""
        columns = asdict(one)
        new = upsert(self._uow.dialect, whatsapp_content).values(columns)
        await self._uow.connection.execute(new.on_conflict_do_update(index_elements=["name"], set_=columns))
