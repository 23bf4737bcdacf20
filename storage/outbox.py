"""The outbox: messages kept with the turn that made them, delivered in order per chat, never inside a transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, Row, Update, bindparam, case, func, insert, select, update

from storage.domain_tables import address
from storage.flow_tables import UNFINISHED, is_one_of, outbox, outbox_held, outbox_unfinished
from storage.leases import Lease, lease, leasing, readable, release
from storage.recipients import PRESENT_OWNER
from storage.stale_pages import without_stale_pages

if TYPE_CHECKING:
    from storage.delivery_reports import Report
    from storage.uow import Uow


_PARTS = "accepted_parts"
_NOTHING: Mapping[int, str] = {}


@dataclass(frozen=True, slots=True)
class NewOutbox:
    """A message to be sent; `slot` names what a newer message of the same slot makes pointless."""

    account_id: int
    address_id: int
    purpose: str
    message: dict[str, Any] = field(repr=False)
    created_at: datetime
    slot: str | None = None
    seq: int = 0
    notification_id: int | None = None


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A message in the caller's hands until its lease ends; `attempts` counts this one.

    `step` is the number of the part to send now, `accepted` the provider's ids of parts that need not be sent any more,
    where receipts follow; `lease_until` is what the caller's lease is known by.
    """

    id: int
    account_id: int
    address_id: int
    seq: int
    purpose: str
    message: dict[str, Any] = field(repr=False)
    slot: str | None
    attempts: int
    created_at: datetime
    step: int
    lease_until: float
    notification_id: int | None = None
    accepted: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fate:
    """Whether a notification may still arrive, in any chat, and whether it is known to have arrived in one."""

    waiting: bool
    delivered: bool


