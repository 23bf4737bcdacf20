"""Two who want the same thing in the same moment: one of them gets it, the other reads why not. Edges 1, 2, 5, 15."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

import pytest

from dialogs.effects import WithdrawApplication
from dialogs.enrol_effects import SendRequest
from dialogs.inputs import Fine, Refused
from dialogs.staff.department_effects import AnnulVoucher
from dialogs.voucher_effects import AcceptVoucher
from enrolment.application import ApplicationState
from enrolment.enrolment_request import RequestState
from enrolment.preschools import Group
from enrolment.voucher_states import VoucherState
from handlers.book import Outcome
from handlers.distributing import issue_run, plan
from handlers.review_deadlines import FIRES, Fired, fire_deadlines
from handlers.telling import Moment, post
from storage.applications import Changed
from storage.stored_voucher import StoredVoucher
from storage.uow import Uow
from tests.handlers.crowds import doing, holders, id_of, queue
from tests.handlers.kindergartens import AIGUL, BOTA, city, kindergarten, left, opens, request_of
from tests.handlers.staff.people import department
from tests.handlers.town import Town
from tests.handlers.vouchers import accepted, again, application_of, family, moment, rows_of, told
from tests.storage.domain.racing import race

State = VoucherState
JUST_IN_TIME, TOO_LATE = moment(25, 23, 59, second=59), moment(26, 0, 0, second=10)
WIDE = Group("Аралас", 3, 6, 200)


@pytest.mark.rule("E-2")
async def test_edge_2_two_devices_confirm_in_the_same_moment_and_the_family_is_told_once(town: Town) -> None:
    phone, one = await family(town)
    accept = doing(town, one.account_id, AcceptVoucher(one.id))
    first, second = await race(town.database, accept, accept)
    await town.deliver()
    assert isinstance(first, Fine)
    assert isinstance(second, Fine)
    assert await rows_of(town, one) == ["V1", "V3"]
    assert await told(town, phone) == ["N06", "N08"]


async def ends(town: Town, one: StoredVoucher) -> Callable[[Uow], Awaitable[None]]:
    """The voucher's timer, which somebody claimed when its time came."""
    async with town.database.reading() as reading:
        timers = await reading.deadlines.of(f"voucher:{one.id}")
    (claimed,) = [timer for timer in timers if timer.kind == "voucher_end"]

    async def fires(uow: Uow) -> None:
        await FIRES["voucher_end"](Fired(uow, town.office, TOO_LATE, claimed))

    return fires


@pytest.mark.rule("E-5")
async def test_edge_5_whoever_answers_while_the_reminder_fires_is_not_reminded(town: Town) -> None:
    phone, one = await family(town)
    morning = moment(25, 10)
    town.clock.moment = morning

    async with town.database.transaction("claimed") as uow:
        (claimed,) = [timer for timer in await uow.deadlines.due(morning, 9) if timer.kind == "voucher_last_day"]

    async def fires(uow: Uow) -> None:
        await FIRES[claimed.kind](Fired(uow, town.office, morning, claimed))

    await race(town.database, doing(town, one.account_id, AcceptVoucher(one.id)), fires)
    await town.deliver()
    assert await told(town, phone) == ["N06", "N08"]


@pytest.mark.rule("E-1")
@pytest.mark.rule("E-5")
async def test_edge_1_who_confirms_in_the_last_second_keeps_the_voucher_though_the_timer_is_at_it(town: Town) -> None:
    phone, one = await family(town)
    town.clock.moment = JUST_IN_TIME
    await race(town.database, doing(town, one.account_id, AcceptVoucher(one.id)), await ends(town, one))
    assert (await again(town, one)).voucher.state is State.CONFIRMED
    town.clock.moment = TOO_LATE
    await fire_deadlines(town.database, town.office, 10)
    assert await rows_of(town, one) == ["V1", "V3"]
    assert await told(town, phone) == ["N06", "N08"]


@pytest.mark.rule("E-1")
@pytest.mark.rule("E-4")
async def test_edge_1_where_the_timer_was_first_the_family_reads_it_and_nothing_else_changes(town: Town) -> None:
    phone, one = await family(town)
    town.clock.moment = JUST_IN_TIME
    await race(town.database, await ends(town, one), doing(town, one.account_id, AcceptVoucher(one.id)))
    assert (await again(town, one)).voucher.state is State.EXPIRED_UNCONFIRMED
    assert (await application_of(town, one)).state is ApplicationState.STOP_LISTED
    assert await rows_of(town, one) == ["V1", "V5"]
    assert await told(town, phone) == ["N06", "N10"]


