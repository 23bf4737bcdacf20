"""The map is true to scale, shows every preschool, and no marker or label covers another."""

from __future__ import annotations

from dataclasses import replace
from math import inf
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.drawing.districts import districts_of
from documents.drawing.geometry import Box, Line, Spot, within
from documents.drawing.map_chart import Site, TownMap, map_picture, map_words
from documents.drawing.markers import RADIUS, Board, inner_spots
from documents.drawing.projection import around
from documents.drawing.sheet import Sheet
from enrolment.distance import Point, kilometres
from locales.catalogue import Locale
from locales.text import verbatim
from tests.documents.drawn import ALMATY_CENTRE, HEADING, town

FRAME = Box(0, 0, 984, 984)
SQUARE = (Spot(100, 100), Spot(500, 100), Spot(500, 500), Spot(100, 500))
spots = st.builds(Spot, st.floats(30, 950), st.floats(30, 950))
clustered = st.builds(Spot, st.floats(480, 520), st.floats(480, 520))
cities = st.builds(Point, st.floats(42.0, 54.0), st.floats(50.0, 87.0))


def inputs(sheet: Sheet) -> Any:
    return sheet.inputs


@settings(deadline=None, max_examples=40)
@given(st.lists(spots | clustered | st.just(Spot(500, 500)), min_size=1, max_size=40))
def test_markers_never_cover_each_other_and_stay_on_the_map(points: list[Spot]) -> None:
    found = Board(FRAME).markers(points)
    apart = [one.to(other) for number, one in enumerate(found) for other in found[:number]]
    assert min(apart, default=inf) >= 2 * RADIUS
    assert all(FRAME.holds(Box.around(spot, 2 * RADIUS, 2 * RADIUS)) for spot in found)


def test_a_marker_that_stands_alone_stays_on_its_point() -> None:
    points = [Spot(300, 300), Spot(310, 300), Spot(700, 700)]
    found = Board(FRAME).markers(points)
    assert found[2] == points[2]
    assert found[0] != points[0]


def test_a_marker_hides_neither_a_neighbours_point_nor_the_line_to_it() -> None:
    points = [Spot(300 + n * 14, 300) for n in range(6)]
    found = Board(FRAME).markers(points)
    for point, spot in zip(points, found, strict=True):
        others = [(other, at) for other, at in zip(points, found, strict=True) if other != point]
        assert all(spot.to(other) >= RADIUS for other, _at in others)
        assert all(Line(point, spot).distance(at) >= RADIUS for _other, at in others)


def test_nothing_is_put_where_the_room_is_taken() -> None:
    board = Board(FRAME)
    board.take(Box.around(Spot(300, 300), 100, 100))
    (found,) = board.markers([Spot(300, 300)])
    assert Box.around(Spot(300, 300), 100, 100).distance(found) >= RADIUS
    assert board.label([Spot(300, 330), found, Spot(20, 500), Spot(600, 600)], 120, 48) == Spot(600, 600)
    assert board.label([Spot(610, 600)], 120, 48) is None


def test_a_district_is_named_inside_it() -> None:
    inner = inner_spots(SQUARE, FRAME)
    assert inner[0].to(Spot(300, 300)) < 1
    assert all(within(spot, SQUARE) for spot in inner)
    assert not within(Spot(50, 300), SQUARE)
    assert inner_spots([Spot(2000, 0), Spot(2100, 0), Spot(2100, 100)], FRAME) == []


@given(st.lists(cities, min_size=2, max_size=10))
def test_every_point_lies_within_the_map(points: list[Point]) -> None:
    shown = around(points, 984)
    room = Box(RADIUS, RADIUS, shown.width - RADIUS, shown.height - RADIUS)
    assert all(room.distance(shown.spot(point)) == 0 for point in points)
    assert shown.height <= 984 + 1


@pytest.mark.rule("S1-10")
@pytest.mark.parametrize("other", [Point(43.25, 76.9), Point(43.24, 76.95), Point(43.2, 76.8)])
def test_the_map_is_true_to_scale_and_north_is_up(other: Point) -> None:
    shown = around([ALMATY_CENTRE, other], 984)
    one, two = shown.spot(ALMATY_CENTRE), shown.spot(other)
    assert one.to(two) / shown.px_per_km == pytest.approx(kilometres(ALMATY_CENTRE, other), rel=0.01)
    assert (two.y < one.y) == (other.lat > ALMATY_CENTRE.lat)


