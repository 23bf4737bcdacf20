"""What arrived in time counts as in time, however late its turn comes, and no timer is quicker than it. Edge 1."""

from __future__ import annotations

import pytest

from enrolment.application import ApplicationState
from enrolment.voucher_states import Actor, VoucherAction, VoucherState
from handlers.vouchers import Act
from tests.handlers.town import Town
from tests.handlers.vouchers import acts, again, application_of, family, fires, moment, passes, rows_of, told

LAST_SECOND = moment(25, 23, 59, second=59)
ANNUL = Act(VoucherAction.ANNUL, Actor.DEPARTMENT, "staff:1", reason="a mistake")


@pytest.mark.rule("E-1")
async def test_edge_1_pressed_in_the_last_second_and_handled_after_it_is_in_time(town: Town) -> None:
    phone, one = await family(town)
    await passes(town, LAST_SECOND, timers=False)
    await phone.writes({"tapped": phone.heard[-1].choices[0].data})
    town.clock.moment = moment(26, 0, second=1)
    await town.settle()
    phone.hears("The voucher is confirmed.").hears_not("out of date")
    now = await again(town, one)
    assert (now.voucher.state, now.voucher.deadline.at) == (
        VoucherState.CONFIRMED,
        moment(2, 23, 59, second=59, month=12),
    )
    async with town.database.reading() as uow:
        assert (await uow.events.history(f"voucher:{one.id}"))[-1].at == LAST_SECOND


@pytest.mark.rule("E-1")
@pytest.mark.rule("E-5")
async def test_edge_1_a_timer_lets_what_arrived_in_time_go_first(town: Town) -> None:
    phone, one = await family(town)
    await passes(town, LAST_SECOND)
    await phone.forgets().writes({"said": "menu"})
    await passes(town, moment(26, 0, second=10))
    assert (await again(town, one)).voucher.state is VoucherState.ISSUED
    await town.settle()
    await passes(town, moment(26, 0, second=20))
    assert (await again(town, one)).voucher.state is VoucherState.EXPIRED_UNCONFIRMED
    assert await rows_of(town, one) == ["V1", "V5"]


@pytest.mark.rule("E-1")
async def test_edge_1_a_timer_waits_for_nothing_that_came_too_late(town: Town) -> None:
    phone, one = await family(town)
    await passes(town, moment(26, 0), timers=False)
    await phone.writes({"tapped": phone.heard[-1].choices[0].data})
    town.clock.move(seconds=10)
    await fires(town)
    assert (await again(town, one)).voucher.state is VoucherState.EXPIRED_UNCONFIRMED
    await town.settle()
    phone.hears("This button is out of date")


@pytest.mark.rule("E-1")
async def test_edge_1_an_act_of_the_staff_ends_nothing_that_was_answered_in_time(town: Town) -> None:
    phone, one = await family(town)
    await passes(town, LAST_SECOND, timers=False)
    await phone.writes({"tapped": phone.heard[-1].choices[0].data})
    town.clock.moment = moment(26, 0, second=1)
    await acts(town, one, ANNUL)
    assert await rows_of(town, one) == ["V1", "V12"]


@pytest.mark.rule("E-1")
@pytest.mark.rule("E-32")
async def test_edge_1_the_stop_list_is_left_by_who_pressed_in_time(town: Town) -> None:
    phone, one = await family(town)
    await passes(town, moment(24, 23, 59, second=59, month=12))
    restore = next(choice.data for choice in phone.heard[-1].choices if "Restore" in choice.label)
    await phone.writes({"tapped": restore})
    await passes(town, moment(25, 0, second=10, month=12))
    assert (await application_of(town, one)).state is ApplicationState.STOP_LISTED
    await town.settle()
    assert (await application_of(town, one)).state is ApplicationState.QUEUED
    assert "N11" in await told(town, phone)
