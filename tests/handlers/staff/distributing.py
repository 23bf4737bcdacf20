"""A city that gives places out: groups with open places, families in the queue, and the work done beside the turns."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from enrolment.application import ApplicationState
from enrolment.terms import PlaceInstrument
from handlers.outside_work import task_done
from handlers.service import work_beside
from storage.applications import Application
from storage.places import GroupPlaces
from storage.stored_voucher import StoredVoucher
from tests.handlers.neighbours import tasks
from tests.handlers.staff.catalogues import BIN, csv, loaded, row
from tests.handlers.staff.people import applies, parent
from tests.handlers.town import Phone, Town


async def opened(town: Town, count: int, *rows: str) -> GroupPlaces:
    """The first group of the kindergarten, so many places of it open."""
    await loaded(town, csv(*(rows or (row(),))))
    async with town.database.transaction("opened") as uow:
        group = (await uow.places.of_preschool(BIN))[0]
        if count:
            assert await uow.places.open(group.id, count, "staff:1", town.clock.now())
    return replace(group, opened=count)


async def queued(town: Town, count: int, first: int = 1, **wishes: Any) -> list[tuple[Phone, Application]]:
    """Families in the sanatorium queue, a minute after each other, with their phones read."""
    found = []
    for number in range(first, first + count):
        phone = await parent(town, f"20{number:02}")
        found.append((phone, await applies(town, phone, state=ApplicationState.QUEUED, **wishes)))
        phone.forgets()
        town.clock.move(minutes=1)
    return found


async def works(town: Town) -> None:
    """What waits to be done beside the turns is done as the program does it, and what comes of it reaches the chats."""
    beside = work_beside(town.database, town.office)
    for task in await tasks(town):
        result = await beside[task.kind](task)
        await task_done(town.database, town.office, task, result)
    await town.settle()


async def vouchers(town: Town) -> list[StoredVoucher]:
    """All open vouchers, the first issued first."""
    async with town.database.reading() as uow:
        return await uow.vouchers.open_after(0, 1000)


async def group_now(town: Town, group: GroupPlaces) -> GroupPlaces:
    """The group as it stands."""
    async with town.database.reading() as uow:
        return next(one for one in await uow.places.of_preschool(group.bin) if one.id == group.id)


async def previewed(town: Town, clerk: Phone) -> Phone:
    """The clerk has a new preview in front."""
    await clerk.says("menu")
    await clerk.picks("Distribution")
    await clerk.picks("Preview")
    clerk.forgets()
    await works(town)
    return clerk


async def issued(town: Town, clerk: Phone) -> Phone:
    """The clerk has looked at a preview and confirmed it."""
    await previewed(town, clerk)
    vouchers_here = town.office.profile.place_instrument is PlaceInstrument.VOUCHER
    await clerk.picks("Issue vouchers" if vouchers_here else "Issue referrals")
    await clerk.picks("Yes, issue")
    clerk.forgets()
    await works(town)
    return clerk
