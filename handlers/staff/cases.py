"""Support as administrators see it: what waits, the answer, the end of a case. S2-70, S3-17."""

from __future__ import annotations

from dialogs.effects import AnswerCase, CloseCase
from dialogs.inputs import Fine, Refused
from dialogs.message import Message
from dialogs.page import Finish, Go
from dialogs.queries import CaseCard, CaseLine, OpenCases, StaffCase
from dialogs.staff import notices
from enrolment.terms import Role
from handlers.book import Outcome, answers, performs
from handlers.desk import Desk
from handlers.staff.reach import actor_of, by_staff, my_membership
from locales.text import Text, _
from storage.staff import StaffMember
from storage.support import Case, CaseMessage

NO_SUCH_CASE = _("There is no such case.")


@answers(OpenCases)
async def open_cases(desk: Desk, query: OpenCases) -> tuple[CaseCard, ...]:
    """The cases that wait for an answer."""
    if not await _is_admin(desk):
        return ()
    return tuple(case_card(case) for case in await desk.uow.support.open_cases())


@answers(StaffCase)
async def staff_case(desk: Desk, query: StaffCase) -> CaseCard | None:
    """One case with what was said."""
    case = await desk.uow.support.get(query.id) if await _is_admin(desk) else None
    if case is None:
        return None
    return case_card(case, (await desk.uow.support.messages([case.id]))[case.id])


@performs(AnswerCase)
@by_staff(Role.ADMIN)
async def answer_case(desk: Desk, member: StaffMember, effect: AnswerCase) -> Outcome:
    """Answer a parent; the answer reaches the parent's chat word for word."""
    case = await desk.uow.support.get(effect.case)
    if case is None:
        return Refused(NO_SUCH_CASE)
    await desk.uow.support.take(case.id, member.id, desk.now)
    await desk.uow.support.say(case.id, "staff", effect.text, desk.now)
    await _log(desk, member, case, "answered")
    await desk.tell(case.account_id, notices.case_answered(case.id, case.number, effect.text), _subject(case.id))
    return _go_on(_("Sent: case {number}.", number=case.number))


@performs(CloseCase)
@by_staff(Role.ADMIN)
async def close_case(desk: Desk, member: StaffMember, effect: CloseCase) -> Outcome:
    """End a case; the parent may open it again by writing in it."""
    case = await desk.uow.support.get(effect.case)
    if case is None:
        return Refused(NO_SUCH_CASE)
    if case.state != "closed":
        await desk.uow.support.close(case.id, desk.now)
        await _log(desk, member, case, "closed")
        await desk.tell(case.account_id, notices.case_closed(case.id, case.number), _subject(case.id))
    return _go_on(_("Closed: case {number}.", number=case.number))


async def announce_case(desk: Desk, case_id: int) -> None:
    """Tell every administrator that a parent wrote: for whoever opens a case or writes in one."""
    case = await desk.uow.support.get(case_id)
    if case is None:
        return
    last = (await desk.uow.support.messages([case_id]))[case_id][-1]
    message = notices.new_case(case.id, case.number, last.text, money=case.kind == "money")
    for member in await desk.uow.staff.for_role(Role.ADMIN):
        await desk.tell(member.account_id, message, _subject(case_id))


def case_card(case: Case, messages: list[CaseMessage] | None = None) -> CaseCard:
    """A case as pages show it, to its parent and to staff alike."""
    lines = tuple(CaseLine(one.created_at, one.author == "parent", one.text) for one in messages or ())
    return CaseCard(case.id, case.number, case.kind, case.state, case.created_at, lines)


async def _is_admin(desk: Desk) -> bool:
    member = await my_membership(desk)
    return member is not None and member.role is Role.ADMIN


async def _log(desk: Desk, member: StaffMember, case: Case, what: str) -> None:
    await desk.uow.events.append(_subject(case.id), actor_of(member), case.state, what, at=desk.now)


def _subject(case_id: int) -> str:
    return f"case:{case_id}"


def _go_on(said: Text) -> Outcome:
    return Fine(Finish(notes=(Message(said),), then=Go("cases")))
