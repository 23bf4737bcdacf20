"""The whole way of one family to the place in the kindergarten, through real HTTP, on each channel."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from locales.catalogue import Locale
from tests.e2e.contracting import Contracting
from tests.e2e.desk import Program, Simulator
from tests.e2e.evidence import Evidence
from tests.e2e.journey import Journey
from tests.e2e.place import SAMAL, Place
from tests.e2e.signing import SigningPage
from tests.e2e.test_journey import DOCTOR

pytestmark = pytest.mark.xdist_group("e2e")


@pytest.mark.rule("S3-40", "S3-41", "S3-46", "S3-49", "S3-50", "S3-51", "S3-52", "S3-53")
@pytest.mark.rule("S1-03", "S1-26", "S1-28", "S2-01", "S2-05", "S2-06")
@pytest.mark.parametrize(("channel", "locale"), [("parent", Locale.KK), ("whatsapp", Locale.RU)])
def test_from_place_one_over_the_contract_to_the_admission(
    simulator: Simulator, program: Callable[..., Program], channel: str, locale: Locale
) -> None:
    simulator.moves_clock(now="2026-11-23T10:00:00+05:00")
    running = program(channels=[channel])
    journey = Journey(simulator, running, locale, running.command(*DOCTOR), channel)
    running.start()
    mother, _doctor = journey.walk()
    employee = Place.of(journey, running).is_given(mother)
    Contracting(journey, SigningPage(running, SAMAL)).is_concluded(mother, employee)
    Evidence(journey, running).proves_the_contract(mother, employee)
    journey.all_is_sent()
    assert mother.refused() == []
    assert running.stop() == 0
    assert "Traceback" not in running.log()
