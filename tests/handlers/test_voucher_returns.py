"""What a voucher that came to nothing leads to: the stop-list and back, the queue again, the archive. A10–A16, V12."""

from __future__ import annotations

from dataclasses import replace

import pytest
from icalendar import Calendar

from dialogs.inputs import Fine
from dialogs.message import Message
from dialogs.voucher_effects import RestCalendar
from enrolment.application import ApplicationState, ArchiveReason
from enrolment.profile_terms import Fallback, Restore
from enrolment.voucher_states import Actor, VoucherAction, VoucherNotAllowed, VoucherState
from handlers.vouchers import Act, Issued, step
from tests.handlers.staff.people import does, events_of, now_is, parent
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import (
    accepted,
    acts,
    again,
    application_of,
    family,
    fires,
    issues,
    moment,
    passes,
    queued,
    rows_of,
    told,
)

State = ApplicationState


async def rests(town: Town) -> tuple[Phone, int]:
    """A family whose application has just gone to the stop-list; the rest ends on 24 December."""
    phone, one = await family(town)
    await passes(town, moment(26, 0, 1))
    return phone, one.application_id


async def stands(town: Town, application_id: int) -> tuple[State, ArchiveReason | None]:
    """Where the application is."""
    async with town.database.reading() as uow:
        found = await uow.applications.get(application_id)
    assert found is not None
    return found.state, found.archive_reason


@pytest.mark.rule("E-32")
async def test_A15_edge_32_on_day_28_the_application_comes_back_with_its_old_date(town: Town) -> None:
    phone, id_ = await rests(town)
    async with town.database.reading() as uow:
        before = await uow.applications.get(id_)
    await passes(town, moment(24, 23, 59, second=59, month=12))
    await phone.forgets().says("menu")
    for label in ("My applications", "G-2026-000001", "Restore"):
        await phone.picks(label)
    phone.hears(
        "You can restore it once by Thursday, 24 December, 23:59 (today is the last day)",
        "Your application is restored. Place in the queue: 1.",
        "In the queue: place 1",
    )
    async with town.database.reading() as uow:
        after = await uow.applications.get(id_)
        assert await uow.applications.reconcile() == []
    assert before is not None
    assert after is not None
    assert (after.state, after.submitted_at) == (State.QUEUED, before.submitted_at)
    assert (await told(town, phone))[-2:] == ["N10", "N11"]


async def test_A15_the_last_day_to_come_back_goes_into_the_calendar_and_is_explained(town: Town) -> None:
    phone, id_ = await rests(town)
    await phone.says("menu")
    for label in ("My applications", "G-2026-000001", "Why this day?"):
        await phone.picks(label)
    phone.hears(
        "The term ends 24 December, Thursday, 23:59.",
        "Day 1: 27 November, Friday. Last day: 24 December, Thursday. Days in all: 28.",
    )
    await phone.picks("Back")
    await phone.picks("To my calendar")
    phone.hears("your phone will keep the deadline", "<balapan.ics>", "On the stop-list")
    (event,) = Calendar.from_ical(await calendar_of(town, phone, id_)).events
    assert (event["UID"], event.end) == (
        f"application-{id_}-restore@balapan",
        moment(24, 23, 59, second=59, month=12),
    )
    assert "Арман" in str(event["SUMMARY"])
    await phone.picks("Restore")
    assert await calendar_of(town, phone, id_) == ""
    assert await calendar_of(town, await parent(town, "1900"), id_) == ""


async def calendar_of(town: Town, phone: Phone, application_id: int) -> str:
    """The calendar file that comes for it, empty when none does."""
    outcome = await does(town, phone, RestCalendar(application_id))
    assert isinstance(outcome, Fine)
    (note,) = outcome.value.notes
    assert isinstance(note, Message)
    return "".join(file.content or "" for file in note.files)


@pytest.mark.rule("E-32")
async def test_A16_edge_32_on_day_29_it_is_too_late(town: Town) -> None:
    phone, id_ = await rests(town)
    restore = phone.heard[-1].choices[0].data
    await passes(town, moment(25, 0, month=12), timers=False)
    await phone.sends({"tapped": restore})
    phone.hears("This application cannot be restored now.", "On the stop-list").hears_not("[Restore]")
    town.clock.move(seconds=10)
    await fires(town)
    phone.hears("The time to restore the application is over. Child: Арман.", "join the queue again")
    assert await stands(town, id_) == (State.ARCHIVED, ArchiveReason.STOP_LIST_ENDED)
    await fires(town)
    await phone.sends({"tapped": restore})
    assert (await told(town, phone))[-2:] == ["N10", "N12"]


@pytest.mark.rule("E-32")
async def test_A16_edge_32_a_second_time_leads_to_the_archive_at_once(town: Town) -> None:
    phone, id_ = await rests(town)
    await phone.picks("Restore")
    await issues(town, Issued(id_))
    await passes(town, moment(1, month=12))
    phone.hears("The place was not confirmed in time, and the application has been restored before. Child: Арман.")
    assert await stands(town, id_) == (State.ARCHIVED, ArchiveReason.STOP_LIST_ENDED)
    assert (await told(town, phone))[-1] == "N12"


async def test_A15_a_button_pressed_twice_restores_once(town: Town) -> None:
    phone, id_ = await rests(town)
    restore = phone.heard[-1].choices[0].data
    await phone.sends({"tapped": restore}, {"tapped": restore})
    phone.hears("This application cannot be restored now. Here is how it stands.", "In the queue: place 1")
    assert await stands(town, id_) == (State.QUEUED, None)


