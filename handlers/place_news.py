"""Noting that a preschool may have a place to choose again, so that those who wait there are told soon. V13, N18."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from enrolment.fitting import misfits
from enrolment.working_days import ALMATY
from handlers.telling import Occasion
from storage.stored_voucher import StoredVoucher

PLACES: Final = "places_appeared"


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
    today = at.now.astimezone(ALMATY).date()
    groups = await at.uow.places.open_groups(voucher.wanted.locality)
    await note_places(at, [one.preschool for one in groups if not misfits(one, voucher.wanted, today)])
