"""A voucher's life as its family meets it: issued, accepted, declined, expired, extended. G.2, edges 1 to 5."""

from __future__ import annotations

from datetime import datetime

import pytest

from enrolment.application import ApplicationState, ArchiveReason
from enrolment.terms import QueueType
from enrolment.voucher_states import VoucherState
from handlers.vouchers import Issued
from storage.applications import Changed
from tests.handlers.town import Town
from tests.handlers.vouchers import (
    accepted,
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
    voucher_of,
)

State = VoucherState


@pytest.mark.rule("S3-40")
@pytest.mark.rule("S3-41")
async def test_V1_the_turn_comes_and_the_family_is_told_until_when_to_answer(town: Town) -> None:
    phone, one = await family(town)
    phone.hears(
        "Your turn has come! A voucher is issued. Child: Арман.",
        "Confirm that you want the place by Wednesday, 25 November, 23:59 (2 working days left).",
        "the application will go to the stop-list",
        "[Accept voucher]",
        "[Decline]",
        "[Details]",
    )
    assert (one.number, one.voucher.state) == ("2026-000001", State.ISSUED)
    assert one.voucher.deadline.at == moment(25, 23, 59, second=59)
    assert (await application_of(town, one)).state is ApplicationState.IN_PROCESS
    assert await rows_of(town, one) == ["V1"]


async def test_A9_many_get_their_vouchers_at_once_and_nobody_twice(town: Town) -> None:
    families = [await queued(town, f"10{number}") for number in range(3)]
    await issues(town, *(Issued(application.id, rule="order") for _phone, application in families))
    assert [await told(town, phone) for phone, _application in families] == [["N06"]] * 3
    numbers = [(await voucher_of(town, application.id)).number for _phone, application in families]
    assert numbers == ["2026-000001", "2026-000002", "2026-000003"]
    with pytest.raises(Changed):
        await issues(town, Issued(families[0][1].id))
    async with town.database.reading() as uow:
        assert await uow.applications.reconcile() == []


@pytest.mark.rule("S3-46")
async def test_V3_accepting_begins_the_enrolment_term(town: Town) -> None:
    phone, one = await family(town)
    await phone.picks("Accept voucher")
    phone.hears(
        "The voucher is confirmed. Child: Арман.",
        "Choose a kindergarten and conclude the electronic contract by Monday, 30 November, 23:59",
        "(5 working days left)",
        "Voucher No. 2026-000001",
        "Confirmed: choose a kindergarten",
    )
    now = await again(town, one)
    assert (now.voucher.state, now.voucher.deadline.at) == (State.CONFIRMED, moment(30, 23, 59, second=59))
    assert await rows_of(town, one) == ["V1", "V3"]
    assert await told(town, phone) == ["N06", "N08"]


@pytest.mark.rule("E-1")
@pytest.mark.parametrize(
    ("now", "state"),
    [(moment(25, 23, 59, second=59), State.CONFIRMED), (moment(26, 0), State.ISSUED)],
)
async def test_edge_1_the_last_second_counts_and_the_next_does_not(town: Town, now: datetime, state: State) -> None:
    phone, one = await family(town)
    await passes(town, now, timers=False)
    await phone.picks("Accept voucher")
    assert (await again(town, one)).voucher.state is state


@pytest.mark.rule("E-2")
async def test_edge_2_accepting_twice_or_on_two_phones_is_accepting_once(town: Town) -> None:
    phone, one = await family(town)
    accept = phone.heard[-1].choices[0].data
    await phone.sends({"tapped": accept}, {"tapped": accept})
    phone.hears("This button is out of date: it was confirmed — 23 November, Monday, 10:00. Nothing was changed.")
    await phone.sends({"tapped": accept})
    assert await rows_of(town, one) == ["V1", "V3"]
    assert await told(town, phone) == ["N06", "N08"]


@pytest.mark.rule("S3-43")
@pytest.mark.rule("S3-45")
@pytest.mark.rule("E-3")
async def test_V4_edge_3_declining_is_asked_twice_with_what_is_lost(town: Town) -> None:
    phone, one = await family(town)
    await phone.picks("Decline")
    phone.hears("Note: if you press “Yes, decline”, your application will be archived!", "[Do not decline]")
    await phone.picks("Do not decline")
    phone.hears("Issued: confirm that you want it")
    assert (await again(town, one)).voucher.state is State.ISSUED
    await phone.picks("Decline")
    await phone.picks("Yes, decline")
    phone.hears("You declined the voucher. It is annulled.", "join the queue again")
    application = await application_of(town, one)
    assert (await again(town, one)).voucher.state is State.DECLINED
    assert (application.state, application.archive_reason) == (ApplicationState.ARCHIVED, "voucher_declined")
    assert await told(town, phone) == ["N06", "N09"]
    await passes(town, moment(30))
    assert await told(town, phone) == ["N06", "N09"]


async def test_V10_declining_later_ends_it_with_the_same_warning(town: Town) -> None:
    phone, one = await accepted(town)
    await phone.says("menu")
    await phone.picks("My vouchers")
    await phone.picks("2026-000001")
    await phone.picks("Decline")
    phone.hears("your application will be archived!")
    await phone.picks("Yes, decline")
    assert await rows_of(town, one) == ["V1", "V3", "V10"]


@pytest.mark.rule("S3-42")
async def test_V5_without_an_answer_the_application_rests_on_the_stop_list(town: Town) -> None:
    phone, one = await family(town)
    await passes(town, moment(26))
    phone.hears(
        "The voucher was not confirmed in time and is annulled. Child: Арман.",
        "The application is on the stop-list. You can restore it once by Thursday, 24 December, 23:59",
        "[Restore]",
    )
    assert (await again(town, one)).voucher.state is State.EXPIRED_UNCONFIRMED
    assert (await application_of(town, one)).state is ApplicationState.STOP_LISTED
    assert await told(town, phone) == ["N06", "N07", "N07", "N07", "N10"]


