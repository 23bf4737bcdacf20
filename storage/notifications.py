"""Everything that was ever sent to an account unasked, kept for its Notifications section (S1-65)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, delete, func, insert, select

from storage.domain_tables import notification
from storage.schema import new_id
from storage.sealed_rows import SealedRow

if TYPE_CHECKING:
    from storage.uow import Uow


@dataclass(frozen=True, slots=True)
class Notification:
    """One notification: its key in G.5, what it is about, its text as sent, and the nonce that its buttons carry."""

    account_id: int
    key: str
    subject: str
    text: str = field(repr=False)
    created_at: datetime
    action: dict[str, Any] | None = field(default=None, repr=False)
    nonce: str | None = None
    outbox_id: int | None = None
    id: int = field(default_factory=new_id)


class Notifications:
    """The notifications, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def add(self, one: Notification) -> None:
        """Keeps a notification."""
        sealed = SealedRow(self._uow.sealer, "notification", one.id)
        plain = {name: getattr(one, name) for name in _PLAIN}
        kept = {"text": sealed.seal_text("text", one.text), "action": sealed.seal_json("action", one.action)}
        await self._uow.connection.execute(_ADD, {**plain, **kept})

    async def of(self, account_id: int, offset: int, limit: int) -> list[Notification]:
        """A page of the account's notifications, newest first."""
        table = notification.c
        query = select(notification).where(table.account_id == account_id)
        query = query.order_by(table.created_at.desc(), table.id.desc()).offset(offset).limit(limit)
        return [_notification(row, self._uow) for row in await self._uow.connection.execute(query)]

    async def count(self, account_id: int) -> int:
        """How many notifications the account has."""
        query = select(func.count()).select_from(notification).where(notification.c.account_id == account_id)
        return int((await self._uow.connection.execute(query)).scalar_one())

    async def get(self, notification_id: int) -> Notification | None:
        """One notification."""
        query = select(notification).where(notification.c.id == notification_id)
        row = (await self._uow.connection.execute(query)).one_or_none()
        return _notification(row, self._uow) if row else None

    async def by_nonce(self, account_id: int, nonce: str) -> Notification | None:
        """The account's notification whose button carries this nonce."""
        query = select(notification).where(notification.c.account_id == account_id, notification.c.nonce == nonce)
        row = (await self._uow.connection.execute(query)).one_or_none()
        return _notification(row, self._uow) if row else None

    async def erase(self, account_id: int) -> None:
        """Deletes the account's notifications."""
        await self._uow.connection.execute(delete(notification).where(notification.c.account_id == account_id))


_ADD = insert(notification)
_PLAIN = ("id", "account_id", "key", "subject", "nonce", "created_at", "outbox_id")


def _notification(row: Row[Any], uow: Uow) -> Notification:
    sealed = SealedRow(uow.sealer, "notification", row.id)
    text = sealed.open_text("text", row.text)
    assert text is not None
    plain = {name: getattr(row, name) for name in _PLAIN}
    return Notification(**plain, text=text, action=sealed.open_json("action", row.action))
