"""What was open with a member of staff goes to a colleague or to everybody; nothing is left with nobody. Edge 39."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dialogs.message import Message
from dialogs.names import locality_name
from dialogs.staff import notices
from dialogs.staff.preschool_notices import nobody_decides
from dialogs.staff.words import ROLE_NAMES, who
from enrolment.enrolment_request import RequestState
from enrolment.terms import Role
from handlers.desk import Desk
from handlers.reviewing import announce_review
from handlers.staff.cards import member_card
from handlers.staff.cases import announce_case
from handlers.staff.preschool_cards import employees_of
from handlers.staff.preschool_telling import preschool_name, tell_department
from handlers.staff.reach import actor_of, reach, review_subject
from locales.text import n_
from storage.enrolment_requests import EnrolmentRequest
from storage.events import NewEvent
from storage.staff import StaffMember

MOST = 100


@dataclass(frozen=True)
class HandedOver:
    """How much a colleague has taken over, and how much waits for everybody again."""

    taken: int = 0
    waiting: int = 0


async def hand_over(desk: Desk, leaving: StaffMember, by: str, taker: StaffMember | None = None) -> HandedOver:
    """Everything that is open with them: to the taker what the taker may decide, the rest to everybody, all told."""
    reviews = [one.application_id for one in await desk.uow.reviews.mine(leaving.id)]
    kept = [one for one in reviews if taker is not None and await _may_decide(desk, taker, one)]
    cases = await desk.uow.support.taken(leaving.id)
    if taker is not None:
        await desk.uow.reviews.hand_over(kept, leaving.id, taker.id, desk.now)
        await _log(desk, kept, by, {"from": leaving.id, "to": taker.id})
        if kept or cases:
            message = notices.handed_over(who(member_card(leaving)), len(kept), len(cases))
            await desk.tell(taker.account_id, message, actor_of(leaving))
    await desk.uow.support.hand_over_taken(leaving.id, taker.id if taker is not None else None)
    released = await desk.uow.reviews.release_all(leaving.id)
    for application_id in released:
        await announce_review(desk, application_id)
    await _log(desk, released, by, {"from": leaving.id, "to": None})
    if taker is None:
        for case in cases:
            await announce_case(desk, case.id)
    common = len(cases) if taker is None else 0
    return HandedOver(len(kept) + len(cases) - common, len(released) + common)


async def tell_nobody_left(desk: Desk, left: StaffMember) -> None:
    """Where nobody has the role of who left, those who watch over reviews and the administrators are told of it.

    Call it when the membership has ended. Requests to a kindergarten without employees go to the department.
    """
    if left.role is Role.PRESCHOOL_EMPLOYEE:
        await _tell_of_requests(desk, left)
        return
    waiting = await desk.uow.reviews.waiting(left.role, left.locality)
    places = [left.locality] if left.locality is not None else [row.code for row in desk.office.profile.localities]
    for locality in places:
        if not await desk.uow.staff.for_role(left.role, locality):
            count = sum(one.locality == locality for one in waiting)
            what = n_("{count} application waits for review.", "{count} applications wait for review.", count)
            where = locality_name(desk.office.profile, locality)
            await _tell_watchers(desk, left, locality, notices.nobody_left(ROLE_NAMES[left.role], where, what))


async def waiting_requests(desk: Desk, member: StaffMember) -> list[EnrolmentRequest]:
    """The requests that wait at the member's kindergarten, at most a hundred."""
    if member.preschool_bin is None:
        return []
    return await desk.uow.requests.of_preschool(member.preschool_bin, {RequestState.SENT}, 0, MOST)


async def _tell_of_requests(desk: Desk, left: StaffMember) -> None:
    if left.preschool_bin is None or await employees_of(desk.uow, left.preschool_bin):
        return
    name, waiting = await preschool_name(desk, left.preschool_bin), await waiting_requests(desk, left)
    what = n_("{count} request waits for an answer.", "{count} requests wait for an answer.", len(waiting))
    await _tell_watchers(desk, left, left.locality, notices.nobody_left(ROLE_NAMES[left.role], name, what))
    for one in waiting:
        told = nobody_decides(one.application_id, one.number, name)
        desk.outgoing += await tell_department(desk, one, told)


async def _tell_watchers(desk: Desk, left: StaffMember, locality: str | None, message: Message) -> None:
    for role in (desk.office.profile.review.escalate_to, Role.ADMIN):
        for one in await desk.uow.staff.for_role(role, locality):
            await desk.tell(one.account_id, message, actor_of(left))


async def _may_decide(desk: Desk, taker: StaffMember, application_id: int) -> bool:
    """Whether it is of the taker's role and place, and the child no relative of theirs (edge 45)."""
    found = await reach(desk, taker, application_id)
    return found is not None and found.decides


async def _log(desk: Desk, applications: Iterable[int], by: str, details: Mapping[str, int | None]) -> None:
    """Who had it and who has it now, in the log of each application."""
    await desk.uow.events.append_many(
        [
            NewEvent(review_subject(id_), by, None, "handed_over", desk.now, details=dict(details))
            for id_ in applications
        ]
    )
