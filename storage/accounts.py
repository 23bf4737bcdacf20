"""Accounts and the chats through which they are reached."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Row, Select, and_, bindparam, insert, literal_column, or_, select, update

from storage.domain_tables import account, address
from storage.flow_tables import inbox, inbox_fetching, inbox_ready, outbox, outbox_unfinished
from storage.people import Person, person_from_json, person_to_json
from storage.schema import new_id
from storage.sealed_rows import SealedRow
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow

Kind = Literal["parent", "staff"]
IinProof = Literal["none", "registry", "eds"]


@dataclass(frozen=True, slots=True)
class Account:
    """A parent or a member of staff; personal data is there after registration only."""

    id: int
    kind: Kind
    created_at: datetime
    locale: str | None = None
    locality: str | None = None
    phone: str | None = field(default=None, repr=False)
    phone_proved_at: datetime | None = None
    iin: str | None = field(default=None, repr=False)
    iin_proof: IinProof = "none"
    person: Person | None = None
    consent_version: str | None = None
    consent_at: datetime | None = None
    registered_at: datetime | None = None
    deleted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """One chat of an account: where it writes from and where answers go."""

    id: int
    account_id: int
    channel: str
    external_id: str = field(repr=False)
    keyboard_open: bool
    blocked_at: datetime | None
    created_at: datetime


class Accounts:
    """The accounts and addresses, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def at(self, pairs: Collection[tuple[str, str]], now: datetime) -> dict[tuple[str, str], Address]:
        """The addresses at (channel, external id); a new one opens an account and its conversation.

        An address whose account was erased counts as new.
        """
        found = await self._live_at(pairs)
        missing = sorted(set(pairs) - found.keys())
        if missing:
            await self._open(missing, now)
            found |= await self._live_at(missing)
        return found

    async def load(self, ids: Collection[int]) -> dict[int, Account]:
        """The accounts by id; unknown ids are left out."""
        return {one.id: one for one in await self._found(_LOAD, ids=list(ids))}

    async def by_phone(self, phone: str) -> list[Account]:
        """The registered accounts with this phone (E.164), oldest first."""
        return await self._registered(account.c.phone_index == self._uow.sealer.index("phone", phone))

    async def by_iin(self, iin: str) -> list[Account]:
        """The registered accounts with this IIN, proved or not, oldest first."""
        return await self._registered(account.c.iin_index == self._uow.sealer.index("iin", iin))

    async def save(self, one: Account) -> None:
        """Writes everything that an account knows of its owner."""
        values = _columns(one, self._uow)
        await self._uow.connection.execute(update(account).where(account.c.id == one.id).values(values))

    async def lose_iin(self, account_id: int) -> None:
        """Takes the IIN away, because another account proved it."""
        await self._uow.connection.execute(
            update(account).where(account.c.id == account_id).values(iin=None, iin_index=None, iin_proof="none")
        )

    async def erase(self, account_id: int, at: datetime) -> None:
        """Empties the personal fields and closes the account; its addresses open a new one when they write again."""
        blank = dict.fromkeys(_PERSONAL) | {"iin_proof": "none", "deleted_at": at}
        await self._uow.connection.execute(update(account).where(account.c.id == account_id).values(blank))

    async def addresses(self, account_ids: Collection[int]) -> dict[int, list[Address]]:
        """The addresses of each account, oldest first; an account without any has an empty list."""
        found: dict[int, list[Address]] = {account_id: [] for account_id in account_ids}
        for row in await self._uow.connection.execute(_ADDRESSES, {"accounts": list(account_ids)}):
            found[row.account_id].append(Address(*row))
        return found

    async def address(self, address_id: int) -> Address | None:
        """One address."""
        result = await self._uow.connection.execute(select(address).where(address.c.id == address_id))
        row = result.one_or_none()
        return Address(*row) if row else None

    async def set_blocked(self, address_id: int, at: datetime | None) -> None:
        """Notes since when the person has the bot blocked, or that the block is over."""
        await self._set(address_id, blocked_at=at)

    async def set_keyboard(self, address_id: int, is_open: bool) -> None:
        """Notes whether a reply keyboard is open in this chat."""
        await self._set(address_id, keyboard_open=is_open)

    async def move_address(self, address_id: int, to_account_id: int) -> None:
        """Gives a chat to another account, with what it sent and nobody answered yet, and what is still to be sent."""
        unanswered = and_(inbox.c.address_id == address_id, or_(inbox_ready, inbox_fetching))
        unsent = and_(outbox.c.address_id == address_id, outbox_unfinished)
        for table, condition in ((address, address.c.id == address_id), (inbox, unanswered), (outbox, unsent)):
            await self._uow.connection.execute(update(table).where(condition).values(account_id=to_account_id))

    async def _set(self, address_id: int, **values: Any) -> None:
        await self._uow.connection.execute(update(address).where(address.c.id == address_id).values(**values))

    async def _live_at(self, pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], Address]:
        found: dict[tuple[str, str], Address] = {}
        for channel in sorted({channel for channel, _ in pairs}):
            chats = [external_id for of, external_id in pairs if of == channel]
            rows = await self._uow.connection.execute(_LIVE_AT, {"channel": channel, "chats": chats})
            found |= {(one.channel, one.external_id): one for one in (Address(*row) for row in rows)}
        return found

    async def _open(self, pairs: Iterable[tuple[str, str]], now: datetime) -> None:
        won = await self._claim(pairs, now)
        if not won:
            return
        rows = [{"id": id_, "kind": _kind(channel), "iin_proof": "none", "created_at": now} for id_, channel in won]
        await self._uow.connection.execute(insert(account), rows)
        await self._uow.conversations.create([id_ for id_, _ in won])

    async def _claim(self, pairs: Iterable[tuple[str, str]], now: datetime) -> list[tuple[int, str]]:
        """Two writers may meet a stranger at once: who gets the address opens the account."""
        rows = [
            {"id": new_id(), "account_id": new_id(), "channel": channel, "external_id": external_id, "created_at": now}
            for channel, external_id in pairs
        ]
        # By its written name: in this clause SQLAlchemy would join the table instead of meaning the row in the way.
        erased = select(account.c.deleted_at).where(account.c.id == literal_column("address.account_id"))
        claim = upsert(self._uow.dialect, address).values(rows)
        claim = claim.on_conflict_do_update(
            index_elements=["channel", "external_id"],
            set_={"account_id": claim.excluded.account_id, "blocked_at": None},
            where=erased.scalar_subquery().is_not(None),
        )
        won = await self._uow.connection.execute(claim.returning(address.c.account_id, address.c.channel))
        return [(account_id, channel) for account_id, channel in won]

    async def _registered(self, condition: Any) -> list[Account]:
        registered = (account.c.registered_at.is_not(None), account.c.deleted_at.is_(None))
        return await self._found(_OLDEST_FIRST.where(condition, *registered))

    async def _found(self, query: Select[Any], **terms: Any) -> list[Account]:
        return [_account(row, self._uow) for row in await self._uow.connection.execute(query, terms)]


