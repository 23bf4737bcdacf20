"""The log of a case for administrators: gathered from all its subjects, checked, and its reading logged."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from dialogs.inputs import Fine, Refused
from dialogs.message import FileOut, Message
from dialogs.page import PER_PAGE, Finish, Go
from dialogs.staff.case_log import COLUMNS, chain_words, count_words, entry_cells, entry_words, title
from dialogs.staff.case_queries import CaseLog, FindLog, LogEntry, LogSheet, SendLog
from documents.log_table import XLSX, table_file
from enrolment.terms import Role
from handlers.account_files import sealed
from handlers.book import Outcome, answers, performs
from handlers.desk import Desk
from handlers.moving import subject_of
from handlers.staff.cards import member_card
from handlers.staff.reach import actor_of, by_staff, my_membership, related, review_subject
from handlers.vouchers import voucher_subject
from locales.text import _, joined
from storage.applications import Application
from storage.events import Event
from storage.staff import StaffMember
from storage.uow import Uow

NOT_AMONG_YOURS = _("There is no such case among yours. Check the number.")
READ = "log_read"
TEXT = "text/plain"
HOUR_S = 3600


@dataclass(frozen=True)
class Case:
    """An application and the subjects of everything that belongs to it, with the numbers people know them by."""

    application: Application
    numbers: dict[str, str]


@answers(CaseLog)
async def case_log(desk: Desk, query: CaseLog) -> LogSheet | None:
    """One sheet of the log, while it is within the administrator's reach; who reads it stands in it from now on.

    That it is read is written once an hour, and whether it is whole is looked up for the first sheet, which says so.
    """
    member = await my_membership(desk)
    if member is None or member.role is not Role.ADMIN:
        return None
    case = await _within_reach(desk, member, query.application)
    if case is None:
        return None
    if await desk.uow.limits.hit(f"log of {case.application.id} read by {member.id}", desk.now, HOUR_S, 1):
        await _log(desk, member, case, "page")
    entries = await _entries(desk.uow, case)
    first = query.at * PER_PAGE
    broken = () if first else await _broken(desk.uow, case)
    return LogSheet(case.application.number, entries[first : first + PER_PAGE], len(entries), broken)


@performs(FindLog)
@by_staff(Role.ADMIN)
async def find(desk: Desk, member: StaffMember, effect: FindLog) -> Outcome:
    """Open the log."""
    application_id = await _application_of(desk.uow, effect.number)
    case = await _within_reach(desk, member, application_id) if application_id is not None else None
    if case is None:
        return Refused(NOT_AMONG_YOURS, at="number")
    return Fine(Finish(then=Go("case_log", {"id": case.application.id})))


@performs(SendLog)
@by_staff(Role.ADMIN)
async def send(desk: Desk, member: StaffMember, effect: SendLog) -> Outcome:
    """The whole log as a text file or a table; that it was taken away is logged too."""
    case = await _within_reach(desk, member, effect.application)
    if case is None:
        return Refused(NOT_AMONG_YOURS)
    entries = await _entries(desk.uow, case)
    sheet = LogSheet(case.application.number, entries, len(entries), await _broken(desk.uow, case))
    await _log(desk, member, case, "file")
    file = await _table(desk, sheet) if effect.table else _text(desk, sheet)
    return Fine(Finish(notes=(Message(_("The log of case {number}.", number=case.application.number), files=(file,)),)))


def _text(desk: Desk, sheet: LogSheet) -> FileOut:
    words = joined(title(sheet), count_words(sheet), chain_words(sheet))
    content = joined(words, *map(entry_words, sheet.entries), separator="\n\n").in_(desk.locale)
    return FileOut(f"log-{sheet.number}.txt", TEXT, content=content + "\n")


async def _table(desk: Desk, sheet: LogSheet) -> FileOut:
    """The rows, and as the last one what the check of the chain found; a sealed file that goes like a sent picture."""
    heads = [head.in_(desk.locale) for head in COLUMNS]
    rows = [[cell.in_(desk.locale) for cell in entry_cells(one)] for one in sheet.entries]
    last = [chain_words(sheet).in_(desk.locale), *[""] * (len(heads) - 1)]
    content = await asyncio.to_thread(table_file, sheet.number, heads, [*rows, last])
    record = await sealed(desk.office, desk.account.id, content, XLSX)
    await desk.uow.files.add(record)
    return FileOut(f"log-{sheet.number}.xlsx", XLSX, stored=record.id)


async def _application_of(uow: Uow, number: str) -> int | None:
    """The application that has this number, or whose voucher or request has it."""
    application = await uow.applications.by_number(number)
    if application is not None:
        return application.id
    found = await uow.vouchers.by_number(number) or await uow.requests.by_number(number)
    return found.application_id if found is not None else None


async def _within_reach(desk: Desk, member: StaffMember, application_id: int) -> Case | None:
    """The case, where it is of the member's locality and the child no relative of theirs (edge 45)."""
    application = await desk.uow.applications.get(application_id)
    if application is None or member.locality not in {None, application.locality}:
        return None
    if await related(desk.uow, member, application):
        return None
    numbers = {subject_of(application.id): application.number, review_subject(application.id): application.number}
    for one in await desk.uow.vouchers.of_application(application.id):
        numbers[voucher_subject(one.id)] = one.number
        numbers |= {f"request:{request.id}": request.number for request in await desk.uow.requests.of_voucher(one.id)}
    return Case(application, numbers)


async def _entries(uow: Uow, case: Case) -> tuple[LogEntry, ...]:
    """Everything, oldest first."""
    events = [event for subject in case.numbers for event in await uow.events.history(subject)]
    events.sort(key=lambda event: event.at)
    ids = {int(event.actor.partition(":")[2]) for event in events if event.actor.startswith("staff:")}
    members = await uow.staff.load(sorted(ids))
    return tuple(_entry(event, case, members) for event in events)


async def _broken(uow: Uow, case: Case) -> tuple[str, ...]:
    """The numbers whose chain of hashes does not hold."""
    return tuple(sorted({case.numbers[subject] for subject in await uow.events.broken(list(case.numbers))}))


def _entry(event: Event, case: Case, members: dict[int, StaffMember]) -> LogEntry:
    kind, _colon, id_ = event.actor.partition(":")
    colleague = members.get(int(id_)) if kind == "staff" else None
    details = event.details or {}
    said = [str(details[name]) for name in ("comment", "heard") if details.get(name)]
    return LogEntry(
        event.subject.partition(":")[0],
        case.numbers[event.subject],
        event.at,
        kind,
        event.from_,
        event.to,
        event.reason,
        " ".join(said) or None,
        member_card(colleague) if colleague is not None else None,
        family=kind == "account" and id_ != str(case.application.account_id),
    )


async def _log(desk: Desk, member: StaffMember, case: Case, how: str) -> None:
    subject = review_subject(case.application.id)
    await desk.uow.events.append(subject, actor_of(member), None, READ, at=desk.now, details={"as": how})
