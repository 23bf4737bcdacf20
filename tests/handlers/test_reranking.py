"""The queues ordered anew at a refresh day and by another list of categories, with the reasons told. G.0, edge 31."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from enrolment.application import ApplicationState
from enrolment.profile_sections import Category
from enrolment.queue import PlaceChange
from enrolment.terms import Privilege, QueueType
from enrolment.working_days import ALMATY
from handlers.moving import subject_of
from handlers.place_notices import notify_places
from handlers.queue_order import RERANK
from handlers.reranking import NEW_LIST, QUEUES, next_refresh, rerank_wanted, schedule
from handlers.working_calendar import up_to_date
from storage.applications import Application
from storage.category_lists import CategoryList
from tests.handlers.staff.distributing import issued, opened, queued, vouchers
from tests.handlers.staff.people import applies, department, events_of, now_is, parent
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import fires

DAY = datetime(2027, 6, 30, tzinfo=ALMATY)


async def family(town: Town, chat: str, privilege: str | None = None, **wishes: Any) -> tuple[Phone, Application]:
    """A family in the general queue, a minute after the one before, everything read."""
    phone = await parent(town, chat)
    details = {"language": "kk", "privilege": privilege}
    known: dict[str, Any] = {"queue_type": QueueType.GENERAL, "state": ApplicationState.QUEUED, "details": details}
    one = await applies(town, phone, **{**known, **wishes})
    town.clock.move(minutes=1)
    return phone.forgets(), one


def swapped(town: Town) -> tuple[Category, ...]:
    """Teachers' children in the first category, the others of the second one behind them."""
    first, second, last = town.office.profile.categories
    others = tuple(one for one in second.privileges if one is not Privilege.TEACHER)
    return replace(first, privileges=(*first.privileges, Privilege.TEACHER)), replace(second, privileges=others), last


async def enters(town: Town, categories: tuple[Category, ...], version: int = 1) -> None:
    """The department has entered a list that holds from this moment."""
    now = town.clock.now()
    async with town.database.transaction("list") as uow:
        await uow.categories.add(CategoryList(version, now, categories, "staff:1", now))
        await uow.deadlines.set(QUEUES, NEW_LIST, now)
    await fires(town)


async def order_of(town: Town) -> list[str]:
    """The numbers of the general queue, the next first; the counters agree with it."""
    async with town.database.reading() as uow:
        assert await uow.applications.reconcile() == []
        found = [one async for one in uow.distributions.candidates("almaty")]
        ones = await uow.applications.load([one.key.id for one in sorted(found, key=lambda one: one.key)])
        return [ones[one.key.id].number for one in sorted(found, key=lambda one: one.key)]


@pytest.mark.parametrize(
    ("after", "due"),
    [
        (datetime(2026, 6, 29, 23, 59, tzinfo=ALMATY), datetime(2026, 6, 30, tzinfo=ALMATY)),
        (datetime(2026, 6, 30, tzinfo=ALMATY), datetime(2026, 12, 31, tzinfo=ALMATY)),
        (datetime(2026, 12, 31, 5, tzinfo=ALMATY), DAY),
    ],
)
def test_the_next_refresh_begins_with_its_day(after: datetime, due: datetime) -> None:
    assert next_refresh(("06-30", "12-31"), after) == due
    assert next_refresh((), after) is None
    assert next_refresh(("02-29",), datetime(2026, 1, 1, tzinfo=ALMATY)) is None


@pytest.mark.rule("E-31")
async def test_at_the_refresh_day_the_next_iteration_begins_once_for_everybody(town: Town) -> None:
    _phone, first = await family(town, "1001")
    _other, second = await family(town, "1002", state=ApplicationState.STOP_LISTED)
    async with town.database.transaction("start") as uow:
        await schedule(uow, town.office)
    town.clock.moment = DAY
    assert await fires(town) >= 1
    assert await rerank_wanted(town.database, town.office) == 2
    assert await rerank_wanted(town.database, town.office) == 0
    assert [(await now_is(town, one)).iteration for one in (first, second)] == [2, 2]
    assert await events_of(town, QUEUES) == [("system", "2")]
    async with town.database.reading() as uow:
        assert (await up_to_date(uow, town.office)).profile.queue.iteration == 2
        assert [one.due_at for one in await uow.deadlines.of(QUEUES)] == [DAY.replace(year=2028)]
        assert await uow.applications.reconcile() == []


@pytest.mark.rule("E-31")
async def test_edge_31_after_a_refresh_a_changed_place_is_told_and_kept_with_that_reason(town: Town) -> None:
    phone, one = await family(town, "1001", iteration=1, notified_place=60, notified_iteration=1, notified_category=3)
    async with town.database.transaction("start") as uow:
        await schedule(uow, town.office)
    town.clock.moment = DAY
    await fires(town)
    await rerank_wanted(town.database, town.office)
    assert await notify_places(town.database, town.office) == 1
    await town.deliver()
    phone.hears("60 → 1", "the queue was refreshed")
    async with town.database.reading() as uow:
        last = (await uow.events.history(subject_of(one.id)))[-1]
    assert (last.reason, (last.details or {})["places"]) == (PlaceChange.REFRESHED, [60, 1])


@pytest.mark.rule("S3-39")
async def test_another_list_of_categories_reorders_the_queue_and_every_move_is_in_the_history(town: Town) -> None:
    _one, orphan = await family(town, "1001", Privilege.ORPHAN, category=2)
    _two, teacher = await family(town, "1002", Privilege.TEACHER, category=2)
    _three, other = await family(town, "1003")
    assert await order_of(town) == [orphan.number, teacher.number, other.number]
    await enters(town, swapped(town))
    assert await rerank_wanted(town.database, town.office) == 1
    assert await order_of(town) == [teacher.number, orphan.number, other.number]
    async with town.database.reading() as uow:
        last = (await uow.events.history(subject_of(teacher.id)))[-1]
        assert len(await uow.events.history(subject_of(orphan.id))) == 1
    assert (last.reason, (last.details or {})["categories"]) == (PlaceChange.CATEGORY_MOVED, [2, 1])
    assert await rerank_wanted(town.database, town.office) == 0


async def test_who_applies_afterwards_is_placed_by_the_list_that_holds(town: Town) -> None:
    await enters(town, swapped(town))
    async with town.database.reading() as uow:
        held = (await up_to_date(uow, town.office)).profile
    assert Privilege.TEACHER in held.categories[0].privileges


async def test_a_list_that_does_not_fit_the_profile_any_more_is_left_out(town: Town) -> None:
    await enters(town, town.office.profile.categories[-1:])
    async with town.database.reading() as uow:
        assert (await up_to_date(uow, town.office)).profile.categories == town.office.profile.categories


async def test_nothing_is_given_out_while_the_queue_is_being_ordered(town: Town) -> None:

    await opened(town, 1)
    await queued(town, 1)
    async with town.database.transaction("wanted") as uow:
        await uow.settings.set(RERANK, "refreshed")
    clerk = await issued(town, await department(town))
    clerk.hears("No voucher was issued")
    assert await vouchers(town) == []
    assert await rerank_wanted(town.database, town.office) == 0
    await issued(town, clerk)
    assert len(await vouchers(town)) == 1
