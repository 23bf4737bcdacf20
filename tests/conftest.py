"""Both databases, migrated and fresh for every test that asks; one PostgreSQL for the whole session."""

from __future__ import annotations

import logging
import shutil
import sys
from collections.abc import AsyncIterator, Iterator
from functools import cache
from pathlib import Path

import pytest
import structlog
from hypothesis import HealthCheck, settings

from storage.database import Database
from storage.engines import Engines, open_engines
from storage.migrate import migrate
from storage.sealing import Keyring, Sealer
from tests.e2e.processes import running_simulator, synced, zygote
from tests.postgres import empty_postgres_url, postgres_server, postgres_template, postgres_url

__all__ = ["empty_postgres_url", "postgres_server", "postgres_template", "postgres_url"]
__all__ += ["running_simulator", "synced", "zygote"]

# As the program does: a thread that comes back from SQLite else waits 5 ms for the interpreter, at every statement.
sys.setswitchinterval(0.0005)

# Drawing the frame around one traceback takes longer than most tests.
structlog.dev.ConsoleRenderer.get_active().exception_formatter = structlog.dev.plain_traceback

# How fast this machine draws and computes right now says nothing about what is tested.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(autouse=True)
def logs_as_they_were() -> Iterator[None]:
    """Where a test's logs went, those of the next one do not go: else nobody could listen to them there."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    if structlog.is_configured():
        root.handlers[:], root.level = before, level
        structlog.reset_defaults()


@pytest.fixture
def sealer() -> Sealer:
    return Sealer(Keyring.of([bytes(range(32))]), bytes(32))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def sqlite_url(sqlite_template: Path) -> str:
    """The address is the same in every test, so that `engines_at` are too; the file is another."""
    file = sqlite_template.with_name("balapan.db")
    for left in file.parent.glob(f"{file.name}*"):
        left.unlink()
    shutil.copy(sqlite_template, file)
    return f"sqlite:///{file}"


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@cache
def engines_at(url: str) -> Engines:
    """Engines that outlive their database, with every statement that they have compiled."""
    return open_engines(url)


@pytest.fixture
async def database(database_url: str, sealer: Sealer) -> AsyncIterator[Database]:
    opened = Database(engines_at(database_url), sealer, None)
    yield opened
    await opened.close()
