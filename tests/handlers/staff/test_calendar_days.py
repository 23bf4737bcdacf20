"""Declared days: open deadlines counted anew, never shorter, the families told once. D.3, edge 7."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dialogs.inputs import Refused
from dialogs.staff.department_effects import DeclareDay, WithdrawDay
from dialogs.staff.words import NOT_YOUR_ROLE
from enrolment.contract import ContractState
from enrolment.profile_terms import DayUnit
from enrolment.stop_list import rest_ends
from handlers.staff.calendar_days import ONE_CITY
from handlers.voucher_clocks import END, JUST_AFTER
from handlers.vouchers import voucher_subject
from storage.stop_list_rests import Rest
from storage.stored_voucher import StoredVoucher
from tests.handlers.contracts import begun, contract
from tests.handlers.staff.distributing import issued, opened, queued, vouchers, works
from tests.handlers.staff.people import administrator, department, does, events_of
from tests.handlers.test_contract_agreements import agreed_on, in_force, moves_phone
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import moment, passes

TUESDAY = date(2026, 11, 24)
OFF = DeclareDay(TUESDAY, False, "Демалыс", "Выходной", "Decree 5")


async def with_voucher(town: Town) -> tuple[Phone, StoredVoucher]:
    """A family whose voucher waits for an answer until Wednesday, everything read."""
    await opened(town, 1)
    ((family, _application),) = await queued(town, 1)
    await issued(town, await department(town))
    (voucher,) = await vouchers(town)
    assert voucher.voucher.deadline.at.date() == date(2026, 11, 25)
    return family.forgets(), voucher


async def ends(town: Town) -> date:
    (voucher,) = await vouchers(town)
    return voucher.voucher.deadline.at.date()


@pytest.mark.rule("S3-41")
async def test_edge_7_a_day_off_prolongs_open_deadlines_and_the_family_is_told(town: Town) -> None:
    family, voucher = await with_voucher(town)
    admin = await administrator(town)
    await admin.picks("Calendar")
    admin.hears("No day is declared from today on")
    await admin.picks("Declare a day")
    await admin.says("22.11.2026")
    admin.hears("This day is over.")
    await admin.says("24.11.2026")
    await admin.picks("A day off")
    for words in ("Демалыс", "Выходной", "Decree 5 of 20 November 2026"):
        await admin.says(words)
    await admin.picks("Declare the day")
    admin.hears("Declared. Open deadlines are being counted anew.", "1 day is declared from today on.")
    await works(town)
    assert await ends(town) == date(2026, 11, 26)
    family.hears("You have more time: the working calendar has changed.", "26 November")
    async with town.database.reading() as uow:
        due = {one.kind: one.due_at for one in await uow.deadlines.of(voucher_subject(voucher.id))}
    assert due[END] == voucher.voucher.deadline.at + timedelta(days=1) + JUST_AFTER
    assert await events_of(town, "calendar") == [("staff", "declared")]


async def test_edge_7_a_deadline_that_was_told_never_becomes_shorter(town: Town) -> None:
    family, _voucher = await with_voucher(town)
    admin = await administrator(town)
    await does(town, admin, OFF)
    await works(town)
    family.forgets()
    await admin.says("menu")
    await admin.picks("Calendar")
    await admin.picks("24 November")
    admin.hears("A day off: Выходной", "Source: Decree 5")
    await admin.picks("Take the day back")
    admin.hears("Withdrawn.", "No day is declared from today on")
    await works(town)
    assert await ends(town) == date(2026, 11, 26)
    assert not family.heard


@pytest.mark.rule("E-7")
async def test_edge_7_a_contract_lasts_as_long_as_the_family_was_told_after_a_day_off(town: Town) -> None:
    family, _kindergarten, one = await begun(town)
    assert one.contract.sign_by is not None and one.contract.sign_by.at.date() == date(2026, 11, 26)
    await does(town, await administrator(town), OFF)
    await works(town)
    family.hears("You have more time: the working calendar has changed.", "27 November")
    await passes(town, moment(27, 23, 59))
    assert (await contract(town, one)).state is ContractState.DRAFT
    await passes(town, moment(28, 0, 1))
    assert (await contract(town, one)).state is ContractState.EXPIRED


@pytest.mark.rule("E-7")
async def test_edge_7_an_agreement_lasts_longer_too_though_its_voucher_is_redeemed(town: Town) -> None:
    mother, saule, one = await in_force(town)
    await moves_phone(town, mother, "+77010000011")
    agreement = await agreed_on(town, saule, one)
    before = agreement.contract.sign_by
    assert before is not None and before.at.date() == date(2026, 11, 26)
    await does(town, await administrator(town), OFF)
    await works(town)
    await passes(town, moment(27, 23, 59))
    assert (await contract(town, agreement)).state is ContractState.DRAFT
    await passes(town, moment(28, 0, 1))
    assert (await contract(town, agreement)).state is ContractState.EXPIRED


@pytest.mark.rule("E-7")
@pytest.mark.parametrize(("unit", "day"), [("working_days", 8), ("calendar_days", 3)])
async def test_edge_7_a_rest_that_is_counted_in_working_days_lasts_longer_too(town: Town, unit: str, day: int) -> None:
    _family, voucher = await with_voucher(town)
    async with town.database.transaction("rests") as uow:
        until = rest_ends(
            town.clock.now(),
            replace(town.office.profile.stop_list, duration=10, unit=DayUnit(unit)),
            town.office.calendar,
        )
        await uow.rests.begin(Rest(voucher.application_id, town.clock.now(), until))
    for _twice in range(2):
        await does(town, await administrator(town), OFF)
        await works(town)
    async with town.database.reading() as uow:
        rest = await uow.rests.current(voucher.application_id)
    assert rest is not None and rest.until.at.date() == date(2026, 12, day)


async def test_edge_7_counting_anew_twice_tells_the_family_once(town: Town) -> None:
    family, _voucher = await with_voucher(town)
    admin = await administrator(town)
    await does(town, admin, OFF)
    await does(town, admin, OFF)
    await works(town)
    assert len(family.heard) == 1


async def test_edge_7_a_declared_day_counts_for_whatever_begins_after_it(town: Town) -> None:
    await does(town, await administrator(town), OFF)
    await opened(town, 1)
    await queued(town, 1)
    await issued(town, await department(town))
    assert await ends(town) == date(2026, 11, 26)


async def test_the_department_reads_the_calendar_and_changes_nothing(town: Town) -> None:
    await does(town, await administrator(town), OFF)
    clerk = await department(town)
    await clerk.picks("Calendar")
    clerk.hears("1 day is declared from today on.", "[24 November 2026]").hears_not("[Declare a day]")
    await clerk.picks("24 November")
    clerk.hears("A day off: Выходной", "Source: Decree 5").hears_not("[Take the day back]")


async def test_only_an_administrator_of_all_cities_changes_the_calendar(town: Town) -> None:
    assert await does(town, await department(town), OFF) == Refused(NOT_YOUR_ROLE)
    of_one_city = await administrator(town, "702", "almaty")
    assert await does(town, of_one_city, OFF) == Refused(ONE_CITY)
    assert await does(town, of_one_city, WithdrawDay(TUESDAY)) == Refused(ONE_CITY)
    admin = await administrator(town)
    assert isinstance(await does(town, admin, WithdrawDay(TUESDAY)), Refused)
    assert isinstance(await does(town, admin, DeclareDay(date(2026, 11, 22), False, "", "", "")), Refused)
    async with town.database.reading() as uow:
        assert await uow.calendar.all() == ()
