"""Where every account stands in its dialogs: answers and the stack, loaded and saved for a whole batch at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import Row, bindparam, insert, select
from sqlalchemy.sql.dml import ReturningInsert

from storage.engines import DIALECTS, Dialect
from storage.flow_tables import conversation
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow


log = structlog.get_logger()


class StaleConversation(Exception):
    """Somebody else saved these conversations since they were loaded; nothing of the turn may be kept."""

    def __init__(self, account_ids: Collection[int]) -> None:
        super().__init__(f"changed meanwhile: accounts {sorted(account_ids)}")
        self.account_ids = frozenset(account_ids)


@dataclass(frozen=True, slots=True)
class ConversationRow:
    """One conversation as loaded; `rev` is the one it was loaded with, and saving it stores rev + 1.

    `data` is None when it cannot be opened.
    """

    account_id: int
    data: dict[str, Any] | None = field(repr=False)
    rev: int
    version: int
    updated_at: datetime | None


class Conversations:
    """One row an account; a fresh one has no data, rev 0 and version 0."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def create(self, account_ids: Collection[int]) -> None:
        """Opens the conversations of new accounts."""
        if account_ids:
            await self._uow.connection.execute(_CREATE, [{"account_id": one} for one in account_ids])

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

    def opened(self, row: Row[Any]) -> ConversationRow:
        """The conversation that a row of its table holds."""
        id_ = row.account_id
        try:
            data = {} if row.data is None else self._uow.sealer.open_json(_place(id_), row.data)
        except Exception as error:
            log.error("conversation.unreadable", account=id_, error=type(error).__name__)
            return ConversationRow(id_, None, row.rev, row.version, row.updated_at)
        return ConversationRow(id_, data, row.rev, row.version, row.updated_at)

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


_CREATE = insert(conversation)
_SAVE = {dialect: _save(dialect) for dialect in DIALECTS}
_LOAD = select(conversation).where(conversation.c.account_id.in_(bindparam("accounts", expanding=True)))
_LOCK = _LOAD.order_by(conversation.c.account_id).with_for_update(of=conversation)


def _place(account_id: int) -> str:
    return f"conversation.data|{account_id}"
