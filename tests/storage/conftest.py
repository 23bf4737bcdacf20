"""A database of either kind without tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import BOTH


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without tables; of SQLite not even the folder."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'data' / 'balapan.db'}"
    url: str = request.getfixturevalue("empty_postgres_url")
    return url