@pytest.mark.rule("E-4")
async def test_edge_4_an_old_button_explains_and_changes_nothing(town: Town) -> None:
    phone, one = await family(town)
    accept = phone.heard[-1].choices[0].data
    await passes(town, moment(26, 0, 0, second=10), timers=False)
    await phone.forgets().sends({"tapped": accept})
    phone.hears("the time ended 25 November, Wednesday, 23:59. Nothing was changed.", "The time is over")
    await fires(town)
    await phone.forgets().sends({"tapped": accept})
    phone.hears("it was annulled, because it was not confirmed in time", "Nothing was changed.")
    assert await rows_of(town, one) == ["V1", "V5"]


@pytest.mark.rule("E-5")
async def test_edge_5_a_timer_that_fires_late_or_twice_does_its_work_once(town: Town) -> None:
    phone, one = await family(town)
    await passes(town, moment(29), timers=False)
    await fires(town)
    async with town.database.transaction("again") as uow:
        await uow.deadlines.set(f"voucher:{one.id}", "voucher_end", town.clock.now())
        await uow.deadlines.set(f"voucher:{one.id}", "voucher_last_day", town.clock.now())
    await fires(town)
    assert await told(town, phone) == ["N06", "N10"]
    assert await rows_of(town, one) == ["V1", "V5"]


@pytest.mark.rule("E-5")
async def test_edge_5_a_timer_that_fires_too_early_waits_for_its_time(town: Town) -> None:
    phone, one = await family(town)
    async with town.database.transaction("early") as uow:
        await uow.deadlines.set(f"voucher:{one.id}", "voucher_end", town.clock.now())
    await fires(town)
    assert (await again(town, one)).voucher.state is State.ISSUED
    await passes(town, moment(26))
    assert (await again(town, one)).voucher.state is State.EXPIRED_UNCONFIRMED
    phone.hears("[Restore]")


async def test_V1_reminders_come_at_ten_and_three_hours_before_the_end(town: Town) -> None:
    phone, _one = await family(town)
    for until, left in (
        (moment(24), "(1 working day left)"),
        (moment(25), "(today is the last day)"),
        (moment(25, 21), "(3 hours left)"),
    ):
        phone.forgets()
        await passes(town, until)
        phone.hears("A reminder: the time to answer is running out.", left, "[Accept voucher]")
    await phone.picks("Accept voucher")
    phone.hears("The voucher is confirmed.")


@pytest.mark.rule("E-5")
async def test_edge_5_reminders_that_were_missed_come_once(town: Town) -> None:
    phone, _one = await family(town)
    await passes(town, moment(25, 12), timers=False)
    await fires(town)
    assert await told(town, phone) == ["N06", "N07"]


@pytest.mark.rule("S3-47")
async def test_V6_the_extension_is_offered_on_the_last_day_and_taken_once(town: Town) -> None:
    phone, one = await accepted(town)
    await passes(town, moment(29, 23, 59, second=59))
    await phone.says("menu")
    await phone.picks("Open the voucher")
    phone.hears_not("[Extend the term]").forgets()
    await passes(town, moment(30, 9, 59))
    assert "N15" not in await told(town, phone)
    await passes(town, moment(30, 10))
    phone.hears("You can extend it once: 2 working days more.", "[Extend the term]", "[Details]")
    extend = phone.heard[-1].choices[0].data
    await phone.sends({"tapped": extend}, {"tapped": extend})
    phone.hears("The voucher is extended. Child: Арман.", "by Wednesday, 2 December, 23:59", "Nothing was changed")
    now = await again(town, one)
    assert (now.voucher.state, now.voucher.extensions) == (State.EXTENDED, 1)
    assert now.voucher.deadline.at == moment(2, 23, 59, second=59, month=12)
    assert (await told(town, phone))[-2:] == ["N15", "N16"]


@pytest.mark.rule("S3-48")
async def test_V11_without_a_contract_the_application_goes_to_the_archive(town: Town) -> None:
    phone, one = await accepted(town)
    await passes(town, moment(1, month=12))
    phone.hears("No contract was concluded in time. The voucher is annulled. Child: Арман.", "join the queue again")
    application = await application_of(town, one)
    assert (await again(town, one)).voucher.state is State.EXPIRED_UNUSED
    assert application.archive_reason is ArchiveReason.NOT_ENROLLED
    assert await told(town, phone) == ["N06", "N08", "N07e", "N15", "N07e", "N14"]
    await fires(town)
    assert await rows_of(town, one) == ["V1", "V3", "V11"]


async def test_A1_accepting_ends_the_childs_other_applications_after_a_warning(town: Town) -> None:
    phone, one = await family(town)
    accept = phone.heard[-1].choices[0].data
    mine = await application_of(town, one)
    _phone, other = await queued(
        town, queue_type=QueueType.SANATORIUM, child_id=mine.child_id, child_key=mine.child_key
    )
    await phone.sends({"tapped": accept})
    phone.hears("The child has 1 other application. If you accept this place, it ends.")
    assert (await again(town, one)).voucher.state is State.ISSUED
    await phone.picks("Accept voucher")
    phone.hears("The voucher is confirmed.", "Reason: a place was accepted for the child by another application.")
    async with town.database.reading() as uow:
        ended = await uow.applications.get(other.id)
    assert ended is not None
    assert (ended.state, ended.archive_reason) == (ApplicationState.ARCHIVED, ArchiveReason.WITHDRAWN)
