"""The work of once a day: places are told, counters compared, what is too old erased, what nobody needs swept up."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from dialogs.staff.schedule_notices import heart_stands_still
from enrolment.terms import Role
from enrolment.working_days import ALMATY
from handlers.age_limits import end_outgrown
from handlers.contract_changes import rebuild_drafts
from handlers.log_check import check_log
from handlers.office import Office
from handlers.pictures import DRAWN, DRAWN_FOR
from handlers.place_notices import notify_places
from handlers.review_deadlines import FIRES, Fired
from handlers.telling import Moment, notify, post
from storage.database import Database
from storage.uow import Uow

INSTANCE, NIGHTLY = "instance", "nightly"
WANTED, TAKEN, DONE = "wanted", "taken", "done"
LEASE = timedelta(minutes=30)
AT_ONCE = 100
Pause = Callable[[], Awaitable[object]]
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


async def rest() -> None:
    """What is done between two strides where nothing else waits."""


async def resume(uow: Uow) -> None:
    """At the start on SQLite: whoever had taken the work is gone, so it is wanted again."""
    state = await uow.settings.get(NIGHTLY)
    if state is not None and state.startswith(TAKEN):
        await uow.settings.set(NIGHTLY, WANTED)


async def keep(database: Database, office: Office, pause: Pause = rest) -> bool:
    """Do the day's work when it is wanted and nobody is at it; whether it was done.

    Every job may be begun again: what a process that was killed had taken is done by the next one when the lease is
    over. Between strides the work waits for `pause`, in which deadlines fire.
    """
    async with database.reading() as uow:
        state = await uow.settings.get(NIGHTLY)
    if state is None or not _is_free(state, office.clock.now()):
        return False
    night = Night(database, office, pause, state)
    if not await night.change_to(_taken(office)):
        return False
    for job in JOBS:
        await _guarded(job, night)
        await night.stride()
    await night.change_to(DONE)
    return True


@dataclass
class Night:
    """One run of the day's work; `state` is what this run wrote last."""

    database: Database
    office: Office
    pause: Pause
    state: str

    async def change_to(self, state: str) -> bool:
        """Whether the state was still ours, and is now this one."""
        async with self.database.transaction("nightly") as uow:
            mine = await uow.settings.swap(NIGHTLY, self.state, state)
        self.state = state if mine else self.state
        return mine

    async def stride(self) -> None:
        """Between two strides: the lease begins anew, and what is due meanwhile is done."""
        await self.change_to(_taken(self.office))
        await self.pause()


async def tell_places(database: Database, office: Office, pause: Pause = rest) -> None:
    """N13 for those whose place crossed a threshold."""
    log.info("nightly.places", told=await notify_places(database, office, pause))


async def listen_to_heart(database: Database, office: Office, pause: Pause = rest) -> None:
    """A heart that does not beat while the program works: the department and the operator hear of it (edge 6)."""
    async with database.transaction("heart stands still") as uow:
        at = Moment(uow, office, office.clock.now())
        since = await uow.outages.silent_since(at.now)
        if since is None:
            return
        log.error("nightly.heart_stands_still", since=since.isoformat())
        for role in (Role.EDUCATION_DEPARTMENT, Role.ADMIN):
            for member in await uow.staff.for_role(role):
                await post(uow, await notify(at, member.account_id, heart_stands_still(since), INSTANCE))


async def rebuild_contracts(database: Database, office: Office, pause: Pause = rest) -> None:
    """Since today another edition of the model form may be in force: drafts are made anew and read again (C20)."""
    log.info("nightly.model_form", rebuilt=await rebuild_drafts(database, office, pause))


async def end_age(database: Database, office: Office, pause: Pause = rest) -> None:
    """Who has grown out of kindergarten stands in no queue any more (A18)."""
    log.info("nightly.age_limit", ended=await end_outgrown(database, office, pause))


async def compare_counters(database: Database, office: Office, pause: Pause = rest) -> None:
    """Every counter must say what the applications say; anything else is an alarm."""
    async with database.reading() as uow:
        wrong = await uow.applications.reconcile()
    if wrong:
        log.error("nightly.counters_differ", buckets=len(wrong), queues=len({one.queue for one in wrong}))


