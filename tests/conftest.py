"""Both databases, migrated and fresh for every test that asks; one PostgreSQL for the whole session."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database
from storage.migrate import migrate
from storage.sealing import Keyring, Sealer
from tests.e2e.processes import running_simulator, synced, zygote
from tests.postgres import empty_postgres_url, postgres_server, postgres_template, postgres_url

__all__ = ["empty_postgres_url", "postgres_server", "postgres_template", "postgres_url"]
__all__ += ["running_simulator", "synced", "zygote"]

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture
def sealer() -> Sealer:
    return Sealer(Keyring.of([bytes(range(32))]), bytes(32))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    shutil.copy(sqlite_template, tmp_path / "balapan.db")
    return f"sqlite:///{tmp_path / 'balapan.db'}"


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture
async def database(database_url: str, sealer: Sealer) -> AsyncIterator[Database]:
    opened = Database.open(database_url, sealer)
    yield opened
    await opened.close()
