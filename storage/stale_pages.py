"""Pages of the conversation that could not be sent in time: once a newer one is there, they are left out.

After a pause of minutes or hours (63018) nobody wants to see every question that was asked meanwhile. Whatever tells
something new stands outside the slots and is always sent; so is a page that has arrived in part. A page is in the slot
that all of them share, or in one of its own where it gives way to the next of its screen, as a count does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select, update

from storage.flow_tables import outbox, outbox_unfinished

if TYPE_CHECKING:
    from storage.outbox import OutboxRow
    from storage.uow import Uow

PAGE: Final = "page"


async def without_stale_pages(uow: Uow, claimed: Sequence[OutboxRow]) -> list[OutboxRow]:
    """Those of the claimed messages that are to be sent; the newest page of a chat takes over how often it failed."""
    stale = {row.id for row in claimed if _held_up(row) and await _left_out(uow, row)}
    if stale:
        uow.wake("outbox")
    return [row for row in claimed if row.id not in stale]


def _held_up(row: OutboxRow) -> bool:
    """Whether it is a page of which nothing could be sent at the first try."""
    return row.slot is not None and row.attempts > 1 and row.step == 0


async def _left_out(uow: Uow, row: OutboxRow) -> bool:
    """Whether there was a newer page to send instead of this one and those between."""
    pages = (outbox.c.address_id == row.address_id, outbox.c.slot.is_not(None), outbox_unfinished)
    newest = (await uow.connection.execute(select(func.max(outbox.c.id)).where(*pages))).scalar_one()
    if newest is None or newest <= row.id:
        return False
    older = update(outbox).where(*pages, outbox.c.id < newest).values(status="superseded")
    await uow.connection.execute(older)
    tried = update(outbox).where(outbox.c.id == newest).values(attempts=row.attempts - 1)
    await uow.connection.execute(tried)
    return True
