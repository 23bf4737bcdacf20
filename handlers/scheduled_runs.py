"""Runs at times set beforehand: carried out once each, also after an outage, and told to the department. G.0."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import structlog

from dialogs.message import Message
from dialogs.staff import schedule_notices as notices
from enrolment.run_schedule import Slot, last_run, next_run, read_slot
from enrolment.terms import Role
from handlers.distributing import NotAsSeen, issue_run, plan, run_subject
from handlers.office import Office
from handlers.queue_order import RERANK
from handlers.review_deadlines import FIRES, TRY_AGAIN, Fired
from handlers.telling import Moment, Occasion, notify, post
from handlers.voucher_acts import SYSTEM
from handlers.working_calendar import up_to_date
from storage.applications import Changed
from storage.database import Database
from storage.run_schedules import RunSchedule
from storage.uow import Uow
from storage.vouchers import VoucherOpen

SCHEDULED: Final = "scheduled_run"
LATE = timedelta(minutes=15)
DAY_S = 24 * 3600
log = structlog.get_logger()


class _Done(Exception):
    """Somebody else has carried it out."""


class _Nothing(Exception):
    """There is nothing to issue."""


def schedule_subject(locality: str) -> str:
    """The subject under which the deadlines and events of a locality's schedule are kept."""
    return f"schedule:{locality}"


async def slots_of(uow: Uow, office: Office, locality: str) -> tuple[Slot, ...]:
    """The times that hold: the department's, else the profile's."""
    one = await uow.schedules.get(locality)
    chosen = one.slots if one is not None and one.slots is not None else office.profile.distribution.schedule
    return tuple(read_slot(text) for text in chosen)


async def next_of(uow: Uow, office: Office, locality: str, now: datetime) -> datetime | None:
    """When the next run is due; None while the schedule is paused or has come to its end."""
    one = await uow.schedules.get(locality)
    return None if one is not None and one.paused else next_run(await slots_of(uow, office, locality), now)


async def plan_next(uow: Uow, office: Office, locality: str, now: datetime) -> None:
    """The deadline of the next run, in place of the one that was open."""
    due = await next_of(uow, office, locality, now)
    if due is None:
        await uow.deadlines.cancel(schedule_subject(locality), SCHEDULED)
    else:
        await uow.deadlines.set(schedule_subject(locality), SCHEDULED, due)


async def schedule(uow: Uow, office: Office) -> None:
    """At the start: every locality has its next run planned; one that was missed or put off stays due, once."""
    now = office.clock.now()
    for locality in office.profile.localities:
        planned = await uow.deadlines.of(schedule_subject(locality.code))
        if not planned or (planned[0].due_at > now and not await outstanding(uow, office, locality.code, now)):
            await plan_next(uow, office, locality.code, now)


async def fire(fired: Fired) -> None:
    """Note that the run is wanted now, and when next; done within this transaction it would hold others up."""
    locality = fired.deadline.subject.partition(":")[2]
    one = await fired.uow.schedules.held(locality, SYSTEM, fired.now)
    if one.paused:
        return
    slots = await slots_of(fired.uow, fired.office, locality)
    planned = last_run(slots, fired.deadline.due_at)
    if planned is not None and await _stands(fired):
        await fired.uow.schedules.want(locality, planned, SYSTEM)
    await plan_next(fired.uow, fired.office, locality, fired.now)


FIRES[SCHEDULED] = fire


async def _stands(fired: Fired) -> bool:
    """Whether nobody has planned another run while this deadline was being claimed: whoever does, sees to this one."""
    planned = await fired.uow.deadlines.of(fired.deadline.subject)
    return all(one.rev <= fired.deadline.rev for one in planned)


