"""Dates, moments and deadlines as people say them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.catalogue import Locale
from locales.dates import ALMATY, say_date, say_moment, say_until, say_weekday
from locales.deadlines import deadline

END = datetime(2026, 11, 26, 23, 59, 59, tzinfo=ALMATY)


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        (Locale.KK, "Мерзімі: 26 қараша, бейсенбі, 23:59 (2 жұмыс күні қалды)"),
        (Locale.RU, "до четверга, 26 ноября, 23:59 (осталось 2 рабочих дня)"),
        (Locale.EN, "by Thursday, 26 November, 23:59 (2 working days left)"),
    ],
)
def test_a_deadline_says_weekday_date_time_and_what_is_left(locale: Locale, words: str) -> None:
    assert deadline(END, 2).in_(locale) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "(сегодня последний день)"),
        (1, "(остался 1 рабочий день)"),
        (3, "(осталось 3 рабочих дня)"),
        (5, "(осталось 5 рабочих дней)"),
    ],
)
def test_what_is_left_is_counted_in_russian(days: int, words: str) -> None:
    assert deadline(END, days).in_(Locale.RU).endswith(words)


def test_in_the_last_hours_the_hours_are_what_is_left() -> None:
    assert deadline(END, 0, 3).in_(Locale.RU) == "до четверга, 26 ноября, 23:59 (осталось 3 часа)"
    assert deadline(END, 0, 1).in_(Locale.KK) == "Мерзімі: 26 қараша, бейсенбі, 23:59 (1 сағат қалды)"


def test_a_kazakh_deadline_on_its_last_day() -> None:
    assert deadline(END, 0).in_(Locale.KK) == "Мерзімі: 26 қараша, бейсенбі, 23:59 (бүгін – соңғы күн)"


@pytest.mark.parametrize(
    ("locale", "words"),
    [(Locale.KK, "2022 жылғы 15 наурыз"), (Locale.RU, "15 марта 2022 года"), (Locale.EN, "15 March 2022")],
)
def test_a_date_has_its_year(locale: Locale, words: str) -> None:
    assert say_date(date(2022, 3, 15), locale) == words


def test_a_moment_is_told_in_the_time_of_kazakhstan() -> None:
    late_in_utc = datetime(2026, 11, 25, 19, 30, tzinfo=UTC)
    assert say_moment(late_in_utc, Locale.RU) == "26 ноября, четверг, 00:30"
    assert say_until(late_in_utc, Locale.RU) == "до четверга, 26 ноября, 00:30"


@given(st.dates(min_value=date(2000, 1, 1)), st.sampled_from(list(Locale)))
def test_every_day_of_the_year_has_its_own_words(day: date, locale: Locale) -> None:
    after = day + timedelta(days=1) if day < date.max else day - timedelta(days=1)
    assert say_date(day, locale) != say_date(after, locale)
    assert say_weekday(day, locale) != say_weekday(after, locale)


def test_russian_weekdays_stand_in_the_right_case_after_until() -> None:
    days = [say_until(END + timedelta(days=n), Locale.RU).split(",")[0] for n in range(7)]
    assert days == [
        "до четверга",
        "до пятницы",
        "до субботы",
        "до воскресенья",
        "до понедельника",
        "до вторника",
        "до среды",
    ]