class Outbox:
    """Waiting and later are unfinished; sent, never, operator and superseded are final; held waits for the person.

    What became of a claimed row counts only while it is still in the hands of the one who tells it.
    """

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def add(self, rows: Sequence[NewOutbox]) -> None:
        """Keeps the messages, to be sent in this order per chat."""
        if rows:
            await self._uow.connection.execute(_ADD, [self._columns(row) for row in rows])

    async def claim(
        self, limit: int, lease_now: float, lease_s: float, channels: Collection[str] | None = None
    ) -> list[OutboxRow]:
        """The first unfinished message of each chat (of these channels) where that one is due, leased for `lease_s`.

        Pages of a conversation that a newer one has replaced meanwhile are left out (`storage.stale_pages`). One that
        cannot be opened becomes the operator's and holds up nobody.
        """
        terms = Lease(limit, lease_now, lease_s)
        if channels is None:
            rows = await lease(self._uow, _TAKE, terms)
        else:
            rows = await lease(self._uow, _TAKE_OF, terms, channels=list(channels))
        opened = readable(rows, self._row)
        for row in opened.broken:
            await self._uow.connection.execute(_held(row).values(status="operator", error="unreadable"))
        return await without_stale_pages(self._uow, opened.rows)

    async def renew(self, rows: Sequence[OutboxRow], until: float) -> None:
        """The caller keeps these in hand until this moment of the lease clock, by which they are known from now on."""
        if rows:
            values = [{"id_": row.id, "held": row.lease_until, "until": until} for row in rows]
            await self._uow.connection.execute(_RENEW, values)

    async def sent(self, rows: Sequence[tuple[OutboxRow, str, bool]], at: datetime) -> None:
        """The last parts of these arrived at the provider, under its own ids; confirmed ones need no receipt."""
        for row, provider_id, _confirmed in rows:
            if row.accepted:
                await self._set(row, message=self._sealed(row, {**row.accepted, row.step: provider_id}))
        if rows:
            values = [
                {
                    "id_": row.id,
                    "held": row.lease_until,
                    "provider_id": provider_id,
                    "at": at,
                    "delivered_at": at if confirmed else None,
                }
                for row, provider_id, confirmed in rows
            ]
            await self._uow.connection.execute(_SENT, values)

    async def go_on(self, row: OutboxRow, step: int, next_try: float, provider_id: str | None = None) -> None:
        """A part of it has arrived; the one of that number may be sent from then on, by anybody.

        Under `provider_id` a receipt will tell what became of the part.
        """
        values: dict[str, Any] = {"step": step, "next_try_at": next_try, "lease_until": 0}
        if provider_id is not None:
            values["message"] = self._sealed(row, {**row.accepted, row.step: provider_id})
        await self._set(row, attempts=outbox.c.attempts - 1, **values)

    async def later(self, row: OutboxRow, next_try: float, error: str) -> None:
        """Try again at this moment of the lease clock; the chat's later messages wait behind it."""
        await self._set(row, status="later", next_try_at=next_try, lease_until=0, error=error[:256])

    async def postpone(self, row: OutboxRow, next_try: float) -> None:
        """Not tried at all, because the pace does not allow it before this moment of the lease clock."""
        values = {"id_": row.id, "held": row.lease_until, "next_try": next_try}
        await self._uow.connection.execute(_POSTPONE, values)

    async def never(self, row: OutboxRow, error: str) -> bool:
        """Will not arrive, such as when the person blocked the bot; False when it is not the caller's any more."""
        return await self._set(row, status="never", error=error[:256])

    async def operator(self, row: OutboxRow, error: str) -> bool:
        """Somebody must look at it; False when it is not the caller's any more."""
        return await self._set(row, status="operator", error=error[:256])

    async def hold(self, row: OutboxRow, error: str, seen_at: datetime | None, next_try: float = 0) -> None:
        """Wait until the chat writes; at once again where it wrote since `seen_at`, by which the caller judged.

        Where the person is told nothing of it, it may be tried again from `next_try` on (`storage.held`).
        """
        if await self._uow.addresses.hold(row.address_id, seen_at):
            await self._set(row, status="held", lease_until=0, next_try_at=next_try, error=error[:256])
        else:
            await self.later(row, 0, error)
            self._uow.wake("outbox")

    async def get(self, outbox_id: int) -> OutboxRow | None:
        """A message whatever became of it; None where there is none, or nobody can read it any more."""
        one = select(outbox).where(outbox.c.id == outbox_id, outbox.c.message.is_not(None))
        rows = (await self._uow.connection.execute(one)).all()
        return next(iter(readable(rows, self._row).rows), None)

    async def finished(self, ids: Collection[int]) -> dict[int, OutboxRow | None]:
        """Those of these that nobody is to send, kept from others in this transaction; None where one is unreadable."""
        asked = (
            select(outbox).where(outbox.c.id.in_(ids), ~outbox_unfinished).order_by(outbox.c.address_id, outbox.c.id)
        )
        rows = (await self._uow.connection.execute(asked.with_for_update())).all()
        opened = readable((row for row in rows if row.message is not None), self._row)
        return dict.fromkeys((row.id for row in rows), None) | {row.id: row for row in opened.rows}

    async def again(self, told: Report, next_try: float, error: str, lacking: Collection[int] = ()) -> bool:
        """A sent message of which this part did not arrive: it and those `lacking` as well are sent again.

        Unless a newer one replaces it. False when the report is not about the newest attempt, the message has arrived,
        or its chat is another's now.
        """
        self._uow.wake("outbox")
        return await self._revive(told, {"status": "later", "next_try_at": next_try, "error": error[:256]}, lacking)

    async def never_by_id(self, told: Report, error: str) -> bool:
        """A sent message will not arrive after all; False when the report decides nothing, as for `again`."""
        return await self._after(told, status="never", error=error[:256])

    async def operator_by_id(self, told: Report, error: str) -> bool:
        """Somebody must look at a sent message; False when the report decides nothing, as for `again`."""
        return await self._after(told, status="operator", error=error[:256])

    async def hold_by_id(self, told: Report, next_try: float, error: str, lacking: Collection[int] = ()) -> bool:
        """A sent message whose part came too late waits with it until the chat writes; False as for `again`.

        It is tried again at once where the chat wrote after the message was sent, and from `next_try` on where the
        person is told nothing of it (`storage.held`).
        """
        sent = select(outbox.c.address_id, outbox.c.sent_at).where(outbox.c.id == told.outbox_id)
        row = (await self._uow.connection.execute(sent)).one_or_none()
        if row is None or await self._told_of(told) is None:
            return False
        if not await self._uow.addresses.hold_since(row.address_id, row.sent_at):
            return await self.again(told, 0, error, lacking)
        self._uow.wake("held")
        return await self._revive(told, {"status": "held", "next_try_at": next_try, "error": error[:256]}, lacking)

    async def delivered(self, told: Report) -> bool:
        """The last part of the newest attempt is with the person; False for any other part, or when that was known."""
        sent = update(outbox).where(outbox.c.id == told.outbox_id, outbox.c.status == "sent")
        there = sent.where(outbox.c.provider_id == told.provider_id, outbox.c.delivered_at.is_(None))
        return (await self._uow.connection.execute(there.values(delivered_at=told.at))).rowcount > 0

    async def fate(self, notification_id: int) -> Fate:
        """What became of a notification, over all chats that it was sent to."""
        query = select(outbox.c.status, outbox.c.delivered_at).where(outbox.c.notification_id == notification_id)
        rows = (await self._uow.connection.execute(query)).all()
        delivered = any(row.delivered_at is not None for row in rows)
        return Fate(any(row.status in _WAITING and row.delivered_at is None for row in rows), delivered)

    async def release(self, address_ids: Collection[int]) -> None:
        """These chats wrote: what was held for them is waiting again, except what a newer message replaces."""
        values = {"ids": list(address_ids)}
        await self._uow.connection.execute(REPLACED, values)
        await self._uow.connection.execute(_RELEASE, values)
        self._uow.wake("outbox")

    async def drop_held(self, account_id: int) -> None:
        """What is held for this account is never sent, and nobody can read it any more."""
        mine = select(address.c.id).where(address.c.account_id == account_id)
        held = update(outbox).where(outbox.c.address_id.in_(mine), outbox_held)
        await self._uow.connection.execute(held.values(status="never", message=None))

    async def supersede(self, slots: Sequence[tuple[int, str]]) -> None:
        """What still waits in these slots (address, slot), and is in nobody's hands, need not be sent any more."""
        if slots:
            await self._uow.connection.execute(_SUPERSEDE, [{"at": at, "name": name} for at, name in slots])

    async def release_leases(self) -> None:
        await release(self._uow, outbox, outbox_unfinished)
        await self._uow.connection.execute(update(outbox).where(outbox_held).values(next_try_at=0))

    async def oldest_waiting(self, now: datetime) -> dict[str, datetime]:
        """Since when, up to now, the oldest unfinished message of each channel waits."""
        waiting = select(address.c.channel, func.min(outbox.c.created_at)).group_by(address.c.channel)
        waiting = waiting.join(outbox, outbox.c.address_id == address.c.id)
        rows = await self._uow.connection.execute(waiting.where(outbox_unfinished, outbox.c.created_at <= now))
        return {row[0]: row[1] for row in rows}

    async def erase(self, before: datetime) -> int:
        """Empties the texts of messages finished and made before; the rows stay. Returns how many.

        What was held so long is never sent.
        """
        finished = (outbox.c.message.is_not(None), ~outbox_unfinished, outbox.c.created_at < before)
        status = case((outbox_held, "never"), else_=outbox.c.status)
        old = update(outbox).where(*finished).values(message=None, status=status)
        return (await self._uow.connection.execute(old)).rowcount

    async def _set(self, row: OutboxRow, **values: Any) -> bool:
        return (await self._uow.connection.execute(_held(row).values(**values))).rowcount > 0

    async def _after(self, told: Report, **values: Any) -> bool:
        if await self._told_of(told) is None:
            return False
        await self._uow.connection.execute(update(outbox).where(outbox.c.id == told.outbox_id).values(**values))
        return True

    async def _revive(self, told: Report, values: dict[str, Any], lacking: Collection[int]) -> bool:
        row = await self._told_of(told)
        if row is None:
            return False
        missing = {told.step, *lacking}
        anew: dict[str, Any] = {"account_id": PRESENT_OWNER, "provider_id": None, "delivered_at": None}
        anew |= values | {"lease_until": 0, "step": min(missing)}
        anew["status"] = case((_OVERTAKEN, "superseded"), else_=values["status"])
        if row.accepted:
            there = {part: id_ for part, id_ in row.accepted.items() if part not in missing}
            anew["message"] = self._sealed(row, there)
        sent = update(outbox).where(outbox.c.id == row.id, PRESENT_OWNER.is_not(None))
        return (await self._uow.connection.execute(sent.values(**anew))).rowcount > 0

    async def _told_of(self, told: Report) -> OutboxRow | None:
        """The sent message, kept from others, where the report is about the newest attempt at that part of it.

        Where no ids of parts are kept, one before the last is taken for the newest, until the last has arrived.
        """
        sent = select(outbox).where(outbox.c.id == told.outbox_id, outbox.c.status == "sent")
        kept = (await self._uow.connection.execute(sent.with_for_update())).one_or_none()
        opened = readable([kept] if kept and kept.message is not None else [], self._row).rows
        if kept is None or not opened:
            return None
        [row] = opened
        if row.accepted:
            return row if row.accepted.get(told.step) == told.provider_id else None
        newest = kept.provider_id == told.provider_id or kept.step > told.step
        return row if newest and kept.delivered_at is None else None

    def _columns(self, row: NewOutbox) -> dict[str, Any]:
        return {
            "account_id": row.account_id,
            "address_id": row.address_id,
            "seq": row.seq,
            "purpose": row.purpose,
            "message": self._sealed(row),
            "slot": row.slot,
            "notification_id": row.notification_id,
            "created_at": row.created_at,
        }

    def _sealed(self, row: NewOutbox | OutboxRow, accepted: Mapping[int, str] = _NOTHING) -> bytes:
        """The message, and the provider's ids of its parts."""
        kept = row.message | ({_PARTS: {str(part): id_ for part, id_ in accepted.items()}} if accepted else {})
        return self._uow.sealer.seal_json(_place(row.address_id), kept)

    def _row(self, row: Row[Any]) -> OutboxRow:
        message = self._uow.sealer.open_json(_place(row.address_id), row.message)
        accepted = {int(part): str(id_) for part, id_ in message.pop(_PARTS, {}).items()}
        return OutboxRow(
            row.id,
            row.account_id,
            row.address_id,
            row.seq,
            row.purpose,
            message,
            row.slot,
            row.attempts,
            row.created_at,
            row.step,
            row.lease_until,
            row.notification_id,
            accepted,
        )


