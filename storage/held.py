"""Messages held back from chats that nobody has told so: the first of each is tried again, ever more seldom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, and_, bindparam, or_, select, update

from storage.domain_tables import address
from storage.flow_tables import UNFINISHED, is_one_of, outbox, outbox_held
from storage.outbox import REPLACED

if TYPE_CHECKING:
    from storage.uow import Uow

TOPIC = "held"


async def put_back(uow: Uow, now: float, limit: int) -> int:
    """Lets the first held message of at most `limit` chats wait for a sender again; returns how many chats there were.

    Due by the lease clock are those chats that were not told since they wrote that something waits for them.
    """
    due = await uow.connection.execute(_DUE, {"now": now, "most": limit})
    chats = {"ids": list(due.scalars())}
    if chats["ids"]:
        await uow.connection.execute(REPLACED, chats)
        await uow.connection.execute(_PUT_BACK, chats)
        uow.wake("outbox")
    return len(chats["ids"])


async def hurry(uow: Uow, at: float) -> None:
    """What is held back from chats that were not told is due at this moment of the lease clock, as if never tried."""
    await uow.connection.execute(_HURRY, {"moment": at})
    uow.wake(TOPIC)


_earlier = outbox.alias("earlier")
_same_chat = select(_earlier.c.id).where(_earlier.c.address_id == outbox.c.address_id)
_FIRST = ~_same_chat.where(_earlier.c.id < outbox.c.id, is_one_of(_earlier.c.status, "held")).exists()
# A message that is on its way finds out by itself whether the person has been told.
_AT_REST = ~_same_chat.where(is_one_of(_earlier.c.status, *UNFINISHED)).exists()
_UNTOLD = and_(
    address.c.holding,
    address.c.blocked_at.is_(None),
    or_(address.c.news_at.is_(None), address.c.news_at <= address.c.seen_at),
)
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_DUE = (
    select(address.c.id)
    .join(outbox, outbox.c.address_id == address.c.id)
    .where(_UNTOLD, outbox_held, outbox.c.next_try_at <= bindparam("now"), _FIRST, _AT_REST)
    .order_by(outbox.c.address_id, outbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(key_share=True, skip_locked=True, of=address)
)
_PUT_BACK = update(outbox).where(outbox.c.address_id.in_(_IDS), outbox_held, _FIRST)
_PUT_BACK = _PUT_BACK.values(status="waiting", next_try_at=0, lease_until=0)
_UNTOLD_CHAT = select(address.c.id).where(address.c.id == outbox.c.address_id, _UNTOLD).exists()
_HURRY = update(outbox).where(outbox_held, _UNTOLD_CHAT)
_HURRY = _HURRY.values(next_try_at=bindparam("moment"), attempts=0)
