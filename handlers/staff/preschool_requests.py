"""A kindergarten answers enrolment requests: the contract is sent, or a refusal with its reason. E2, E3, edge 45."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import TypeVar

from dialogs.enrol_effects import DeclareOwnChild, RefuseRequest, SendContract
from dialogs.enrol_queries import (
    AnsweredRequests,
    PreschoolRequest,
    RequestSheet,
    StaffRequest,
    WaitingRequests,
)
from dialogs.inputs import Fine, Refused
from dialogs.message import Message
from dialogs.names import named
from dialogs.page import PER_PAGE, Finish, Go
from dialogs.staff.preschool_notices import nobody_decides
from dialogs.staff.preschool_queries import OwnFamily
from dialogs.staff.preschool_words import NOT_YOUR_REQUEST, OWN_FAMILY
from enrolment.ages import age_in_months, outgrown
from enrolment.contract import ContractAction, ContractFacts, ContractNotAllowed
from enrolment.enrolment_request import (
    RequestAction,
    RequestBar,
    RequestNotAllowed,
    RequestState,
)
from enrolment.profile_sections import NamedCode
from enrolment.terms import Role
from enrolment.voucher import VoucherNotAllowed
from enrolment.voucher_states import Actor
from handlers.book import Outcome, answers, performs
from handlers.contract_acts import ContractAct
from handlers.contract_starting import begin_contract
from handlers.contract_telling import tell_to_sign
from handlers.desk import Desk
from handlers.offers import today
from handlers.request_moves import Answer, answer_request
from handlers.request_telling import tell_refused
from handlers.staff.preschool_cards import employees_of, is_relative, request_card, request_within_reach
from handlers.staff.preschool_telling import preschool_name, tell_department
from handlers.staff.reach import actor_of, by_staff, my_membership, review_subject
from locales.text import Text, _
from storage.applications import Changed
from storage.contracts import ContractOpen
from storage.enrolment_requests import EnrolmentRequest
from storage.own_family import RELATIVE
from storage.staff import StaffMember

D = TypeVar("D", SendContract, RefuseRequest)
Decision = Callable[[Desk, StaffMember, EnrolmentRequest, D], Awaitable[Outcome]]

TOO_LATE = _("This request has been answered or has ended. Nothing was changed.")
TOO_OLD = _("The child is not of the group’s age any more. Refuse with that reason, so that the parent can choose.")
_GUARD = by_staff(Role.PRESCHOOL_EMPLOYEE)


@answers(WaitingRequests)
async def waiting_requests(desk: Desk, query: WaitingRequests) -> RequestSheet:
    """One sheet of what waits for an answer."""
    return await _sheet(desk, RequestState.SENT, query.at)


@answers(AnsweredRequests)
async def answered_requests(desk: Desk, query: AnsweredRequests) -> RequestSheet:
    """One sheet of those whose contract is on its way."""
    return await _sheet(desk, RequestState.CONTRACT_SENT, query.at)


@answers(StaffRequest)
async def staff_request(desk: Desk, query: StaffRequest) -> PreschoolRequest | None:
    """The card of a request within reach."""
    member = await my_membership(desk)
    request = await request_within_reach(desk.uow, member, query.id) if member else None
    return await request_card(desk, request) if request else None


@answers(OwnFamily)
async def own_family(desk: Desk, query: OwnFamily) -> bool:
    """Whether a request to the member's kindergarten is closed to them because the child is their own or a relative."""
    member = await my_membership(desk)
    request = await desk.uow.requests.get(query.request) if member is not None else None
    if member is None or request is None or request.preschool_bin != member.preschool_bin:
        return False
    return await is_relative(desk.uow, member, request)


def _decides(decide: Decision[D]) -> Callable[[Desk, StaffMember, D], Awaitable[Outcome]]:
    """For an employee within whose reach the request is; whatever the rules do not allow any more is explained."""

    @wraps(decide)
    async def guarded(desk: Desk, member: StaffMember, effect: D) -> Outcome:
        request = await request_within_reach(desk.uow, member, effect.request)
        if request is None:
            own = await own_family(desk, OwnFamily(effect.request))
            return _said(OWN_FAMILY if own else NOT_YOUR_REQUEST, Go("requests"))
        try:
            return await decide(desk, member, request, effect)
        except RequestNotAllowed as not_allowed:
            too_old = not_allowed.code is RequestBar.OTHER_AGE
            return _said(TOO_OLD if too_old else TOO_LATE, Go("request", {"id": request.id}))
        except (ContractNotAllowed, ContractOpen, VoucherNotAllowed, Changed):
            return _said(TOO_LATE, Go("request", {"id": request.id}))

    return guarded


