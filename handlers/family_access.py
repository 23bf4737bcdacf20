"""Who acts on an application or a voucher, and whether the table lets them. Edges 8 and 9."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import TypeVar

from dialogs.effects import Effect
from dialogs.inputs import Fine
from dialogs.message import Message
from dialogs.page import Finish, Go
from enrolment.family import FamilyAct, may
from enrolment.voucher_states import Actor
from handlers.book import Outcome
from handlers.desk import Desk
from locales.text import Text, _
from storage.applications import Application
from storage.family import Tie
from storage.stored_voucher import StoredVoucher

NO_LONGER = _("This is not entrusted to you any more. Nothing was changed.")
NOT_A_DELEGATE = _("A delegate cannot do this, only a parent. Nothing was changed.")
APPLICANT_ONLY = _("Only the parent who applied can do this. Nothing was changed.")


class NotForYou(Exception):
    """Somebody may not do this; `why` is said to them, None says that they know nothing of it."""

    def __init__(self, why: Text | None) -> None:
        super().__init__()
        self.why = why


E = TypeVar("E", bound=Effect)
UseCase = Callable[[Desk, E], Awaitable[Outcome]]


def let_in(stranger: Text, then: Go) -> Callable[[UseCase[E]], UseCase[E]]:
    """For a use case that raises NotForYou: why not is said and nothing changed, a stranger reads these words."""

    def guard(use_case: UseCase[E]) -> UseCase[E]:
        @wraps(use_case)
        async def guarded(desk: Desk, effect: E) -> Outcome:
            try:
                return await use_case(desk, effect)
            except NotForYou as not_for_you:
                go = then if not_for_you.why is None else Go("entrusted")
                return Fine(Finish(notes=(Message(not_for_you.why or stranger),), then=go, aside=True))

        return guarded

    return guard


async def role_in(desk: Desk, application_id: int) -> Actor | None:
    """What the account is to the application; None is a stranger."""
    audience = await desk.uow.family.audience(application_id)
    return audience.role_of(desk.account.id) if audience else None


async def role_at(desk: Desk, application: Application) -> Actor | None:
    """The same of an application that was read: whoever applied is known by it alone."""
    return Actor.PARENT if application.account_id == desk.account.id else await role_in(desk, application.id)


async def acts_as(desk: Desk, application_id: int, act: FamilyAct) -> Actor:
    """In which role the account does it; whoever takes that role away meanwhile waits. Raises NotForYou."""
    role = await desk.uow.family.role(application_id, desk.account.id)
    if role is None:
        was = await desk.uow.family.was_member(application_id, desk.account.id)
        raise NotForYou(NO_LONGER if was else None)
    if not may(role, act):
        raise NotForYou(NOT_A_DELEGATE if may(Actor.SECOND_PARENT, act) else APPLICANT_ONLY)
    return role


async def voucher_for(desk: Desk, voucher_id: int, act: FamilyAct) -> tuple[StoredVoucher, Actor]:
    """The voucher, and in which role the account does that with it; raises NotForYou."""
    one = await desk.uow.vouchers.get(voucher_id)
    if one is None:
        raise NotForYou(None)
    return one, await acts_as(desk, one.application_id, act)


async def entrusted(desk: Desk, act: FamilyAct) -> list[tuple[Tie, Application | None]]:
    """The applications of others that the account may do that with, each with the tie that lets it.

    A child whose applications have all ended shows the latest one, a child without any None.
    """
    found: list[tuple[Tie, Application | None]] = []
    for tie in await desk.uow.family.of_member(desk.account.id):
        child = await desk.uow.children.get(tie.child_id)
        if child is None or not may(tie.role, act):
            continue
        everything = await desk.uow.applications.of_account(child.account_id)
        its = [one for one in everything if one.child_id == child.id]
        shown = [one for one in its if one.active] or its[:1]
        found += [(tie, one) for one in shown] or [(tie, None)]
    return found


async def entrusted_vouchers(desk: Desk, act: FamilyAct) -> list[StoredVoucher]:
    """The open vouchers of others that the account may do that with."""
    applications = [one for _tie, one in await entrusted(desk, act) if one is not None]
    open_ones = [await desk.uow.vouchers.open_of(one.id) for one in applications]
    return [one for one in open_ones if one is not None]
