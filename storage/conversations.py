"""Where every account stands in its dialogs: answers and the stack, loaded and saved for a whole batch at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import Insert, Row, bindparam, insert, select
from sqlalchemy.sql.dml import ReturningInsert

from storage.engines import DIALECTS, Dialect
from storage.flow_tables import conversation, last_notice
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow


log = structlog.get_logger()
Buttons = tuple[tuple[str, str], ...]


class StaleConversation(Exception):
    """Somebody else saved these conversations since they were loaded; nothing of the turn may be kept."""

    def __init__(self, account_ids: Collection[int]) -> None:
        super().__init__(f"changed meanwhile: accounts {sorted(account_ids)}")
        self.account_ids = frozenset(account_ids)


@dataclass(frozen=True, slots=True)
class ConversationRow:
    """One conversation as loaded; `rev` is the one it was loaded with, and saving it stores rev + 1.

    `data` is None when it cannot be opened. `notice` are the buttons (data, label) of a notification that came after
    the last screen; saving leaves them alone.
    """

    account_id: int
    data: dict[str, Any] | None = field(repr=False)
    rev: int
    version: int
    updated_at: datetime | None
    notice: Buttons = field(default=(), repr=False)


class Conversations:
    """One row an account; a fresh one has no data, rev 0 and version 0."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def create(self, account_ids: Collection[int]) -> None:
        """Opens the conversations of new accounts."""
        if account_ids:
            await self._uow.connection.execute(insert(conversation), [{"account_id": one} for one in account_ids])

    async def load(self, account_ids: Collection[int], *, lock: bool = False) -> dict[int, ConversationRow]:
        """The conversations by account; `lock` waits for whoever works on them now and keeps others out."""
        rows = await self._uow.connection.execute(_LOCK if lock else _LOAD, {"accounts": list(account_ids)})
        return {row.account_id: self.opened(row) for row in rows}

    async def save(self, rows: Sequence[ConversationRow]) -> None:
        """Stores all of them where the rev still matches; raises StaleConversation, and the caller rolls back."""
        if not rows:
            return
        if len({row.account_id for row in rows}) < len(rows):
            raise StaleConversation([row.account_id for row in rows])
        values = [self._columns(row) for row in rows]
        saved = await self._uow.connection.execute(_SAVE[self._uow.dialect], values)
        stale = {row.account_id for row in rows} - set(saved.scalars())
        if stale:
            raise StaleConversation(stale)

    async def set_notices(self, notices: Mapping[int, Buttons]) -> None:
        """The buttons that a typed number means now, by account: a notification's, or none after a new screen."""
        if notices:
            rows = [self._notice(account_id, buttons) for account_id, buttons in sorted(notices.items())]
            await self._uow.connection.execute(_NOTICE[self._uow.dialect], rows)

    def _notice(self, account_id: int, buttons: Buttons) -> dict[str, Any]:
        sealed = self._uow.sealer.seal_json(_notice_place(account_id), [list(button) for button in buttons])
        return {"account_id": account_id, "buttons": sealed if buttons else None}

    def opened(self, row: Row[Any]) -> ConversationRow:
        """The conversation that a row of its table holds, with the buttons of the last notice."""
        id_ = row.account_id
        try:
            buttons = self._uow.sealer.open_json(_notice_place(id_), row.buttons) if row.buttons else []
            data = {} if row.data is None else self._uow.sealer.open_json(_place(id_), row.data)
        except Exception as error:
            log.error("conversation.unreadable", account=id_, error=type(error).__name__)
            return ConversationRow(id_, None, row.rev, row.version, row.updated_at)
        notice = tuple((data, label) for data, label in buttons)
        return ConversationRow(id_, data, row.rev, row.version, row.updated_at, notice)

    def _columns(self, row: ConversationRow) -> dict[str, Any]:
        return {
            "account_id": row.account_id,
            "data": self._uow.sealer.seal_json(_place(row.account_id), row.data),
            "rev": row.rev + 1,
            "version": row.version,
            "updated_at": row.updated_at,
        }


def _save(dialect: Dialect) -> ReturningInsert[tuple[int]]:
    """An upsert, because only that says on both databases, in one statement, which rows it changed."""
    step = upsert(dialect, conversation)
    return step.on_conflict_do_update(
        index_elements=["account_id"],
        set_={name: step.excluded[name] for name in ("data", "rev", "version", "updated_at")},
        where=conversation.c.rev == step.excluded.rev - 1,
    ).returning(conversation.c.account_id)


_SAVE = {dialect: _save(dialect) for dialect in DIALECTS}
_LOAD = (
    select(conversation, last_notice.c.buttons)
    .outerjoin(last_notice, last_notice.c.account_id == conversation.c.account_id)
    .where(conversation.c.account_id.in_(bindparam("accounts", expanding=True)))
)
_LOCK = _LOAD.order_by(conversation.c.account_id).with_for_update(of=conversation)


def _set_notice(dialect: Dialect) -> Insert:
    step = upsert(dialect, last_notice)
    return step.on_conflict_do_update(index_elements=["account_id"], set_={"buttons": step.excluded.buttons})


_NOTICE = {dialect: _set_notice(dialect) for dialect in DIALECTS}


def _place(account_id: int) -> str:
    return f"conversation.data|{account_id}"


def _notice_place(account_id: int) -> str:
    return f"conversation.notice|{account_id}"
