"""A process that is killed in the middle of anything keeps what it committed, and nothing else."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from storage.database import Database
from storage.sealing import Sealer
from tests.storage.chats import NOW, after

ROOT = Path(__file__).parents[2]


def killed(database_url: str, moment: str) -> None:
    """A process that works on update after update, and is killed at this moment of its fifth turn."""
    command = [sys.executable, "-m", "tests.storage.victim", database_url, moment]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60, cwd=ROOT)
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.parametrize(
    ("moment", "kept"),
    [("in the middle", 4), ("before turn 5", 4), ("after turn 5", 5)],
)
async def test_what_was_committed_is_there_and_nothing_else(
    database_url: str, sealer: Sealer, moment: str, kept: int
) -> None:
    killed(database_url, moment)
    database = Database.open(database_url, sealer)
    async with database.transaction("after") as uow:
        rows = await uow.inbox.claim(64)
        assert [row.payload["text"] for row in rows] == [str(turn) for turn in range(kept, 10)]
        [row] = (await uow.conversations.load({row.account_id for row in rows})).values()
        assert (row.rev, row.data) == (kept, {"answers": kept})
        assert [event.to for event in await uow.events.history("account")] == [str(turn) for turn in range(kept)]
        assert await uow.events.verify("account")
        assert (await uow.outbox.claim(10, 0, 30))[0].message == {"text": "0"}
        assert len(await uow.deadlines.due(after(days=1), 100)) == kept
        assert await uow.outbox.oldest_waiting(NOW) == {"telegram": NOW}
    await database.close()
