"""The working calendar of this very transaction: the days that were declared are read anew only after a change."""

from __future__ import annotations

from dataclasses import replace

from handlers.office import Office
from storage.uow import Uow


async def up_to_date(uow: Uow, office: Office) -> Office:
    """The office with the declared days that this transaction sees; the same one while none was ever declared."""
    version = await uow.calendar.version()
    if not version:
        return office
    if office.calendars.version != version:
        office.calendars.keep(version, replace(office.calendar, overrides=await uow.calendar.all()))
    return replace(office, calendar=office.calendars.calendar)
