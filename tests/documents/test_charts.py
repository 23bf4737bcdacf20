"""Charts say what the figures say: heights and places to scale, labels beside them, doubt where there is doubt."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.drawing.axes import day_ticks, round_ticks
from documents.drawing.captions import LONGEST_CAPTION, caption
from documents.drawing.day_numbers import numbers_picture, numbers_words
from documents.drawing.figures import children, duration, grouped
from documents.drawing.issued_chart import issued_picture, issued_words
from documents.drawing.place_chart import PlaceHistory, place_picture, place_words
from documents.drawing.queue_chart import CategoryRow, QueueTable, queue_picture, queue_words
from documents.drawing.sheet import Sheet
from documents.drawing.wait_chart import wait_picture, wait_words
from enrolment.estimate import CannotSay, Estimate
from locales.catalogue import Locale
from locales.measures import distance
from locales.text import verbatim
from tests.documents.drawn import HEADING, TODAY, ages, history, numbers, places, table, unknown, waits, weeks

RU, EN = Locale.RU, Locale.EN
days = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def inputs(sheet: Sheet) -> Any:
    return sheet.inputs


class TestPlaceOverTime:
    @pytest.mark.rule("S3-39")
    def test_the_line_goes_in_steps_and_ends_today(self) -> None:
        drawn = inputs(place_picture(history((100, 40), (50, 20), (10, 10)), EN))
        steps = drawn["steps"]
        assert all(one[0] == other[0] or one[1] == other[1] for one, other in pairwise(steps))
        assert steps[-1][0] == drawn["today"]
        assert (drawn["began"], drawn["place"], drawn["now"]) == ("40", "10", "Place today: 10")

    def test_a_place_further_back_is_drawn_higher(self) -> None:
        down = [down for _across, down in inputs(place_picture(history((100, 10), (50, 40)), EN))["steps"]]
        assert down[0] > down[-1] > 0

    def test_the_band_begins_at_todays_place_and_is_as_wide_as_the_doubt(self) -> None:
        drawn = inputs(place_picture(history((100, 80), (10, 58)), EN))
        band = drawn["band"]
        assert band[0] == drawn["steps"][-1]
        assert max(across for across, _down in band) == drawn["width"]
        assert drawn["outlook"].endswith("This is an estimate, not a promise.")

    @pytest.mark.parametrize("why", list(CannotSay))
    def test_without_an_estimate_there_is_no_band_and_the_reason_is_said(self, why: CannotSay) -> None:
        drawn = inputs(place_picture(unknown((10, 7), why=why), EN))
        assert drawn["band"] == []
        assert drawn["outlook"].startswith("Nobody can say yet when the turn comes. ")

    def test_who_joined_today_is_drawn_too(self) -> None:
        drawn = inputs(place_picture(unknown((0, 1)), EN))
        assert drawn["began"] == ""
        assert 0 < drawn["today"] < drawn["width"]

    def test_no_place_is_no_picture(self) -> None:
        with pytest.raises(ValueError, match="without a place"):
            place_picture(PlaceHistory(HEADING.about, [], TODAY, CannotSay.TOO_SHORT), EN)

    @pytest.mark.parametrize(
        ("estimate", "said"),
        [
            (Estimate(1, 2), "Weeks until the turn may come: 1–2."),
            (Estimate(3, 3), "Weeks until the turn may come: 3."),
            (Estimate(15, 30), "The turn may come: March 2027 – June 2027."),
            (Estimate(14, 15), "The turn may come: February 2027 – March 2027."),
            (Estimate(11, 13), "The turn may come in: February 2027."),
            (Estimate(20, None), "The turn may come no sooner than: April 2027. It may take years."),
        ],
    )
    def test_the_range_is_said_as_exactly_as_it_is_known(self, estimate: Estimate, said: str) -> None:
        words = place_words(PlaceHistory(HEADING.about, places((5, 30)), TODAY, estimate)).in_(EN)
        assert said in words

    def test_a_range_within_one_month_names_it_once(self) -> None:
        words = place_words(PlaceHistory(HEADING.about, places((5, 30)), date(2026, 11, 2), Estimate(13, 16)))
        assert "The turn may come in: February 2027." in words.in_(EN)
        assert "Кезек келуі мүмкін уақыт: 2027 жылғы ақпан." in words.in_(Locale.KK)

    def test_the_words_tell_the_way(self) -> None:
        assert place_words(history((100, 40), (50, 52), (10, 10))).in_(RU).splitlines()[2:5] == [
            "Место сегодня: 10",
            "Место вначале: 40 (14 августа 2026 года).",
            "Самое дальнее место: 52 (3 октября 2026 года).",
        ]
        assert "Farthest" not in place_words(history((100, 40), (10, 10))).in_(EN)


class TestQueue:
    @pytest.mark.rule("S1-06")
    @pytest.mark.rule("S1-08")
    def test_all_columns_have_one_scale_and_their_numbers(self) -> None:
        strips = inputs(queue_picture(table(), RU))["strips"]
        columns = [column for strip in strips for column in strip["columns"]]
        assert [column["label"] for column in columns[:7]] == ["<5", "14", "55", "61", "20", "7", "0"]
        assert max(columns, key=lambda column: column["height"])["label"] == "12\xa0355"
        heights = {column["label"]: column["height"] for column in columns}
        assert heights["0"] == 0 < heights["<5"] < heights["4\xa0540"] < heights["7\xa0861"]

    def test_categories_without_children_are_left_out(self) -> None:
        rows = [CategoryRow(verbatim("empty"), [0, 0]), CategoryRow(verbatim("full"), [1, 0])]
        strips = inputs(queue_picture(QueueTable(HEADING, ages(2), rows), EN))["strips"]
        assert [strip["name"] for strip in strips] == ["full"]

    def test_an_empty_queue_says_so(self) -> None:
        empty = QueueTable(HEADING, ages(2), [])
        assert inputs(queue_picture(empty, EN))["strips"] == []
        assert queue_words(empty).in_(EN).endswith("In the queue: 0 children")

    def test_of_very_many_categories_the_smallest_are_summed(self) -> None:
        rows = [CategoryRow(verbatim(f"{n}"), [n]) for n in range(1, 22)]
        strips = inputs(queue_picture(QueueTable(HEADING, ages(1), rows), EN))["strips"]
        assert [strip["name"] for strip in strips] == ["15", "16", "17", "18", "19", "20", "21", "14 more categories"]
        assert strips[-1]["total"] == str(sum(range(1, 15)))

    @pytest.mark.rule("S1-08")
    def test_small_numbers_are_not_shown_and_no_sum_tells_them(self) -> None:
        drawn = inputs(queue_picture(table(), EN))
        assert drawn["total"] == "In the queue: more than 29,826 children"
        assert [strip["total"] for strip in drawn["strips"]] == ["more than 157", "a few", "29,669"]
        small = [column for strip in drawn["strips"][:2] for column in strip["columns"] if column["label"] == "<5"]
        assert len({column["height"] for column in small}) == 1
        few = QueueTable(HEADING, ages(1), [CategoryRow(verbatim("few"), [3])])
        assert inputs(queue_picture(few, EN))["total"] == "In the queue: a few children"
        assert "3" not in queue_words(few).in_(EN).splitlines()[-1]

    def test_a_table_must_be_a_table(self) -> None:
        with pytest.raises(ValueError, match="1 to 8 ages"):
            QueueTable(HEADING, ages(9), [])
        with pytest.raises(ValueError, match="one count for each age"):
            QueueTable(HEADING, ages(2), [CategoryRow(verbatim(""), [1])])

    def test_the_words_tell_each_category_with_its_ages(self) -> None:
        last = queue_words(table()).in_(RU).splitlines()[-2]
        assert last.endswith("родителей: несколько — 2 года: <5; 3 года: <5; 5 лет: <5")


class TestIssued:
    @pytest.mark.rule("S1-08")
    def test_few_weeks_carry_their_numbers_and_their_mondays(self) -> None:
        drawn = inputs(issued_picture(weeks(5, 0, 10), RU))
        assert [(column["label"], column["height"]) for column in drawn["columns"]] == [
            ("5", 210),
            ("0", 0),
            ("10", 420),
        ]
        assert [day["label"] for day in drawn["days"]] == ["02.11", "09.11", "16.11"]
        assert drawn["levels"] == []

    def test_many_weeks_stand_before_a_scale_and_only_the_best_is_labelled(self) -> None:
        drawn = inputs(issued_picture(weeks(*range(20), 19), EN))
        assert [column["label"] for column in drawn["columns"] if column["label"]] == ["19"]
        assert [level["label"] for level in drawn["levels"]] == ["0", "5", "10", "15", "20"]

    def test_a_running_week_is_marked(self) -> None:
        drawn = inputs(issued_picture(weeks(3, 4), EN))
        assert [column["whole"] for column in drawn["columns"]] == [True, False]
        assert drawn["running"] == "this week is not over yet: 4"
        assert inputs(issued_picture(weeks(3, 4, running=False), EN))["running"] == ""

    def test_weeks_without_places_are_no_error(self) -> None:
        assert inputs(issued_picture(weeks(0), EN))["columns"][0]["height"] == 0

    @pytest.mark.parametrize("count", [0, 54])
    def test_there_is_a_week_and_no_more_than_a_year(self, count: int) -> None:
        with pytest.raises(ValueError, match="1 to 53 weeks"):
            weeks(*range(count))

    def test_the_words_tell_the_total_the_best_and_the_latest_ten(self) -> None:
        words = issued_words(weeks(*range(100, 112))).in_(RU).splitlines()
        assert words[3] == "Выдано за 12 недель: 1\xa0266"
        assert words[4] == "Больше всего за неделю: 111 (начало: 16 ноября 2026 года)."
        assert words[6] == "16.11.2026: 111 (неделя ещё идёт)"
        assert len(words[6:]) == 10


class TestWaitAndNumbers:
    @pytest.mark.rule("S1-08")
    def test_bars_are_as_long_as_the_wait_and_silence_is_no_bar(self) -> None:
        rows = inputs(wait_picture(HEADING, waits(), EN))["rows"]
        assert [(row["length"], row["label"]) for row in rows] == [
            (33, "20 days"),
            (None, "too few to say"),
            (700, "14 months"),
        ]

    def test_nobody_waited_at_all(self) -> None:
        assert inputs(wait_picture(HEADING, waits()[1:2], EN))["rows"][0]["length"] is None

    def test_the_words_tell_the_wait_and_how_many_waited(self) -> None:
        assert wait_words(HEADING, waits()).in_(RU).endswith("в общем порядке: 14 месяцев (12\xa0001 ребёнок)")

    def test_numbers_of_the_day_stand_beside_yesterdays(self) -> None:
        tiles = inputs(numbers_picture(HEADING, numbers(), RU))["tiles"]
        assert [(tile["value"], tile["before"]) for tile in tiles] == [
            ("34\xa0211", "вчера: 34\xa0198"),
            ("0", "вчера: 52"),
            ("1\xa0200", ""),
        ]
        assert numbers_words(HEADING, numbers()).in_(RU).endswith("Детский сад № 12 «Балапан»: 1\xa0200")


class TestFigures:
    def test_numbers_are_grouped_as_the_language_does(self) -> None:
        assert [grouped(12345).in_(locale) for locale in Locale] == ["12\xa0345", "12\xa0345", "12,345"]
        assert children(21001).in_(RU) == "21\xa0001 ребёнок"

    @pytest.mark.parametrize(
        ("km", "said"),
        [(0, "50 м"), (0.34, "350 м"), (0.97, "950 м"), (0.98, "1 км"), (1.26, "1,3 км"), (9.96, "10 км")],
    )
    def test_a_distance_is_as_exact_as_it_is_useful(self, km: float, said: str) -> None:
        assert distance(km).in_(RU) == said

    def test_a_duration_is_days_then_months(self) -> None:
        assert [duration(n).in_(RU) for n in (1, 59, 60, 365)] == ["1 день", "59 дней", "2 месяца", "12 месяцев"]

    @given(st.integers(0, 10**9))
    def test_ticks_are_round_few_and_reach_the_top(self, highest: int) -> None:
        ticks = round_ticks(highest)
        assert ticks[0] == 0 and ticks[-1] >= highest
        assert 2 <= len(ticks) <= 6
        assert str(ticks[1]).rstrip("0") in {"1", "2", "5"}

    @given(days, days)
    def test_days_below_a_chart_lie_in_it_in_order(self, one: date, other: date) -> None:
        first, last = sorted((one, other))
        ticks = day_ticks(first, last, RU)
        assert len(ticks) <= 5
        assert [tick.day for tick in ticks] == sorted({tick.day for tick in ticks})
        assert all(first <= tick.day <= last and tick.label for tick in ticks)

    def test_a_year_is_named_where_it_begins(self) -> None:
        ticks = day_ticks(date(2026, 8, 20), date(2027, 3, 1), RU)
        assert [(tick.label, tick.year) for tick in ticks] == [
            ("сент.", "2026"),
            ("нояб.", ""),
            ("янв.", "2027"),
            ("март", ""),
        ]

    @given(st.lists(st.text(max_size=300), max_size=40))
    def test_a_caption_fits_and_counts_what_it_leaves_out(self, lines: list[str]) -> None:
        words = caption(verbatim("Heading"), [verbatim(f"row {line}") for line in lines]).in_(EN)
        assert len(words) <= LONGEST_CAPTION
        left_out = len(lines) - words.count("\nrow ")
        assert left_out <= 0 or words.endswith(f"And {left_out} more in the picture.")

    def test_a_heading_too_long_for_a_caption_is_a_bug(self) -> None:
        with pytest.raises(ValueError, match="heading"):
            caption(verbatim("x" * 1025), [])
