"""The work of once a day: places are told, counters compared, what is too old erased, what nobody needs swept up."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from enrolment.working_days import ALMATY
from handlers.office import Office
from handlers.place_notices import notify_places
from handlers.review_deadlines import FIRES, Fired
from storage.database import Database
from storage.schema import new_id
from storage.uow import Uow

INSTANCE, NIGHTLY = "instance", "nightly"
WANTED, TAKEN = "wanted", "taken"
ONE_DAY = timedelta(days=1)
log = structlog.get_logger()


async def schedule(uow: Uow, office: Office) -> None:
    """Open the next day's deadline unless one is open."""
    if not await uow.deadlines.of(INSTANCE):
        await uow.deadlines.set(INSTANCE, NIGHTLY, next_time(office, office.clock.now()))


def next_time(office: Office, now: datetime) -> datetime:
    """The next time of day at which the profile lets people be reminded: what is found may be told."""
    local = now.astimezone(ALMATY)
    today = datetime.combine(local.date(), office.profile.reminders.at, ALMATY)
    return today if today > local else datetime.combine(local.date() + ONE_DAY, office.profile.reminders.at, ALMATY)


async def fire(fired: Fired) -> None:
    """Note that the work is wanted now, and when next; done within this transaction it would hold others up."""
    await fired.uow.settings.set(NIGHTLY, WANTED)
    await fired.uow.deadlines.set(INSTANCE, NIGHTLY, next_time(fired.office, fired.now))


FIRES[NIGHTLY] = fire


async def keep(database: Database, office: Office) -> bool:
    """Do the day's work when it is wanted and nobody has taken it; whether it was done."""
    async with database.reading() as uow:
        if await uow.settings.get(NIGHTLY) != WANTED:
            return False
    async with database.transaction("nightly") as uow:
        if not await uow.settings.swap(NIGHTLY, WANTED, TAKEN):
            return False
    for job in JOBS:
        await _guarded(job, database, office)
    return True


async def tell_places(database: Database, office: Office) -> None:
    """N13 for those whose place crossed a threshold."""
    log.info("nightly.places", told=await notify_places(database, office))


async def compare_counters(database: Database, office: Office) -> None:
    """Every counter must say what the applications say; anything else is an alarm."""
    async with database.reading() as uow:
        wrong = await uow.applications.reconcile()
    if wrong:
        log.error("nightly.counters_differ", buckets=len(wrong), queues=len({one.queue for one in wrong}))


async def erase_old(database: Database, office: Office) -> None:
    """Payloads and texts go when the profile's days are over, codes and counters of tries after a day."""
    now = office.clock.now()
    before = now - timedelta(days=office.profile.privacy.retention_days)
    async with database.transaction("erase") as uow:
        arrived = await uow.inbox.erase(before)
        sent = await uow.outbox.erase(before)
        given_up = await uow.tasks.give_up(before, now)
        await uow.codes.forget(now - ONE_DAY)
        await uow.limits.forget(now - ONE_DAY)
    log.info("nightly.erased", inbox=arrived, outbox=sent, tasks=given_up)


async def sweep_files(database: Database, office: Office) -> None:
    """Files that no application took in time go, and files on the shelf that no record knows."""
    now = office.clock.now()
    async with database.transaction("sweep") as uow:
        loose = await uow.files.unreferenced(now - timedelta(days=office.profile.privacy.retention_days))
        for record in loose:
            await uow.files.delete(record.id)
    # Files and ids carry the machine's own time, which no sandbox moves; a fresh file may wait for its record.
    made = datetime.fromtimestamp((new_id() >> 20) / 1000, ALMATY)
    shelved = await office.files.stored(made - ONE_DAY)
    async with database.reading() as uow:
        known = await uow.files.get(shelved)
    stray = [id_ for id_ in shelved if id_ not in known]
    for id_ in {*stray, *(record.id for record in loose)}:
        await office.files.delete(id_)
    log.info("nightly.files", loose=len(loose), stray=len(stray))


JOBS: tuple[Callable[[Database, Office], Awaitable[None]], ...] = (
    tell_places,
    compare_counters,
    erase_old,
    sweep_files,
)


async def _guarded(job: Callable[[Database, Office], Awaitable[None]], database: Database, office: Office) -> None:
    """One job that fails is logged and keeps none of the others from being done."""
    try:
        await job(database, office)
    except Exception:
        log.exception("nightly.failed", job=job.__name__)
