"""The department sets, takes back and pauses the times at which places are given out by themselves. G.0."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from dialogs.inputs import Fine, Refused
from dialogs.message import Message
from dialogs.page import Finish, Go
from dialogs.staff.department_schedule import AddSlot, PauseSchedule, RemoveSlot, ScheduleCard, ScheduleOf
from enrolment.run_schedule import read_slot
from enrolment.terms import Role
from handlers.book import Outcome, answers, performs
from handlers.desk import Desk
from handlers.scheduled_runs import is_time_of, next_of, outstanding, plan_next, schedule_subject, slots_of
from handlers.staff.reach import actor_of, by_staff, my_membership
from locales.text import Text, _
from storage.run_schedules import RunSchedule
from storage.staff import StaffMember

NOT_YOURS = _("This city is not yours.")
OVER = _("This time is over. Choose a later one.")
_DEPARTMENT = by_staff(Role.EDUCATION_DEPARTMENT)


@answers(ScheduleOf)
async def schedule_of(desk: Desk, query: ScheduleOf) -> ScheduleCard | None:
    """The schedule of a locality within the member's reach."""
    member = await my_membership(desk)
    if member is None or member.role is not Role.EDUCATION_DEPARTMENT or not _reaches(member, query.locality):
        return None
    one = await desk.uow.schedules.get(query.locality)
    slots = await slots_of(desk.uow, desk.office, query.locality)
    due = await next_of(desk.uow, desk.office, query.locality, desk.now)
    of_profile = one is None or one.slots is None
    return ScheduleCard(tuple(str(slot) for slot in slots), one is not None and one.paused, due, of_profile)


@performs(AddSlot)
@_DEPARTMENT
async def add(desk: Desk, member: StaffMember, effect: AddSlot) -> Outcome:
    """One time more."""
    if not _reaches(member, effect.locality):
        return Refused(NOT_YOURS)
    if read_slot(effect.slot).after(desk.now) is None:
        return Refused(OVER, at="at")
    one = await _held(desk, member, effect.locality)
    slots = await _slots(desk, effect.locality)
    await _keep(desk, member, replace(one, slots=tuple(dict.fromkeys((*slots, effect.slot)))), "scheduled")
    return _back(effect.locality, _("Added. The first run comes at that time."))


@performs(RemoveSlot)
@_DEPARTMENT
async def remove(desk: Desk, member: StaffMember, effect: RemoveSlot) -> Outcome:
    """One time less."""
    if not _reaches(member, effect.locality):
        return Refused(NOT_YOURS)
    one = await _held(desk, member, effect.locality)
    slots = await _slots(desk, effect.locality)
    await _keep(desk, member, replace(one, slots=tuple(slot for slot in slots if slot != effect.slot)), "scheduled")
    return _back(effect.locality, _("Taken back."))


@performs(PauseSchedule)
@_DEPARTMENT
async def pause(desk: Desk, member: StaffMember, effect: PauseSchedule) -> Outcome:
    """Rest, or go on with the next time that comes."""
    if not _reaches(member, effect.locality):
        return Refused(NOT_YOURS)
    one = await _held(desk, member, effect.locality)
    await _keep(desk, member, replace(one, paused=effect.paused), "paused" if effect.paused else "resumed")
    return _back(effect.locality, _("Paused.") if effect.paused else _("The schedule goes on."))


def _reaches(member: StaffMember, locality: str) -> bool:
    return member.locality in {None, locality}


async def _slots(desk: Desk, locality: str) -> tuple[str, ...]:
    return tuple(str(slot) for slot in await slots_of(desk.uow, desk.office, locality))


async def _held(desk: Desk, member: StaffMember, locality: str) -> RunSchedule:
    """The schedule, before anything of it is read: of two who change it at once the second waits for the first."""
    return await desk.uow.schedules.held(locality, actor_of(member), desk.now)


async def _keep(desk: Desk, member: StaffMember, one: RunSchedule, what: str) -> None:
    """The schedule with its line in the log, and the next run planned by it; a run whose time has come stays wanted.

    Unless the schedule is paused, or that very time was taken back.
    """
    who, due = actor_of(member), await outstanding(desk.uow, desk.office, one.locality, desk.now)
    await desk.uow.schedules.save(replace(one, changed_by=who, changed_at=desk.now))
    if one.wanted_at is not None and (one.paused or not await _still_set(desk, one.locality, one.wanted_at)):
        await desk.uow.schedules.call_off(one.locality)
    elif due is not None and not one.paused and await _still_set(desk, one.locality, due):
        await desk.uow.schedules.want(one.locality, due, who)
    await plan_next(desk.uow, desk.office, one.locality, desk.now)
    details = {"slots": list(one.slots) if one.slots is not None else None, "paused": one.paused}
    await desk.uow.events.append(schedule_subject(one.locality), who, None, what, at=desk.now, details=details)


async def _still_set(desk: Desk, locality: str, at: datetime) -> bool:
    return is_time_of(await slots_of(desk.uow, desk.office, locality), at)


def _back(locality: str, said: Text) -> Outcome:
    return Fine(Finish(notes=(Message(said),), then=Go("schedule", {"locality": locality})))
