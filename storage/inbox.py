"""The inbox: every update once, kept before it is answered for, and worked on in order per account."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Integer, Row, Select, and_, bindparam, func, or_, select, update

from storage.addresses import Address, last_seen
from storage.engines import DIALECTS
from storage.flow_tables import conversation, inbox, inbox_fetching, inbox_ready, is_one_of
from storage.leases import Lease, lease, leasing, readable, release
from storage.senders import Senders
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow

ROWS_OF_ONE_ACCOUNT = 20
OUTDATED = "outdated"


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update as the channel delivered it; `fetch` when a file must be fetched before its turn.

    `address` is where answers go and `also` are other ids of the same chat; `phone` is a number that the channel
    vouches for (E.164), `token` the same in every delivery of this update.
    """

    channel: str
    external_id: str
    address: str = field(repr=False)
    payload: dict[str, Any] = field(repr=False)
    fetch: bool
    also: tuple[str, ...] = field(default=(), repr=False, kw_only=True)
    phone: str | None = field(default=None, repr=False, kw_only=True)
    token: str | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class InboxRow:
    """An update that waits for its turn or for its file."""

    id: int
    channel: str
    external_id: str
    address_id: int
    account_id: int
    payload: dict[str, Any] = field(repr=False)
    received_at: datetime
    attempts: int
    lease_until: float = 0

    @property
    def outdated(self) -> bool:
        """Whether its chat has gone to another account since: then it answers nothing that is asked there."""
        return OUTDATED in self.payload


