"""The rows of docs/rules.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

RULES = Path(__file__).parents[2] / "docs" / "rules.md"
_ROW = re.compile(r"^\| (?P<id>[A-Z]\d?-\d+) \| (?P<asks>[^|]+) \| (?P<exempt>[^|]*)\|$")
_LOOKS_LIKE_A_ROW = re.compile(r"^\|\s*[A-Z]+\d*-\d+")


@dataclass(frozen=True)
class Rule:
    """One row: its id, what it asks, and why it does not apply (empty when it does)."""

    id: str
    asks: str
    exempt: str = ""


class Malformed(ValueError):
    """A line that begins like a row and is none."""


def rules(text: str) -> list[Rule]:
    """The rows of the tables, in their order. Raises `Malformed`."""
    return list(_rows(text))


def _rows(text: str) -> Iterator[Rule]:
    for line in text.splitlines():
        if not _LOOKS_LIKE_A_ROW.match(line):
            continue
        row = _ROW.match(line)
        if row is None:
            raise Malformed(line)
        yield Rule(row["id"], row["asks"].strip(), row["exempt"].strip())
