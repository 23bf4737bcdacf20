"""One-time codes by which an account takes another chat: typed there, and confirmed in a chat that it has."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Row, and_, delete, or_, select, update

from storage.chat_tables import chat_link, link_issued, link_open
from storage.domain_tables import address
from storage.schema import new_id
from storage.sealed_rows import SealedRow
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow

LinkState = Literal["issued", "asked", "linked", "refused", "expired"]


class CodeInUse(Exception):
    """Somebody else has this very code now; make another one."""


@dataclass(frozen=True, slots=True)
class Link:
    """A code of an account, and once it was typed the chat (`address_id`) that wants in, by its masked name."""

    id: int
    account_id: int
    state: LinkState
    address_id: int | None
    label: str | None = field(repr=False)
    expires_at: datetime


class Links:
    """The links, within one unit of work; an account has at most one that is open."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def issue(self, account_id: int, code: str, now: datetime, expires_at: datetime) -> Link:
        """A new code in place of the account's open ones; only its keyed digest is kept. Raises CodeInUse."""
        mine = chat_link.c.account_id == account_id
        await self._end(or_(mine, and_(link_issued, chat_link.c.expires_at <= now)), now)
        one = Link(new_id(), account_id, "issued", None, None, expires_at)
        new = upsert(self._uow.dialect, chat_link).values(
            id=one.id,
            account_id=account_id,
            code_hash=self._digest(code),
            state=one.state,
            created_at=now,
            expires_at=expires_at,
        )
        new = new.on_conflict_do_nothing(index_elements=["code_hash"], index_where=link_issued)
        if (await self._uow.connection.execute(new.returning(chat_link.c.id))).one_or_none() is None:
            raise CodeInUse
        return one

    async def typed(self, code: str, address_id: int, label: str, now: datetime) -> Link | None:
        """The link whose code was typed in this chat, which waits for confirmation now; None for any other code."""
        wanted = and_(chat_link.c.code_hash == self._digest(code), link_issued, chat_link.c.expires_at > now)
        found = await self._one(select(chat_link).where(wanted).with_for_update())
        if found is None:
            return None
        sealed = SealedRow(self._uow.sealer, "chat_link", found.id).seal_text("label", label)
        asked = update(chat_link).where(chat_link.c.id == found.id)
        await self._uow.connection.execute(asked.values(state="asked", address_id=address_id, label=sealed))
        return await self.get(found.id)

    async def get(self, link_id: int) -> Link | None:
        """One link."""
        return await self._one(select(chat_link).where(chat_link.c.id == link_id))

    async def settle(self, link_id: int, state: LinkState, now: datetime) -> bool:
        """How it ended; False when it had ended already."""
        return await self._end(chat_link.c.id == link_id, now, state) > 0

    async def end_all(self, account_id: int, now: datetime) -> None:
        """An account ends: its codes are void, and nothing is left that describes a chat of its own or one it saw."""
        chats = select(address.c.id).where(address.c.account_id == account_id)
        touched = or_(chat_link.c.account_id == account_id, chat_link.c.address_id.in_(chats))
        await self._end(touched, now)
        await self._uow.connection.execute(update(chat_link).where(touched).values(label=None))

    async def erase(self, before: datetime) -> int:
        """Deletes those that expired before; returns how many."""
        old = delete(chat_link).where(chat_link.c.expires_at < before)
        return (await self._uow.connection.execute(old)).rowcount

    async def _end(self, condition: Any, now: datetime, state: LinkState = "expired") -> int:
        ended = update(chat_link).where(condition, link_open).values(state=state, settled_at=now)
        return (await self._uow.connection.execute(ended)).rowcount

    async def _one(self, query: Any) -> Link | None:
        row = (await self._uow.connection.execute(query)).one_or_none()
        return self._link(row) if row else None

    def _link(self, row: Row[Any]) -> Link:
        label = SealedRow(self._uow.sealer, "chat_link", row.id).open_text("label", row.label)
        return Link(row.id, row.account_id, row.state, row.address_id, label, row.expires_at)

    def _digest(self, code: str) -> bytes:
        return self._uow.sealer.index("link", code)
