"""Noting that a preschool may have a place to choose again, so that those who wait there are told soon. V13, N18."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from handlers.telling import Occasion
from handlers.voucher_acts import voucher_subject
from storage.stored_voucher import StoredVoucher

PLACES: Final = "places_appeared"
UNHELD: Final = "voucher_holds_no_place"


async def note_places(at: Occasion, bins: Iterable[str]) -> None:
    """Have the waiting lists of these preschools looked at; for whoever opens places or gives one back."""
    for bin_ in sorted(set(bins)):
        await at.uow.deadlines.set(f"preschool:{bin_}", PLACES, at.now)


async def note_group(at: Occasion, group_id: int) -> None:
    """The same for the preschool of that group."""
    group = await at.uow.places.group(group_id)
    if group is not None:
        await note_places(at, [group.preschool])


async def note_unheld(at: Occasion, voucher: StoredVoucher) -> None:
    """A voucher has ended that held a place somewhere: every open group that fitted it may have one to choose."""
    await at.uow.deadlines.set(voucher_subject(voucher.id), UNHELD, at.now)
