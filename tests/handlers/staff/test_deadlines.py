"""Reviews that wait too long: a reminder, an escalation, both harmless when late or twice. A8, edges 5 and 17."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers import review_deadlines
from handlers.moving import subject_of
from handlers.review_deadlines import fire_deadlines
from handlers.reviewing import ESCALATION, REMINDER
from handlers.staff.reach import review_subject
from storage.transient import Transient
from tests.handlers.staff.people import applies, department, doctor, events_of, parent
from tests.handlers.town import Town


async def fires(town: Town, limit: int = 10) -> int:
    fired = await fire_deadlines(town.database, town.office, limit)
    await town.deliver()
    return fired


async def test_after_three_working_days_the_doctors_are_reminded(town: Town) -> None:
    first, second = await doctor(town), await doctor(town, "502", "Сулейменов Ерлан")
    elsewhere = await doctor(town, "503", "Иванова Ольга", "astana")
    application = await applies(town, await parent(town))
    for phone in (first, second, elsewhere):
        phone.forgets()
    town.clock.move(days=3)
    assert await fires(town) == 0
    town.clock.move(hours=14)
    assert await fires(town) == 1
    for phone in (first, second):
        phone.hears(f"Application {application.number} has waited for 3 working days. Please decide.")
    elsewhere.hears_not("waited")
    await first.picks("Open the card")
    first.hears("Decide by: 30 November")


async def test_who_took_it_is_reminded_alone(town: Town) -> None:
    first, second = await doctor(town), await doctor(town, "502", "Сулейменов Ерлан")
    await applies(town, await parent(town))
    await first.picks("Open the card")
    await first.picks("Take")
    second.forgets()
    town.clock.move(days=4)
    assert await fires(town) == 1
    first.hears("has waited for 3 working days")
    second.hears_not("waited")


async def test_after_five_working_days_the_education_department_is_told_who_has_it(town: Town) -> None:
    phone, clerk, other = await doctor(town), await department(town), await department(town, "602", "astana")
    application = await applies(town, await parent(town))
    await phone.picks("Open the card")
    await phone.picks("Take")
    town.clock.move(days=8)
    assert await fires(town) == 2
    clerk.hears(
        f"Application {application.number} has waited for 5 working days without a decision.",
        "It is with: Ахметова Дана (Phthisiatrician).",
    )
    other.hears_not("waited")
    await clerk.picks("Open the card")
    clerk.hears("taken by Ахметова Дана", "Almaty")
    await clerk.picks("Give to the others")
    clerk.hears("The application waits for the others again.")
    assert ("system", "escalated") in await events_of(town, review_subject(application.id))


async def test_an_application_that_nobody_took_is_escalated_as_such(town: Town) -> None:
    clerk = await department(town)
    await applies(town, await parent(town))
    town.clock.move(days=8)
    await fires(town)
    clerk.hears("Nobody has taken it.")


@pytest.mark.rule("E-5")
async def test_deadlines_are_harmless_late_and_twice(town: Town) -> None:
    phone, family = await doctor(town), await parent(town)
    application = await applies(town, family)
    town.clock.move(days=8)
    assert await fires(town) == 2
    phone.forgets()
    async with town.database.transaction("again") as uow:
        for kind in (REMINDER, ESCALATION):
            await uow.deadlines.set(subject_of(application.id), kind, town.clock.now())
    assert await fires(town) == 2
    phone.hears_not("waited")
    await phone.says("menu")
    await phone.picks("Waiting: 1")
    await phone.picks(application.number)
    await phone.picks("Confirm")
    await phone.picks("Yes, confirm")
    phone.forgets()
    async with town.database.transaction("too late") as uow:
        await uow.deadlines.set(subject_of(application.id), REMINDER, town.clock.now())
    assert await fires(town) == 1
    phone.hears_not("waited")


async def test_a_decision_cancels_the_deadlines(town: Town) -> None:
    phone = await doctor(town)
    application = await applies(town, await parent(town))
    await phone.picks("Confirm")
    await phone.picks("Yes, confirm")
    async with town.database.reading() as uow:
        assert await uow.deadlines.of(subject_of(application.id)) == []


async def test_the_limit_is_kept(town: Town) -> None:
    family = await parent(town)
    for _each in range(2):
        await applies(town, family)
    town.clock.move(days=8)
    assert await fires(town, 3) == 3
    assert await fires(town, 3) == 1


async def test_a_deadline_that_fails_is_put_off_and_does_not_stand_in_the_way(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(fired: review_deadlines.Fired) -> None:
        raise RuntimeError("broken")

    phone = await doctor(town)
    await applies(town, await parent(town))
    monkeypatch.setitem(review_deadlines.FIRES, "broken", breaks)
    async with town.database.transaction("broken") as uow:
        await uow.deadlines.set("application:1", "broken", town.clock.now())
        await uow.deadlines.set("application:1", "unknown", town.clock.now())
    town.clock.move(days=4)
    phone.forgets()
    assert await fires(town) == 3
    phone.hears("has waited for 3 working days")
    async with town.database.reading() as uow:
        assert {one.kind for one in await uow.deadlines.of("application:1")} == {"broken", "unknown"}
    assert await fires(town) == 0


async def test_a_deadline_that_was_in_somebodys_way_fires_at_once_all_the_same(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures, fired = iter([True, True]), list[int]()

    async def sometimes(one: review_deadlines.Fired) -> None:
        if next(failures, False):
            raise Transient("DeadlockDetectedError")
        fired.append(one.subject_id)

    monkeypatch.setitem(review_deadlines.FIRES, "contested", sometimes)
    async with town.database.transaction("contested") as uow:
        await uow.deadlines.set("application:17", "contested", town.clock.now())
    assert await fires(town) == 1
    assert fired == [17]
    async with town.database.reading() as uow:
        assert await uow.deadlines.of("application:17") == []


async def test_a_city_with_other_terms_is_told_its_own(town: Town) -> None:
    profile = town.office.profile
    quick = replace(profile.review, remind_after_working_days=1, escalate_after_working_days=1)
    town.office = replace(town.office, profile=replace(profile, review=quick))
    phone = await doctor(town)
    await applies(town, await parent(town))
    town.clock.move(days=2)
    assert await fires(town) == 2
    phone.hears("has waited for 1 working day. Please decide.")
