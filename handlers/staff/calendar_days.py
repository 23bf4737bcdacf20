"""An administrator of all cities declares days off and working days; open deadlines are counted anew. D.3, edge 7."""

from __future__ import annotations

from datetime import date

from dialogs.inputs import Fine, Refused
from dialogs.message import Message
from dialogs.page import Finish, Go
from dialogs.staff.department_effects import DeclareDay, WithdrawDay
from dialogs.staff.department_queries import DeclaredDay, DeclaredDays
from enrolment.terms import Name, Role
from enrolment.working_days import Override
from handlers.book import Outcome, answers, performs
from handlers.calendar_changes import RECOUNT
from handlers.desk import Desk
from handlers.staff.reach import actor_of, by_staff, my_membership
from locales.text import Text, _
from storage.staff import StaffMember

SUBJECT = "calendar"
ONE_CITY = _("The calendar is the same in all cities. An administrator of all cities changes it.")
OVER = _("This day is over. Type today’s date or a later one.")
GONE = _("This day is not declared any more.")


@answers(DeclaredDays)
async def declared_days(desk: Desk, query: DeclaredDays) -> tuple[DeclaredDay, ...]:
    """The declared days from today on."""
    member = await my_membership(desk)
    if member is None or member.role not in {Role.ADMIN, Role.EDUCATION_DEPARTMENT}:
        return ()
    today = desk.now.date()
    return tuple(
        DeclaredDay(one.override.date, one.override.works, one.override.name, one.source)
        for one in await desk.uow.calendar.entries()
        if one.override.date >= today
    )


@performs(DeclareDay)
@by_staff(Role.ADMIN)
async def declare(desk: Desk, member: StaffMember, effect: DeclareDay) -> Outcome:
    """Declare a day in place of what was declared for it before."""
    if member.locality is not None:
        return Refused(ONE_CITY)
    if effect.on < desk.now.date():
        return Refused(OVER, at="on")
    name = Name(effect.name_kk, effect.name_ru, effect.name_ru)
    override = Override(effect.on, effect.works, name)
    await desk.uow.calendar.set(override, effect.source, actor_of(member), desk.now)
    details = {"works": effect.works, "name_kk": name.kk, "name_ru": name.ru, "source": effect.source}
    await _changed(desk, member, "declared", effect.on, details)
    return _back(_("Declared. Open deadlines are being counted anew."))


@performs(WithdrawDay)
@by_staff(Role.ADMIN)
async def withdraw(desk: Desk, member: StaffMember, effect: WithdrawDay) -> Outcome:
    """The day is again what the law makes of it."""
    if member.locality is not None:
        return Refused(ONE_CITY)
    if not await desk.uow.calendar.remove(effect.on):
        return Refused(GONE)
    await _changed(desk, member, "withdrawn", effect.on, {})
    return _back(_("Withdrawn. Open deadlines are being counted anew; none becomes shorter."))


async def _changed(desk: Desk, member: StaffMember, what: str, on: date, details: dict[str, object]) -> None:
    details = {"date": on.isoformat(), **details}
    await desk.uow.events.append(SUBJECT, actor_of(member), None, what, at=desk.now, details=details)
    await desk.uow.tasks.add(desk.account.id, RECOUNT, {}, desk.now)
    desk.uow.wake("tasks")


def _back(said: Text) -> Outcome:
    return Fine(Finish(notes=(Message(said),), then=Go("calendar")))
