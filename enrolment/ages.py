"""How old a child is on a day, and whether the profile's limits let the child stand in a queue."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from enrolment.profile_sections import AgeLimits

_MONTHS = 12


class AgeProblem(StrEnum):
    """Why a child cannot stand in a queue on that day."""

    NOT_BORN = "not_born"
    TOO_YOUNG = "too_young"
    TOO_OLD = "too_old"


def age_in_months(born: date, on: date) -> int:
    """The whole months lived; negative before birth. A month without the day of birth is whole a day later."""
    months = (on.year - born.year) * _MONTHS + on.month - born.month
    return months - 1 if on.day < born.day else months


def age_in_years(born: date, on: date) -> int:
    """The whole years lived; who is born on 29 February turns a year older on 1 March."""
    return age_in_months(born, on) // _MONTHS


def age_problem(born: date, on: date, limits: AgeLimits) -> AgeProblem | None:
    """What keeps a child of that age out of the queue, if anything (service 1 of B.1: up to 6 years)."""
    if born > on:
        return AgeProblem.NOT_BORN
    if on >= too_old_from(born, limits):
        return AgeProblem.TOO_OLD
    return AgeProblem.TOO_YOUNG if age_in_months(born, on) < limits.from_months else None


def outgrown(born: date, on: date, limits: AgeLimits, oldest_group: float | None = None) -> bool:
    """Whether the child is past the limit, or too old for every group where the oldest ends at so many years (A18)."""
    if on >= too_old_from(born, limits):
        return True
    return oldest_group is not None and age_in_months(born, on) >= round(oldest_group * _MONTHS)


def too_old_from(born: date, limits: AgeLimits) -> date:
    """The birthday from which the child is past the limit (A18)."""
    year = born.year + limits.until_years
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
