"""Children who grow out of kindergarten while their case is open: A18, edge 14."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import update

from enrolment.application import ApplicationState, ArchiveReason
from enrolment.enrolment_request import RequestState
from enrolment.preschools import Group
from enrolment.terms import QueueType
from enrolment.voucher_states import VoucherState
from handlers.age_limits import end_outgrown
from handlers.keeping import rest
from handlers.moving import subject_of
from storage.applications import Application
from storage.domain_tables import application as applications
from storage.place_tables import voucher
from storage.stored_voucher import StoredVoucher, sealed_birthday
from tests.handlers.kindergartens import asks, city, employee, kindergarten, opens, request_of
from tests.handlers.staff.people import applies, doctor, events_of, now_is, parent
from tests.handlers.town import Town
from tests.handlers.vouchers import accepted, again, application_of, family, moment, passes, queued, told

SIXTH = date(2020, 11, 24)


async def was_born(town: Town, one: Application, born: date, held: StoredVoucher | None = None) -> None:
    """The child of that application, and of its voucher, was born on another day."""
    async with town.database.transaction("born") as uow:
        child = await uow.children.get(one.child_id)
        assert child is not None
        await uow.children.save(replace(child, person=replace(child.person, birth_date=born), birth_year=born.year))
        if one.state is not ApplicationState.QUEUED:
            mine = update(applications).where(applications.c.id == one.id)
            await uow.connection.execute(mine.values(birth_year=born.year))
        if held is not None:
            sealed = sealed_birthday(uow.sealer, held.id, born)
            await uow.connection.execute(update(voucher).where(voucher.c.id == held.id).values(born=sealed))


async def night(town: Town) -> int:
    """The day's work for ages; how many applications it ended."""
    ended = await end_outgrown(town.database, town.office, rest)
    await town.deliver()
    return ended


async def turns_six(town: Town, **wishes: Any) -> Application:
    """An application whose child turns six on the 24th."""
    phone = await parent(town)
    one = await applies(town, phone, **{"queue_type": QueueType.GENERAL, "birth_year": 2020, **wishes})
    phone.forgets()
    await was_born(town, one, SIXTH)
    return one


@pytest.mark.rule("E-14")
async def test_A18_edge_14_on_the_birthday_the_application_leaves_the_queue_and_the_parent_is_told(town: Town) -> None:
    one = await turns_six(town, state=ApplicationState.QUEUED)
    assert await night(town) == 0
    town.clock.moment = moment(24)
    assert await night(town) == 1
    ended = await now_is(town, one)
    assert (ended.state, ended.archive_reason) == (ApplicationState.ARCHIVED, ArchiveReason.AGE_LIMIT)
    town.phone("telegram", "1001").hears("the child has reached the age limit", "Арман")
    assert (await events_of(town, subject_of(one.id)))[-1] == ("system", "archived")
    async with town.database.reading() as uow:
        assert await uow.applications.reconcile() == []
    assert await night(town) == 0


@pytest.mark.rule("E-14")
async def test_A18_edge_14_a_review_that_is_not_needed_any_more_is_called_off(town: Town) -> None:
    reviewer = await doctor(town)
    one = await turns_six(town, queue_type=QueueType.SANATORIUM)
    await reviewer.picks("Open the card")
    await reviewer.picks("Take")
    reviewer.forgets()
    town.clock.moment = moment(24)
    assert await night(town) == 1
    assert (await now_is(town, one)).state is ApplicationState.ARCHIVED
    reviewer.hears(one.number)
    async with town.database.reading() as uow:
        assert await uow.deadlines.of(subject_of(one.id)) == []


@pytest.mark.rule("E-14")
async def test_A18_edge_14_a_voucher_ends_with_the_application(town: Town) -> None:
    phone, one = await family(town)
    await was_born(town, await application_of(town, one), SIXTH, one)
    town.clock.moment = moment(24)
    assert await night(town) == 1
    assert (await again(town, one)).voucher.state is VoucherState.ANNULLED
    assert (await application_of(town, one)).archive_reason is ArchiveReason.AGE_LIMIT
    phone.hears("the child has reached the age limit")
    assert await told(town, phone) == ["N06", "N05"]


@pytest.mark.rule("E-14")
async def test_A18_edge_14_a_rest_on_the_stop_list_ends_with_the_application(town: Town) -> None:
    _phone, one = await family(town)
    await passes(town, moment(26))
    await was_born(town, await application_of(town, one), SIXTH)
    assert await night(town) == 1
    assert (await application_of(town, one)).archive_reason is ArchiveReason.AGE_LIMIT
    async with town.database.reading() as uow:
        assert await uow.rests.current(one.application_id) is None
        assert await uow.deadlines.of(subject_of(one.application_id)) == []


@pytest.mark.rule("E-14")
async def test_edge_14_a_child_too_old_for_every_group_keeps_no_voucher(town: Town) -> None:
    await city(town, kindergarten())
    _phone, one = await accepted(town)
    _other, waiting = await queued(town, "1002", birth_year=2022)
    for application in (await application_of(town, one), waiting):
        await was_born(town, application, date(2022, 11, 20), one if application is not waiting else None)
    assert await night(town) == 1
    assert (await again(town, one)).voucher.state is VoucherState.ANNULLED
    assert (await now_is(town, waiting)).state is ApplicationState.QUEUED


@pytest.mark.rule("E-14")
async def test_edge_14_a_place_that_is_reserved_is_the_kindergartens_to_look_at(town: Town) -> None:
    await city(town, kindergarten())
    await opens(town)
    saule = await employee(town)
    _phone, one = await asks(town)
    await was_born(town, await application_of(town, one), date(2022, 11, 20), one)
    assert await night(town) == 0
    await saule.picks("Open the request")
    await saule.picks("Send the contract")
    await saule.picks("Send the contract")
    saule.hears("The child is not of the group’s age any more.")
    assert (await request_of(town, one)).state is RequestState.SENT


@pytest.mark.rule("E-14")
async def test_edge_14_on_the_birthday_itself_nothing_can_be_chosen_any_more(town: Town) -> None:
    await city(town, kindergarten("150140000002", Group("Аралас", 2, 7, 20)))
    await opens(town)
    phone, one = await accepted(town)
    await was_born(town, await application_of(town, one), SIXTH, one)
    town.clock.moment = moment(24, 0, 5)
    await phone.says("menu")
    await phone.picks("My vouchers")
    await phone.picks("Арман")
    await phone.picks("Choose kindergarten")
    phone.hears_not("Бота")
