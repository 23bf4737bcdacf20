"""The chats of accounts: by which ids each is known, when it last wrote, and what the bot knows of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import structlog
from cryptography.exceptions import InvalidTag
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    Text,
    and_,
    bindparam,
    case,
    cast,
    delete,
    func,
    literal,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from storage.chat_ids import PERSONAL, kept_id, opened_id, sealed_id
from storage.domain_tables import account, address, address_alias
from storage.engines import Dialect
from storage.flow_tables import inbox, inbox_fetching, inbox_ready, outbox, outbox_held, outbox_unfinished
from storage.schema import new_id
from storage.sealed_rows import SealedRow
from storage.sealing import UnknownKey
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow

Pair = tuple[str, str]
LEFT = "the chat has left this account"
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Address:
    """One chat of an account: where it writes from and where answers go.

    `phone` is the number that the channel vouches for (E.164), `seen_at` when the chat last wrote, `news_at` when it
    was last told that something waits for it.
    """

    id: int
    account_id: int
    channel: str
    external_id: str = field(repr=False)
    keyboard_open: bool
    blocked_at: datetime | None
    created_at: datetime
    phone: str | None = field(default=None, repr=False)
    seen_at: datetime | None = None
    news_at: datetime | None = None


def last_seen(addresses: Iterable[Address]) -> Address | None:
    """The chat that wrote last, of those that have not shut the bot out; one that never wrote counts from its start."""
    open_ones = (one for one in addresses if one.blocked_at is None)
    return max(open_ones, key=lambda one: (one.seen_at or one.created_at, one.id), default=None)


class Addresses:
    """The addresses with their aliases, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def live_at(self, pairs: Collection[Pair]) -> dict[Pair, Address]:
        """The chats known under these ids (channel, external id), except those whose account was erased.

        Where an id is one chat's own and another's alias, it is the former's.
        """
        found: dict[Pair, Address] = {}
        for channel in sorted({channel for channel, _ in pairs}):
            asked = {kept_id(self._uow.sealer, *pair): pair for pair in pairs if pair[0] == channel}
            query = _KNOWN_AT if channel in PERSONAL else _LIVE_AT
            rows = await self._uow.connection.execute(query, {"channel": channel, "chats": list(asked)})
            for row in sorted(rows, key=lambda row: bool(row.asked == row.external_id)):
                found[asked[row.asked]] = self.opened(row)
        return found

    async def meet_in_turn(self, pairs: Iterable[Pair]) -> None:
        """Until this transaction ends nobody else meets strangers under these ids, of whom one may have several.

        Only where ids are personal: elsewhere a chat has one id, which is unique. On SQLite nobody else writes anyway.
        """
        if self._uow.dialect != "postgresql":
            return
        kept = {kept_id(self._uow.sealer, *pair) for pair in pairs if pair[0] in PERSONAL}
        # In one order, so that two deliveries never wait for each other.
        for key in sorted(int.from_bytes(bytes.fromhex(one)[:8], signed=True) for one in kept):
            await self._uow.connection.execute(select(func.pg_advisory_xact_lock(key)))

    async def claim(self, pairs: Iterable[Pair], now: datetime) -> list[tuple[int, str]]:
        """The new accounts (id, channel) that whoever met these strangers first is to open."""
        rows = [self._claimed(channel, external_id, now) for channel, external_id in pairs]
        # By its written name: in this clause SQLAlchemy would join the table instead of meaning the row in the way.
        erased = select(account.c.deleted_at).where(account.c.id == literal_column("address.account_id"))
        claim = upsert(self._uow.dialect, address).values(rows)
        anew = {"account_id": claim.excluded.account_id, "sealed_id": claim.excluded.sealed_id, "holding": False}
        claim = claim.on_conflict_do_update(
            index_elements=["channel", "external_id"],
            set_=anew | dict.fromkeys(("blocked_at", "phone", "seen_at", "news_at")),
            where=erased.scalar_subquery().is_not(None),
        )
        won = await self._uow.connection.execute(claim.returning(address.c.account_id, address.c.channel))
        return [(account_id, channel) for account_id, channel in won]

    async def of(self, account_ids: Collection[int]) -> dict[int, list[Address]]:
        """The addresses of each account, oldest first; an account without any has an empty list."""
        found: dict[int, list[Address]] = {account_id: [] for account_id in account_ids}
        for row in await self._uow.connection.execute(_ADDRESSES, {"accounts": list(account_ids)}):
            found[row.account_id].append(self.opened(row))
        return found

    async def get(self, address_id: int) -> Address | None:
        """One address."""
        result = await self._uow.connection.execute(select(address).where(address.c.id == address_id))
        row = result.one_or_none()
        return self.opened(row) if row else None

    async def set(self, address_id: int, **values: Any) -> None:
        """Writes these columns."""
        await self._uow.connection.execute(update(address).where(address.c.id == address_id).values(**values))

    async def set_phone(self, address_id: int, phone: str) -> None:
        """Notes the number that the channel vouches for (E.164)."""
        await self.set(address_id, phone=SealedRow(self._uow.sealer, "address", address_id).seal_text("phone", phone))

    async def seen(self, address_ids: Collection[int], at: datetime) -> list[int]:
        """Notes that these chats wrote, unless they wrote later; returns those for which something may be held back."""
        rows = await self._uow.connection.execute(_SEEN[self._uow.dialect], {"ids": sorted(address_ids), "at": at})
        return [row.id for row in rows if row.holding]

    async def hold(self, address_id: int, seen_at: datetime | None) -> bool:
        """Notes that something is held back until this chat writes; False when it wrote since `seen_at`."""
        return await self._hold(address_id, address.c.seen_at.is_not_distinct_from(seen_at))

    async def hold_since(self, address_id: int, at: datetime) -> bool:
        """Notes that something is held back until this chat writes; False when it wrote after `at`."""
        return await self._hold(address_id, or_(address.c.seen_at.is_(None), address.c.seen_at <= at))

    async def let_go(self, address_ids: Collection[int]) -> None:
        """Nothing is held back for these chats any more."""
        await self._uow.connection.execute(update(address).where(address.c.id.in_(address_ids)).values(holding=False))

    async def add_alias(self, one: Address, external_id: str) -> None:
        """Knows the chat by this id too, unless it is another chat's already."""
        kept, sealed = self._columns(one.channel, external_id)
        alias = upsert(self._uow.dialect, address_alias).values(
            channel=one.channel, external_id=kept, address_id=one.id, sealed_id=sealed
        )
        await self._uow.connection.execute(alias.on_conflict_do_nothing())

    async def answer_at(self, one: Address, external_id: str) -> None:
        """From now on answers go to this id of the chat; the one they went to is an alias."""
        kept, sealed = self._columns(one.channel, external_id)
        same = (address_alias.c.channel == one.channel, address_alias.c.external_id == kept)
        await self._uow.connection.execute(delete(address_alias).where(*same))
        former = select(address.c.channel, address.c.external_id, address.c.id, address.c.sealed_id)
        former = former.where(address.c.id == one.id, address.c.external_id != kept)
        alias = upsert(self._uow.dialect, address_alias)
        alias = alias.from_select(["channel", "external_id", "address_id", "sealed_id"], former)
        await self._uow.connection.execute(alias.on_conflict_do_nothing())
        await self._make_room(one, kept)
        await self.set(one.id, external_id=kept, sealed_id=sealed)

    async def move(self, address_id: int, to_account_id: int) -> None:
        """Gives a chat to another account, with what it sent and nobody answered yet, and what is still to be sent."""
        before = select(address.c.account_id).where(address.c.id == address_id).scalar_subquery()
        chosen = and_(account.c.id == before, account.c.notify_address_id == address_id, account.c.id != to_account_id)
        await self._uow.connection.execute(update(account).where(chosen).values(notify_address_id=None))
        unanswered = and_(inbox.c.address_id == address_id, or_(inbox_ready, inbox_fetching))
        unsent = and_(outbox.c.address_id == address_id, or_(outbox_unfinished, outbox_held))
        for table, condition in ((address, address.c.id == address_id), (inbox, unanswered), (outbox, unsent)):
            await self._uow.connection.execute(update(table).where(condition).values(account_id=to_account_id))

    async def ids_of(self, address_id: int) -> frozenset[str]:
        """Every id that the chat is known by, as far as they can be read."""
        rows = await self._uow.connection.execute(_IDS, {"id_": address_id})
        found = (opened_id(self._uow.sealer, row.channel, row.external_id, row.sealed_id) for row in rows)
        return frozenset(found) - {""}

    async def silence(self, address_id: int) -> None:
        """What still waits to be sent to this chat never is, and nobody can read it any more."""
        unsent = update(outbox).where(outbox.c.address_id == address_id, or_(outbox_unfinished, outbox_held))
        await self._uow.connection.execute(unsent.values(status="never", message=None, error=LEFT))

    async def vacate(self, address_id: int) -> None:
        """The chat ends and has no id any more: whoever writes from there now does so in another one."""
        ended = literal("ended ") + cast(address.c.id, Text)
        await self.set(address_id, external_id=ended, sealed_id=None, holding=False)

    async def erase(self, account_id: int) -> None:
        """The chats of an account that ends lose their phones and aliases; what is on its way can still be sent."""
        mine = select(address.c.id).where(address.c.account_id == account_id)
        await self._uow.connection.execute(delete(address_alias).where(address_alias.c.address_id.in_(mine)))
        await self._uow.connection.execute(
            update(address).where(address.c.account_id == account_id).values(phone=None, news_at=None)
        )

    async def forget(self, before: datetime) -> None:
        """Empties the sealed ids of chats whose account ended before."""
        ended = select(account.c.id).where(account.c.deleted_at < before)
        old = update(address).where(address.c.sealed_id.is_not(None), address.c.account_id.in_(ended))
        await self._uow.connection.execute(old.values(sealed_id=None))

    async def _hold(self, address_id: int, condition: Any) -> bool:
        # The row is locked by this, so that whoever notes that the chat wrote waits and sees that something is held.
        held = update(address).where(address.c.id == address_id, condition).values(holding=True)
        return (await self._uow.connection.execute(held)).rowcount > 0

    async def _make_room(self, one: Address, kept: str) -> None:
        """A chat whose account was erased may still stand under this id: nothing will be sent there any more."""
        erased = select(account.c.id).where(account.c.deleted_at.is_not(None))
        ended = literal("ended ") + cast(address.c.id, Text)
        dead = update(address).where(address.c.channel == one.channel, address.c.external_id == kept)
        dead = dead.where(address.c.id != one.id, address.c.account_id.in_(erased))
        gone = await self._uow.connection.execute(
            dead.values(external_id=ended, sealed_id=None).returning(address.c.id)
        )
        for address_id in gone.scalars().all():
            unsent = update(outbox).where(outbox.c.address_id == address_id, outbox_unfinished)
            await self._uow.connection.execute(unsent.values(status="never", error="the chat has another account now"))

    def _columns(self, channel: str, external_id: str) -> tuple[str, bytes | None]:
        sealer = self._uow.sealer
        return kept_id(sealer, channel, external_id), sealed_id(sealer, channel, external_id)

    def _claimed(self, channel: str, external_id: str, now: datetime) -> dict[str, Any]:
        kept, sealed = self._columns(channel, external_id)
        ids = {"id": new_id(), "account_id": new_id()}
        return ids | {"channel": channel, "external_id": kept, "sealed_id": sealed, "created_at": now}

    def opened(self, row: Row[Any]) -> Address:
        """The address that a row of its table holds."""
        return Address(
            row.id,
            row.account_id,
            row.channel,
            opened_id(self._uow.sealer, row.channel, row.external_id, row.sealed_id),
            row.keyboard_open,
            row.blocked_at,
            row.created_at,
            self._phone(row),
            row.seen_at,
            row.news_at,
        )

    def _phone(self, row: Row[Any]) -> str | None:
        try:
            return SealedRow(self._uow.sealer, "address", row.id).open_text("phone", row.phone)
        except (InvalidTag, UnknownKey) as error:
            log.error("phone.unreadable", address=row.id, error=type(error).__name__)
            return None