@given(st.floats(0.5, 5000))
def test_the_scale_bar_is_round_and_fits(px_per_km: float) -> None:
    shown = around([ALMATY_CENTRE], 984).__class__(ALMATY_CENTRE, px_per_km, 984, 984)
    bar = shown.scale_km(300)
    assert 300 / 2.6 < bar * px_per_km <= 300.01
    assert f"{bar:.6e}"[0] in "125"


@pytest.mark.rule("S1-07")
def test_the_key_names_every_preschool_with_its_number_and_distance() -> None:
    drawn = inputs(map_picture(town(3), Locale.RU))
    assert [(row["away"], row["note"]) for row in drawn["key"]] == [
        ("9,2 км", ""),
        ("6 км", "Свободных мест: 3"),
        ("8,3 км", ""),
    ]
    assert drawn["key"][0]["name"] == "Детский сад № 12 «Балапан»"
    assert len(drawn["markers"]) == 3


def test_the_person_is_on_the_map_with_a_label_beside() -> None:
    drawn = inputs(map_picture(town(8), Locale.KK))
    assert drawn["here"]["words"] == "Сіз осындасыз"
    own, label = Spot(*drawn["here"]["spot"]), Spot(*drawn["here"]["label"])
    assert 0 < own.to(label) < 300
    assert all(own.to(Spot(*marker["spot"])) > RADIUS for marker in drawn["markers"])


def test_without_the_persons_point_there_are_no_distances() -> None:
    drawn = inputs(map_picture(town(3, here=None), Locale.RU))
    assert drawn["here"] is None
    assert [row["away"] for row in drawn["key"]] == ["", "", ""]
    assert map_words(town(1, here=None)).in_(Locale.RU).endswith("\n1. Детский сад № 12 «Балапан»")


def test_districts_are_drawn_and_named() -> None:
    (district,) = inputs(map_picture(town(5), Locale.KK))["districts"]
    assert district["name"] == "Бостандық ауданы"
    assert district["label"] is not None


@pytest.mark.rule("S1-10")
@pytest.mark.parametrize("locale", [Locale.KK, Locale.RU])
def test_the_districts_of_almaty_tell_where_one_is(locale: Locale) -> None:
    districts = districts_of("almaty")
    assert len(districts) == 8
    whole = [Site(verbatim("edge"), point) for point in (Point(43.20, 76.78), Point(43.36, 77.0), Point(43.24, 76.92))]
    drawn = inputs(map_picture(TownMap(HEADING.about, whole, None, districts), locale))
    named = [district for district in drawn["districts"] if district["label"] is not None]
    assert len(named) >= 6
    for district in named:
        width = len(district["name"]) * 21
        spot = Spot(*district["label"])
        assert within(Spot(spot.x - width / 2, spot.y), [Spot(*one) for one in district["outline"]])
        assert within(Spot(spot.x + width / 2, spot.y), [Spot(*one) for one in district["outline"]])


def test_no_borders_are_invented_for_other_cities() -> None:
    assert districts_of("karaganda") == ()


def test_a_place_alone_is_shown_with_four_kilometres_around_it() -> None:
    alone, beside = around([ALMATY_CENTRE], 984), around([ALMATY_CENTRE, Point(43.241, 76.9)], 984)
    assert (984 - 140) / alone.px_per_km == pytest.approx(4)
    assert (984 - 140) / beside.px_per_km == pytest.approx(0.6)


def test_a_list_gives_its_own_numbers() -> None:
    sites = [replace(site, number=number) for site, number in zip(town(2).sites, (4, 7), strict=True)]
    numbered = TownMap(HEADING.about, sites)
    drawn = inputs(map_picture(numbered, Locale.RU))
    assert [marker["number"] for marker in drawn["markers"]] == [row["number"] for row in drawn["key"]] == [4, 7]
    assert [line[:2] for line in map_words(numbered).in_(Locale.RU).splitlines()[2:]] == ["4.", "7."]


def test_a_long_key_has_two_columns() -> None:
    assert [inputs(map_picture(town(count), Locale.KK))["columns"] for count in (12, 13)] == [1, 2]


@pytest.mark.parametrize("count", [0, 41])
def test_a_map_shows_one_to_forty_preschools(count: int) -> None:
    with pytest.raises(ValueError, match="1 to 40"):
        TownMap(HEADING.about, [town(1).sites[0]] * count)


def test_the_words_name_as_many_as_fit_and_count_the_rest() -> None:
    words = map_words(town(40)).in_(Locale.RU)
    assert "\n2. Государственное коммунальное казённое предприятие" in words
    assert words.splitlines()[-1].startswith("В картинке есть ещё ")
