"""A kindergarten that is silent: its employees are reminded, then the education department is told. E2, edge 17."""

from __future__ import annotations

from dialogs.staff.preschool_notices import request_overdue
from enrolment.enrolment_request import (
    RequestAction,
    RequestBar,
    RequestFacts,
    RequestNotAllowed,
    RequestState,
    request_step,
)
from enrolment.voucher_states import Actor
from handlers.outages import counted, outages_over
from handlers.profile_versions import judged
from handlers.request_moves import Answer, log_request
from handlers.request_timers import ESCALATION, JUST_AFTER, REMINDER
from handlers.review_deadlines import FIRES, TRY_AGAIN, Fired
from handlers.staff.preschool_telling import preschool_name, remind_employees, tell_department
from handlers.telling import post
from handlers.voucher_acts import SYSTEM, voucher_rules
from storage.enrolment_requests import EnrolmentRequest


async def remind(fired: Fired) -> None:
    """Whoever may answer is reminded, if the request still waits."""
    request = await _waiting(fired)
    if request is not None:
        await post(fired.uow, await remind_employees(fired, request))


async def escalate(fired: Fired) -> None:
    """The term to answer is over: the education department is told; the family loses nothing (E2, V7a)."""
    request = await _waiting(fired)
    if request is None:
        return
    voucher = await fired.uow.vouchers.get(request.voucher_id)
    assert voucher is not None
    gaps = await outages_over(fired, request.answer_by)
    facts = RequestFacts(Actor.TIMER, fired.now, voucher.voucher.state, sent_at=request.sent_at, outages=gaps)
    rules = voucher_rules((await judged(fired, voucher)).office)
    try:
        overdue = request_step(request.state, RequestAction.ANSWER_OVERDUE, facts, rules)
    except RequestNotAllowed as not_allowed:
        if not_allowed.code is RequestBar.TOO_EARLY:
            await _wait_longer(fired, request)
        return
    days = fired.office.profile.staff.contract_working_days
    name = await preschool_name(fired, request.preschool_bin)
    message = request_overdue(request.id, request.number, name, days)
    await post(fired.uow, await tell_department(fired, request, message))
    late = Answer(RequestAction.ANSWER_OVERDUE, Actor.TIMER, SYSTEM)
    await log_request(fired, request, late, request.state, overdue.row)


async def _wait_longer(fired: Fired, request: EnrolmentRequest) -> None:
    """An outage has given the kindergarten more time, too (edge 6)."""
    assert request.answer_by is not None
    ends = (await counted(fired, request.answer_by)).at
    later = ends + JUST_AFTER if ends >= fired.now else fired.now + TRY_AGAIN
    await fired.uow.deadlines.set(fired.deadline.subject, ESCALATION, later)


async def _waiting(fired: Fired) -> EnrolmentRequest | None:
    """The request while it has no answer: a late or second deadline finds nothing to do."""
    request = await fired.uow.requests.get(fired.subject_id)
    return request if request is not None and request.state is RequestState.SENT else None


FIRES.update({REMINDER: remind, ESCALATION: escalate})
