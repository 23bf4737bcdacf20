"""An input counts as of its arrival; what is given in its late turn lives from the turn on, and nobody is overtaken."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from typing import Any

import pytest

from dialogs.effects import CheckCode
from dialogs.inputs import Fine
from dialogs.staff.silence import ReturnChoice
from enrolment.enrolment_request import RequestState
from enrolment.voucher_states import VoucherState
from handlers.unheard import unheard
from storage.database import Database
from tests.handlers import kindergartens as town_of
from tests.handlers.neighbours import OTHER_PHONE, does, newcomer, work_outside
from tests.handlers.staff.people import department
from tests.handlers.staff.people import does as staff_does
from tests.handlers.test_in_time import LAST_SECOND
from tests.handlers.test_outages import stands_still
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import accepted, again, family, fires, moment, passes, told


def button(phone: Phone, label: str) -> str:
    """What pressing the newest button of that name sends."""
    return next(one.data for said in reversed(phone.heard) for one in said.choices if label in one.label)


async def test_a_code_sent_late_is_good_for_its_whole_time(town: Town) -> None:
    phone = await newcomer(town)
    await phone.picks("Register")
    await phone.says("+7 701 000 00 09")
    town.clock.move(minutes=1)
    await phone.writes({"tapped": button(phone, "Send another code")})
    town.clock.move(minutes=3)
    await town.settle()
    found = re.search(r"\d{6}", (await work_outside(town))[-1])
    assert found is not None
    town.clock.move(seconds=5)
    assert await does(town, phone, CheckCode(OTHER_PHONE, found[0], "register")) == Fine()


async def test_E1_the_kindergarten_has_its_whole_time_when_the_turn_came_late(town: Town) -> None:
    await town_of.city(town, town_of.kindergarten())
    await town_of.opens(town)
    await town_of.employee(town)
    phone, one = await accepted(town)
    await phone.says("menu")
    await phone.picks("Open the voucher")
    await phone.picks("Choose")
    await phone.writes({"tapped": button(phone, "Confirm")})
    town.clock.move(days=3)
    await town.settle()
    request = await town_of.request_of(town, one)
    assert request.answer_by is not None
    assert request.answer_by.at > town.clock.now()


@pytest.mark.rule("E-6")
async def test_edge_6_an_outage_gives_the_kindergarten_more_time(town: Town) -> None:
    await town_of.city(town, town_of.kindergarten(phone="+77272223344"))
    await town_of.opens(town)
    await town_of.employee(town)
    clerk = await department(town)
    phone, one = await town_of.asks(town)
    await stands_still(town, moment(24, 20), moment(25, 8))
    await fires(town)
    await passes(town, moment(25, 9))
    await phone.says("menu")
    request = await town_of.request_of(town, one)
    await staff_does(town, clerk, ReturnChoice(request.id))
    assert (await town_of.request_of(town, one)).state is RequestState.SENT


async def test_a_limit_does_not_forget_when_an_earlier_input_has_its_turn_later(database: Database, town: Town) -> None:
    now = town.clock.now()
    async with database.transaction("tries") as uow:
        assert all([await uow.limits.hit("recovery", now, 86_400, 5) for _try in range(5)])
        assert not await uow.limits.hit("recovery", now - timedelta(seconds=1), 86_400, 5)


@pytest.mark.rule("E-1")
async def test_edge_1_a_turn_between_the_look_and_the_wait_keeps_its_reminders(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another worker takes the turn in between; on SQLite nobody can."""
    if town.database.dialect == "sqlite":
        return
    phone, one = await family(town)
    await passes(town, LAST_SECOND, timers=False)
    await phone.writes({"tapped": phone.heard[-1].choices[0].data})
    town.clock.moment = moment(26, 0, second=10)
    turns = list[asyncio.Task[Any]]()

    async def slowly(*asked: Any) -> bool:
        found = await unheard(*asked)
        turns.append(asyncio.create_task(town.settle()))
        await asyncio.wait(turns, timeout=0.5)
        return found

    monkeypatch.setattr("handlers.voucher_timers.unheard", slowly)
    await fires(town)
    await turns[0]
    monkeypatch.undo()
    assert (await again(town, one)).voucher.state is VoucherState.CONFIRMED
    before = await told(town, phone)
    await passes(town, moment(26, 0, second=20))
    await passes(town, moment(2, 12, month=12))
    assert "N07e" in (await told(town, phone))[len(before) :]
