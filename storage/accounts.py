"""Accounts and the chats through which they are reached."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Row, Select, bindparam, insert, literal, select, update

from storage import handing_over
from storage.addresses import Address, Pair, last_seen
from storage.domain_tables import account, address
from storage.people import Person, person_from_json, person_to_json
from storage.schema import Instant, new_id
from storage.sealed_rows import SealedRow

if TYPE_CHECKING:
    from storage.uow import Uow

__all__ = ["Account", "Accounts", "Address", "IinProof", "Kind", "Pair", "last_seen"]
Kind = Literal["parent", "staff"]
IinProof = Literal["none", "registry", "eds"]


@dataclass(frozen=True, slots=True)
class Account:
    """A parent or a member of staff; personal data is there after registration only.

    `notify_address_id` is the chat chosen for notifications; without one it is the chat that wrote last.
    """

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
    notify_address_id: int | None = None


class Accounts:
    """The accounts and addresses, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def at(self, pairs: Collection[Pair], now: datetime) -> dict[Pair, Address]:
        """The addresses at (channel, external id or alias); a new one opens an account and its conversation.

        An address whose account was erased counts as new.
        """
        found = await self._uow.addresses.live_at(pairs)
        missing = set(pairs) - found.keys()
        return found | await self.meet(missing, now) if missing else found

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
        await self._uow.connection.execute(_SAVE, {"whose": one.id, **_columns(one, self._uow)})

    async def lose_iin(self, account_id: int) -> None:
        """Takes the IIN away, because another account proved it."""
        await self._uow.connection.execute(
            update(account).where(account.c.id == account_id).values(iin=None, iin_index=None, iin_proof="none")
        )

    async def erase(self, account_id: int, at: datetime) -> None:
        """Empties the personal fields and closes the account; its addresses open a new one when they write again.

        What was held back for it is never sent; its codes for linking a chat and its ties with other families end.
        """
        blank = dict.fromkeys(_PERSONAL) | {"iin_proof": "none", "deleted_at": at}
        await self._uow.connection.execute(update(account).where(account.c.id == account_id).values(blank))
        await self._uow.addresses.erase(account_id)
        await self._uow.outbox.drop_held(account_id)
        await self._uow.links.end_all(account_id, at)
        await self._uow.family.end_all(account_id, at)

    async def meet(self, pairs: Collection[Pair], now: datetime) -> dict[Pair, Address]:
        """Opens accounts and conversations for strangers at these addresses; somebody else may have just done so."""
        won = await self._uow.addresses.claim(sorted(pairs), now)
        if won:
            rows = [{"id": id_, "kind": _kind(channel), "iin_proof": "none", "created_at": now} for id_, channel in won]
            await self._uow.connection.execute(_OPEN, rows)
            await self._uow.conversations.create([id_ for id_, _ in won])
        return await self._uow.addresses.live_at(pairs)

    async def addresses(self, account_ids: Collection[int]) -> dict[int, list[Address]]:
        """The addresses of each account, oldest first; an account without any has an empty list."""
        return await self._uow.addresses.of(account_ids)

    async def address(self, address_id: int) -> Address | None:
        """One address."""
        return await self._uow.addresses.get(address_id)

    async def has_chat(self, account_id: int, address_id: int) -> bool:
        """Whether the account is still there and the chat still its own."""
        one, chat = (await self.load([account_id])).get(account_id), await self.address(address_id)
        return one is not None and one.deleted_at is None and chat is not None and chat.account_id == account_id

    async def set_blocked(self, address_id: int, at: datetime | None) -> None:
        """Notes since when the person has the bot blocked, or that the block is over."""
        await self._uow.addresses.set(address_id, blocked_at=at)

    async def set_keyboard(self, address_id: int, is_open: bool) -> None:
        """Notes whether a reply keyboard is open in this chat."""
        await self._uow.addresses.set(address_id, keyboard_open=is_open)

    async def set_news(self, address_id: int, at: datetime | None) -> None:
        """Notes when this chat was last told that something waits for it, or that the telling failed."""
        await self._uow.addresses.set(address_id, news_at=at)

    async def move_address(self, address_id: int, to_account_id: int) -> None:
        """Gives a chat to another account, with what it sent and nobody answered yet, and what is still to be sent.

        What it sent answers nothing there. Where its account had chosen it for notifications, the choice is gone.
        """
        await self._uow.inbox.outdate(address_id)
        await self._uow.addresses.move(address_id, to_account_id)

    async def release(self, address_id: int, now: datetime) -> int:
        """Takes a chat out of its account: it meets the bot anew when it writes, and nothing waits for it.

        Returns the id of the account, erased from the start, that it belongs to until then.
        """
        id_ = new_id()
        mine = address.join(account, account.c.id == address.c.account_id)
        like = select(literal(id_), account.c.kind, account.c.locale, literal("none"), literal(now, Instant))
        like = like.select_from(mine).where(address.c.id == address_id)
        names = ["id", "kind", "locale", "iin_proof", "created_at"]
        await self._uow.connection.execute(insert(account).from_select(names, like))
        await self._uow.conversations.create([id_])
        await self._uow.addresses.silence(address_id)
        await self.move_address(address_id, id_)
        await self.erase(id_, now)
        return id_

    async def lose_chat(self, address_id: int, now: datetime) -> None:
        """Somebody else writes from where this chat was: it ends for good, and a guest's account ends with it.

        Whoever works for its account at this moment is waited for. Noted in the log of the account.
        """
        one = await self._uow.addresses.get(address_id)
        if one is None:
            return
        await self._uow.conversations.load([one.account_id], lock=True)
        if await self._uow.addresses.get(address_id) != one:
            return
        await self._uow.inbox.disregard(address_id, now)
        await self.release(address_id, now)
        await self._uow.addresses.vacate(address_id)
        owner, log_of = (await self.load([one.account_id]))[one.account_id], f"account:{one.account_id}"
        if owner.registered_at is None and not (await self.addresses([owner.id]))[owner.id]:
            await self.erase(owner.id, now)
        details = {"chat": address_id}
        await self._uow.events.append(log_of, log_of, None, "chat_lost", at=now, details=details)

    async def conflicts(self, from_id: int, to_id: int) -> bool:
        """Whether both have an active application of the same child to the same queue type: then neither gives way."""
        return await handing_over.conflicts(self._uow, from_id, to_id)

    async def hand_over(self, from_id: int, to_id: int) -> None:
        """Gives everything that the first account owns to the second; ask `conflicts` before.

        Chats stay: `move_address` takes them along.
        """
        await handing_over.hand_over(self._uow, from_id, to_id)

    async def _registered(self, condition: Any) -> list[Account]:
        registered = (account.c.registered_at.is_not(None), account.c.deleted_at.is_(None))
        return await self._found(_OLDEST_FIRST.where(condition, *registered))

    async def _found(self, query: Select[Any], **terms: Any) -> list[Account]:
        return [account_of(row, self._uow) for row in await self._uow.connection.execute(query, terms)]


_PERSONAL = ("phone", "phone_index", "phone_proved_at", "iin", "iin_index", "person", "locality", "notify_address_id")
_OLDEST_FIRST = select(account).order_by(account.c.created_at, account.c.id)
_OPEN = insert(account)
_SAVE = update(account).where(account.c.id == bindparam("whose"))
_LOAD = _OLDEST_FIRST.where(account.c.id.in_(bindparam("ids", expanding=True)))


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
        "notify_address_id": one.notify_address_id,
    }


def account_of(row: Row[Any], uow: Uow) -> Account:
    """The account that a row of its table holds, opened."""
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
        notify_address_id=row.notify_address_id,
    )
