"""The demo catalogue has something for every parent, and nothing in it is real."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from documents.spreadsheet import read_rows
from documents.tables import read_csv
from enrolment.preschools import Preschool
from enrolment.terms import QueueType

DEMO = Path(__file__).parents[2] / "catalogues" / "demo.csv"
CITIES = {"almaty": (43.238, 76.889), "astana": (51.128, 71.430), "karaganda": (49.806, 73.088)}


@pytest.fixture(scope="module")
def preschools() -> tuple[Preschool, ...]:
    read = read_rows(read_csv(DEMO.read_bytes()).rows, CITIES)
    assert read.problems == ()
    return read.preschools


@pytest.mark.rule("S2-11")
def test_it_reads_without_a_problem(preschools: tuple[Preschool, ...]) -> None:
    assert 24 <= len(preschools) <= 30
    assert all(1 <= len(one.groups) <= 4 for one in preschools)
    assert len({one.name_ru for one in preschools}) == len({one.name_kk for one in preschools}) == len(preschools)


@pytest.mark.rule("S2-12")
@pytest.mark.parametrize("city", CITIES)
def test_every_city_has_every_kind_of_preschool(preschools: tuple[Preschool, ...], city: str) -> None:
    here = [one for one in preschools if one.locality == city]
    kinds = Counter(kind for one in here for kind in one.queue_types)
    assert kinds[QueueType.SANATORIUM] >= 3 and kinds[QueueType.CORRECTIONAL] >= 2 and kinds[QueueType.GENERAL] >= 3
    assert {one.ownership for one in here} == {"state", "private"}
    assert {"electronic", "both"} <= {one.contract_channel for one in here}
    assert {"kk", "ru"} <= {language for one in here for language in one.languages}


def test_every_preschool_stands_inside_its_city(preschools: tuple[Preschool, ...]) -> None:
    for one in preschools:
        assert one.lat is not None and one.lon is not None
        lat, lon = CITIES[one.locality]
        assert abs(one.lat - lat) < 0.06 and abs(one.lon - lon) < 0.09


def test_the_numbers_are_synthetic(preschools: tuple[Preschool, ...]) -> None:
    assert all(int(one.bin[6:11]) <= 700 for one in preschools)
