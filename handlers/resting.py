"""An application on the stop-list: brought back by its family, or the last day for that put into a calendar. A15."""

from __future__ import annotations

from dialogs.inputs import Fine
from dialogs.message import FileOut, Message
from dialogs.page import Finish, Go
from dialogs.voucher_effects import RestCalendar, RestoreApplication
from documents.calendar_files import FILE_NAME, MEDIA_TYPE, CalendarEntry, calendar_file
from enrolment.application import Action, NotAllowed
from enrolment.family import FamilyAct
from handlers.book import Outcome, performs
from handlers.desk import Desk
from handlers.family_access import acts_as, let_in
from handlers.family_telling import tell_family
from handlers.moving import subject_of
from handlers.voucher_applications import leave_stop_list, restoring
from handlers.voucher_telling import about_voucher, first_name_of, told_after_rest
from locales.text import _
from storage.applications import Changed

NOT_RESTING = _("This application cannot be restored now. Here is how it stands.")
JUST_CHANGED = _("Something has changed a moment ago. Here is how it stands now.")
IN_YOUR_CALENDAR = _("Open this file, and your phone will keep the deadline and remind you of it.")
RESTORE = _("Restore the application from the stop-list")


@performs(RestoreApplication)
@let_in(NOT_RESTING, Go("applications"))
async def restore(desk: Desk, effect: RestoreApplication) -> Outcome:
    """Bring one's own application back from the stop-list (A15, edge 32)."""
    await acts_as(desk, effect.application, FamilyAct.RESTORE)
    application = (await desk.uow.applications.load([effect.application], lock=True))[effect.application]
    try:
        followed = await leave_stop_list(desk, application, Action.RESTORE, desk.actor)
    except NotAllowed:
        return _card(application.id, Message(NOT_RESTING))
    except Changed:
        return _card(application.id, Message(JUST_CHANGED))
    (voucher, *_older) = await desk.uow.vouchers.of_application(application.id)
    about = about_voucher(voucher, await first_name_of(desk, application))
    message = await told_after_rest(desk, about, followed.application, in_vain=False)
    desk.outgoing += await tell_family(desk, application.id, message, subject_of(application.id))
    return _card(application.id)


@performs(RestCalendar)
@let_in(NOT_RESTING, Go("applications"))
async def put_into_calendar(desk: Desk, effect: RestCalendar) -> Outcome:
    """The last day on which it can be brought back, as a file for the phone's calendar."""
    await acts_as(desk, effect.application, FamilyAct.RESTORE)
    application = await desk.uow.applications.get(effect.application)
    rest = await desk.uow.rests.current(effect.application)
    if application is None or rest is None:
        return _card(effect.application, Message(NOT_RESTING))
    until, against = await restoring(desk, rest)
    if against:
        return _card(application.id, Message(NOT_RESTING))
    ends = int(until.at.timestamp())
    child = await first_name_of(desk, application)
    entry = CalendarEntry(f"application-{application.id}-restore", ends, RESTORE, child, until.at, rest.since)
    file = FileOut(FILE_NAME, MEDIA_TYPE, content=calendar_file(entry, desk.locale).decode())
    return _card(application.id, Message(IN_YOUR_CALENDAR, files=(file,)))


def _card(application_id: int, *notes: Message) -> Outcome:
    """To the application's card, even from the middle of a dialog, which can be taken up again."""
    return Fine(Finish(notes=notes, then=Go("application", {"id": application_id}), aside=True))
