"""The whole way of one family to the contract that waits for its signature, through real HTTP, on each channel."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from locales.catalogue import Locale
from tests.e2e.desk import Program, Simulator
from tests.e2e.journey import Journey
from tests.e2e.place import Place
from tests.e2e.test_journey import DOCTOR

pytestmark = pytest.mark.xdist_group("e2e")


@pytest.mark.rule("S3-40", "S3-41", "S3-46", "S3-49", "S3-50", "S3-51")
@pytest.mark.parametrize(("channel", "locale"), [("parent", Locale.KK), ("whatsapp", Locale.RU)])
def test_from_place_one_to_wait_for_the_contract(
    simulator: Simulator, program: Callable[..., Program], channel: str, locale: Locale
) -> None:
    simulator.moves_clock(now="2026-11-23T10:00:00+05:00")
    running = program(channels=[channel])
    journey = Journey(simulator, running, locale, running.command(*DOCTOR), channel)
    running.start()
    mother, _doctor = journey.walk()
    Place.of(journey, running).is_given(mother)
    journey.all_is_sent()
    assert mother.refused() == []
    assert running.stop() == 0
    assert "Traceback" not in running.log()
