"""Many families put through the repositories at once, and what any of them does in whichever transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from dialogs.effects import Effect
from enrolment.application import ApplicationState
from enrolment.terms import QueueType
from enrolment.voucher_states import VoucherState
from handlers.book import Outcome, perform
from handlers.desk import Desk
from handlers.telling import post
from handlers.working_calendar import up_to_date
from storage.applications import Application
from storage.stored_voucher import StoredVoucher
from storage.uow import Uow
from tests.handlers.staff.people import MOTHER
from tests.handlers.town import Phone, Town
from tests.storage.domain.families import Kindergarten
from tests.storage.domain.issuing import voucher_for

WISHES = {"language": "kk", "preschools": []}


async def queue(town: Town, count: int, **wishes: Any) -> list[Application]:
    """So many registered families of Almaty's general queue, a child and an application each."""
    known: dict[str, Any] = {"queue_type": QueueType.GENERAL, "details": WISHES, "submitted_at": town.clock.now()}
    async with town.database.transaction("queue") as uow:
        families = Kindergarten(uow)
        found = [await families.applies(**{**known, **wishes}) for _family in range(count)]
        for account in (await uow.accounts.load([one.account_id for one in found])).values():
            await uow.accounts.save(replace(account, locale="en", person=MOTHER, registered_at=town.clock.now()))
    return found


async def holders(town: Town, count: int) -> list[StoredVoucher]:
    """So many families, each with a voucher that it has confirmed."""
    applications = await queue(town, count, state=ApplicationState.IN_PROCESS)
    deadline = town.office.calendar.deadline(town.clock.now(), 5)
    async with town.database.transaction("vouchers") as uow:
        vouchers = [voucher_for(one, f"2026-{number:06}") for number, one in enumerate(applications, 1)]
        running = [replace(one.voucher, state=VoucherState.CONFIRMED, deadline=deadline) for one in vouchers]
        vouchers = [replace(one, voucher=state) for one, state in zip(vouchers, running, strict=True)]
        await uow.vouchers.add(*vouchers)
    return vouchers


def doing(town: Town, account_id: int, effect: Effect) -> Callable[[Uow], Awaitable[Outcome]]:
    """The effect as a turn of that account would carry it out, in whichever transaction it is given."""

    async def does(uow: Uow) -> Outcome:
        account = (await uow.accounts.load([account_id]))[account_id]
        (address, *_) = (await uow.accounts.addresses([account_id]))[account_id]
        desk = Desk(uow, await up_to_date(uow, town.office), town.clock.now(), account, address)
        outcome = await perform(desk, effect)
        await post(uow, desk.outgoing)
        return outcome

    return does


async def id_of(phone: Phone) -> int:
    """The account of that phone."""
    return (await phone.account()).id
