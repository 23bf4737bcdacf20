"""The working calendar and the profile of this very transaction: what was declared is read anew only after a change."""

from __future__ import annotations

from dataclasses import replace

from enrolment.working_days import ALMATY
from handlers.office import Office
from handlers.profile_versions import with_profile
from handlers.queue_order import CATEGORIES, ITERATION, with_order
from storage.calendar_overrides import VERSION
from storage.uow import Uow


async def up_to_date(uow: Uow, office: Office) -> Office:
    """The office with the declared days that this transaction sees, and the profile that is in force today."""
    known = await uow.settings.load(VERSION, ITERATION, CATEGORIES)
    return await with_order(uow, await _with_days(uow, _in_force(office), known), known)


def _in_force(office: Office) -> Office:
    """A version begins on its day, without a new start of the program."""
    if office.versions is None:
        return office
    profile = office.versions.in_force(office.clock.now().astimezone(ALMATY).date())
    return office if profile is office.profile else with_profile(office, profile)


async def _with_days(uow: Uow, office: Office, known: dict[str, str]) -> Office:
    version = int(known.get(VERSION, 0))
    if not version:
        return office
    if office.calendars.version != version:
        office.calendars.keep(version, replace(office.calendar, overrides=await uow.calendar.all()))
    overrides = office.calendars.calendar.overrides
    if (office.calendar.week, office.calendar.cut_off) == _measures(office):
        return replace(office, calendar=office.calendars.calendar)
    return replace(office, calendar=replace(office.calendar, overrides=overrides))


def _measures(office: Office) -> tuple[object, object]:
    return office.calendars.calendar.week, office.calendars.calendar.cut_off
