"""Families with a voucher, and the days that pass for them, in the fewest words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from enrolment.application import ApplicationState
from enrolment.terms import QueueType
from enrolment.working_days import ALMATY
from handlers.review_deadlines import fire_deadlines
from handlers.telling import post
from handlers.vouchers import Act, Issued, Stepped, issue, step, voucher_subject
from handlers.working_calendar import up_to_date
from storage.applications import Application
from storage.stored_voucher import StoredVoucher
from tests.handlers.staff.people import applies, parent
from tests.handlers.town import Phone, Town


def moment(day: int, hour: int = 10, minute: int = 0, *, second: int = 0, month: int = 11) -> datetime:
    """A moment of November 2026 in Almaty; the 23rd is a Monday."""
    return datetime(2026, month, day, hour, minute, second, tzinfo=ALMATY)


async def queued(town: Town, chat: str = "1001", **wishes: Any) -> tuple[Phone, Application]:
    """A family in the queue, everything read."""
    phone = await parent(town, chat)
    known: dict[str, Any] = {"queue_type": QueueType.GENERAL, "state": ApplicationState.QUEUED}
    return phone.forgets(), await applies(town, phone, **{**known, **wishes})


async def issues(town: Town, *ones: Issued) -> None:
    """The department gives vouchers, and the families hear of it."""
    async with town.database.transaction("issue") as uow:
        await post(uow, await issue(uow, await up_to_date(uow, town.office), ones, town.clock.now()))
    await town.deliver()


async def family(town: Town, chat: str = "1001", **wishes: Any) -> tuple[Phone, StoredVoucher]:
    """A family that has just been told of its voucher."""
    phone, application = await queued(town, chat, **wishes)
    await issues(town, Issued(application.id))
    return phone, await voucher_of(town, application.id)


async def accepted(town: Town, chat: str = "1001", **wishes: Any) -> tuple[Phone, StoredVoucher]:
    """A family that has just accepted its voucher, everything read."""
    phone, one = await family(town, chat, **wishes)
    await phone.picks("Accept voucher")
    return phone.forgets(), await again(town, one)


async def voucher_of(town: Town, application_id: int) -> StoredVoucher:
    """The application's newest voucher."""
    async with town.database.reading() as uow:
        return (await uow.vouchers.of_application(application_id))[0]


async def again(town: Town, one: StoredVoucher) -> StoredVoucher:
    """The voucher as it stands."""
    return await voucher_of(town, one.application_id)


async def application_of(town: Town, one: StoredVoucher) -> Application:
    """The voucher's application as it stands."""
    async with town.database.reading() as uow:
        found = await uow.applications.get(one.application_id)
    assert found is not None
    return found


async def passes(town: Town, until: datetime, *, timers: bool = True) -> None:
    """Time passes; unless the program stands still, whatever is due fires at its minute."""
    while timers:
        async with town.database.reading() as uow:
            due = await uow.deadlines.next_due()
        if due is None or due > until:
            break
        town.clock.moment = max(town.clock.moment, due.astimezone(ALMATY))
        await fires(town)
    town.clock.moment = until


async def fires(town: Town) -> int:
    """Everything that is due fires now."""
    count = await fire_deadlines(town.database, town.office, 100)
    await town.deliver()
    return count


async def acts(town: Town, one: StoredVoucher, act: Act) -> Stepped:
    """An act of somebody who is not at a phone of the town; the family hears of it."""
    async with town.database.transaction("act") as uow:
        stepped = await step(uow, town.office, one.id, act, town.clock.now())
        await post(uow, stepped.outgoing)
    await town.deliver()
    return stepped


async def told(town: Town, phone: Phone) -> list[str]:
    """The keys of everything that the family was told, oldest first."""
    account = await phone.account()
    async with town.database.reading() as uow:
        kept = await uow.notifications.of(account.id, 0, 100)
    return [one.key for one in reversed(kept)]


async def rows_of(town: Town, one: StoredVoucher) -> list[str]:
    """The rows of G.2 by which the voucher came where it is, from the event log; the chain is verified."""
    async with town.database.reading() as uow:
        assert await uow.events.verify(voucher_subject(one.id))
        events = await uow.events.history(voucher_subject(one.id))
    return [(event.details or {})["row"] for event in events]
