"""Telling a kindergarten's employees of requests, and the education department of those that nobody answers. E1, E2."""

from __future__ import annotations

from dialogs.message import Message
from dialogs.names import named
from dialogs.staff import preschool_notices as notices
from dialogs.staff.preschool_words import request_text
from enrolment.terms import Role
from handlers.staff.preschool_cards import employees_of, is_relative, request_card
from handlers.telling import Occasion, notify
from locales.text import Text
from storage.enrolment_requests import EnrolmentRequest
from storage.outbox import NewOutbox
from storage.staff import StaffMember


async def announce_request(at: Occasion, request: EnrolmentRequest) -> list[NewOutbox]:
    """The card to every employee who may answer; where there is none, the education department is told at once."""
    card = request_text(await request_card(at, request), at.office.profile, at.now)
    outgoing = await _tell_employees(at, request, notices.new_request(request.id, card))
    if outgoing is not None:
        return outgoing
    preschool = await preschool_name(at, request.preschool_bin)
    return await tell_department(at, request, notices.nobody_decides(request.id, request.number, preschool))


async def remind_employees(at: Occasion, request: EnrolmentRequest) -> list[NewOutbox]:
    """The term to answer ends today (E2)."""
    assert request.answer_by is not None
    message = notices.request_waits(request.id, request.number, request.answer_by.at)
    return await _tell_employees(at, request, message) or []


async def ask_employees(at: Occasion, request: EnrolmentRequest) -> list[NewOutbox] | None:
    """The department asks for an answer; None where nobody works there who may give it (edge 17)."""
    ends = request.answer_by.at if request.answer_by else None
    message = notices.please_answer(request.id, request.number, ends if ends and ends < at.now else None)
    return await _tell_employees(at, request, message)


async def tell_ended(at: Occasion, request: EnrolmentRequest) -> list[NewOutbox]:
    """There is nothing to answer any more (E4, E5)."""
    return await _tell_employees(at, request, notices.request_ended(request.number)) or []


async def tell_department(at: Occasion, request: EnrolmentRequest, message: Message) -> list[NewOutbox]:
    """To everybody of the education department there who is no relative."""
    application = await at.uow.applications.get(request.application_id)
    assert application is not None
    members = await at.uow.staff.for_role(Role.EDUCATION_DEPARTMENT, application.locality)
    return await _tell(at, request, members, message) or []


async def preschool_name(at: Occasion, bin_: str) -> Text:
    """What the preschool is called."""
    preschool = await at.uow.catalogue.get(bin_)
    assert preschool is not None
    return named(preschool.name)


async def _tell_employees(at: Occasion, request: EnrolmentRequest, message: Message) -> list[NewOutbox] | None:
    """None where nobody works there who may read it."""
    return await _tell(at, request, await employees_of(at.uow, request.preschool_bin), message)


async def _tell(
    at: Occasion, request: EnrolmentRequest, members: list[StaffMember], message: Message
) -> list[NewOutbox] | None:
    may = [one for one in members if not await is_relative(at.uow, one, request)]
    outgoing = [await notify(at, one.account_id, message, f"request:{request.id}") for one in may]
    return [row for rows in outgoing for row in rows] if may else None
