"""The simulator with nobody in it, and programs that end with their test."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.e2e.desk import Program, Simulator, Zygote


@pytest.fixture
def simulator(running_simulator: Simulator) -> Simulator:
    """The simulator with nobody in it."""
    running_simulator.reset()
    return running_simulator


@pytest.fixture
def program(zygote: Zygote, simulator: Simulator, tmp_path: Path, synced: Path) -> Iterator[Callable[..., Program]]:
    """Makes programs, and ends those that still run after the test."""
    made: list[Program] = []

    def make(database_url: str | None = None, channels: Sequence[str] = ("parent",)) -> Program:
        program = Program(zygote, simulator, tmp_path, database_url, channels)
        made.append(program)
        if database_url is None:
            program.takes_database_of(synced)
        elif program.on_whatsapp:
            program.sync_templates()
        return program

    yield make
    for one in made:
        if one.pid and one.pid not in zygote.ended:
            one.stop()
