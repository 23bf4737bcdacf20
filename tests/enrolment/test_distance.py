"""How far two points are apart, and what is nearest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrolment.distance import Point, kilometres, nearest

ALMATY, ASTANA, KARAGANDA = Point(43.2380, 76.8829), Point(51.1282, 71.4307), Point(49.8047, 73.1094)
POINTS = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


def test_the_way_from_city_to_city() -> None:
    assert kilometres(ALMATY, ASTANA) == pytest.approx(971, abs=3)
    assert kilometres(ASTANA, KARAGANDA) == pytest.approx(190, abs=3)
    assert kilometres(Point(0, 0), Point(0, 180)) == pytest.approx(20015, abs=1)


@given(POINTS, POINTS)
def test_a_way_is_as_long_back(one: Point, other: Point) -> None:
    there = kilometres(one, other)
    assert 0 <= there <= 20016
    assert kilometres(other, one) == pytest.approx(there)
    assert kilometres(one, one) == 0


def test_the_nearest_comes_first_and_who_has_no_point_last() -> None:
    named = [("nowhere", None), ("far", ALMATY), ("near", KARAGANDA), ("as near", KARAGANDA), ("here", ASTANA)]
    assert [name for name, _ in nearest(ASTANA, named, lambda one: one[1])] == [
        *("here", "near", "as near", "far", "nowhere")
    ]
