"""For developers: `python -m storage.migrations "Why"` drafts the next step from what the tables of the code say."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import create_engine

from storage.migrate import configuration, migrate


def draft(why: str) -> None:
    """Writes the step beside the others; read it, mend it and let the tests walk it."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'present.db'}"
        migrate(url)
        engine = create_engine(url)
        with engine.connect() as connection:
            config = configuration(connection)
            steps = list((Path(__file__).parent / "versions").glob("[0-9]*.py"))
            command.revision(config, why, autogenerate=True, rev_id=f"{len(steps) + 1:04}")
        engine.dispose()


if __name__ == "__main__":
    draft(sys.argv[1])
