"""Enrolment requests as a kindergarten's employees see them, and who of them may. S3-51, edge 45."""

from __future__ import annotations

from dialogs.enrol_queries import PreschoolRequest
from handlers.cards import channel_of
from handlers.staff.reach import related
from handlers.telling import Occasion
from storage.enrolment_requests import EnrolmentRequest
from storage.staff import StaffMember
from storage.uow import Uow


async def employees_of(uow: Uow, bin_: str) -> list[StaffMember]:
    """Everybody who works for that preschool here."""
    return await uow.staff.of_preschool(bin_)


async def request_within_reach(uow: Uow, member: StaffMember, request_id: int) -> EnrolmentRequest | None:
    """A request to the member's preschool; None for any other, and for one whose child is the member's relative."""
    request = await uow.requests.get(request_id)
    if request is None or member.preschool_bin != request.preschool_bin:
        return None
    return None if await is_relative(uow, member, request) else request


async def is_relative(uow: Uow, member: StaffMember, request: EnrolmentRequest) -> bool:
    """Whether the member sent the request, or declared the child a relative (edge 45)."""
    application = await uow.applications.get(request.application_id)
    return application is None or await related(uow, member, application)


async def request_card(at: Occasion, request: EnrolmentRequest) -> PreschoolRequest:
    """The request with what the answer needs, and no more: first name, age and sex of the child."""
    application = await at.uow.applications.get(request.application_id)
    voucher = await at.uow.vouchers.get(request.voucher_id)
    assert application is not None and voucher is not None
    child = await at.uow.children.get(application.child_id)
    answer_by = request.answer_by.at if request.answer_by else None
    return PreschoolRequest(
        request.id,
        request.number,
        request.state,
        child.person.first_name if child else "",
        voucher.wanted.born,
        child.person.sex if child else None,
        voucher.wanted.language,
        (await at.uow.places.names([request.group_id]))[request.group_id],
        request.sent_at,
        answer_by,
        at.office.calendar.working_days_left(at.now, answer_by) if answer_by else 0,
        await channel_of(at.uow, request.preschool_bin),
    )
