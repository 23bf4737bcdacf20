"""Places given out at set times: once each, also late, told to the department with the protocol. G.0."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime

import pytest
import structlog

from dialogs.inputs import Refused
from dialogs.staff.department_schedule import AddSlot, PauseSchedule, RemoveSlot
from enrolment.distribution import Run
from handlers import scheduled_runs
from handlers.distributing import plan
from handlers.office import Office
from handlers.review_deadlines import TRY_AGAIN, Fired
from handlers.scheduled_runs import SCHEDULED, carry_out_wanted, fire, schedule, schedule_subject
from handlers.staff.department_schedule import NOT_YOURS
from storage.uow import Uow
from tests.handlers.crowds import doing, id_of
from tests.handlers.staff.distributing import opened, queued, vouchers
from tests.handlers.staff.people import department, does, events_of
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import fires, moment, passes
from tests.storage.domain.racing import race


async def comes(town: Town, *, timers: bool = True, day: int = 24, hour: int = 10) -> None:
    """Time passes until then, and what is wanted is carried out."""
    await passes(town, moment(day, hour), timers=timers)
    await fires(town)
    await carry_out_wanted(town.database, town.office)
    await town.deliver()


async def planned(town: Town, slot: str = "tuesday 10:00") -> Phone:
    """The department of Almaty has set a time; two places are open, three families wait."""
    await opened(town, 2)
    await queued(town, 3)
    clerk = await department(town)
    await does(town, clerk, AddSlot("almaty", slot))
    return clerk.forgets()


async def test_at_the_time_the_same_run_is_carried_out_as_by_hand_and_told_with_its_protocol(town: Town) -> None:
    clerk = await planned(town)
    await comes(town, hour=9)
    assert await vouchers(town) == []
    await comes(town)
    assert len(await vouchers(town)) == 2
    clerk.hears("Scheduled distribution 1: 2 vouchers are issued", "No open place remains.", "[Protocol]")
    clerk.hears_not("comes late")
    await clerk.picks("Protocol")
    clerk.hears("Protocol of distribution 1")
    assert await events_of(town, "run:1") == [("schedule", "distributed")]


async def test_a_run_comes_once_also_when_several_processes_are_at_it(town: Town) -> None:
    clerk = await planned(town)
    await passes(town, moment(24, 10, 1))
    done = await asyncio.gather(*(carry_out_wanted(town.database, town.office) for _process in range(3)))
    await town.deliver()
    assert sum(done) == 1
    assert len([one for one in clerk.heard if "Scheduled distribution" in one.text]) == 1


async def test_after_weeks_of_an_outage_one_run_comes_late_and_says_so(town: Town) -> None:
    clerk = await planned(town)
    await passes(town, moment(15, 8, month=12), timers=False)
    async with town.database.transaction("start") as uow:
        await schedule(uow, town.office)
    await fires(town)
    assert await carry_out_wanted(town.database, town.office) == 1
    await town.deliver()
    clerk.hears("Scheduled distribution 1", "It was planned for 24 November", "comes late")
    assert await carry_out_wanted(town.database, town.office) == 0
    async with town.database.reading() as uow:
        (following,) = await uow.deadlines.of(schedule_subject("almaty"))
    assert following.due_at == moment(15, 10, month=12)


async def test_where_there_is_nothing_to_give_out_the_department_is_told(town: Town) -> None:
    clerk = await department(town)
    await does(town, clerk, AddSlot("almaty", "tuesday 10:00"))
    clerk.forgets()
    await comes(town)
    clerk.hears("The scheduled distribution issued nothing")
    async with town.database.reading() as uow:
        assert await uow.distributions.runs("almaty", 0, 10) == []


async def test_the_department_sets_times_in_its_chat_pauses_them_and_takes_them_back(town: Town) -> None:
    clerk = await department(town)
    await clerk.picks("Distribution")
    await clerk.picks("Schedule")
    clerk.hears("Places are given out by hand only.")
    await clerk.picks("Add a time")
    await clerk.picks("Tuesdays")
    await clerk.says("ten")
    clerk.hears("Type hours and minutes")
    await clerk.says("10:00")
    clerk.hears("Added.", "Next: 24 November", "[Tuesdays]")
    await clerk.picks("Add a time")
    await clerk.picks("More")
    await clerk.picks("Once, on a date")
    await clerk.says("1.12.2026")
    await clerk.says("9.30")
    clerk.hears("at 2 times", "[1 December")
    await clerk.picks("Pause")
    clerk.hears("Paused: nothing is given out by itself now.")
    async with town.database.reading() as uow:
        assert await uow.deadlines.of(schedule_subject("almaty")) == []
    await clerk.picks("Go on")
    await clerk.picks("Tuesdays")
    await clerk.picks("Take the time back")
    clerk.hears("Next: 1 December")
    assert [what for _who, what in await events_of(town, schedule_subject("almaty"))] == [
        *("scheduled", "scheduled", "paused", "resumed", "scheduled"),
    ]


async def test_times_of_the_profile_hold_until_the_department_sets_its_own(town: Town) -> None:
    rules = replace(town.office.profile.distribution, schedule=("tuesday 10:00",))
    town.office = replace(town.office, profile=replace(town.office.profile, distribution=rules))
    async with town.database.transaction("start") as uow:
        await schedule(uow, town.office)
    await opened(town, 2)
    await queued(town, 1)
    clerk = await department(town)
    await clerk.picks("Distribution")
    await clerk.picks("Schedule")
    clerk.hears("These times come from the city’s profile.")
    await comes(town)
    assert len(await vouchers(town)) == 1
    await does(town, clerk, RemoveSlot("almaty", "tuesday 10:00"))
    async with town.database.reading() as uow:
        assert await uow.deadlines.of(schedule_subject("almaty")) == []


async def test_a_department_sets_times_of_its_own_city_only(town: Town) -> None:
    clerk = await department(town)
    for effect in (
        AddSlot("astana", "monday 10:00"),
        RemoveSlot("astana", "monday 10:00"),
        PauseSchedule("astana", True),
    ):
        assert await does(town, clerk, effect) == Refused(NOT_YOURS)
    outcome = await does(town, clerk, AddSlot("almaty", "2026-11-23 09:00"))
    assert isinstance(outcome, Refused)


@pytest.mark.parametrize("paused", [True, False])
async def test_a_paused_schedule_gives_nothing_out(town: Town, paused: bool) -> None:
    clerk = await planned(town)
    await does(town, clerk, PauseSchedule("almaty", paused))
    await comes(town)
    assert len(await vouchers(town)) == (0 if paused else 2)


async def test_a_run_that_fails_in_one_city_is_logged_and_the_other_cities_have_theirs(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = (await department(town)).forgets()
    async with town.database.transaction("want") as uow:
        for city in ("almaty", "astana"):
            await uow.schedules.want(city, town.clock.now(), "system")

    async def breaks(uow: Uow, office: Office, locality: str, now: datetime, number: int = 0) -> Run:
        if locality == "almaty":
            raise RuntimeError("a bad row")
        return await plan(uow, office, locality, now, number)

    monkeypatch.setattr(scheduled_runs, "plan", breaks)
    with structlog.testing.capture_logs() as logs:
        assert await carry_out_wanted(town.database, town.office) == 1
    assert [(line["event"], line["locality"]) for line in logs] == [("scheduled_run.failed", "almaty")]
    async with town.database.reading() as uow:
        assert [one.locality for one in await uow.schedules.wanted()] == ["almaty"]
    await carry_out_wanted(town.database, town.office)
    await town.deliver()
    assert [message.text.count("does not come off") for message in clerk.heard] == [1]


async def test_of_two_times_set_in_the_same_moment_both_stand(town: Town) -> None:
    clerk = await id_of(await department(town))
    adds = [doing(town, clerk, AddSlot("almaty", f"{day} 10:00")) for day in ("tuesday", "friday")]
    await race(town.database, adds[0], adds[1])
    async with town.database.reading() as uow:
        one = await uow.schedules.get("almaty")
    assert one is not None
    assert one.slots == ("tuesday 10:00", "friday 10:00")


@pytest.mark.parametrize("stops", [PauseSchedule("almaty", True), RemoveSlot("almaty", "tuesday 10:00")])
async def test_a_run_that_is_stopped_between_its_time_and_its_turn_gives_nothing_out(
    town: Town, stops: PauseSchedule | RemoveSlot
) -> None:
    clerk = await planned(town)
    await passes(town, moment(24, 10))
    await fires(town)
    await does(town, clerk, stops)
    assert await carry_out_wanted(town.database, town.office) == 0
    assert await vouchers(town) == []


async def test_a_run_that_is_due_stays_so_when_another_time_is_set(town: Town) -> None:
    clerk = await planned(town)
    await passes(town, moment(24, 10))
    await fires(town)
    await does(town, clerk, AddSlot("almaty", "friday 10:00"))
    assert await carry_out_wanted(town.database, town.office) == 1
    assert len(await vouchers(town)) == 2


@pytest.mark.parametrize("noted", [False, True])
@pytest.mark.parametrize("keeps", [AddSlot("almaty", "friday 10:00"), RemoveSlot("almaty", "friday 12:00")])
async def test_a_run_that_was_put_off_after_a_failure_outlives_any_other_change(
    town: Town, keeps: AddSlot | RemoveSlot, noted: bool
) -> None:
    clerk = await planned(town)
    await does(town, clerk, AddSlot("almaty", "friday 12:00"))
    town.clock.moment = moment(24, 10, 2)
    later = town.clock.moment + TRY_AGAIN
    async with town.database.transaction("put off") as uow:
        await uow.deadlines.set(schedule_subject("almaty"), SCHEDULED, later)
    if noted:
        town.clock.moment = later
        await fires(town)
    await does(town, clerk, keeps)
    assert await carry_out_wanted(town.database, town.office) == 1
    assert len(await vouchers(town)) == 2
    town.clock.moment = later
    await fires(town)
    assert await carry_out_wanted(town.database, town.office) == 0


@pytest.mark.parametrize("stops", [PauseSchedule("almaty", True), RemoveSlot("almaty", "tuesday 10:00")])
async def test_a_run_that_was_put_off_is_stopped_like_any_other(town: Town, stops: PauseSchedule | RemoveSlot) -> None:
    clerk = await planned(town)
    town.clock.moment = moment(24, 10, 2)
    async with town.database.transaction("put off") as uow:
        await uow.deadlines.set(schedule_subject("almaty"), SCHEDULED, town.clock.moment + TRY_AGAIN)
    await does(town, clerk, stops)
    await passes(town, moment(24, 12))
    await fires(town)
    assert await carry_out_wanted(town.database, town.office) == 0


async def test_a_time_taken_back_while_it_fires_gives_nothing_out(town: Town) -> None:
    clerk = await planned(town)
    await does(town, clerk, AddSlot("almaty", "friday 10:00"))
    async with town.database.reading() as uow:
        (due,) = await uow.deadlines.of(schedule_subject("almaty"))
    town.clock.moment = moment(24, 10)
    await does(town, clerk, RemoveSlot("almaty", "tuesday 10:00"))
    async with town.database.transaction("claimed before that") as uow:
        await fire(Fired(uow, town.office, town.clock.now(), due))
    assert await carry_out_wanted(town.database, town.office) == 0
