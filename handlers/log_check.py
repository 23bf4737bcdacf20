"""The event log is checked every night: a chain that does not hold is told to every administrator."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection

import structlog

from dialogs.staff.notices import log_broken
from enrolment.terms import Role
from handlers.office import Office
from handlers.telling import Moment, notify, post
from storage.database import Database
from storage.uow import Uow

AT_ONCE = 200
MOST_NAMED = 5
SUBJECT = "event_log"
log = structlog.get_logger()
Pause = Callable[[], Awaitable[object]]


async def check_log(database: Database, office: Office, pause: Pause) -> None:
    """Verify every chain, 200 subjects at a time; with a pause after each stride."""
    last, checked = "", 0
    broken: list[str] = []
    while True:
        async with database.reading() as uow:
            subjects = await uow.events.subjects_after(last, AT_ONCE)
            broken += await uow.events.broken(subjects)
        checked += len(subjects)
        if len(subjects) < AT_ONCE:
            break
        last = subjects[-1]
        await pause()
    log.info("nightly.log_checked", subjects=checked)
    if broken:
        log.error("nightly.log_broken", subjects=len(broken), first=broken[:MOST_NAMED])
        await _tell(database, office, broken)


async def _tell(database: Database, office: Office, broken: Collection[str]) -> None:
    async with database.transaction("log broken") as uow:
        at = Moment(uow, office, office.clock.now())
        named = [number for subject in list(broken)[:MOST_NAMED] if (number := await _number(uow, subject))]
        for one in await uow.staff.for_role(Role.ADMIN):
            await post(uow, await notify(at, one.account_id, log_broken(len(broken), named), SUBJECT))


async def _number(uow: Uow, subject: str) -> str | None:
    """The number that people know the subject by, where it has one."""
    kind, _colon, id_ = subject.partition(":")
    if not id_.isdecimal():
        return None
    match kind:
        case "application" | "review":
            application = await uow.applications.get(int(id_))
            return application.number if application else None
        case "voucher":
            voucher = await uow.vouchers.get(int(id_))
            return voucher.number if voucher else None
        case "request":
            request = await uow.requests.get(int(id_))
            return request.number if request else None
    return None
