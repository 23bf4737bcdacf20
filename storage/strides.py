"""Many ids a stride at a time: PostgreSQL takes at most 32,767 values in one statement, SQLite as few."""

from __future__ import annotations

from collections.abc import Collection, Iterator

LONGEST = 10_000


def strides(ids: Collection[int]) -> Iterator[list[int]]:
    """The ids in lists that one statement can take."""
    every = list(ids)
    for at in range(0, len(every), LONGEST):
        yield every[at : at + LONGEST]
