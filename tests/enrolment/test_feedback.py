"""What may be published of a review: words about a kindergarten, nothing by which somebody is found."""

from __future__ import annotations

from decimal import Decimal

import pytest

from enrolment.feedback import LONGEST_WORDS, Rating, Unfit, rating, unfit


@pytest.mark.rule("S1-09")
@pytest.mark.parametrize(
    "words",
    [
        "Сад открылся в 2024-2025 учебном году.",
        "Мы ходим с 01.09.2025, всё нравится.",
        "Оплата 120 000 тенге в месяц, это много.",
        "Балабақша № 12, 3 топ, 25 бала бар.",
        "Тәрбиеші @ белгісін қояды екен.",
        "а" * LONGEST_WORDS,
    ],
)
def test_ordinary_words_are_fit(words: str) -> None:
    assert unfit(words) is None


@pytest.mark.rule("S1-09")
@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("Хорошо.", Unfit.TOO_SHORT),
        ("а" * (LONGEST_WORDS + 1), Unfit.TOO_LONG),
        ("Звоните +7 (701) 000-00-01 вечером.", Unfit.NUMBER),
        ("Звоните 8 701 000 00 01 вечером.", Unfit.NUMBER),
        ("Городской телефон 250-12-34, Айгүл.", Unfit.NUMBER),
        ("Мой ЖСН 220315500104, хабарласыңыз.", Unfit.NUMBER),
        ("Мой ИИН 220315 500104, вот так.", Unfit.NUMBER),
        ("Пишите на aigul@example.kz, отвечу.", Unfit.ADDRESS),
        ("Пишите мне в телеграм @aigul_mama.", Unfit.ADDRESS),
        ("Фото здесь: t.me/aigul, смотрите.", Unfit.ADDRESS),
        ("Фото здесь: HTTPS://example.kz/1", Unfit.ADDRESS),
    ],
)
def test_what_leads_to_a_person_is_not(words: str, why: Unfit) -> None:
    assert unfit(words) is why


@pytest.mark.parametrize(("stars", "count", "average"), [(5, 1, "5.0"), (11, 3, "3.7"), (9, 2, "4.5"), (13, 4, "3.3")])
def test_the_rating_is_rounded_to_one_decimal(stars: int, count: int, average: str) -> None:
    assert rating(stars, count) == Rating(Decimal(average), count)
