"""The program is killed at a commit point and started again: the same end, nothing lost, nothing done twice."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from locales.catalogue import Locale
from tests.e2e.desk import Program, Simulator, Zygote
from tests.e2e.journey import Journey
from tests.e2e.phone import call
from tests.e2e.test_journey import DOCTOR
from tests.faults.reckoning import ONCE, compare, effects, said

pytestmark = pytest.mark.xdist_group("e2e")
SAMPLE = (2, 9, 17, 26, 35, 46, 58, 71, 85, 98, 113, 127)


class Lives:
    """A program that is started again whenever it is killed."""

    def __init__(self, program: Program, zygote: Zygote, kill_at: int | None) -> None:
        self.program = program
        self.zygote = zygote
        self.kills = 0
        program.start(kill_at)
        self.watching = threading.Thread(target=self._watch, daemon=True)
        self.watching.start()

    def _watch(self) -> None:
        if self.zygote.outlives(self.program.pid) < 0:
            self.kills += 1
            self.program.start()


def lived_through(
    simulator: Simulator, program: Program, zygote: Zygote, kill_at: int | None
) -> tuple[int, tuple[Counter[str], Counter[str]]]:
    """The journey with a kill at that commit point; how many kills there were, and what both phones were told."""
    call(f"{simulator.url}/clock", {"now": "2026-11-23T10:00:00+05:00", "frozen": True})
    journey = Journey(simulator, program, Locale.RU, program.command(*DOCTOR))
    lives = Lives(program, zygote, kill_at)
    mother, doctor = journey.walk()
    journey.all_is_sent()
    assert effects(program.folder) == ONCE
    return lives.kills, (said(mother), said(doctor))


@pytest.fixture(scope="session")
def reference(
    zygote: Zygote, running_simulator: Simulator, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Counter[str], Counter[str]]:
    """What both phones are told when nobody is killed."""
    running_simulator.reset()
    program = Program(zygote, running_simulator, tmp_path_factory.mktemp("reference"))
    program.command("migrate")
    kills, told = lived_through(running_simulator, program, zygote, None)
    assert kills == 0
    program.stop()
    return told


@pytest.mark.parametrize("kill_at", SAMPLE)
def test_a_kill_at_a_commit_point_loses_nothing(
    simulator: Simulator,
    program: Callable[..., Program],
    zygote: Zygote,
    reference: tuple[Counter[str], Counter[str]],
    kill_at: int,
) -> None:
    kills, told = lived_through(simulator, program(), zygote, kill_at)
    assert kills == 1
    for expected, found in zip(reference, told, strict=True):
        compare(expected, found)


@pytest.mark.slow
def test_every_commit_point(
    zygote: Zygote,
    running_simulator: Simulator,
    tmp_path: Path,
    reference: tuple[Counter[str], Counter[str]],
) -> None:
    """Point after point, until the journey is over before the next one is reached."""
    kill_at = 0
    kills = 1
    while kills:
        kill_at += 1
        running_simulator.reset()
        folder = tmp_path / str(kill_at)
        folder.mkdir()
        program = Program(zygote, running_simulator, folder)
        program.command("migrate")
        kills, told = lived_through(running_simulator, program, zygote, kill_at)
        program.stop()
        for expected, found in zip(reference, told, strict=True):
            compare(expected, found)
        print(f"commit point {kill_at}: {'killed' if kills else 'not reached'}", flush=True)
    assert kill_at > len(SAMPLE)