@pytest.mark.rule("E-15")
async def test_edge_15_a_hundred_parents_race_for_one_place_and_exactly_one_wins(town: Town) -> None:
    await city(town, kindergarten(BOTA, WIDE), kindergarten(AIGUL, WIDE))
    group = await opens(town, BOTA)
    await opens(town, AIGUL, 99)
    racers = [doing(town, one.account_id, SendRequest(one.id, group.id, True)) for one in await holders(town, 100)]

    async def runs(racer: Callable[[Uow], Awaitable[Outcome]]) -> bool:
        async with town.database.transaction("race") as uow:
            return isinstance(await racer(uow), Fine)

    async with asyncio.timeout(60):
        won = await asyncio.gather(*(runs(racer) for racer in racers))
    assert won.count(True) == 1
    assert await left(town) == [(199, 0)]
    assert await left(town, AIGUL) == [(200, 99)]
    async with town.database.reading() as uow:
        assert len(await uow.requests.of_preschool(BOTA, {RequestState.SENT}, 0, 9)) == 1


async def distributed(town: Town, uow: Uow) -> int:
    """A run as a command or the schedule carries it out, whole or not at all; how many vouchers it issued."""
    at = Moment(uow, town.office, town.clock.now())
    try:
        async with uow.savepoint():
            number = await uow.distributions.begin("almaty")
            run = await plan(uow, town.office, "almaty", at.now, number)
            await post(uow, await issue_run(at, run, "staff:1", "almaty"))
    except Changed:
        return 0
    return len(run.issued)


async def test_two_runs_at_once_give_every_place_once_and_in_order(town: Town) -> None:
    await city(town, kindergarten(BOTA, WIDE))
    await opens(town, BOTA, 3)
    families = await queue(town, 5)
    runs = partial(distributed, town)
    assert await race(town.database, runs, runs) == (3, 0)
    async with town.database.reading() as uow:
        served = [one.application_id for one in await uow.vouchers.open_after(0, 10)]
        assert await uow.applications.reconcile() == []
    assert sorted(served) == sorted(one.id for one in families[:3])


@pytest.mark.rule("E-33")
async def test_edge_33_who_withdraws_during_a_run_is_told_that_a_voucher_has_come(town: Town) -> None:
    await city(town, kindergarten(BOTA, WIDE))
    await opens(town)
    (one,) = await queue(town, 1)
    withdraws = doing(town, one.account_id, WithdrawApplication(one.id))
    issued, outcome = await race(town.database, partial(distributed, town), withdraws)
    assert issued == 1
    assert isinstance(outcome, Refused)
    assert await open_vouchers(town) == [one.id]


@pytest.mark.rule("E-33")
async def test_edge_33_a_run_that_reads_a_family_which_withdraws_issues_nothing(town: Town) -> None:
    await city(town, kindergarten(BOTA, WIDE))
    await opens(town)
    (one,) = await queue(town, 1)
    withdraws = doing(town, one.account_id, WithdrawApplication(one.id))
    outcome, issued = await race(town.database, withdraws, partial(distributed, town))
    assert isinstance(outcome, Fine)
    assert issued == 0
    assert await open_vouchers(town) == []
    async with town.database.reading() as uow:
        assert await uow.applications.reconcile() == []


async def open_vouchers(town: Town) -> list[int]:
    """The applications that have one."""
    async with town.database.reading() as uow:
        return [one.application_id for one in await uow.vouchers.open_after(0, 10)]


async def test_who_chooses_while_the_voucher_is_annulled_gets_no_place(town: Town) -> None:
    await city(town, kindergarten())
    group = await opens(town)
    _phone, one = await accepted(town)
    annuls = doing(town, await id_of(await department(town)), annulment(one))
    await race(town.database, annuls, doing(town, one.account_id, SendRequest(one.id, group.id, True)))
    assert (await again(town, one)).voucher.state is State.ANNULLED
    assert await left(town) == [(20, 1)]
    async with town.database.reading() as uow:
        assert await uow.requests.of_voucher(one.id) == []


async def test_a_voucher_annulled_while_its_family_chooses_gives_the_place_back(town: Town) -> None:
    await city(town, kindergarten())
    group = await opens(town)
    _phone, one = await accepted(town)
    annuls = doing(town, await id_of(await department(town)), annulment(one))
    await race(town.database, doing(town, one.account_id, SendRequest(one.id, group.id, True)), annuls)
    assert (await again(town, one)).voucher.state is State.ANNULLED
    assert (await request_of(town, one)).state is RequestState.EXPIRED
    assert await left(town) == [(20, 1)]


def annulment(one: StoredVoucher) -> AnnulVoucher:
    """The department takes the voucher back through no fault of the family."""
    return AnnulVoucher(one.id, "issued_by_mistake", "Ваучер выдан по ошибке", parent_at_fault=False, heard="")
