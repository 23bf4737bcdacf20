"""What the education department does about a kindergarten that does not answer. E2, E4, V7a, edge 17."""

from __future__ import annotations

from datetime import datetime

from dialogs import enrol_notices
from dialogs.inputs import Fine, Refused
from dialogs.message import Message
from dialogs.page import PER_PAGE, Finish, Go
from dialogs.staff.silence import (
    GONE,
    RemindKindergarten,
    ReturnChoice,
    SettleSilence,
    SilentCount,
    SilentLine,
    SilentRequest,
    SilentRequestOf,
    SilentRequests,
)
from enrolment.enrolment_request import RequestAction, RequestFacts, RequestNotAllowed, RequestState, request_step
from enrolment.terms import Role
from enrolment.voucher import VoucherNotAllowed
from enrolment.voucher_states import Actor, VoucherState
from enrolment.working_days import ALMATY
from handlers.book import Outcome, answers, performs
from handlers.desk import Desk
from handlers.family_telling import tell_family
from handlers.moving import subject_of
from handlers.outages import counted, outages_over
from handlers.profile_versions import judged
from handlers.request_moves import Answer, about_request, answer_request
from handlers.staff.department_places import my_department
from handlers.staff.preschool_cards import employees_of, is_relative, request_card
from handlers.staff.preschool_telling import ask_employees, preschool_name, tell_ended
from handlers.staff.reach import actor_of, by_staff, review_subject
from handlers.voucher_acts import voucher_rules
from handlers.voucher_telling import until
from locales.text import Text, _
from storage.applications import Changed
from storage.enrolment_requests import SETTLED, EnrolmentRequest
from storage.staff import StaffMember
from storage.stored_voucher import StoredVoucher

REMINDED = "reminded"
TOO_LATE = _("This request has been answered or has ended. Nothing was changed.")
NOT_YET = _("The kindergarten still has time to answer. Nothing was changed.")
NOBODY = _("None of its employees can answer in this chat. Call the kindergarten.")
ONCE_A_DAY = _("The kindergarten is reminded once a working day. Try again on the next one, or call them.")
_DEPARTMENT = by_staff(Role.EDUCATION_DEPARTMENT)


@answers(SilentCount)
async def silent_count(desk: Desk, query: SilentCount) -> int:
    """How many should have been answered."""
    member = await my_department(desk)
    return 0 if member is None else await desk.uow.requests.count_silent(member.locality, desk.now)


@answers(SilentRequests)
async def silent_requests(desk: Desk, query: SilentRequests) -> tuple[SilentLine, ...]:
    """One sheet of what should have been answered."""
    member = await my_department(desk)
    if member is None:
        return ()
    page = await desk.uow.requests.silent(member.locality, desk.now, query.at * PER_PAGE, PER_PAGE)
    names = await desk.uow.catalogue.names({one.preschool_bin for one in page})
    reached = [one for one in page if not await is_relative(desk.uow, member, one)]
    return tuple(SilentLine(one.id, one.number, names[one.preschool_bin], one.sent_at) for one in reached)


@answers(SilentRequestOf)
async def silent_request(desk: Desk, query: SilentRequestOf) -> SilentRequest | None:
    """One of them, also when it has been answered since."""
    member = await my_department(desk)
    request = await _in_reach(desk, member, query.id) if member is not None else None
    return await _card(desk, request) if request is not None else None


@performs(RemindKindergarten)
@_DEPARTMENT
async def remind(desk: Desk, member: StaffMember, effect: RemindKindergarten) -> Outcome:
    """Every employee who may answer reads that the department asks."""
    request = await _in_reach(desk, member, effect.request)
    if request is None:
        return Refused(GONE)
    if request.state is not RequestState.SENT:
        return _back(request, TOO_LATE)
    if not _may_remind(desk, (await _done_before(desk, request)).get(REMINDED)):
        return _back(request, ONCE_A_DAY)
    told = await ask_employees(desk, request)
    if told is None:
        return _back(request, NOBODY)
    desk.outgoing += told
    await _log(desk, member, request, REMINDED)
    return _back(request, _("The kindergarten is reminded."))


