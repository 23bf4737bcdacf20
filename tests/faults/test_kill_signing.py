"""The program is killed while a contract is signed, by the parent or the kindergarten: the signature counts, once."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import pytest

from tests.e2e.desk import Simulator, Zygote
from tests.faults.signing import SigningWorld

pytestmark = pytest.mark.xdist_group("e2e")
SAMPLE = {"parent": (18, 20, 21, 22, 24), "preschool": (18, 20, 22, 24)}
SAMPLED = [(side, kill_at) for side, points in SAMPLE.items() for kill_at in points]


@pytest.fixture(scope="module")
def world(
    zygote: Zygote, running_simulator: Simulator, synced: Path, tmp_path_factory: pytest.TempPathFactory
) -> SigningWorld:
    return SigningWorld(running_simulator, zygote, tmp_path_factory.mktemp("kill-signing"), synced)


@pytest.mark.rule("E-26")
@pytest.mark.parametrize(("side", "kill_at"), SAMPLED)
def test_a_kill_while_somebody_signs_loses_nothing(world: SigningWorld, side: str, kill_at: int) -> None:
    kills, told = world.live(side, kill_at)
    assert kills == 1
    world.check(side, told)


@pytest.mark.slow
@pytest.mark.parametrize("side", SAMPLE)
def test_every_commit_point_of_a_signature(world: SigningWorld, side: str) -> None:
    """Point after point (from FROM, if a run is to be continued), until it is signed before one is reached."""
    for kill_at in itertools.count(int(os.environ.get("FROM", "1"))):
        kills, told = world.live(side, kill_at)
        print(f"{side}, commit point {kill_at}: {'killed' if kills else 'not reached'}", flush=True)
        world.check(side, told)
        if not kills:
            assert kill_at > max(SAMPLE[side])
            return
