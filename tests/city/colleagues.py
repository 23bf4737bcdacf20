"""Who works in the city, and what reviewers do: most confirm, some reject, a few are late."""

from __future__ import annotations

from functools import partial

from dialogs.effects import ConfirmReview, RejectReview
from enrolment.terms import QueueType, Role
from handlers.desk import Desk
from storage.staff import StaffMember
from storage.uow import Uow
from tests.city.batches import MORNING, City, does
from tests.city.people import Kid
from tests.city.town_plan import LOCALITIES

REVIEWERS = {
    QueueType.GENERAL: Role.EDUCATION_DEPARTMENT,
    QueueType.SANATORIUM: Role.PHTHISIATRICIAN,
    QueueType.CORRECTIONAL: Role.PMPC_REVIEWER,
}
ADMIN = "admin"


async def hire(city: City, uow: Uow) -> None:
    """Reviewers in every locality, an administrator, and an employee in every kindergarten."""
    posts: list[tuple[str, Role, str | None, str | None]] = [
        (f"{role}:{place}", role, place, None) for place in LOCALITIES for role in REVIEWERS.values()
    ]
    posts += [(one.preschool.bin, Role.PRESCHOOL_EMPLOYEE, one.preschool.locality, one.preschool.bin)
              for one in city.kindergartens.values()]  # fmt: skip
    posts.append((ADMIN, Role.ADMIN, None, None))
    chats = await uow.accounts.at([("staff", name) for name, *_ in posts], city.clock.now())
    for name, role, place, bin_ in posts:
        account = chats["staff", name].account_id
        await uow.staff.join(StaffMember(account, role, "Қызметкер", city.clock.now(), place, bin_))
        city.staff[name] = account


def department_of(locality: str) -> str:
    """The post of the education department there."""
    return f"{Role.EDUCATION_DEPARTMENT}:{locality}"


def is_reviewed(city: City, application: int, queue: QueueType, kid: Kid) -> None:
    """In some days, mostly before anybody has to be reminded."""
    reviewer = city.staff[f"{REVIEWERS[queue]}:{kid.locality}"]
    city.later(1 + city.chance.randrange(8), MORNING, reviewer, partial(review, city, application))


async def review(city: City, application: int, desk: Desk) -> None:
    """Nine of ten are confirmed."""
    if city.chance.random() < 0.9:
        await does(city, desk, ConfirmReview(application), "documents confirmed")
    else:
        rejection = RejectReview(application, "incomplete_documents", "Нет второй страницы")
        await does(city, desk, rejection, "documents rejected")
