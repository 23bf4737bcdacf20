"""Prints the report: `python -m tests.rules`."""

from __future__ import annotations

import sys

from tests.rules.marks import marks
from tests.rules.report import report
from tests.rules.rows import RULES, rules


def main() -> None:
    """Write one paragraph a rule to standard output."""
    for line in report(rules(RULES.read_text(encoding="utf-8")), marks()):
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
