"""Who is ahead in a queue, and why a place changed."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrolment.queue import (
    Ahead,
    Bucket,
    Explanation,
    OrderKey,
    PlaceChange,
    QueueKey,
    Standing,
    ahead,
    day_number,
    explain,
    queue_of,
    why_changed,
)
from enrolment.terms import QueueType

MORNING = datetime(2026, 11, 20, 4, tzinfo=UTC)
DAY = day_number(MORNING)


def test_a_queue_is_a_locality_a_type_and_a_year_of_birth() -> None:
    sanatorium = queue_of("almaty", QueueType.SANATORIUM, date(2022, 3, 15))
    assert sanatorium == QueueKey("almaty", QueueType.SANATORIUM, 2022)
    assert sanatorium != queue_of("almaty", QueueType.SANATORIUM, date(2021, 12, 31))


def test_iteration_goes_before_category_before_time_before_number() -> None:
    in_order = [
        OrderKey(1, 3, MORNING + timedelta(days=9), 9),
        OrderKey(2, 1, MORNING + timedelta(days=8), 8),
        OrderKey(2, 2, MORNING, 5),
        OrderKey(2, 2, MORNING, 6),
        OrderKey(2, 2, MORNING + timedelta(microseconds=1), 1),
    ]
    assert sorted(in_order) == in_order


def test_days_are_those_of_utc_whatever_zone_the_moment_is_told_in() -> None:
    assert day_number(datetime(1970, 1, 1, tzinfo=UTC)) == 0
    assert day_number(datetime(1970, 1, 2, 4, 59, tzinfo=timezone(timedelta(hours=5)))) == 0
    assert OrderKey(1, 2, MORNING, 7).bucket == Bucket(1, 2, DAY)


@pytest.mark.rule("S3-36")
def test_nobody_ahead_is_the_first_place() -> None:
    first = ahead({Bucket(1, 3, DAY): 1}, Bucket(1, 3, DAY), 0)
    assert (first.total, first.position, first.by_category) == (0, 1, {})


@pytest.mark.rule("S3-39")
def test_the_place_says_who_is_ahead() -> None:
    counts = {
        Bucket(1, 2, DAY + 5): 3,
        Bucket(1, 3, DAY - 1): 7,
        Bucket(1, 3, DAY): 6,
        Bucket(1, 3, DAY + 1): 50,
        Bucket(2, 1, DAY - 9): 50,
    }
    found = ahead(counts, Bucket(1, 3, DAY), 2)
    assert (found.total, found.position) == (12, 13)
    assert explain(found, own_category=3) == Explanation(position=13, others=((2, 3),), earlier=9)


def test_those_left_from_an_earlier_iteration_are_ahead_whatever_their_category() -> None:
    found = ahead({Bucket(1, 3, DAY): 4}, Bucket(2, 1, DAY - 30), 0)
    assert explain(found, own_category=1) == Explanation(position=5, others=((3, 4),), earlier=0)


@given(
    st.lists(
        st.builds(
            OrderKey,
            st.integers(1, 2),
            st.integers(1, 3),
            st.datetimes(datetime(2024, 2, 28), datetime(2024, 3, 2), timezones=st.just(UTC)),
            st.integers(1, 10**6),
        ),
        min_size=1,
        unique=True,
    )
)
def test_counters_give_the_same_place_as_counting_everybody(keys: list[OrderKey]) -> None:
    counts = Counter(key.bucket for key in keys)
    everybody = sorted(keys)
    for key in keys:
        in_own = [other for other in keys if other.bucket == key.bucket and other < key]
        assert ahead(counts, key.bucket, len(in_own)).total == bisect_left(everybody, key)


@pytest.mark.rule("S3-39")
@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (Standing(1, 3, 13), Standing(1, 3, 13), None),
        (Standing(1, 3, 13), Standing(2, 3, 20), PlaceChange.REFRESHED),
        (Standing(1, 3, 13), Standing(1, 2, 4), PlaceChange.CATEGORY_MOVED),
        (Standing(1, 3, 13), Standing(1, 3, 14), PlaceChange.PRIVILEGED_AHEAD),
        (Standing(1, 3, 13), Standing(1, 3, 12), PlaceChange.FEWER_AHEAD),
    ],
)
def test_a_change_of_place_has_a_reason(before: Standing, after: Standing, reason: PlaceChange | None) -> None:
    assert why_changed(before, after) is reason


def test_an_empty_queue_is_explained_too() -> None:
    assert explain(Ahead({}), own_category=3) == Explanation(position=1, others=(), earlier=0)
