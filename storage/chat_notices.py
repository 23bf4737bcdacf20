"""The buttons of notifications, by chat: what a number typed there may mean once the notification has arrived."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import structlog
from cryptography.exceptions import InvalidTag
from sqlalchemy import Row, and_, bindparam, delete, func, select

from storage.chat_tables import chat_notice
from storage.engines import DIALECTS
from storage.flow_tables import outbox
from storage.sealing import UnknownKey
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow

Buttons = tuple[tuple[str, str], ...]
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ChatNotice:
    """A notification's buttons (data, label) that are to reach a chat."""

    address_id: int
    notification_id: int
    buttons: Buttons = field(repr=False)


@dataclass(frozen=True, slots=True)
class LastNotice:
    """The notification that reached a chat last, since its last screen; no buttons when none has.

    `sent_at` is when the provider took it, `arrived` whether it is known to be with the person.
    """

    buttons: Buttons = field(default=(), repr=False)
    sent_at: datetime | None = None
    arrived: bool = False


class ChatNotices:
    """What is noted for each chat, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def note(self, notices: Sequence[ChatNotice]) -> None:
        """Keeps what is on its way to these chats; what a later one has replaced there already goes."""
        if not notices:
            return
        await self._uow.connection.execute(_REPLACED, [{"chat": one.address_id} for one in notices])
        await self._uow.connection.execute(_ADD[self._uow.dialect], [self._columns(one) for one in notices])

    async def forget(self, address_ids: Collection[int]) -> None:
        """A screen comes into these chats: a number means that from now on."""
        if address_ids:
            await self._uow.connection.execute(_FORGET, {"chats": list(address_ids)})

    def last(self, rows: Sequence[Row[Any]]) -> LastNotice:
        """What a number may mean in a chat, of everything that is noted for it."""
        there = [row for row in rows if row.sent_at is not None]
        if not there:
            return LastNotice()
        row = max(there, key=lambda row: (row.sent_at, row.notification_id))
        try:
            buttons = self._uow.sealer.open_json(_place(row.address_id, row.notification_id), row.buttons)
        except (InvalidTag, UnknownKey) as error:
            log.error("notice.unreadable", address=row.address_id, error=type(error).__name__)
            return LastNotice()
        return LastNotice(tuple((data, label) for data, label in buttons), row.sent_at, row.delivered_at is not None)

    def _columns(self, one: ChatNotice) -> dict[str, Any]:
        buttons = [list(button) for button in one.buttons]
        sealed = self._uow.sealer.seal_json(_place(one.address_id, one.notification_id), buttons)
        return {"address_id": one.address_id, "notification_id": one.notification_id, "buttons": sealed}


def _place(address_id: int, notification_id: int) -> str:
    return f"chat_notice.buttons|{address_id}|{notification_id}"


REACHED = and_(
    outbox.c.notification_id == chat_notice.c.notification_id,
    outbox.c.address_id == chat_notice.c.address_id,
    outbox.c.status == "sent",
)
_there = chat_notice.alias("there")
_NEWEST = (
    select(func.max(_there.c.notification_id))
    .join(
        outbox, and_(outbox.c.notification_id == _there.c.notification_id, outbox.c.address_id == _there.c.address_id)
    )
    .where(_there.c.address_id == bindparam("chat"), outbox.c.status == "sent")
    .scalar_subquery()
)
_REPLACED = delete(chat_notice).where(
    chat_notice.c.address_id == bindparam("chat"), chat_notice.c.notification_id < _NEWEST
)
_ADD = {dialect: upsert(dialect, chat_notice).on_conflict_do_nothing() for dialect in DIALECTS}
_FORGET = delete(chat_notice).where(chat_notice.c.address_id.in_(bindparam("chats", expanding=True)))
