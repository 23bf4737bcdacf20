"""How long a place in the queue may take, told honestly."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import accumulate
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrolment.estimate import (
    CannotSay,
    Estimate,
    Outlook,
    estimate,
    outlook,
    pace,
)

NOW = datetime(2026, 11, 20, 7, tzinfo=UTC)
STEADY, BURSTY = [5] * 26, [0, 0, 0, 20] * 6
HISTORIES = st.lists(st.integers(-3, 40), min_size=8, max_size=40)


def test_a_steady_queue_has_a_narrow_answer() -> None:
    assert estimate(50, STEADY) == Estimate(10, 10)


def test_a_bursty_queue_of_the_same_pace_has_a_wide_one() -> None:
    found = estimate(50, BURSTY)
    assert isinstance(found, Estimate) and found.to_weeks is not None
    assert found.from_weeks < 10 < found.to_weeks


def test_the_first_may_be_next_and_the_last_may_take_years() -> None:
    assert estimate(1, STEADY) == Estimate(1, 1)
    assert estimate(100_000, STEADY) == Estimate(156, None)
    found = estimate(2000, BURSTY)
    assert isinstance(found, Estimate) and found.to_weeks is None


@pytest.mark.parametrize(
    ("history", "why"),
    [
        ([], CannotSay.TOO_SHORT),
        ([9] * 7, CannotSay.TOO_SHORT),
        ([0] * 26, CannotSay.TOO_FEW_PLACES),
        ([4, *[0] * 25], CannotSay.TOO_FEW_PLACES),
        ([100, *[0] * 26], CannotSay.TOO_FEW_PLACES),
        ([-1] * 26, CannotSay.TOO_FEW_PLACES),
    ],
)
def test_who_cannot_say_does_not(history: list[int], why: CannotSay) -> None:
    assert pace(history) is why
    assert estimate(3, history) is why
    assert outlook(3, history, NOW) == ()


@given(st.integers(1, 3000), HISTORIES)
def test_the_soonest_is_never_after_the_latest_and_further_back_is_never_sooner(place: int, history: list[int]) -> None:
    found, behind = estimate(place, history), estimate(place + 1, history)
    if isinstance(found, CannotSay) or isinstance(behind, CannotSay):
        assert found is behind
        return
    assert 1 <= found.from_weeks <= (found.to_weeks or 156)
    assert found.from_weeks <= behind.from_weeks
    assert behind.to_weeks is None or (found.to_weeks or 0) <= behind.to_weeks


@pytest.mark.parametrize("pace_of", [lambda dice: dice.randint(0, 8), lambda dice: dice.choice([0, 0, 12])])
def test_the_range_holds_in_about_four_of_five_cases(pace_of: object) -> None:
    dice, hits, cases = Random(7), 0, 1000
    for _ in range(cases):
        assert callable(pace_of)
        history, future = [pace_of(dice) for _ in range(26)], [pace_of(dice) for _ in range(200)]
        took = next(week for week, moved in enumerate(accumulate(future), start=1) if moved >= 60)
        found = estimate(60, history)
        assert isinstance(found, Estimate)
        hits += found.from_weeks <= took <= (found.to_weeks or took)
    assert 0.75 < hits / cases < 0.95


def test_the_outlook_narrows_down_to_a_voucher() -> None:
    steady = outlook(12, STEADY, NOW)
    assert steady == (
        Outlook(date(2026, 11, 27), 7, 7),
        Outlook(date(2026, 12, 4), 2, 2),
        Outlook(date(2026, 12, 11), 0, 0),
    )
    assert len(outlook(10_000, STEADY, NOW)) == 26


@given(st.integers(1, 500), HISTORIES)
def test_the_outlook_stays_between_here_and_a_voucher(place: int, history: list[int]) -> None:
    days = outlook(place, history, NOW)
    assert all(0 <= day.best <= day.worst <= place for day in days)
    assert [day.worst for day in days] == sorted((day.worst for day in days), reverse=True)
