"""The program is killed at a commit point and started again: the same end, nothing lost, nothing done twice."""

from __future__ import annotations

import itertools
import os
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from locales.catalogue import Locale
from tests.e2e.desk import Program, Simulator, Zygote
from tests.e2e.journey import Journey
from tests.e2e.test_journey import DOCTOR
from tests.faults.reckoning import ONCE, compare, effects, said

pytestmark = pytest.mark.xdist_group("e2e")
SAMPLE = {
    "parent": (3, 41, 92, 147, 199, 224, 276),
    "whatsapp": (9, 74, 150, 233, 318, 401),
}
SAMPLED = [(channel, kill_at) for channel, points in SAMPLE.items() for kill_at in points]


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
            self.program.gets_what_was_lost()


@dataclass
class World:
    """Where the same journey is lived again and again: a database with an invitation is copied each time."""

    simulator: Simulator
    zygote: Zygote
    folder: Path
    channel: str
    synced: Path
    invite: str = ""
    told: tuple[Counter[str], Counter[str]] = (Counter(), Counter())

    def __post_init__(self) -> None:
        self.stop_the_clock()
        template = self.program("template", self.synced)
        self.invite = template.command(*DOCTOR)
        kills, self.told = self.live(None)
        assert kills == 0

    def live(self, kill_at: int | None) -> tuple[int, tuple[Counter[str], Counter[str]]]:
        """The journey with a kill at that commit point; how many kills there were, and what both phones were told."""
        self.simulator.reset()
        self.stop_the_clock()
        program = self.program(f"life-{kill_at}", self.folder / "template")
        journey = Journey(self.simulator, program, Locale.RU, self.invite, self.channel)
        lives = Lives(program, self.zygote, kill_at)
        mother, doctor = journey.walk()
        journey.all_is_sent()
        assert effects(program.folder) == ONCE
        assert mother.refused() == []
        if lives.kills:
            lives.watching.join()
        program.stop()
        return lives.kills, (said(mother), said(doctor))

    def program(self, name: str, like: Path) -> Program:
        """A program in an empty folder, which begins with the database of that one."""
        folder = self.folder / name
        folder.mkdir()
        program = Program(self.zygote, self.simulator, folder, channels=[self.channel])
        program.takes_database_of(like)
        return program

    def check(self, told: tuple[Counter[str], Counter[str]]) -> None:
        """Both phones were told what they are told when nobody is killed."""
        for expected, found in zip(self.told, told, strict=True):
            compare(expected, found)

    def stop_the_clock(self) -> None:
        """One moment for all lives, so that they read alike."""
        self.simulator.moves_clock(now="2026-11-23T10:00:00+05:00", frozen=True)


@pytest.fixture(scope="module")
def world(
    zygote: Zygote, running_simulator: Simulator, synced: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], World]:
    """The world of each channel, in which the journey was lived once without a kill."""

    @cache
    def of(channel: str) -> World:
        return World(running_simulator, zygote, tmp_path_factory.mktemp(f"kill-{channel}"), channel, synced)

    return of


@pytest.mark.parametrize(("channel", "kill_at"), SAMPLED)
def test_a_kill_at_a_commit_point_loses_nothing(world: Callable[[str], World], channel: str, kill_at: int) -> None:
    kills, told = world(channel).live(kill_at)
    assert kills == 1
    world(channel).check(told)


@pytest.mark.slow
@pytest.mark.parametrize("channel", SAMPLE)
def test_every_commit_point(world: Callable[[str], World], channel: str) -> None:
    """Point after point (from FROM, if a run is to be continued), until the journey is over before one is reached."""
    for kill_at in itertools.count(int(os.environ.get("FROM", "1"))):
        kills, told = world(channel).live(kill_at)
        world(channel).check(told)
        print(f"{channel}, commit point {kill_at}: {'killed' if kills else 'not reached'}", flush=True)
        if not kills:
            assert kill_at > max(SAMPLE[channel])
            return
