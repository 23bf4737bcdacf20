"""Vouchers: one open a child, changed by one hand at a time, with deadlines that explain themselves."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from enrolment.application_states import ApplicationState as State
from enrolment.profile import load_profile
from enrolment.terms import Name, PlaceInstrument, QueueType
from enrolment.voucher import VoucherRules, voucher_step
from enrolment.voucher_states import Actor, VoucherAction, VoucherFacts, VoucherState, VoucherTransition
from enrolment.working_days import ALMATY, Calendar, Override
from storage.applications import Changed
from storage.database import Database
from storage.place_tables import voucher
from storage.stored_voucher import StoredVoucher
from storage.uow import Uow
from storage.vouchers import VoucherOpen
from tests.storage.domain.families import NOW, Kindergarten, later
from tests.storage.domain.issuing import CALENDAR, FIVE_DAYS, group_with, in_state, voucher_for
from tests.storage.domain.racing import race

RULES = VoucherRules(load_profile("unified"), CALENDAR)


def confirmed_by(one: StoredVoucher, actor: Actor = Actor.PARENT) -> VoucherTransition:
    return voucher_step(one.voucher, VoucherAction.CONFIRM, VoucherFacts(actor, later(hours=1)), RULES)


async def issued(uow: Uow, **changes: Any) -> StoredVoucher:
    one = voucher_for(await Kindergarten(uow).applies(), **changes)
    await uow.vouchers.add(one)
    return one


async def test_a_voucher_is_found_as_it_was_issued(database: Database) -> None:
    async with database.transaction("test") as uow:
        one = await issued(uow, contract_by=FIVE_DAYS, reason="error", instrument=PlaceInstrument.REFERRAL)
        assert await uow.vouchers.get(one.id) == one
        assert await uow.vouchers.get(one.id, lock=True) == one
        assert await uow.vouchers.by_number(" 2026-000001 ") == one
        assert await uow.vouchers.open_of(one.application_id) == one
        assert await uow.vouchers.of_application(one.application_id) == [one]
        assert await uow.vouchers.of_account(one.account_id) == [one]
        assert await uow.vouchers.get(1) is await uow.vouchers.by_number("2026-000002") is None
        assert await uow.vouchers.open_of(1) is None
    assert one.open


async def test_numbers_count_up_through_the_year(database: Database) -> None:
    async with database.transaction("test") as uow:
        assert await uow.vouchers.create_numbers(2026) == ["2026-000001"]
        assert await uow.vouchers.create_numbers(2026, 2) == ["2026-000002", "2026-000003"]
        assert await uow.vouchers.create_numbers(2027) == ["2027-000001"]


async def test_the_deadline_keeps_every_day_that_led_to_it(database: Database) -> None:
    feast = Override(dt.date(2026, 9, 2), works=False, name=Name("Қала күні", "День города", "City Day"))
    deadline = Calendar([feast]).deadline(NOW, 2)
    async with database.transaction("test") as uow:
        one = await issued(uow)
        one = await uow.vouchers.save(replace(one, voucher=replace(one.voucher, deadline=deadline)))
        found = await uow.vouchers.get(one.id)
    assert found is not None
    assert found.voucher.deadline == deadline
    assert [day.name and day.name.ru for day in found.voucher.deadline.days] == [None, "День города", None, None]
    assert found.voucher.deadline.at.tzinfo is ALMATY


async def test_the_day_of_birth_is_not_there_to_be_read(database: Database) -> None:
    async with database.transaction("test") as uow:
        await issued(uow)
        (row,) = (await uow.connection.execute(select(voucher))).all()
    assert not [value for value in row if "2022-03-15" in str(value) or b"2022-03-15" in bytes(str(value), "utf8")]


@pytest.mark.rule("S3-46")
async def test_a_step_writes_state_deadline_and_the_profile_version_that_set_it(database: Database) -> None:
    async with database.transaction("test") as uow:
        one = await issued(uow, profile_version=0)
        moved = await uow.vouchers.move(one, confirmed_by(one), later(hours=1))
        assert await uow.vouchers.get(one.id) == moved
    assert (moved.voucher.state, moved.rev, moved.profile_version) == (VoucherState.CONFIRMED, 1, 1)
    assert moved.voucher.deadline == FIVE_DAYS
    assert moved.closed_at is None


async def test_a_step_to_the_end_closes_it_with_its_reason(database: Database) -> None:
    annul = VoucherTransition("V12", VoucherState.ISSUED, VoucherState.ANNULLED, 1)
    async with database.transaction("test") as uow:
        one = await issued(uow)
        moved = await uow.vouchers.move(one, annul, later(hours=1), "preschool_closed")
        assert await uow.vouchers.open_of(one.application_id) is None
        assert await uow.vouchers.of_application(one.application_id) == [moved]
    assert (moved.closed_at, moved.reason, moved.open) == (later(hours=1), "preschool_closed", False)
    assert moved.profile_version == one.profile_version


@pytest.mark.rule("E-2")
async def test_two_presses_of_yes_at_once_confirm_once(database: Database) -> None:
    async with database.transaction("issue") as uow:
        one = await issued(uow)

    async def press(uow: Uow) -> str:
        found = await uow.vouchers.get(one.id)
        assert found == one
        return (await uow.vouchers.move(one, confirmed_by(one), later(hours=1))).voucher.state

    async def press_too(uow: Uow) -> str:
        with pytest.raises(Changed):
            await uow.vouchers.move(one, confirmed_by(one, Actor.DELEGATE), later(hours=1))
        return "too late"

    assert await race(database, press, press_too) == ("confirmed", "too late")


async def test_who_locks_a_voucher_sees_what_the_other_did(database: Database) -> None:
    async with database.transaction("issue") as uow:
        one = await issued(uow)

    async def press(uow: Uow) -> VoucherState:
        return (await uow.vouchers.move(one, confirmed_by(one), later(hours=1))).voucher.state

    async def look(uow: Uow) -> VoucherState:
        found = await uow.vouchers.get(one.id, lock=True)
        assert found is not None
        return found.voucher.state

    assert await race(database, press, look) == (VoucherState.CONFIRMED, VoucherState.CONFIRMED)


@pytest.mark.rule("E-10")
async def test_a_child_has_one_open_voucher_whatever_it_applied_for(database: Database) -> None:
    async with database.transaction("test") as uow:
        kindergarten = Kindergarten(uow)
        first = await kindergarten.applies()
        other = await kindergarten.applies(key=first.child_key, queue_type=QueueType.GENERAL)
        one = voucher_for(first)
        await uow.vouchers.add(one)
        with pytest.raises(VoucherOpen):
            await uow.vouchers.add(voucher_for(first, "2026-000002", child_key=bytes(16)))
        with pytest.raises(VoucherOpen):
            await uow.vouchers.add(voucher_for(other, "2026-000003"))
        await uow.vouchers.save(in_state(one, VoucherState.DECLINED, NOW))
        await uow.vouchers.add(voucher_for(other, "2026-000003"))


async def test_two_at_once_never_give_a_child_two_vouchers(database: Database) -> None:
    async with database.transaction("families") as uow:
        application = await Kindergarten(uow).applies()

    async def issue(uow: Uow) -> bool:
        await uow.vouchers.add(voucher_for(application))
        return True

    async def issue_too(uow: Uow) -> bool:
        with pytest.raises(VoucherOpen):
            await uow.vouchers.add(voucher_for(application, "2026-000002"))
        return False

    assert await race(database, issue, issue_too) == (True, False)


async def test_a_run_adds_many_at_once(database: Database) -> None:
    async with database.transaction("test") as uow:
        kindergarten = Kindergarten(uow)
        ones = [voucher_for(await kindergarten.applies(), f"2026-{count:06}") for count in range(40)]
        await uow.vouchers.add(*ones)
        await uow.vouchers.add()
        first = await uow.vouchers.open_after(0, 30)
        rest = await uow.vouchers.open_after(first[-1].id, 30)
    assert [*first, *rest] == ones


async def test_outstanding_is_who_still_needs_a_place_of_whatever_group(database: Database) -> None:
    async with database.transaction("test") as uow:
        group = await group_with(uow, 1)
        kindergarten = Kindergarten(uow)
        mine = voucher_for(await kindergarten.applies())
        referral = voucher_for(await kindergarten.applies(), "2026-000002", group_id=group)
        closed = in_state(voucher_for(await kindergarten.applies(), "2026-000003"), VoucherState.EXPIRED_UNUSED)
        elsewhere = voucher_for(await kindergarten.applies(locality="astana"), "2026-000004")
        await uow.vouchers.add(mine, referral, closed, elsewhere)
        assert await uow.vouchers.outstanding("almaty") == [mine.wanted]
        assert await uow.vouchers.outstanding("almaty", besides=mine.id) == []
        assert await uow.vouchers.outstanding(None) == [mine.wanted, elsewhere.wanted]


async def test_erasing_forgets_whose_child_the_voucher_of_an_archived_application_was_for(database: Database) -> None:
    async with database.transaction("test") as uow:
        kindergarten = Kindergarten(uow)
        enrolled = voucher_for(await kindergarten.applies(state=State.COMPLETED))
        ended = await kindergarten.applies(state=State.ARCHIVED, account_id=enrolled.account_id)
        declined = in_state(voucher_for(ended, "2026-000002"), VoucherState.DECLINED, NOW)
        await uow.vouchers.add(enrolled, declined)
        await uow.applications.erase(enrolled.account_id)
        assert await uow.vouchers.get(enrolled.id) == enrolled
        erased = await uow.vouchers.get(declined.id)
    assert erased is not None
    assert erased.wanted.born == dt.date(2022, 1, 1)
    assert erased.child_key != declined.child_key
    assert erased == replace(declined, child_key=erased.child_key, wanted=erased.wanted, rev=1)
