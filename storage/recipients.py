"""To whom a message goes: to its chat, as long as that belongs to the person for whom it was meant."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, bindparam, or_, select

from storage.addresses import Address
from storage.domain_tables import account, address
from storage.flow_tables import outbox

if TYPE_CHECKING:
    from storage.uow import Uow

NOBODY: Final = "the chat has another account now"

_former, _holder = account.alias("former"), account.alias("holder")
# An account that was there before the former one ended took the chat over; a later one only met it anew.
_TOOK_OVER = and_(
    _holder.c.deleted_at.is_(None),
    or_(_former.c.deleted_at.is_(None), _holder.c.created_at < _former.c.deleted_at),
)
_MEANT = or_(address.c.account_id == outbox.c.account_id, _TOOK_OVER)
_CHATS = (
    address.join(_holder, _holder.c.id == address.c.account_id),
    address.c.id == outbox.c.address_id,
    _former.c.id == outbox.c.account_id,
)
# The account that a message of the outbox belongs to now; null where nobody is left whom it may reach.
PRESENT_OWNER = (
    select(address.c.account_id)
    .select_from(_CHATS[0], _former)
    .where(_CHATS[1], _CHATS[2], _MEANT)
    .correlate(outbox)
    .scalar_subquery()
)
_RECIPIENTS = (
    select(outbox.c.id.label("outbox_id"), *address.c)
    .select_from(_CHATS[0], _former, outbox)
    .where(_CHATS[1], _CHATS[2], _MEANT, outbox.c.id.in_(bindparam("messages", expanding=True)))
)


async def recipients(uow: Uow, outbox_ids: Collection[int]) -> dict[int, Address]:
    """The chat of each message; a message is left out where its chat belongs to somebody else by now."""
    if not outbox_ids:
        return {}
    rows = await uow.connection.execute(_RECIPIENTS, {"messages": list(outbox_ids)})
    return {row.outbox_id: uow.addresses.opened(row) for row in rows}