_WAITING = frozenset({*UNFINISHED, "held", "sent"})
_other = outbox.alias("other")
_HEAD = ~(
    select(_other.c.id)
    .where(_other.c.address_id == outbox.c.address_id, _other.c.id < outbox.c.id)
    .where(is_one_of(_other.c.status, *UNFINISHED))
    .exists()
)
_TAKE = leasing(outbox, outbox_unfinished & _HEAD)
_OF_CHANNELS = select(address.c.id).where(address.c.channel.in_(bindparam("channels", expanding=True)))
_TAKE_OF = leasing(outbox, outbox_unfinished & _HEAD & outbox.c.address_id.in_(_OF_CHANNELS))
_ADD = insert(outbox)
_HELD = update(outbox).where(
    outbox.c.id == bindparam("id_"), outbox.c.lease_until == bindparam("held"), outbox_unfinished
)
_RENEW = _HELD.values(lease_until=bindparam("until"))
_SENT = _HELD.values(
    status="sent",
    provider_id=bindparam("provider_id"),
    sent_at=bindparam("at"),
    delivered_at=bindparam("delivered_at"),
    error=None,
)
_POSTPONE = _HELD.values(next_try_at=bindparam("next_try"), lease_until=0, attempts=outbox.c.attempts - 1)
_FREED: BindParameter[Any] = bindparam("ids", expanding=True)
_newer = select(_other.c.id).where(
    _other.c.address_id == outbox.c.address_id,
    _other.c.id > outbox.c.id,
    _other.c.slot.is_not(None),
    outbox.c.slot.is_not(None),
)
_OVERTAKEN = _newer.where(is_one_of(_other.c.status, *UNFINISHED, "held", "sent")).exists()
_newer = _newer.where(is_one_of(_other.c.status, *UNFINISHED, "held"))
REPLACED = update(outbox).where(outbox.c.address_id.in_(_FREED), outbox_held, _newer.exists())
REPLACED = REPLACED.values(status="superseded")
_RELEASE = update(outbox).where(outbox.c.address_id.in_(_FREED), outbox_held)
_RELEASE = _RELEASE.values(status="waiting", next_try_at=0, attempts=0)
_SUPERSEDE = (
    update(outbox)
    .where(outbox.c.address_id == bindparam("at"), outbox.c.slot == bindparam("name"))
    .where(outbox_unfinished, outbox.c.lease_until == 0)
    .values(status="superseded")
)


def _held(row: OutboxRow | Row[Any]) -> Update:
    return update(outbox).where(outbox.c.id == row.id, outbox.c.lease_until == row.lease_until, outbox_unfinished)


def _place(address_id: int) -> str:
    # Not the account: a chat may move to another one with what still waits for it.
    return f"outbox.message|{address_id}"
