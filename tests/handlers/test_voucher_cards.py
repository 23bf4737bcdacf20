"""The voucher's card, its calendar file, why its deadline is when it is, and its buttons from anywhere. S3-41, D.3."""

from __future__ import annotations

from dataclasses import replace

import pytest
from icalendar import Calendar

from dialogs.inputs import Fine
from dialogs.message import Message
from dialogs.voucher_effects import AcceptVoucher, ExtendVoucher, RestoreApplication, VoucherCalendar
from dialogs.voucher_queries import MyVoucher, VoucherHistory
from enrolment.enrolment_request_states import RequestState
from enrolment.profile import load_profile
from enrolment.terms import QueueType
from enrolment.voucher_states import VoucherState
from handlers.book import answer
from handlers.vouchers import Issued
from storage.enrolment_requests import EnrolmentRequest
from storage.stored_voucher import StoredVoucher
from tests.handlers.neighbours import kindergarten, stock
from tests.handlers.staff.people import does, parent
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import (
    accepted,
    again,
    family,
    fires,
    issues,
    moment,
    passes,
    queued,
    rows_of,
    told,
    voucher_of,
)

State = VoucherState


async def opens(phone: Phone, *labels: str) -> Phone:
    """From the menu through these buttons; only what the last one shows counts."""
    await phone.says("menu")
    for label in labels:
        phone.hears()
        await phone.picks(label)
    phone.heard[:] = phone.heard[-1:]
    return phone


@pytest.mark.rule("S3-41")
async def test_the_menu_says_first_what_waits_and_until_when(town: Town) -> None:
    phone, _one = await family(town)
    await phone.says("menu")
    phone.hears(
        "A place waits for your answer by Wednesday, 25 November, 23:59 (2 working days left). Child: Арман.",
        "[Open the voucher]",
        "[My vouchers]",
    )
    await phone.picks("Open the voucher")
    await phone.picks("Accept voucher")
    await opens(phone)
    phone.hears("Choose a kindergarten by Monday, 30 November, 23:59 (5 working days left). Child: Арман.")


async def test_the_menu_names_the_children_when_several_vouchers_wait(town: Town) -> None:
    phone, _one = await family(town)
    _phone, second = await queued(town, queue_type=QueueType.SANATORIUM)
    await issues(town, Issued(second.id))
    await phone.says("menu")
    assert [choice.label for choice in phone.heard[-1].choices].count("Open the voucher") == 2


async def test_without_a_voucher_the_list_says_when_there_will_be_one(town: Town) -> None:
    phone, _application = await queued(town)
    (await opens(phone, "My vouchers")).hears(
        "You have no vouchers yet. When the turn comes, I will write to you here."
    )


@pytest.mark.rule("S2-07", "S2-08")
async def test_the_card_opens_from_the_list_and_from_the_application(town: Town) -> None:
    phone, _one = await family(town)
    await opens(phone, "My vouchers")
    phone.hears("[Арман: 2026-000001]")
    await phone.picks("2026-000001")
    phone.hears(
        "Issued: confirm that you want it", "accept or decline by Wednesday", "Issued: 23 November, Monday, 10:00"
    )
    await opens(phone, "My applications", "G-2026-000001")
    phone.hears("Issued: confirm that you want it", "accept or decline by Wednesday, 25 November, 23:59")
    await phone.picks("Open the voucher")
    phone.hears("Voucher No. 2026-000001")


async def test_why_this_day_counts_the_days_and_names_the_days_off(town: Town) -> None:
    town.clock.moment = moment(11, month=12)
    phone, one = await family(town)
    await phone.picks("Details")
    await phone.picks("Why this day?")
    phone.hears(
        "11 December, Friday — the first day does not count",
        "12 December, Saturday — day off",
        "14 December, Monday — day 1",
        "15 December, Tuesday — day 2",
        "The term ends 15 December, Tuesday, 23:59.",
    )
    await phone.picks("Back")
    await phone.picks("Accept voucher")
    await opens(phone, "Open the voucher", "Why this day?")
    phone.hears("16 December, Wednesday — holiday: Independence Day", "21 December, Monday — day 5")
    assert (await again(town, one)).voucher.deadline.at == moment(21, 23, 59, second=59, month=12)


async def test_the_history_tells_what_happened_and_when(town: Town) -> None:
    phone, _one = await accepted(town)
    await opens(phone, "Open the voucher", "History")
    phone.hears(
        "23 November, Monday, 10:00 — Issued: confirm that you want it",
        "23 November, Monday, 10:00 — Confirmed: choose a kindergarten",
    )


async def calendar_note(town: Town, phone: Phone, one: StoredVoucher) -> Message:
    """What comes with the voucher's calendar file."""
    outcome = await does(town, phone, VoucherCalendar(one.id))
    assert isinstance(outcome, Fine)
    (note,) = outcome.value.notes
    assert isinstance(note, Message)
    return note


