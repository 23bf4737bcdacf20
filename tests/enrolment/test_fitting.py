"""Whether a group has what a child needs, and in which order groups are shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from enrolment.distance import Point
from enrolment.fitting import Misfit, OpenGroup, Wanted, misfits, suggestions
from enrolment.terms import InstructionLanguage, QueueType

TODAY = date(2026, 9, 1)
THREE = Wanted("almaty", QueueType.GENERAL, InstructionLanguage.KAZAKH, date(2023, 3, 15))
GROUP = OpenGroup(
    *(1, "110640000112", "almaty", (QueueType.GENERAL,), (InstructionLanguage.KAZAKH,), 3, 4, 2),
    point=Point(43.24, 76.9),
)


def at(preschool: str, id_: int, point: Point | None = None, free: int = 1) -> OpenGroup:
    return replace(GROUP, id=id_, preschool=preschool, point=point, free=free)


def test_a_group_that_fits_has_nothing_against_it() -> None:
    assert misfits(GROUP, THREE, TODAY) == frozenset()


@pytest.mark.parametrize(
    ("group", "misfit"),
    [
        (replace(GROUP, locality="astana"), Misfit.OTHER_LOCALITY),
        (replace(GROUP, queue_types=(QueueType.SANATORIUM,)), Misfit.OTHER_QUEUE_TYPE),
        (replace(GROUP, languages=(InstructionLanguage.RUSSIAN,)), Misfit.OTHER_LANGUAGE),
        (replace(GROUP, min_age=4, max_age=5), Misfit.OTHER_AGE),
        (replace(GROUP, free=0), Misfit.NO_FREE_PLACE),
    ],
)
def test_E1_what_does_not_fit_is_named(group: OpenGroup, misfit: Misfit) -> None:
    assert misfits(group, THREE, TODAY) == {misfit}
    assert group.suits(THREE, TODAY) is (misfit is Misfit.NO_FREE_PLACE)


@pytest.mark.rule("E-14")
@pytest.mark.parametrize(
    ("on", "fits"),
    [
        (date(2026, 3, 14), False),
        (date(2026, 3, 15), True),
        (date(2027, 3, 14), True),
        (date(2027, 3, 15), False),
    ],
)
def test_edge_14_the_age_on_the_day_of_enrolment_counts(on: date, fits: bool) -> None:
    assert (Misfit.OTHER_AGE not in misfits(GROUP, THREE, on)) is fits


def test_half_years_are_ages_too() -> None:
    nursery = replace(GROUP, min_age=1.5, max_age=2)
    assert [months for months in range(16, 26) if nursery.takes_age(months)] == [18, 19, 20, 21, 22, 23]


@pytest.mark.rule("S3-49")
def test_preferred_preschools_come_first_then_the_nearest() -> None:
    here = Point(43.2, 76.9)
    near, far, unknown = at("3", 3, Point(43.21, 76.9)), at("2", 2, Point(43.4, 76.9)), at("1", 1)
    wished, full = at("5", 5, Point(43.9, 76.9)), at("4", 4, here, free=0)
    groups = [unknown, full, far, wished, near]
    assert suggestions(groups, THREE, TODAY, ["4", "5"], here) == [wished, near, far, unknown]
    assert suggestions(groups, THREE, TODAY) == [unknown, far, near, wished]
