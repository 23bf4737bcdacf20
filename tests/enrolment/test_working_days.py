"""When a term in working days ends, and why."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrolment.terms import Name, WorkingWeek
from enrolment.working_days import ALMATY, Calendar, Day, DayReason, Deadline, Override, never_shorter

LAW = Calendar()
SIX_DAYS = Calendar(week=WorkingWeek.SIX_DAYS)


def at_noon(day: str) -> datetime:
    return datetime.combine(datetime.strptime(day, "%d.%m.%Y").date(), time(12), ALMATY)


def last_day(calendar: Calendar, event: str, working_days: int) -> str:
    return f"{calendar.deadline(at_noon(event), working_days).at:%d.%m.%Y}"


@pytest.mark.rule("S3-41")
@pytest.mark.rule("S3-46")
@pytest.mark.rule("S3-47")
@pytest.mark.parametrize(
    ("event", "confirmed_by", "enrolled_by", "extended_to"),
    [
        ("02.05.2024", "04.05.2024", "15.05.2024", "17.05.2024"),
        ("06.05.2024", "13.05.2024", "20.05.2024", "22.05.2024"),
        ("30.12.2024", "05.01.2025", "13.01.2025", "15.01.2025"),
        ("20.03.2025", "27.03.2025", "03.04.2025", "07.04.2025"),
        ("05.06.2025", "10.06.2025", "17.06.2025", "19.06.2025"),
        ("29.08.2025", "03.09.2025", "10.09.2025", "12.09.2025"),
        ("06.03.2026", "11.03.2026", "18.03.2026", "20.03.2026"),
        ("20.03.2026", "27.03.2026", "03.04.2026", "07.04.2026"),
        ("26.05.2026", "29.05.2026", "05.06.2026", "09.06.2026"),
        ("28.08.2026", "01.09.2026", "08.09.2026", "10.09.2026"),
        ("12.03.2027", "17.03.2027", "29.03.2027", "31.03.2027"),
    ],
)
def test_two_days_then_five_then_two_more(event: str, confirmed_by: str, enrolled_by: str, extended_to: str) -> None:
    assert last_day(LAW, event, 2) == confirmed_by
    assert last_day(LAW, confirmed_by, 5) == enrolled_by
    assert last_day(LAW, enrolled_by, 2) == extended_to


@pytest.mark.parametrize("event", ["14.11.2026", "15.11.2026", "13.11.2026"])
def test_an_event_on_a_day_off_counts_from_the_next_working_day(event: str) -> None:
    assert last_day(LAW, event, 1) == "16.11.2026"


def test_an_event_on_a_holiday_counts_from_the_next_working_day() -> None:
    assert last_day(LAW, "21.03.2026", 1) == "26.03.2026"


def test_the_deadline_is_the_last_second_of_the_day_in_almaty() -> None:
    assert LAW.deadline(at_noon("02.05.2024"), 2).at.isoformat() == "2024-05-04T23:59:59+05:00"


def test_the_clock_of_the_country_moved_by_an_hour_in_2024() -> None:
    assert at_noon("28.02.2024").utcoffset() == timedelta(hours=6)
    assert at_noon("02.03.2024").utcoffset() == timedelta(hours=5)


def test_the_last_second_counts_whole_and_midnight_is_late() -> None:
    deadline = LAW.deadline(at_noon("06.03.2026"), 2)
    assert deadline.accepts(datetime(2026, 3, 11, 23, 59, 30, tzinfo=ALMATY))
    assert deadline.accepts(datetime(2026, 3, 11, 23, 59, 59, 999_999, tzinfo=ALMATY))
    assert deadline.accepts(datetime(2026, 3, 11, 18, 59, 59, tzinfo=UTC))
    assert not deadline.accepts(datetime(2026, 3, 12, tzinfo=ALMATY))


def test_the_day_of_the_event_is_the_day_in_almaty() -> None:
    late_evening_in_utc = datetime(2026, 11, 16, 20, tzinfo=UTC)
    assert LAW.deadline(late_evening_in_utc, 1).at.date() == date(2026, 11, 18)


def test_a_profile_may_end_the_day_earlier() -> None:
    offices = Calendar(cut_off=time(18))
    assert offices.deadline(at_noon("16.11.2026"), 1).at == datetime(2026, 11, 17, 18, tzinfo=ALMATY)


def test_every_day_on_the_way_says_why_it_counts_or_not() -> None:
    days = LAW.deadline(at_noon("02.05.2024"), 4).days
    assert [(f"{day.date:%d.%m}", day.counts, day.reason.value, day.name and day.name.en) for day in days] == [
        ("02.05", False, "event_day", None),
        ("03.05", True, "working", None),
        ("04.05", True, "swapped", None),
        ("05.05", False, "weekend", None),
        ("06.05", True, "working", None),
        ("07.05", False, "holiday", "Defender of the Fatherland Day"),
        ("08.05", False, "swapped", None),
        ("09.05", False, "holiday", "Victory Day"),
        ("10.05", True, "working", None),
    ]


def test_holidays_have_names_in_three_languages() -> None:
    nauryz = Name("Наурыз мейрамы", "Наурыз мейрамы", "Nowruz Holiday")
    assert LAW.day(date(2026, 3, 24)) == Day(date(2026, 3, 24), False, DayReason.OBSERVED, nauryz)
    assert LAW.day(date(2026, 3, 23)) == Day(date(2026, 3, 23), False, DayReason.HOLIDAY, nauryz)


@pytest.mark.parametrize("year", range(2018, 2041))
def test_every_holiday_of_these_years_is_translated(year: int) -> None:
    days = [LAW.day(date(year, 1, 1) + timedelta(days=step)) for step in range(365)]
    names = [day.name for day in days if day.reason in (DayReason.HOLIDAY, DayReason.OBSERVED)]
    assert len(names) >= 12
    assert all(name is not None and name.ru != name.en for name in names)


def test_a_holiday_that_falls_on_a_transferred_day_is_named_itself() -> None:
    eid = LAW.day(date(2060, 5, 10))
    assert (eid.reason, eid.name and eid.name.ru) == (DayReason.HOLIDAY, "Курбан-айт")


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027])
def test_the_year_has_as_many_working_days_as_published(year: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=step) for step in range(366 if year == 2024 else 365)]
    assert sum(LAW.day(day).counts for day in days) == {2024: 249, 2025: 246}.get(year, 247)


def test_a_day_worked_in_december_for_a_day_off_in_january() -> None:
    assert LAW.day(date(2013, 12, 28)) == Day(date(2013, 12, 28), True, DayReason.SWAPPED)


def test_a_six_day_week_works_on_saturday_and_transfers_sundays_alone() -> None:
    assert last_day(SIX_DAYS, "20.03.2026", 1) == "25.03.2026"
    assert last_day(LAW, "20.03.2026", 1) == "26.03.2026"
    assert SIX_DAYS.day(date(2026, 11, 21)).reason is DayReason.WORKING
    assert SIX_DAYS.day(date(2026, 11, 22)).reason is DayReason.WEEKEND


@pytest.mark.parametrize("year", [1950, 1990, 2100, 2101, 2500])
def test_a_year_that_the_library_does_not_know_has_its_weekends(year: int) -> None:
    deadline = LAW.deadline(datetime(year, 12, 29, tzinfo=UTC), 10)
    assert sum(day.counts for day in deadline.days) == 10
    assert all(not day.counts for day in deadline.days if day.date.weekday() > 4)


def test_an_administrator_overrules_law_and_library() -> None:
    storm = Name("Боран", "Буран", "Snow storm")
    overrides = (Override(date(2026, 11, 17), works=False, name=storm), Override(date(2026, 11, 21), works=True))
    overruled = Calendar(overrides)
    assert overruled.day(date(2026, 11, 17)) == Day(date(2026, 11, 17), False, DayReason.OVERRIDE_OFF, storm)
    assert overruled.day(date(2026, 11, 21)) == Day(date(2026, 11, 21), True, DayReason.OVERRIDE_WORK)
    assert last_day(overruled, "16.11.2026", 4) == "21.11.2026"


def test_of_two_rows_for_one_day_the_later_wins() -> None:
    day = date(2026, 11, 17)
    assert Calendar((Override(day, works=False), Override(day, works=True))).day(day).counts


def test_a_change_of_the_calendar_never_takes_time_from_a_parent() -> None:
    shown = LAW.deadline(at_noon("16.11.2026"), 2)
    longer = Calendar((Override(date(2026, 11, 17), works=False),)).deadline(at_noon("16.11.2026"), 2)
    assert never_shorter(shown, longer) is longer
    assert never_shorter(longer, shown) is longer


@pytest.mark.parametrize(
    ("now", "left"), [("16.11.2026", 3), ("17.11.2026", 2), ("19.11.2026", 0), ("20.11.2026", 0), ("14.11.2026", 4)]
)
def test_what_is_left_are_the_working_days_after_today(now: str, left: int) -> None:
    assert LAW.working_days_left(at_noon(now), at_noon("19.11.2026")) == left


@pytest.mark.parametrize("working_days", [0, -1, 1001])
def test_a_term_that_is_none_is_a_bug(working_days: int) -> None:
    with pytest.raises(ValueError, match="working days"):
        LAW.deadline(at_noon("16.11.2026"), working_days)


def test_a_moment_without_time_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="time zone"):
        LAW.deadline(datetime(2026, 11, 16), 1)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)), st.integers(1, 60))
def test_a_term_ends_on_a_day_that_counts_and_has_exactly_its_days(event: datetime, working_days: int) -> None:
    deadline: Deadline = LAW.deadline(event, working_days)
    assert deadline.days[-1].counts
    assert sum(day.counts for day in deadline.days) == working_days
    assert LAW.working_days_left(event, deadline.at) == working_days
    assert [day.date for day in deadline.days] == [
        deadline.days[0].date + timedelta(n) for n in range(len(deadline.days))
    ]