@pytest.mark.parametrize(("accepts", "uid", "day"), [(False, "answer", 25), (True, "enrol", 30)])
async def test_the_deadline_goes_into_the_phones_calendar(town: Town, accepts: bool, uid: str, day: int) -> None:
    phone, one = await (accepted if accepts else family)(town)
    await opens(phone, "Open the voucher")
    await phone.picks("To my calendar")
    phone.hears("your phone will keep the deadline", "<balapan.ics>", "Voucher No. 2026-000001")
    (file,) = (await calendar_note(town, phone, one)).files
    (event,) = Calendar.from_ical(file.content or "").events
    assert event["UID"] == f"voucher-{one.id}-{uid}@balapan"
    assert "Арман" in str(event["SUMMARY"])
    assert event.end == moment(day, 23, 59, second=59)


async def test_a_calendar_file_of_what_is_over_is_not_made(town: Town) -> None:
    phone, one = await family(town)
    await passes(town, moment(26))
    note = await calendar_note(town, phone, one)
    assert "not confirmed in time" in str(note.text)
    assert note.files == ()


async def test_a_notice_is_answered_in_the_middle_of_a_dialog_which_is_kept(town: Town) -> None:
    phone, one = await family(town)
    accept = phone.heard[-1].choices[0].data
    await phone.says("/language")
    await phone.sends({"tapped": accept})
    phone.hears("The voucher is confirmed.", "Voucher No. 2026-000001")
    assert (await again(town, one)).voucher.state is State.CONFIRMED
    await phone.says("menu")
    phone.hears("[Continue]")


async def test_somebody_elses_voucher_reads_like_an_unknown_one(town: Town) -> None:
    _phone, one = await family(town)
    stranger = await parent(town, "1002")
    assert await town.at_desk(stranger, lambda desk: answer(desk, MyVoucher(one.id))) is None
    assert await town.at_desk(stranger, lambda desk: answer(desk, MyVoucher(17))) is None
    assert await town.at_desk(stranger, lambda desk: answer(desk, VoucherHistory(one.id))) == ()
    for effect in (AcceptVoucher, ExtendVoucher, VoucherCalendar):
        mine, unknown = [await does(town, stranger, effect(id_)) for id_ in (one.id, 17)]
        assert mine == unknown
    assert await does(town, stranger, RestoreApplication(one.application_id)) == await does(
        town, stranger, RestoreApplication(17)
    )
    assert (await again(town, one)).voucher.state is State.ISSUED


async def asks(town: Town, one: StoredVoucher, state: RequestState = RequestState.SENT) -> int:
    """The family has asked a kindergarten, which keeps a place for the child; returns the group."""
    await stock(town, kindergarten())
    async with town.database.transaction("request") as uow:
        (group,) = await uow.places.of_preschool("150140000002")
        assert await uow.places.open(group.id, 1, "staff:1", town.clock.now())
        assert await uow.places.reserve(group.id)
        number = await uow.requests.create_number(2026)
        request = EnrolmentRequest(
            number, one.id, one.application_id, one.account_id, "150140000002", group.id, state, town.clock.now()
        )
        await uow.requests.add(request)
    return group.id


async def test_V7a_while_the_kindergarten_is_silent_the_place_is_not_lost(town: Town) -> None:
    phone, one = await accepted(town)
    await asks(town, one)
    await passes(town, moment(1, month=12))
    assert (await again(town, one)).voucher.state is State.HELD
    assert await rows_of(town, one) == ["V1", "V3", "V7a"]
    assert await told(town, phone) == ["N06", "N08", "N15"]
    await opens(phone, "My vouchers", "2026-000001")
    phone.hears("Wait for the contract from the kindergarten", "Your voucher does not expire", "Preschool: Балапан")


async def test_V11_a_request_that_was_answered_ends_with_the_voucher_and_frees_its_place(town: Town) -> None:
    phone, one = await accepted(town)
    group = await asks(town, one, RequestState.CONTRACT_SENT)
    await passes(town, moment(1, month=12))
    phone.hears("No contract was concluded in time.")
    async with town.database.reading() as uow:
        (request,) = await uow.requests.of_voucher(one.id)
        (places,) = await uow.places.of_preschool("150140000002")
    assert (request.state, places.id, places.free) == (RequestState.EXPIRED, group, 20)
    await fires(town)


async def test_V2_a_referral_needs_no_confirmation_and_names_the_kindergarten(town: Town) -> None:
    profile = load_profile("indigo_karaganda_astana")
    town.office = replace(town.office, profile=profile, calendar=profile.working_calendar())
    await stock(town, kindergarten())
    phone, application = await queued(town)
    async with town.database.transaction("places") as uow:
        (group,) = await uow.places.of_preschool("150140000002")
        assert await uow.places.open(group.id, 1, "staff:1", town.clock.now())
        assert await uow.places.reserve(group.id)
    await issues(town, Issued(application.id, group=group.id))
    phone.hears(
        "An electronic referral is issued. Child: Арман.",
        "Kindergarten: Балапан.",
        "Conclude the contract with the kindergarten by Monday, 30 November, 23:59 (5 working days left).",
    )
    one = await voucher_of(town, application.id)
    assert await rows_of(town, one) == ["V2"]
    await passes(town, moment(1, month=12))
    phone.hears("No contract was concluded in time. The referral is annulled.")
    async with town.database.reading() as uow:
        (places,) = await uow.places.of_preschool("150140000002")
    assert places.free == 20
