"""What a member of staff may see and decide: checked for every act, whatever the page showed. A6, X-20, edge 45."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps
from typing import TypeVar

from dialogs.effects import Effect
from dialogs.inputs import Refused
from dialogs.staff.words import NOT_YOUR_ROLE
from enrolment.terms import Role
from handlers.book import Outcome
from handlers.desk import Desk
from storage.applications import Application
from storage.own_family import REVIEW
from storage.reviews import Review
from storage.staff import StaffMember
from storage.uow import Uow

E = TypeVar("E", bound=Effect)
StaffPerformer = Callable[[Desk, StaffMember, E], Awaitable[Outcome]]


@dataclass(frozen=True)
class InReach:
    """An application that the member may see: to decide about it, or to watch that others do."""

    application: Application
    review: Review | None
    decides: bool
    oversees: bool


def by_staff(*roles: Role) -> Callable[[StaffPerformer[E]], Callable[[Desk, E], Awaitable[Outcome]]]:
    """Carried out for members with one of these roles only, for any member when none is named."""

    def guard(perform: StaffPerformer[E]) -> Callable[[Desk, E], Awaitable[Outcome]]:
        @wraps(perform)
        async def guarded(desk: Desk, effect: E) -> Outcome:
            member = await my_membership(desk)
            if member is None or (roles and member.role not in roles):
                return Refused(NOT_YOUR_ROLE)
            return await perform(desk, member, effect)

        return guarded

    return guard


async def my_membership(desk: Desk) -> StaffMember | None:
    """The member who writes in this chat; only the staff bot's chat counts."""
    return await desk.uow.staff.by_account(desk.account.id) if desk.account.kind == "staff" else None


def actor_of(member: StaffMember) -> str:
    """The member as the event log names them."""
    return f"staff:{member.id}"


def review_subject(application_id: int) -> str:
    """The subject of what staff did about an application that its parent does not read."""
    return f"{REVIEW}{application_id}"


async def reach(desk: Desk, member: StaffMember, application_id: int) -> InReach | None:
    """The application as far as the member may see it; None for any other, whether it exists or not."""
    application = await desk.uow.applications.get(application_id)
    if application is None or member.locality not in {None, application.locality}:
        return None
    review = await desk.uow.reviews.get(application_id)
    decides = review is not None and review.role is member.role
    oversees = member.role in {Role.EDUCATION_DEPARTMENT, desk.office.profile.review.escalate_to}
    if not (decides or oversees) or await related(desk.uow, member, application):
        return None
    return InReach(application, review, decides, oversees)


async def related(uow: Uow, member: StaffMember, application: Application) -> bool:
    """Whether the child is of the member's own family, or was declared a relative (edge 45).

    Own is a child whose application the member sent, or to whom they are second parent or delegate: the same person in
    the messenger.
    """
    return await uow.applications.of_own_family(application.id, member)
