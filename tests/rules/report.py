"""Says of every rule which tests show it, that it is not built yet, or why it does not apply."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tests.rules.marks import Mark
from tests.rules.rows import Rule

NOT_YET = "not built yet"


def report(rows: Iterable[Rule], found: Iterable[Mark]) -> Iterator[str]:
    """The lines of the report, a summary of what occurs last."""
    tests: Mapping[str, list[str]] = defaultdict(list)
    for rule, test in found:
        tests[rule].append(test)
    counts = {"shown by tests": 0, NOT_YET: 0, "not applying": 0}
    for row in rows:
        yield f"{row.id:<6} {row.asks}"
        yield from (f"         {line}" for line in _state(row, tests.get(row.id, ())))
        counts[_kind(row, row.id in tests)] += 1
    yield ""
    yield ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)


def _state(row: Rule, tests: Sequence[str]) -> Sequence[str]:
    if tests:
        return tests
    return [f"does not apply because {row.exempt}" if row.exempt else NOT_YET]


def _kind(row: Rule, shown: bool) -> str:
    if shown:
        return "shown by tests"
    return "not applying" if row.exempt else NOT_YET
