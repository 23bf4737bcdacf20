"""A deadline that fell into an outage: the family and the kindergarten have the profile's hours more. Edge 6."""

from __future__ import annotations

from datetime import datetime

import pytest

from enrolment.application import ApplicationState
from enrolment.term_ends import Outage
from enrolment.voucher_states import VoucherState
from handlers.keeping import listen_to_heart
from tests.handlers.kindergartens import asks, city, employee, kindergarten, opens
from tests.handlers.staff.people import department
from tests.handlers.town import Town
from tests.handlers.vouchers import accepted, again, application_of, family, fires, moment, passes, rows_of, told

State = VoucherState


async def stands_still(town: Town, since: datetime, until: datetime) -> None:
    """The program is down all the time between, and back at the end; afterwards its heart is none of the test's."""
    await passes(town, since)
    async with town.database.transaction("last beat") as uow:
        await uow.outages.alive(since)
    await passes(town, until, timers=False)
    async with town.database.transaction("first beat") as uow:
        assert await uow.outages.alive(until) == Outage(since, until)
        await uow.outages.unwatched()


@pytest.mark.rule("E-6")
async def test_edge_06_who_could_not_answer_in_time_has_a_day_more_and_is_told(town: Town) -> None:
    phone, one = await family(town)
    await stands_still(town, moment(25, 20), moment(26, 8))
    await fires(town)
    assert (await again(town, one)).voucher.state is State.ISSUED
    phone.hears(
        "You have more time: the service did not work when your term ended.",
        "The new deadline: by Friday, 27 November, 08:00",
        "[Details]",
    )
    assert (await told(town, phone))[-1] == "deadline_after_outage"
    await passes(town, moment(27, 7, 59))
    await phone.picks("Details")
    phone.hears("[Accept voucher]")
    await phone.picks("Accept voucher")
    assert await rows_of(town, one) == ["V1", "V3"]


@pytest.mark.rule("E-6")
async def test_edge_06_when_the_hours_are_over_too_the_timer_does_its_work_once(town: Town) -> None:
    phone, one = await family(town)
    await stands_still(town, moment(25, 20), moment(26, 8))
    await fires(town)
    await passes(town, moment(27, 8))
    assert (await again(town, one)).voucher.state is State.ISSUED
    await passes(town, moment(27, 9))
    assert (await again(town, one)).voucher.state is State.EXPIRED_UNCONFIRMED
    assert (await application_of(town, one)).state is ApplicationState.STOP_LISTED
    assert (await told(town, phone)).count("deadline_after_outage") == 1


@pytest.mark.rule("E-6")
async def test_edge_06_an_outage_that_ended_before_the_deadline_gives_nothing(town: Town) -> None:
    phone, one = await family(town)
    await stands_still(town, moment(24, 20), moment(25, 8))
    await passes(town, moment(26, 1))
    assert (await again(town, one)).voucher.state is State.EXPIRED_UNCONFIRMED
    assert "deadline_after_outage" not in await told(town, phone)


@pytest.mark.rule("E-6")
async def test_edge_06_while_nobody_has_noticed_the_end_of_the_outage_nothing_expires(town: Town) -> None:
    _phone, one = await family(town)
    async with town.database.transaction("last beat") as uow:
        await uow.outages.alive(moment(25, 20))
    await passes(town, moment(26, 8), timers=False)
    await fires(town)
    assert (await again(town, one)).voucher.state is State.ISSUED


@pytest.mark.rule("E-6")
async def test_edge_06_a_choice_can_be_made_in_the_hours_after_the_outage(town: Town) -> None:
    await city(town, kindergarten())
    await opens(town)
    phone, one = await accepted(town)
    await stands_still(town, moment(30, 20), moment(1, 8, month=12))
    await fires(town)
    phone.hears("You have more time")
    await phone.picks("Details")
    await phone.picks("Choose kindergarten")
    phone.hears("2 December")
    await phone.picks("Confirm")
    phone.hears("The request is sent.")
    assert (await again(town, one)).voucher.state is State.CONFIRMED


@pytest.mark.rule("E-6")
async def test_edge_06_the_kindergarten_has_more_time_too_before_it_is_told_of(town: Town) -> None:
    await city(town, kindergarten())
    await opens(town)
    saule, clerk = await employee(town), await department(town)
    await asks(town)
    clerk.forgets()
    saule.forgets()
    await stands_still(town, moment(24, 20), moment(25, 8))
    await fires(town)
    assert not clerk.heard
    await passes(town, moment(26, 9))
    clerk.hears("The kindergarten has not answered request")


@pytest.mark.rule("E-6")
async def test_edge_06_the_way_back_from_the_stop_list_stays_open_longer(town: Town) -> None:
    phone, one = await family(town)
    await passes(town, moment(26))
    await stands_still(town, moment(24, 20, month=12), moment(25, 8, month=12))
    await fires(town)
    await phone.picks("Restore")
    assert (await application_of(town, one)).state is ApplicationState.QUEUED


@pytest.mark.rule("E-6")
async def test_edge_06_a_heart_that_stands_still_keeps_no_term_open_for_ever_and_is_told_every_morning(
    town: Town,
) -> None:
    clerk = (await department(town)).forgets()
    _phone, one = await family(town)
    async with town.database.transaction("last beat") as uow:
        await uow.outages.alive(moment(25, 20))
    await passes(town, moment(27, 12))
    assert (await again(town, one)).voucher.state is State.ISSUED
    await listen_to_heart(town.database, town.office)
    await town.deliver()
    clerk.hears("since 25 November, Wednesday, 20:00 the service does not note that it is running", "three days")
    await passes(town, moment(29, 21))
    await fires(town)
    assert (await again(town, one)).voucher.state is State.EXPIRED_UNCONFIRMED
