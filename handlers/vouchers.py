"""Every change of a voucher (G.2), and with it the log, the application, the place and the timers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from enrolment.enrolment_request import RequestAction, RequestFacts, request_step
from enrolment.voucher import overdue, voucher_step
from enrolment.voucher_states import Actor, VoucherAction, VoucherState
from handlers.ended_vouchers import clear_up
from handlers.office import Office
from handlers.outages import counted, outages_of
from handlers.profile_versions import judged
from handlers.telling import Moment, Occasion, post
from handlers.unheard import unheard
from handlers.voucher_acts import (
    SYSTEM,
    TIME_IS_OVER,
    Act,
    Stepped,
    UnknownVoucher,
    request_of,
    voucher_rules,
    voucher_subject,
)
from handlers.voucher_applications import follow
from handlers.voucher_clocks import set_timers
from handlers.voucher_issuing import Issued, issue
from handlers.voucher_log import logged
from handlers.voucher_others import withdraw_others
from handlers.voucher_telling import tell
from storage.enrolment_requests import EnrolmentRequest
from storage.stored_voucher import StoredVoucher
from storage.uow import Uow

__all__ = ["Act", "Issued", "Stepped", "UnknownVoucher", "issue", "step", "voucher_subject"]

_STAFF = frozenset({Actor.DEPARTMENT, Actor.PRESCHOOL})
_ANSWERS = frozenset({VoucherAction.REQUEST_REFUSED, VoucherAction.PRESCHOOL_LOST, VoucherAction.CONTRACT_REJECTED})
_WITHOUT_CONTRACT = frozenset(
    {
        VoucherAction.SIGN,
        VoucherAction.REQUEST_REFUSED,
        VoucherAction.REQUEST_CANCELLED,
        VoucherAction.PRESCHOOL_LOST,
        VoucherAction.CONTRACT_REJECTED,
        VoucherAction.CONTRACT_WITHDRAWN,
    }
)


async def step(uow: Uow, office: Office, voucher_id: int, act: Act, now: datetime) -> Stepped:
    """Carry out an act; before one of the staff an overdue voucher expires first, whether or not it is then allowed.

    Raises VoucherNotAllowed, UnknownVoucher, and Changed when somebody else was quicker.
    """
    at = Moment(uow, office, now)
    one = await uow.vouchers.get(voucher_id, lock=True)
    if one is None:
        raise UnknownVoucher(voucher_id)
    request = await request_of(at, one)
    time_is_over = TIME_IS_OVER.facts(request, now, await outages_of(at, one, request))
    theirs = await judged(at, one, VoucherAction.EXPIRE)
    late = act.actor in _STAFF and overdue(one.voucher, time_is_over, voucher_rules(theirs.office))
    if late and not await unheard(at, one.application_id, await counted(theirs, one.voucher.deadline)):
        expired = await _take(at, one, TIME_IS_OVER, request)
        await post(uow, expired.outgoing)
        one, request = expired.voucher, await request_of(at, expired.voucher)
    return await _take(at, one, act, request)


async def _take(here: Occasion, one: StoredVoucher, act: Act, request: EnrolmentRequest | None) -> Stepped:
    at = await judged(here, one, act.action)
    facts = act.facts(request, at.now, await outages_of(at, one, request))
    transition = voucher_step(one.voucher, act.action, facts, voucher_rules(at.office))
    if act.contract_by is not None:
        ends = (act.contract_by, transition.deadline or one.voucher.deadline)
        transition = replace(transition, contract_by=min(ends, key=lambda term: term.at))
    after = one.after(transition, at.now, act.reason)
    if act.action in _WITHOUT_CONTRACT:
        after = replace(after, contract_by=None)
    moved = await at.uow.vouchers.save(after)
    await at.uow.events.append_many([logged(moved, transition, act.by, at.now, act.reason)])
    if not moved.open and moved.voucher.state is not VoucherState.REDEEMED:
        await _let_go(at, moved, request, act)
    followed = await follow(at, moved, transition, act)
    if transition.deadline is not None or transition.before is not transition.after:
        await set_timers(at, moved)
    stepped = Stepped(moved, transition, followed.application, followed.notification or transition.notification)
    outgoing = await tell(at, stepped, followed.rests_until, act)
    if act.action is VoucherAction.CONFIRM:
        outgoing = [*(outgoing or []), *await withdraw_others(at, followed.application, act.by)]
    return replace(stepped, told=outgoing is not None, outgoing=outgoing or [])


async def _let_go(at: Occasion, one: StoredVoucher, request: EnrolmentRequest | None, act: Act) -> None:
    """A voucher that came to nothing ends its request and frees the place that either of them held (E5, V11).

    Whose request was answered loses both with the answer.
    """
    if act.action in _ANSWERS:
        await at.uow.waiting_list.leave(one.id, at.now)
        return
    if request is not None:
        facts = RequestFacts(Actor.TIMER, at.now, one.voucher.state, sent_at=request.sent_at)
        ending = request_step(request.state, RequestAction.EXPIRE, facts, voucher_rules(at.office))
        await at.uow.requests.move(request, ending, at.now)
        subject = f"request:{request.id}"
        await at.uow.deadlines.cancel(subject)
        await at.uow.events.append(subject, SYSTEM, request.state, ending.after, at=at.now, details={"row": ending.row})
    held = request.group_id if request is not None else one.group_id
    if held is not None:
        await at.uow.places.release(held)
    await clear_up(at, one, request)
