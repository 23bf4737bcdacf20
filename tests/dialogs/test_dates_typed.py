"""A date may be typed as the bot itself says it."""

from __future__ import annotations

from datetime import date

import pytest

from dialogs.questions.question import Problem
from dialogs.readers import read_date
from locales.catalogue import Locale
from locales.dates import say_date

DAYS = [date(2021, month, 1 + month) for month in range(1, 13)]


@pytest.mark.parametrize("locale", Locale)
@pytest.mark.parametrize("day", DAYS)
def test_a_date_that_the_bot_says_is_read(day: date, locale: Locale) -> None:
    assert read_date(say_date(day, locale)) == day


@pytest.mark.parametrize(
    "typed",
    ["1 марта 2021", "1 Марта 2021 г.", "01.03.2021", "1 3 2021", "1 наурыз 2021", "2021 ж. 1 Наурыз", "1 March 2021"],
)
def test_a_date_is_read_in_digits_or_with_its_month_by_name(typed: str) -> None:
    assert read_date(f" {typed} ") == date(2021, 3, 1)


@pytest.mark.parametrize("typed", ["1 мартобря 2021", "марта 2021", "1 марта", "2021 марта 1", "завтра"])
def test_what_is_no_date_is_asked_for_without_an_example_of_its_own(typed: str) -> None:
    with pytest.raises(Problem) as told:
        read_date(typed)
    assert told.value.text.in_(Locale.RU) == "Напишите день, месяц и год."


def test_a_day_that_no_calendar_has_is_told() -> None:
    with pytest.raises(Problem) as told:
        read_date("31 апреля 2021")
    assert told.value.text.in_(Locale.RU) == "Такого дня в календаре нет. Проверьте день и месяц."
