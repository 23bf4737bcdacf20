"""The first day of a parent, through real HTTP, in both languages and on both databases."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from locales.catalogue import Locale
from tests.e2e.desk import Program, Simulator
from tests.e2e.journey import Journey

pytestmark = pytest.mark.xdist_group("e2e")
DOCTOR = ("staff", "invite", "--role", "phthisiatrician", "--locality", "almaty")


def walk(simulator: Simulator, program: Program, locale: Locale) -> Journey:
    """The whole journey."""
    journey = Journey(simulator, program, locale, program.command(*DOCTOR))
    program.start()
    journey.walk()
    return journey


@pytest.mark.rule("S3-05", "S3-22", "S3-34", "S3-35", "S3-36", "S3-39")
@pytest.mark.parametrize("locale", [Locale.KK, Locale.RU])
def test_from_hello_to_place_one(simulator: Simulator, program: Callable[..., Program], locale: Locale) -> None:
    running = program()
    journey = walk(simulator, running, locale)
    assert running.stop() == 0
    for line in (*journey.mother.from_bot(), running.log()):
        assert "Traceback" not in line
    for secret in ("911205400003", "220315500104", "+77010000001", "Оспан", "parent-demo", journey.invite):
        assert secret not in running.log()


@pytest.mark.postgres
def test_the_same_against_postgresql(simulator: Simulator, program: Callable[..., Program], postgres_url: str) -> None:
    walk(simulator, program(postgres_url), Locale.RU)