async def outstanding(uow: Uow, office: Office, locality: str, now: datetime) -> datetime | None:
    """The time of a run that has come and is not noted as wanted: it is just firing, or was put off after a failure.

    One that was put off comes at no slot's time, an hour later at most.
    """
    slots = await slots_of(uow, office, locality)
    for one in await uow.deadlines.of(schedule_subject(locality)):
        if one.due_at <= now or (one.due_at <= now + TRY_AGAIN and not is_time_of(slots, one.due_at)):
            return last_run(slots, min(one.due_at, now))
    return None


def is_time_of(slots: tuple[Slot, ...], at: datetime) -> bool:
    """Whether one of the slots comes at that moment."""
    return any(slot.after(at - timedelta(seconds=1)) == at for slot in slots)


async def carry_out_wanted(database: Database, office: Office) -> int:
    """Carry out whatever is wanted; returns how many runs there were."""
    async with database.reading() as uow:
        wanted = await uow.schedules.wanted()
    return sum([await _carry_out(database, office, one) for one in wanted])


async def _carry_out(database: Database, office: Office, one: RunSchedule) -> bool:
    """One city's trouble keeps no other city waiting: it is logged, and the run stays wanted."""
    try:
        return await _issue_or_say(database, office, one)
    except Exception:
        log.exception("scheduled_run.failed", locality=one.locality)
        await _tell_trouble(database, office, one)
        return False


async def _issue_or_say(database: Database, office: Office, one: RunSchedule) -> bool:
    try:
        async with database.transaction("scheduled run") as uow:
            await _run(Moment(uow, await up_to_date(uow, office), office.clock.now()), one)
    except _Done:
        return False
    except _Nothing:
        return await _nothing(database, office, one)
    except (Changed, NotAsSeen, VoucherOpen):
        log.info("scheduled_run.again", locality=one.locality)
        return False
    return True


async def _run(at: Moment, one: RunSchedule) -> None:
    """The same run as by hand, and the note that it is done, in one transaction."""
    assert one.wanted_at is not None
    number = await at.uow.distributions.begin(one.locality)
    if await at.uow.settings.get(RERANK):
        raise NotAsSeen
    if not await at.uow.schedules.done(one.locality, one.wanted_at):
        raise _Done
    run = await plan(at.uow, at.office, one.locality, at.now, number)
    if not run.issued:
        raise _Nothing
    outgoing = await issue_run(at, run, schedule_subject(one.locality), one.locality)
    await post(at.uow, outgoing)
    message = notices.scheduled_run_done(run, _planned_for(at, one), at.office.profile)
    await _tell_department(at, one.locality, message, run_subject(number))


async def _nothing(database: Database, office: Office, one: RunSchedule) -> bool:
    assert one.wanted_at is not None
    async with database.transaction("scheduled run") as uow:
        at = Moment(uow, await up_to_date(uow, office), office.clock.now())
        if not await uow.schedules.done(one.locality, one.wanted_at):
            return False
        message = notices.scheduled_run_empty(_planned_for(at, one))
        await _tell_department(at, one.locality, message, schedule_subject(one.locality))
    return True


async def _tell_trouble(database: Database, office: Office, one: RunSchedule) -> None:
    """The department hears once a day of a run that does not come off; it is tried again all the time."""
    async with database.transaction("scheduled run failed") as uow:
        at = Moment(uow, await up_to_date(uow, office), office.clock.now())
        assert one.wanted_at is not None
        if await uow.limits.hit(f"scheduled run fails {one.locality}", at.now, DAY_S, 1):
            message = notices.scheduled_run_fails(one.wanted_at, at.office.profile)
            await _tell_department(at, one.locality, message, schedule_subject(one.locality))


def _planned_for(at: Occasion, one: RunSchedule) -> datetime | None:
    """For when it was planned, where it comes much later than that."""
    assert one.wanted_at is not None
    return one.wanted_at if at.now - one.wanted_at > LATE else None


async def _tell_department(at: Occasion, locality: str, message: Message, subject: str) -> None:
    for member in await at.uow.staff.for_role(Role.EDUCATION_DEPARTMENT, locality):
        await post(at.uow, await notify(at, member.account_id, message, subject))
