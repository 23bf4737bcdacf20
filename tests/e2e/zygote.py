"""Starts the program again and again without importing everything each time: forks a child that has it all imported.

Reads one JSON request a line: `{"env", "folder", "arguments", "kill_at"}`; answers `{"pid"}` at once, and `{"pid",
"status"}` when that child ends. Its words are in `LOG` of the folder, those of a command in `OUT` and `ERR`. `kill_at`
N has the child kill itself with SIGKILL at its N-th commit point; every point that is reached is appended to
`commits.log` in the folder. Looking for due deadlines is none: there are none on this journey, and how often it is
looked depends on the hour.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bot.program  # noqa: F401
from bot.cli import main
from storage.database import Database
from tests.e2e.desk import ERR, LOG, OUT

IDLE = "deadline"


def commit_points(folder: Path, kill_at: int | None) -> Callable[[str], None]:
    """What the database calls just before and just after every commit."""
    log = os.open(folder / "commits.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    reached = 0

    def point(label: str) -> None:
        nonlocal reached
        if label.endswith(IDLE):
            return
        reached += 1
        os.write(log, f"{label}\n".encode())
        if reached == kill_at:
            os.write(log, b"killed\n")
            os.kill(os.getpid(), signal.SIGKILL)

    return point


def child(request: dict[str, Any]) -> int:
    """The program itself, in its own folder with its own settings."""
    folder = Path(request["folder"])
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(request["env"])
    running = request["arguments"] == ["run"]
    for number, name in enumerate((LOG, LOG) if running else (OUT, ERR), 1):
        os.dup2(os.open(folder / name, os.O_WRONLY | os.O_CREAT | (os.O_APPEND if running else os.O_TRUNC)), number)
    opened = Database.open
    point = commit_points(folder, request["kill_at"])
    Database.open = staticmethod(lambda url, sealer, **_: opened(url, sealer, on_commit=point))  # type: ignore[method-assign]
    return main(request["arguments"]) or 0


def tell(answer: dict[str, Any]) -> None:
    """One line of JSON to whoever asked."""
    os.write(sys.stdout.fileno(), (json.dumps(answer) + "\n").encode())


def reap(pid: int) -> None:
    """Wait for the child and say how it ended."""
    _, status = os.waitpid(pid, 0)
    tell({"pid": pid, "status": os.waitstatus_to_exitcode(status)})


def serve() -> None:
    """Fork a program for every request."""
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            os._exit(child(json.loads(line)))
        tell({"pid": pid})
        threading.Thread(target=reap, args=(pid,), daemon=True).start()


if __name__ == "__main__":
    serve()