_ADDRESSES = (
    select(address).where(address.c.account_id.in_(bindparam("accounts", expanding=True))).order_by(address.c.id)
)
_IDS = (
    select(address.c.channel, address.c.external_id, address.c.sealed_id)
    .where(address.c.id == bindparam("id_"))
    .union_all(
        select(address_alias.c.channel, address_alias.c.external_id, address_alias.c.sealed_id).where(
            address_alias.c.address_id == bindparam("id_")
        )
    )
)
_CHATS: BindParameter[Any] = bindparam("chats", expanding=True)
# One channel at a time: SQLite looks pairs up in the index only when they are taken apart.
_LIVE_AT = (
    select(address.c.external_id.label("asked"), *address.c)
    .join(account, account.c.id == address.c.account_id)
    .where(address.c.channel == bindparam("channel"), address.c.external_id.in_(_CHATS))
    .where(account.c.deleted_at.is_(None))
)
_ALIASED_AT = (
    select(address_alias.c.external_id.label("asked"), *address.c)
    .join(address, address.c.id == address_alias.c.address_id)
    .join(account, account.c.id == address.c.account_id)
    .where(address_alias.c.channel == bindparam("channel"), address_alias.c.external_id.in_(_CHATS))
    .where(account.c.deleted_at.is_(None))
)
_KNOWN_AT = _LIVE_AT.union_all(_ALIASED_AT)
_WRITING = address.c.id.in_(bindparam("ids", expanding=True))
# In one order, so that two deliveries never wait for each other; what refers to the row is not kept waiting.
_IN_ORDER = select(address.c.id).where(_WRITING).order_by(address.c.id).with_for_update(key_share=True).cte("in_order")


def _seen(writing: ColumnElement[bool]) -> ReturningUpdate[Any]:
    at: BindParameter[Any] = bindparam("at", type_=address.c.seen_at.type)
    seen = update(address).where(writing).values(seen_at=case((address.c.seen_at > at, address.c.seen_at), else_=at))
    return seen.returning(address.c.id, address.c.holding)


_SEEN: dict[Dialect, ReturningUpdate[Any]] = {
    "sqlite": _seen(_WRITING),
    "postgresql": _seen(address.c.id.in_(select(_IN_ORDER.c.id))),
}