_PERSONAL = ("phone", "phone_index", "phone_proved_at", "iin", "iin_index", "person", "locality")
_OLDEST_FIRST = select(account).order_by(account.c.created_at, account.c.id)
_LOAD = _OLDEST_FIRST.where(account.c.id.in_(bindparam("ids", expanding=True)))
_ADDRESSES = (
    select(address).where(address.c.account_id.in_(bindparam("accounts", expanding=True))).order_by(address.c.id)
)
# One channel at a time: SQLite looks pairs up in the index only when they are taken apart.
_LIVE_AT = (
    select(address)
    .join(account, account.c.id == address.c.account_id)
    .where(address.c.channel == bindparam("channel"), address.c.external_id.in_(bindparam("chats", expanding=True)))
    .where(account.c.deleted_at.is_(None))
)


def _kind(channel: str) -> Kind:
    return "staff" if channel == "staff" else "parent"


def _index(uow: Uow, name: str, value: str | None) -> bytes | None:
    return None if value is None else uow.sealer.index(name, value)


def _columns(one: Account, uow: Uow) -> dict[str, Any]:
    sealed = SealedRow(uow.sealer, "account", one.id)
    return {
        "locale": one.locale,
        "locality": one.locality,
        "phone": sealed.seal_text("phone", one.phone),
        "phone_index": _index(uow, "phone", one.phone),
        "phone_proved_at": one.phone_proved_at,
        "iin": sealed.seal_text("iin", one.iin),
        "iin_index": _index(uow, "iin", one.iin),
        "iin_proof": one.iin_proof,
        "person": sealed.seal_json("person", person_to_json(one.person)),
        "consent_version": one.consent_version,
        "consent_at": one.consent_at,
        "registered_at": one.registered_at,
        "deleted_at": one.deleted_at,
    }


def _account(row: Row[Any], uow: Uow) -> Account:
    sealed = SealedRow(uow.sealer, "account", row.id)
    return Account(
        id=row.id,
        kind=row.kind,
        created_at=row.created_at,
        locale=row.locale,
        locality=row.locality,
        phone=sealed.open_text("phone", row.phone),
        phone_proved_at=row.phone_proved_at,
        iin=sealed.open_text("iin", row.iin),
        iin_proof=row.iin_proof,
        person=person_from_json(sealed.open_json("person", row.person)),
        consent_version=row.consent_version,
        consent_at=row.consent_at,
        registered_at=row.registered_at,
        deleted_at=row.deleted_at,
    )
