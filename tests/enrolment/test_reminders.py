"""When the holder of a voucher is reminded."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrolment.profile import Profile, load_profile
from enrolment.reminders import Reminder, ReminderKind, reminders, term_reminders, voucher_reminders
from enrolment.voucher_states import Voucher, VoucherState
from enrolment.working_days import ALMATY, Calendar, Deadline

UNIFIED = load_profile()
LAW = Calendar()
MONDAY = datetime(2026, 11, 16, 15, tzinfo=ALMATY)
D1, D2 = LAW.deadline(MONDAY, 2), LAW.deadline(MONDAY, 5)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(ALMATY))


def at_hour(hour: int) -> Profile:
    return replace(UNIFIED, calendar=replace(UNIFIED.calendar, cut_off=time(hour)))


def told(found: tuple[Reminder, ...]) -> list[str]:
    return [f"{one.notification} {one.kind} {one.at:%a %H:%M}" for one in found]


def confirmed(deadline: Deadline, extensions: int = 0) -> Voucher:
    state = VoucherState.EXTENDED if extensions else VoucherState.CONFIRMED
    return Voucher(state, MONDAY, deadline, extensions)


def test_V1_after_a_working_day_on_the_last_day_and_three_hours_before_the_end() -> None:
    assert told(reminders(D1, MONDAY, UNIFIED, LAW)) == [
        "N07 first_day Tue 10:00",
        "N07 last_day Wed 10:00",
        "N07 last_hours Wed 21:00",
    ]


def test_V1_weekends_and_holidays_are_slept_through() -> None:
    friday = datetime(2026, 3, 20, 12, tzinfo=ALMATY)
    found = reminders(LAW.deadline(friday, 2), friday, UNIFIED, LAW)
    assert [f"{one.at:%d.%m %H:%M}" for one in found] == ["26.03 10:00", "27.03 10:00", "27.03 21:00"]


def test_V1_a_term_of_one_day_reminds_once_in_the_morning() -> None:
    assert told(reminders(LAW.deadline(MONDAY, 1), MONDAY, UNIFIED, LAW)) == [
        "N07 last_day Tue 10:00",
        "N07 last_hours Tue 21:00",
    ]


def test_V1_nothing_is_said_after_the_word_that_hours_are_left() -> None:
    early = at_hour(12)
    found = reminders(early.working_calendar().deadline(MONDAY, 2), MONDAY, early, early.working_calendar())
    assert told(found) == ["N07 first_day Tue 10:00", "N07 last_hours Wed 09:00"]


def test_V1_what_is_past_or_too_late_is_not_said() -> None:
    morning = at_hour(8)
    calendar = morning.working_calendar()
    assert told(reminders(calendar.deadline(MONDAY, 1), MONDAY, morning, calendar)) == ["N07 last_hours Tue 05:00"]
    midnight = datetime(2026, 11, 16, 23, 59, 59, tzinfo=ALMATY)
    a_day_before = replace(UNIFIED, reminders=replace(UNIFIED.reminders, hours_before_end=24))
    assert told(reminders(LAW.deadline(midnight, 1), midnight, a_day_before, LAW)) == ["N07 last_hours Tue 00:00"]
    early = replace(a_day_before, calendar=morning.calendar)
    assert told(reminders(calendar.deadline(MONDAY, 1), MONDAY, early, calendar)) == []


@pytest.mark.rule("S3-47")
def test_V6_the_enrolment_term_offers_its_extension_in_the_morning_of_the_last_day_in_one_message() -> None:
    assert told(term_reminders(confirmed(D2), MONDAY, UNIFIED)) == [
        "N07 day_before Fri 10:00",
        "N15 extension_offered Mon 10:00",
        "N07 last_hours Mon 21:00",
    ]


def test_V6_an_extended_term_offers_nothing_any_more() -> None:
    longer = confirmed(LAW.deadline(MONDAY, 7), extensions=1)
    assert [one.notification for one in term_reminders(longer, D2.at, UNIFIED)] == ["N07"] * 3


def test_V8_a_restored_day_is_reminded_of_too() -> None:
    assert told(term_reminders(confirmed(LAW.deadline(MONDAY, 1)), MONDAY, UNIFIED)) == [
        "N15 extension_offered Tue 10:00",
        "N07 last_hours Tue 21:00",
    ]


def test_the_state_decides_which_reminders_there_are() -> None:
    issued = Voucher(VoucherState.ISSUED, MONDAY, D1)
    assert voucher_reminders(issued, MONDAY, UNIFIED, LAW) == reminders(D1, MONDAY, UNIFIED, LAW)
    assert voucher_reminders(confirmed(D2), MONDAY, UNIFIED, LAW) == term_reminders(confirmed(D2), MONDAY, UNIFIED)
    for state in set(VoucherState) - {VoucherState.ISSUED, VoucherState.CONFIRMED, VoucherState.EXTENDED}:
        assert voucher_reminders(replace(issued, state=state), MONDAY, UNIFIED, LAW) == ()


@given(MOMENTS, st.integers(1, 10), st.times(), st.times(), st.integers(1, 24))
def test_no_reminder_is_past_too_late_or_twice_at_once(
    now: datetime, working_days: int, cut_off: time, at: time, hours: int
) -> None:
    rules = replace(UNIFIED.reminders, at=at, hours_before_end=hours)
    profile = replace(UNIFIED, reminders=rules, calendar=replace(UNIFIED.calendar, cut_off=cut_off))
    calendar = profile.working_calendar()
    deadline = calendar.deadline(now, working_days)
    for found in (reminders(deadline, now, profile, calendar), term_reminders(confirmed(deadline), now, profile)):
        moments = [one.at for one in found]
        assert moments == sorted(set(moments))
        assert all(now < moment < deadline.at for moment in moments)
        kinds = [one.kind for one in found if one.kind is not ReminderKind.EXTENSION_OFFERED]
        assert ReminderKind.LAST_HOURS not in kinds[:-1]
