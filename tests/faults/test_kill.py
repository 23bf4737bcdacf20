"""The program is killed at a commit point and started again: the same end, nothing lost, nothing done twice."""

from __future__ import annotations

import itertools
import os
import shutil
import threading
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from locales.catalogue import Locale
from tests.e2e.desk import Program, Simulator, Zygote
from tests.e2e.journey import Journey
from tests.e2e.phone import call
from tests.e2e.test_journey import DOCTOR
from tests.faults.reckoning import ONCE, compare, effects, said

pytestmark = pytest.mark.xdist_group("e2e")
SAMPLE = (3, 18, 41, 66, 92, 119, 147, 172, 199, 224, 251, 276)


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


@dataclass
class World:
    """Where the same journey is lived again and again: a migrated database with an invitation is copied each time."""

    simulator: Simulator
    zygote: Zygote
    folder: Path
    invite: str = ""
    told: tuple[Counter[str], Counter[str]] = (Counter(), Counter())

    def __post_init__(self) -> None:
        self.stop_the_clock()
        template = Program(self.zygote, self.simulator, self.fresh("template"))
        template.command("migrate")
        self.invite = template.command(*DOCTOR)
        kills, self.told = self.live(None)
        assert kills == 0

    def live(self, kill_at: int | None) -> tuple[int, tuple[Counter[str], Counter[str]]]:
        """The journey with a kill at that commit point; how many kills there were, and what both phones were told."""
        self.simulator.reset()
        self.stop_the_clock()
        folder = self.fresh(f"life-{kill_at}")
        for file in (self.folder / "template").glob("balapan.sqlite3*"):
            shutil.copy(file, folder)
        program = Program(self.zygote, self.simulator, folder)
        journey = Journey(self.simulator, program, Locale.RU, self.invite)
        lives = Lives(program, self.zygote, kill_at)
        mother, doctor = journey.walk()
        journey.all_is_sent()
        assert effects(folder) == ONCE
        program.stop()
        return lives.kills, (said(mother), said(doctor))

    def check(self, told: tuple[Counter[str], Counter[str]]) -> None:
        """Both phones were told what they are told when nobody is killed."""
        for expected, found in zip(self.told, told, strict=True):
            compare(expected, found)

    def stop_the_clock(self) -> None:
        """One moment for all lives, so that they read alike."""
        call(f"{self.simulator.url}/clock", {"now": "2026-11-23T10:00:00+05:00", "frozen": True})

    def fresh(self, name: str) -> Path:
        """An empty folder."""
        folder = self.folder / name
        folder.mkdir()
        return folder


@pytest.fixture(scope="module")
def world(zygote: Zygote, running_simulator: Simulator, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The world, in which the journey was lived once without a kill."""
    return World(running_simulator, zygote, tmp_path_factory.mktemp("kill"))


@pytest.mark.parametrize("kill_at", SAMPLE)
def test_a_kill_at_a_commit_point_loses_nothing(world: World, kill_at: int) -> None:
    kills, told = world.live(kill_at)
    assert kills == 1
    world.check(told)


@pytest.mark.slow
def test_every_commit_point(world: World) -> None:
    """Point after point (from FROM, if a run is to be continued), until the journey is over before one is reached."""
    for kill_at in itertools.count(int(os.environ.get("FROM", "1"))):
        kills, told = world.live(kill_at)
        world.check(told)
        print(f"commit point {kill_at}: {'killed' if kills else 'not reached'}", flush=True)
        if not kills:
            assert kill_at > max(SAMPLE)
            return
