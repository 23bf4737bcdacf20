"""How deadlines are set, prolonged and computed anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrolment.profile_terms import DayUnit
from enrolment.term_ends import Outage, extended, prolonged, recomputed, term_end
from enrolment.working_days import ALMATY, Calendar, DayReason, Deadline, Override

LAW = Calendar()
FRIDAY = datetime(2026, 11, 20, 12, tzinfo=ALMATY)
D1 = LAW.deadline(FRIDAY, 2)


def closed(*days: int) -> Calendar:
    return Calendar(tuple(Override(date(2026, 11, day), works=False) for day in days))


def down(began: datetime, hours: float) -> Outage:
    return Outage(began, began + timedelta(hours=hours))


def test_a_term_is_counted_in_working_or_in_calendar_days() -> None:
    assert term_end(FRIDAY, 2, DayUnit.WORKING_DAYS, LAW) == D1
    calendar_days = term_end(FRIDAY, 28, DayUnit.CALENDAR_DAYS, LAW)
    assert calendar_days.at == datetime(2026, 12, 18, 23, 59, 59, tzinfo=ALMATY)
    assert sum(day.counts for day in calendar_days.days) == 28
    assert calendar_days.days[0].reason is DayReason.EVENT_DAY


def test_an_extension_tells_of_both_terms() -> None:
    longer = extended(D1, 2, DayUnit.WORKING_DAYS, LAW)
    assert longer.at == LAW.deadline(FRIDAY, 4).at
    assert longer.days == LAW.deadline(FRIDAY, 4).days
    bare = Deadline(D1.at, ())
    assert extended(bare, 2, DayUnit.WORKING_DAYS, LAW).days == LAW.deadline(D1.at, 2).days


@pytest.mark.rule("E-6")
def test_edge_6_a_deadline_that_fell_into_an_outage_is_prolonged() -> None:
    outage = down(D1.at - timedelta(hours=1), 3)
    assert prolonged(D1, [outage], 24) == replace(D1, at=outage.ended + timedelta(hours=24))
    assert prolonged(D1, [outage], 0).at == outage.ended
    over_before, after = down(D1.at - timedelta(hours=5), 2), down(D1.at + timedelta(hours=1), 2)
    assert prolonged(D1, [over_before, after], 24) == D1


@pytest.mark.rule("E-6")
def test_edge_6_one_outage_after_the_other() -> None:
    first = down(D1.at - timedelta(hours=1), 2)
    second = down(first.ended + timedelta(hours=23), 5)
    assert prolonged(D1, [second, first], 24).at == second.ended + timedelta(hours=24)


@given(st.lists(st.tuples(st.integers(-100, 100), st.integers(0, 50)), max_size=5), st.integers(0, 72))
def test_edge_6_an_outage_never_shortens_and_counts_once(times: list[tuple[int, int]], grace: int) -> None:
    outages = [down(D1.at + timedelta(hours=began), hours) for began, hours in times]
    longer = prolonged(D1, outages, grace)
    assert longer.at >= D1.at
    assert prolonged(longer, outages, grace) == longer


@pytest.mark.rule("E-7")
def test_edge_7_a_day_off_declared_later_moves_the_deadline_on() -> None:
    assert recomputed(D1, closed(23)).at == datetime(2026, 11, 25, 23, 59, 59, tzinfo=ALMATY)
    longer = extended(D1, 2, DayUnit.WORKING_DAYS, LAW)
    assert recomputed(longer, closed(23)).at == datetime(2026, 11, 27, 23, 59, 59, tzinfo=ALMATY)


@pytest.mark.rule("E-7")
def test_edge_7_a_day_worked_after_all_takes_nothing_from_a_parent() -> None:
    saturday = Calendar((Override(date(2026, 11, 21), works=True),))
    assert saturday.deadline(FRIDAY, 2).at < D1.at
    assert recomputed(D1, saturday) == D1


def test_edge_7_calendar_days_are_the_same_in_every_calendar() -> None:
    shown = term_end(FRIDAY, 5, DayUnit.CALENDAR_DAYS, LAW)
    assert recomputed(shown, closed(23, 24, 25)) is shown
    bare = Deadline(D1.at, ())
    assert recomputed(bare, closed(23)) is bare


@given(
    st.integers(1, 10),
    st.lists(st.builds(Override, st.dates(date(2026, 11, 20), date(2026, 12, 20)), st.booleans()), max_size=8),
)
def test_edge_7_never_shorter_and_never_twice(working_days: int, overrides: list[Override]) -> None:
    shown, changed = LAW.deadline(FRIDAY, working_days), Calendar(tuple(overrides))
    anew = recomputed(shown, changed)
    assert anew.at >= shown.at
    assert recomputed(anew, changed).at == anew.at