@performs(SendContract)
@_GUARD
@_decides
async def send_contract(desk: Desk, member: StaffMember, request: EnrolmentRequest, effect: SendContract) -> Outcome:
    """The child is taken, the contract begins; the parent is told, and the term to sign runs (E2, V7a, C1)."""
    by = actor_of(member)
    async with desk.uow.savepoint():
        answer = Answer(RequestAction.SEND_CONTRACT, Actor.PRESCHOOL, by, against=await age_against(desk, request))
        moved, stepped = await answer_request(desk, request.id, answer)
        start = ContractAct(ContractAction.START, by, ContractFacts(Actor.PRESCHOOL, desk.now))
        begun = await begin_contract(desk, moved, stepped.voucher, start)
    desk.outgoing += await tell_to_sign(desk, begun.contract, begun.voucher)
    said = _("The contract is sent: {number}. The parent is told.", number=moved.number)
    return _said(said, Go("requests"))


@performs(RefuseRequest)
@_GUARD
@_decides
async def refuse(desk: Desk, member: StaffMember, request: EnrolmentRequest, effect: RefuseRequest) -> Outcome:
    """The place is free again, the parent reads why and chooses another, or queues (E3, V7a, V12)."""
    reason = _reason(desk, effect.reason)
    if not request.open or request.state is not RequestState.SENT:
        return _said(TOO_LATE, Go("request", {"id": request.id}))
    if reason is None or not effect.comment.strip():
        return Refused(_("A refusal needs a reason and a comment."), at="reason" if reason is None else "comment")
    answer = Answer(RequestAction.REFUSE, Actor.PRESCHOOL, actor_of(member), reason.code, effect.comment.strip())
    moved, stepped = await answer_request(desk, request.id, answer)
    desk.outgoing += await tell_refused(desk, moved, stepped, named(reason.name), effect.comment.strip())
    said = _("Refused: {number}. The parent is told the reason.", number=moved.number)
    return _said(said, Go("requests"))


@performs(DeclareOwnChild)
@_GUARD
async def declare_own_child(desk: Desk, member: StaffMember, effect: DeclareOwnChild) -> Outcome:
    """Step back from a relative's request for good; where nobody else is left, the department is told (edge 45)."""
    request = await request_within_reach(desk.uow, member, effect.request)
    if request is None:
        return _said(NOT_YOUR_REQUEST, Go("requests"))
    subject = review_subject(request.application_id)
    await desk.uow.events.append(subject, actor_of(member), None, RELATIVE, at=desk.now)
    colleagues = await employees_of(desk.uow, request.preschool_bin)
    if all([await is_relative(desk.uow, one, request) for one in colleagues]):
        name = await preschool_name(desk, request.preschool_bin)
        message = nobody_decides(request.id, request.number, name)
        desk.outgoing += await tell_department(desk, request, message)
    return _said(_("Thank you. Somebody else will decide."), Go("requests"))


async def age_against(desk: Desk, request: EnrolmentRequest) -> frozenset[RequestBar]:
    """The child may have left the group's age, or reached the limit, since the request was sent (edge 14)."""
    group = await desk.uow.places.group(request.group_id)
    voucher = await desk.uow.vouchers.get(request.voucher_id)
    assert group is not None and voucher is not None
    born = voucher.wanted.born
    fits = group.takes_age(age_in_months(born, today(desk))) and not outgrown(
        born, today(desk), desk.office.profile.age
    )
    return frozenset() if fits else frozenset({RequestBar.OTHER_AGE})


async def _sheet(desk: Desk, state: RequestState, at: int) -> RequestSheet:
    """Without those of the member's own family, which are only counted (edge 45)."""
    member = await my_membership(desk)
    if member is None or member.preschool_bin is None:
        return RequestSheet()
    page = await desk.uow.requests.page_for(member, state, at * PER_PAGE, PER_PAGE)
    others, own = await desk.uow.requests.count_for(member, state)
    return RequestSheet(tuple([await request_card(desk, one) for one in page]), others, own)


def _reason(desk: Desk, code: str) -> NamedCode | None:
    return next((row for row in desk.office.profile.refusal_reasons if row.code == code), None)


def _said(what: Text, go: Go) -> Outcome:
    return Fine(Finish(notes=(Message(what),), then=go))