class Inbox:
    """Dedupe and write-ahead log of everything that arrives."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def store(self, arrivals: Sequence[Arrival], received_at: datetime) -> list[int]:
        """Keeps those not seen before and returns their ids in order; a stranger gets an address and an account.

        Whoever wrote is seen now, and what was held back for them may be sent.
        """
        if not arrivals:
            return []
        senders = await Senders.find(self._uow, arrivals, received_at)
        rows = [self._columns(one, senders.of(one), received_at) for one in senders.arrivals]
        if not rows:
            return []
        stored = (await self._uow.connection.execute(_STORE[self._uow.dialect], rows)).all()
        kept = {(row.channel, row.external_id) for row in stored}
        await senders.heard((one for one in senders.arrivals if (one.channel, one.external_id) in kept), received_at)
        return sorted(row.id for row in stored)

    async def known(self, channel: str, external_ids: Collection[str]) -> set[str]:
        """Those of these updates that were ever kept."""
        kept = await self._uow.connection.execute(_KNOWN, {"channel": channel, "ids": list(external_ids)})
        return set(kept.scalars())

    async def unkept(self, arrivals: Sequence[Arrival]) -> list[Arrival]:
        """Those of these updates that were never kept, neither under their id nor under their token."""
        ids = {"channels": sorted({one.channel for one in arrivals}), "ids": [one.external_id for one in arrivals]}
        tokens = {"tokens": [one.token for one in arrivals if one.token is not None]}
        seen = set(map(tuple, await self._uow.connection.execute(_KEPT, ids)))
        used = set((await self._uow.connection.execute(_USED, tokens)).scalars()) if tokens["tokens"] else set()
        return [one for one in arrivals if (one.channel, one.external_id) not in seen and one.token not in used]

    async def disregard(self, address_id: int, at: datetime) -> None:
        """What this chat sent and nobody answered yet is over: there is nobody to be answered."""
        unanswered = (inbox.c.address_id == address_id, or_(inbox_ready, inbox_fetching))
        await self._uow.connection.execute(update(inbox).where(*unanswered).values(state="done", done_at=at))

    async def store_for(self, account_id: int, one: Arrival, received_at: datetime) -> bool:
        """Keeps what was found out for an account as if its latest chat had sent it; False when it has no chat left."""
        addresses = (await self._uow.accounts.addresses([account_id]))[account_id]
        if not addresses:
            return False
        row = self._columns(one, last_seen(addresses) or addresses[-1], received_at)
        await self._uow.connection.execute(_STORE[self._uow.dialect], [row])
        return True

    async def claim(self, limit: int) -> list[InboxRow]:
        """What at most `limit` accounts have waiting, in order, never behind a file that is still being fetched.

        On PostgreSQL the conversations stay locked until this transaction ends: nobody else works for these accounts.
        """
        terms = {"limit": limit, "window": limit * ROWS_OF_ONE_ACCOUNT}
        if self._uow.dialect == "sqlite":
            return await self._opened(await self._uow.connection.execute(_ROWS_AT_ONCE, terms))
        accounts = (await self._uow.connection.execute(_WAITING, terms)).scalars().all()
        if not accounts:
            return []
        return await self._opened(await self._uow.connection.execute(_ROWS, {"accounts": accounts}))

    async def done(self, ids: Collection[int], at: datetime) -> None:
        """Their turn is over."""
        if ids:
            await self._uow.connection.execute(_DONE, {"ids": list(ids), "at": at})

    async def failed(self, id_: int, reference: str, at: datetime) -> None:
        """Its turn raised; the reference is the one the person was told."""
        failed = update(inbox).where(inbox.c.id == id_).values(state="failed", done_at=at, reference=reference)
        await self._uow.connection.execute(failed)

    async def claim_fetches(self, limit: int, lease_now: float, lease_s: float) -> list[InboxRow]:
        """Updates whose file is to be fetched now, leased to the caller for `lease_s` seconds."""
        return await self._opened(await lease(self._uow, _FETCH, Lease(limit, lease_now, lease_s)))

    async def fetched(self, row: InboxRow, payload: dict[str, Any]) -> int | None:
        """Its file is here, or will never be, as the new payload says: the update may have its turn.

        Returns the account that its chat has now; None when the lease is no longer the caller's: nothing changes then.
        """
        now = await self._opened(
            await self._uow.connection.execute(select(inbox).where(_still_fetching(row)).with_for_update())
        )
        if not now:
            return None
        payload = payload | ({OUTDATED: True} if now[0].outdated else {})
        await self._uow.connection.execute(
            update(inbox)
            .where(_still_fetching(row))
            .values(state="ready", payload=self._sealed(row, payload), lease_until=0)
        )
        return now[0].account_id

    async def outdate(self, address_id: int) -> None:
        """The chat goes to another account: what it sent and nobody answered yet is no answer to anything there."""
        unanswered = select(inbox).where(inbox.c.address_id == address_id, or_(inbox_ready, inbox_fetching))
        for row in await self._opened(await self._uow.connection.execute(unanswered.with_for_update())):
            sealed = self._sealed(row, row.payload | {OUTDATED: True})
            await self._uow.connection.execute(update(inbox).where(inbox.c.id == row.id).values(payload=sealed))

    async def retry_fetch(self, row: InboxRow, next_try: float) -> None:
        """Fetch again at this moment of the lease clock, unless somebody else does already."""
        await self._uow.connection.execute(
            update(inbox).where(_still_fetching(row)).values(next_try_at=next_try, lease_until=0)
        )

    async def release_leases(self) -> None:
        await release(self._uow, inbox, inbox_fetching)

    async def waits(self, account_ids: Collection[int], before: datetime) -> bool:
        """Whether anything that arrived for one of these accounts before then still waits for its turn or its file."""
        waiting = or_(inbox_ready, inbox_fetching)
        mine = select(inbox.c.id).where(inbox.c.account_id.in_(account_ids), waiting, inbox.c.received_at < before)
        return (await self._uow.connection.execute(mine.limit(1))).one_or_none() is not None

    async def pending_count(self) -> int:
        """How many updates wait for a turn or a file."""
        pending = select(
            select(func.count()).where(inbox_ready).scalar_subquery()
            + select(func.count()).where(inbox_fetching).scalar_subquery()
        )
        return int((await self._uow.connection.execute(pending)).scalar_one())

    async def oldest_ready(self) -> datetime | None:
        """Since when the oldest update waits for nothing but its turn."""
        oldest = select(inbox.c.received_at).where(_workable()).order_by(inbox.c.id).limit(1)
        since: datetime | None = (await self._uow.connection.execute(oldest)).scalar_one_or_none()
        return since

    async def empty(self, ids: Collection[int]) -> None:
        """Takes away at once what these said, such as where somebody is; the ids stay."""
        await self._uow.connection.execute(update(inbox).where(inbox.c.id.in_(ids)).values(payload=None))

    async def erase(self, before: datetime) -> int:
        """Empties what was done before; the ids stay, so that a late duplicate is still known. Returns how many."""
        old = update(inbox).where(inbox.c.payload.is_not(None), inbox.c.done_at < before).values(payload=None)
        return (await self._uow.connection.execute(old)).rowcount

    def _sealed(self, row: InboxRow, payload: dict[str, Any]) -> bytes:
        return self._uow.sealer.seal_json(_place(row.channel, row.external_id), payload)

    async def _opened(self, rows: Iterable[Row[Any]]) -> list[InboxRow]:
        """Those that can be opened; the others have failed, and what they hold is kept as long as any other."""
        found = readable(rows, self._row)
        for row in found.broken:
            await self._uow.connection.execute(_FAIL_UNREAD, {"id_": row.id})
        return found.rows

    def _columns(self, one: Arrival, address: Address, received_at: datetime) -> dict[str, Any]:
        return {
            "channel": one.channel,
            "external_id": one.external_id,
            "token": one.token,
            "address_id": address.id,
            "account_id": address.account_id,
            "received_at": received_at,
            "state": "fetching" if one.fetch else "ready",
            "payload": self._uow.sealer.seal_json(_place(one.channel, one.external_id), one.payload),
        }

    def _row(self, row: Row[Any]) -> InboxRow:
        return InboxRow(
            row.id,
            row.channel,
            row.external_id,
            row.address_id,
            row.account_id,
            self._uow.sealer.open_json(_place(row.channel, row.external_id), row.payload),
            row.received_at,
            row.attempts,
            row.lease_until,
        )


_other = inbox.alias("other")


def _place(channel: str, external_id: str) -> str:
    return f"inbox.payload|{channel}|{external_id}"


def _still_fetching(row: InboxRow) -> ColumnElement[bool]:
    """Whether the row is being fetched by whom it was given to."""
    return and_(inbox.c.id == row.id, inbox.c.lease_until == row.lease_until, inbox_fetching)


def _workable() -> ColumnElement[bool]:
    ahead = select(_other.c.id).where(
        _other.c.account_id == inbox.c.account_id, is_one_of(_other.c.state, "fetching"), _other.c.id < inbox.c.id
    )
    return inbox_ready & ~ahead.exists()


def _waiting_accounts() -> Select[Any]:
    """Who has waited longest; looks at the oldest rows only, so that a long backlog does not slow a claim down."""
    oldest = (
        select(inbox.c.id, inbox.c.account_id)
        .where(_workable())
        .order_by(inbox.c.id)
        .limit(bindparam("window", type_=Integer))
        .subquery()
    )
    heads = select(oldest.c.account_id, func.min(oldest.c.id).label("head")).group_by(oldest.c.account_id).subquery()
    return (
        select(conversation.c.account_id)
        .join(heads, heads.c.account_id == conversation.c.account_id)
        .order_by(heads.c.head)
        .limit(bindparam("limit", type_=Integer))
        .with_for_update(skip_locked=True, of=conversation)
    )


def _rows_of(accounts: Any) -> Select[Any]:
    place = func.row_number().over(partition_by=inbox.c.account_id, order_by=inbox.c.id).label("place")
    placed = select(*inbox.c, place).where(inbox.c.account_id.in_(accounts), _workable()).subquery()
    return select(placed).where(placed.c.place <= ROWS_OF_ONE_ACCOUNT).order_by(placed.c.id)


_STORE = {
    dialect: upsert(dialect, inbox).on_conflict_do_nothing().returning(inbox.c.id, inbox.c.channel, inbox.c.external_id)
    for dialect in DIALECTS
}
_KNOWN = select(inbox.c.external_id).where(
    inbox.c.channel == bindparam("channel"), inbox.c.external_id.in_(bindparam("ids", expanding=True))
)
_KEPT = select(inbox.c.channel, inbox.c.external_id).where(
    inbox.c.channel.in_(bindparam("channels", expanding=True)),
    inbox.c.external_id.in_(bindparam("ids", expanding=True)),
)
_USED = select(inbox.c.token).where(inbox.c.token.in_(bindparam("tokens", expanding=True)))
_WAITING = _waiting_accounts()
_ROWS = _rows_of(bindparam("accounts", expanding=True))
# Only where nobody else writes: on PostgreSQL what was read before the lock may be over after it.
_ROWS_AT_ONCE = _rows_of(_WAITING)
_FETCH = leasing(inbox, inbox_fetching)
_FAIL_UNREAD = (
    update(inbox)
    .where(inbox.c.id == bindparam("id_"))
    .values(state="failed", done_at=inbox.c.received_at, reference="unreadable")
)
_DONE = (
    update(inbox).where(inbox.c.id.in_(bindparam("ids", expanding=True))).values(state="done", done_at=bindparam("at"))
)
