"""A kindergarten that is silent: its employees are reminded, then the education department is told. E2, edge 17."""

from __future__ import annotations

from dialogs.staff.preschool_notices import request_overdue
from enrolment.enrolment_request import RequestAction, RequestFacts, RequestNotAllowed, RequestState, request_step
from enrolment.voucher_states import Actor
from handlers.request_moves import Answer, log_request
from handlers.request_timers import ESCALATION, REMINDER
from handlers.review_deadlines import FIRES, Fired
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
    facts = RequestFacts(Actor.TIMER, fired.now, voucher.voucher.state, sent_at=request.sent_at)
    rules = voucher_rules(fired.office)
    try:
        overdue = request_step(request.state, RequestAction.ANSWER_OVERDUE, facts, rules)
    except RequestNotAllowed:
        return
    days = fired.office.profile.staff.contract_working_days
    name = await preschool_name(fired, request.preschool_bin)
    message = request_overdue(request.application_id, request.number, name, days)
    await post(fired.uow, await tell_department(fired, request, message))
    late = Answer(RequestAction.ANSWER_OVERDUE, Actor.TIMER, SYSTEM)
    await log_request(fired, request, late, request.state, overdue.row)


async def _waiting(fired: Fired) -> EnrolmentRequest | None:
    """The request while it has no answer: a late or second deadline finds nothing to do."""
    request = await fired.uow.requests.get(int(fired.deadline.subject.partition(":")[2]))
    return request if request is not None and request.state is RequestState.SENT else None


FIRES.update({REMINDER: remind, ESCALATION: escalate})
