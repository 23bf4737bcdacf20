"""The journal: everything that happened on the desk, numbered, so that a test or the page can ask what is new."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from itertools import takewhile

from simulator.bell import Bell
from simulator.wire import JSON

KEPT = 20_000


class Journal:
    """Numbered records; numbers only grow, also across a reset."""

    def __init__(self) -> None:
        self.last = 0
        self.closed = False
        self.bell = Bell()
        self._records: deque[JSON] = deque(maxlen=KEPT)

    def write(self, kind: str, **content: object) -> int:
        """Add a record and wake whoever waits; returns its number."""
        self.last += 1
        self._records.append({"seq": self.last, "kind": kind, **content})
        self.bell.ring()
        return self.last

    def after(self, seq: int, wanted: Callable[[JSON], bool] = lambda record: True) -> list[JSON]:
        """The wanted records newer than `seq`, oldest first."""
        newer = list(takewhile(lambda record: record["seq"] > seq, reversed(self._records)))
        return [record for record in reversed(newer) if wanted(record)]

    def clear(self) -> None:
        """Forget the records, not the numbering."""
        self._records.clear()

    def close(self) -> None:
        """Let every waiter go: the simulator stops."""
        self.closed = True
        self.bell.ring()
