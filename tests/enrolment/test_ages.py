"""How old a child is, to the day."""

from __future__ import annotations

from datetime import date

import pytest

from enrolment.ages import AgeProblem, age_in_months, age_in_years, age_problem, too_old_from
from enrolment.profile import load_profile
from enrolment.profile_sections import AgeLimits

LIMITS = load_profile().age


@pytest.mark.parametrize(
    ("born", "on", "months", "years"),
    [
        (date(2022, 3, 15), date(2022, 3, 15), 0, 0),
        (date(2022, 3, 15), date(2022, 4, 14), 0, 0),
        (date(2022, 3, 15), date(2022, 4, 15), 1, 0),
        (date(2022, 3, 15), date(2026, 3, 14), 47, 3),
        (date(2022, 3, 15), date(2026, 3, 15), 48, 4),
        (date(2020, 2, 29), date(2021, 2, 28), 11, 0),
        (date(2020, 2, 29), date(2021, 3, 1), 12, 1),
        (date(2022, 1, 31), date(2022, 2, 28), 0, 0),
        (date(2022, 1, 31), date(2022, 3, 1), 1, 0),
        (date(2022, 3, 15), date(2022, 3, 14), -1, -1),
    ],
)
def test_months_and_years_are_whole(born: date, on: date, months: int, years: int) -> None:
    assert (age_in_months(born, on), age_in_years(born, on)) == (months, years)


@pytest.mark.parametrize(
    ("on", "problem"),
    [
        (date(2022, 3, 14), AgeProblem.NOT_BORN),
        (date(2022, 3, 15), None),
        (date(2028, 3, 14), None),
        (date(2028, 3, 15), AgeProblem.TOO_OLD),
    ],
)
def test_a_child_may_queue_from_birth_to_the_sixth_birthday(on: date, problem: AgeProblem | None) -> None:
    assert age_problem(date(2022, 3, 15), on, LIMITS) is problem


def test_an_adult_is_no_child() -> None:
    assert age_problem(date(1988, 7, 19), date(2026, 11, 20), LIMITS) is AgeProblem.TOO_OLD


def test_a_city_may_ask_for_an_age_to_begin_with() -> None:
    from_18_months = AgeLimits(from_months=18, until_years=6)
    assert age_problem(date(2025, 6, 1), date(2026, 11, 30), from_18_months) is AgeProblem.TOO_YOUNG
    assert age_problem(date(2025, 6, 1), date(2026, 12, 1), from_18_months) is None


def test_the_limit_falls_on_a_birthday() -> None:
    assert too_old_from(date(2022, 3, 15), LIMITS) == date(2028, 3, 15)
    assert too_old_from(date(2020, 2, 29), LIMITS) == date(2026, 3, 1)
    assert too_old_from(date(2020, 2, 29), AgeLimits(from_months=0, until_years=4)) == date(2024, 2, 29)
