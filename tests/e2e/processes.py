"""Processes that all end-to-end tests of a session share: a simulator, and where programs are forked from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.desk import Program, Simulator, Zygote


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    """Where programs are forked from."""
    zygote = Zygote()
    yield zygote
    zygote.close()


@pytest.fixture(scope="session")
def running_simulator() -> Iterator[Simulator]:
    """The simulator's process."""
    simulator = Simulator()
    yield simulator
    simulator.close()


@pytest.fixture(scope="session")
def synced(zygote: Zygote, running_simulator: Simulator, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database that knows every WhatsApp content, made and approved."""
    program = Program(zygote, running_simulator, tmp_path_factory.mktemp("synced"), channels=["whatsapp"])
    program.command("migrate")
    program.sync_templates()
    assert "refused: 0" in program.sync_templates()
    return program.folder