async def look_for_waiting(database: Database, office: Office, pause: Pause = rest) -> None:
    """A signature that could not be judged for a day: an operator has to see which service is silent (edge 26)."""
    now = office.clock.now()
    async with database.reading() as uow:
        since = [one.received_at for one in await uow.signatures.pending() if one.received_at < now - ONE_DAY]
    if since:
        log.error("nightly.signatures_wait", count=len(since), since=min(since).isoformat())


async def erase_old(database: Database, office: Office, pause: Pause = rest) -> None:
    """Payloads, texts and receipts go when the profile's days are over, and so do the chats of accounts that ended.

    Codes, links, invitations that nobody took and counters of tries go after a day; signatures that do not count stay
    as long as payloads.
    """
    now = office.clock.now()
    before = now - timedelta(days=office.profile.privacy.retention_days)
    async with database.transaction("erase inbox") as uow:
        arrived = await uow.inbox.erase(before)
    await pause()
    async with database.transaction("erase outbox") as uow:
        sent = await uow.outbox.erase(before)
    await pause()
    async with database.transaction("erase the rest") as uow:
        given_up = await uow.tasks.give_up(before, now)
        told = await uow.reports.erase(before)
        await uow.addresses.forget(before)
        await uow.links.erase(now - ONE_DAY)
        await uow.signings.erase(now - ONE_DAY)
        await uow.signatures.forget_refused(before)
        await uow.invites.erase(now - ONE_DAY)
        await uow.family.erase(now - ONE_DAY)
        await uow.codes.forget(now - ONE_DAY)
        await uow.limits.forget(now - ONE_DAY)
    log.info("nightly.erased", inbox=arrived, outbox=sent, tasks=given_up, reports=told)


async def sweep_files(database: Database, office: Office, pause: Pause = rest) -> None:
    """Files that no application took in time go, pictures that were sent, and files that no record knows."""
    loose = await _sweep_loose(database, office, pause)
    log.info("nightly.files", loose=loose, stray=await _sweep_stray(database, office, pause))


Job = Callable[[Database, Office, Pause], Awaitable[None]]
JOBS: tuple[Job, ...] = (
    listen_to_heart,
    rebuild_contracts,
    end_age,
    tell_places,
    compare_counters,
    check_log,
    look_for_waiting,
    erase_old,
    sweep_files,
)


async def _sweep_loose(database: Database, office: Office, pause: Pause) -> int:
    now = office.clock.now()
    swept = await _sweep(database, office, pause, now - DRAWN_FOR, DRAWN)
    return swept + await _sweep(database, office, pause, now - timedelta(days=office.profile.privacy.retention_days))


async def _sweep(database: Database, office: Office, pause: Pause, before: datetime, mime: str | None = None) -> int:
    swept = 0
    while True:
        async with database.transaction("sweep") as uow:
            loose = await uow.files.unreferenced(before, AT_ONCE, mime)
            for record in loose:
                # The bytes first: after a kill in between, the record leads to them again.
                await office.files.delete(record.id)
                await uow.files.delete(record.id)
        swept += len(loose)
        if len(loose) < AT_ONCE:
            return swept
        await pause()


async def _sweep_stray(database: Database, office: Office, pause: Pause) -> int:
    """A fresh file may still wait for its record, so only those of yesterday and before are looked at."""
    shelved = await office.files.stored(office.clock.now() - ONE_DAY)
    swept = 0
    for first in range(0, len(shelved), AT_ONCE):
        async with database.reading() as uow:
            stray = set(shelved[first : first + AT_ONCE])
            stray -= await uow.files.known(stray)
        for id_ in stray:
            await office.files.delete(id_)
        swept += len(stray)
        await pause()
    return swept


async def _guarded(job: Job, night: Night) -> None:
    """One job that fails is logged and keeps none of the others from being done."""
    try:
        await job(night.database, night.office, night.stride)
    except Exception:
        log.exception("nightly.failed", job=job.__name__)


def _taken(office: Office) -> str:
    return f"{TAKEN} {office.clock.now().isoformat()}"


def _is_free(state: str, now: datetime) -> bool:
    """Wanted, or taken by somebody who has given no sign of life for the length of the lease."""
    taken, _space, since = state.partition(" ")
    if taken != TAKEN:
        return state == WANTED
    return not since or abs(now - datetime.fromisoformat(since)) > LEASE