@performs(ReturnChoice)
@_DEPARTMENT
async def return_choice(desk: Desk, member: StaffMember, effect: ReturnChoice) -> Outcome:
    """The place is free again, the clock of the voucher goes on, and the family chooses another kindergarten."""
    request = await _in_reach(desk, member, effect.request)
    if request is None:
        return Refused(GONE)
    answer = Answer(RequestAction.RETURN_CHOICE, Actor.DEPARTMENT, actor_of(member))
    try:
        moved, stepped = await answer_request(desk, request.id, answer)
    except (RequestNotAllowed, VoucherNotAllowed, Changed):
        return _back(request, NOT_YET if request.state is RequestState.SENT else TOO_LATE)
    name, ends = await preschool_name(desk, moved.preschool_bin), until(desk, stepped.voucher.voucher.deadline.at)
    told = enrol_notices.choice_returned(await about_request(desk, moved), moved.voucher_id, name, ends)
    desk.outgoing += await tell_family(desk, moved.application_id, told, subject_of(moved.application_id))
    desk.outgoing += await tell_ended(desk, moved)
    return _back(moved, _("The family can choose again, and the place is free. Both sides are told."))


@performs(SettleSilence)
@_DEPARTMENT
async def settle(desk: Desk, member: StaffMember, effect: SettleSilence) -> Outcome:
    """Off the list; the request goes on waiting."""
    request = await _in_reach(desk, member, effect.request)
    if request is None:
        return Refused(GONE)
    if request.state is not RequestState.SENT:
        return _back(request, TOO_LATE)
    if SETTLED not in await _done_before(desk, request):
        await _log(desk, member, request, SETTLED)
    said = Message(_("Settled: {number} is off the list.", number=request.number))
    return Fine(Finish(notes=(said,), then=Go("silents")))


async def _in_reach(desk: Desk, member: StaffMember, request_id: int) -> EnrolmentRequest | None:
    """The request, where it is of the member's locality and the child no relative of theirs (edge 45)."""
    request = await desk.uow.requests.get(request_id)
    voucher = await desk.uow.vouchers.get(request.voucher_id) if request is not None else None
    if request is None or voucher is None or member.locality not in {None, voucher.wanted.locality}:
        return None
    return None if await is_relative(desk.uow, member, request) else request


async def _card(desk: Desk, request: EnrolmentRequest) -> SilentRequest:
    preschool = await desk.uow.catalogue.get(request.preschool_bin)
    voucher = await desk.uow.vouchers.get(request.voucher_id)
    assert preschool is not None and voucher is not None
    colleagues = await employees_of(desk.uow, request.preschool_bin)
    able = [one for one in colleagues if not await is_relative(desk.uow, one, request)]
    before = await _done_before(desk, request)
    waits, reminded = request.state is RequestState.SENT, before.get(REMINDED)
    ends = None if request.answer_by is None else await counted(desk, request.answer_by)
    overdue = waits and ends is not None and not ends.accepts(desk.now)
    return SilentRequest(
        await request_card(desk, request),
        request.application_id,
        preschool.name,
        preschool.phone,
        voucher.number,
        None if voucher.voucher.state is VoucherState.HELD else voucher.voucher.deadline.at,
        len(able),
        reminded,
        waits and bool(able) and _may_remind(desk, reminded),
        await _returnable(desk, request, voucher),
        overdue and SETTLED not in before,
    )


async def _returnable(desk: Desk, request: EnrolmentRequest, voucher: StoredVoucher) -> bool:
    outages = await outages_over(desk, request.answer_by)
    facts = RequestFacts(Actor.DEPARTMENT, desk.now, voucher.voucher.state, sent_at=request.sent_at, outages=outages)
    rules = voucher_rules((await judged(desk, voucher)).office)
    try:
        request_step(request.state, RequestAction.RETURN_CHOICE, facts, rules)
    except RequestNotAllowed:
        return False
    return True


def _may_remind(desk: Desk, reminded: datetime | None) -> bool:
    """On working days, once each."""
    today = desk.now.astimezone(ALMATY).date()
    is_first = reminded is None or reminded.astimezone(ALMATY).date() < today
    return is_first and desk.office.calendar.day(today).counts


async def _done_before(desk: Desk, request: EnrolmentRequest) -> dict[str, datetime]:
    """What the department has done about this request, and when it last did."""
    history = await desk.uow.events.history(review_subject(request.application_id))
    return {one.to: one.at for one in history if (one.details or {}).get("request") == request.number}


async def _log(desk: Desk, member: StaffMember, request: EnrolmentRequest, what: str) -> None:
    subject, about = review_subject(request.application_id), {"request": request.number}
    await desk.uow.events.append(subject, actor_of(member), None, what, at=desk.now, details=about)


def _back(request: EnrolmentRequest, said: Text) -> Outcome:
    return Fine(Finish(notes=(Message(said),), then=Go("silent", {"id": request.id})))