async def test_A15_where_the_profile_says_so_it_comes_back_by_itself(town: Town) -> None:
    profile = town.office.profile
    town.office = replace(
        town.office, profile=replace(profile, stop_list=replace(profile.stop_list, restore=Restore.AUTO))
    )
    phone, id_ = await rests(town)
    phone.hears("The application rests on the stop-list by Thursday, 24 December", "Then it returns by itself.")
    phone.hears_not("[Restore]").forgets()
    await passes(town, moment(25, month=12))
    phone.hears("Your application is restored. Place in the queue: 1.")
    assert await stands(town, id_) == (State.QUEUED, None)


async def test_A10_where_the_profile_has_no_stop_list_the_archive_takes_it(town: Town) -> None:
    profile = town.office.profile
    interest = replace(profile.interest_confirmation, on_no_confirmation=Fallback.ARCHIVE)
    town.office = replace(town.office, profile=replace(profile, interest_confirmation=interest))
    phone, one = await family(town)
    phone.hears("the application will go to the archive")
    await passes(town, moment(26))
    phone.hears("The application is now in the archive.", "Reason: the place was not confirmed in time.")
    assert await stands(town, one.application_id) == (State.ARCHIVED, ArchiveReason.VOUCHER_UNCONFIRMED)


async def test_A17_a_resting_application_is_withdrawn_and_stays_so(town: Town) -> None:
    phone, id_ = await rests(town)
    await phone.says("menu")
    for label in ("My applications", "G-2026-000001", "Withdraw", "Withdraw", "Yes, withdraw"):
        await phone.picks(label)
    await passes(town, moment(26, month=12))
    assert await stands(town, id_) == (State.ARCHIVED, ArchiveReason.WITHDRAWN)
    assert (await told(town, phone))[-1] == "N05"


ANNULS = Act(VoucherAction.ANNUL, Actor.DEPARTMENT, "staff:3", "The kindergarten is closed")


async def test_V12_without_fault_the_place_in_the_queue_is_given_back(town: Town) -> None:
    phone, one = await accepted(town)
    before = await application_of(town, one)
    town.clock.move(days=1)
    _other, later = await queued(town, "1002")
    await acts(town, one, ANNULS)
    phone.hears(
        "The education department has annulled the voucher. Child: Арман.",
        "Reason: The kindergarten is closed.",
        "The application is back in the queue with its old date. Place: 1.",
    )
    after = await application_of(town, one)
    assert (after.state, after.submitted_at) == (State.QUEUED, before.submitted_at)
    assert (await now_is(town, later)).state is State.QUEUED
    assert await rows_of(town, one) == ["V1", "V3", "V12"]
    assert await events_of(town, f"application:{one.application_id}") == [
        ("account", "queued"),
        ("distribution", "in_process"),
        ("staff", "queued"),
    ]
    await passes(town, moment(5, month=12))
    assert (await told(town, phone))[-1] == "N17"
    async with town.database.reading() as uow:
        assert await uow.applications.reconcile() == []


async def test_V12_with_fault_the_application_ends_after_the_parent_was_heard(town: Town) -> None:
    phone, one = await accepted(town)
    await acts(town, one, replace(ANNULS, reason="False privilege", at_fault=True, heard=True))
    phone.hears("The application is now in the archive.", "Reason: the data in it turned out to be wrong.")
    application = await application_of(town, one)
    assert (application.state, application.archive_reason) == (State.ARCHIVED, ArchiveReason.FALSE_DATA)
    assert (await told(town, phone))[-1] == "N05"


async def test_V12_needs_a_reason_and_is_not_done_twice(town: Town) -> None:
    _phone, one = await family(town)
    with pytest.raises(VoucherNotAllowed, match="reason"):
        await acts(town, one, replace(ANNULS, reason=None))
    await acts(town, one, ANNULS)
    with pytest.raises(VoucherNotAllowed, match="already_done"):
        await acts(town, one, ANNULS)


async def test_V12_a_voucher_whose_time_is_over_expires_before_the_staff_can_touch_it(town: Town) -> None:
    phone, one = await family(town)
    await passes(town, moment(26, 1), timers=False)
    async with town.database.transaction("late") as uow:
        with pytest.raises(VoucherNotAllowed):
            await step(uow, town.office, one.id, ANNULS, town.clock.now())
    await town.deliver()
    assert (await again(town, one)).voucher.state is VoucherState.EXPIRED_UNCONFIRMED
    phone.hears("The voucher was not confirmed in time and is annulled.")
    await fires(town)
    assert (await told(town, phone)).count("N10") == 1


async def test_V10_a_decline_can_lead_to_the_stop_list_too(town: Town) -> None:
    profile = town.office.profile
    interest = replace(profile.interest_confirmation, on_decline=Fallback.STOP_LIST)
    town.office = replace(town.office, profile=replace(profile, interest_confirmation=interest))
    phone, one = await accepted(town)
    await phone.says("menu")
    for label in ("Open the voucher", "Decline"):
        await phone.picks(label)
    phone.hears("your application will go to the stop-list!")
    await phone.picks("Yes, decline")
    phone.hears("The voucher was declined. It is annulled.", "You can restore it once", "[Restore]")
    assert await stands(town, one.application_id) == (State.STOP_LISTED, None)
