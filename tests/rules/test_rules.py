"""No row of docs/rules.md gets lost, and no test names a row that is not there."""

from __future__ import annotations

import re

import pytest

from tests.rules.__main__ import main
from tests.rules.marks import Mark, marks, marks_in
from tests.rules.report import report
from tests.rules.rows import RULES, Malformed, Rule, rules

SERIES = {"S1": (70, 2), "S2": (79, 2), "S3": (62, 2), "X": (22, 2), "E": (45, 1)}
ROWS = rules(RULES.read_text(encoding="utf-8"))

SOURCE = """
import pytest

pytestmark = [pytest.mark.slow, pytest.mark.rule("S1-01")]

@pytest.mark.rule("S1-02", "S1-03")
@pytest.mark.parametrize("case", [1, pytest.param(2, marks=pytest.mark.rule("S1-04"))])
def test_one(case): ...

@pytest.mark.rule("S1-05")
class TestSome:
    @pytest.mark.rule(SOMETHING)
    async def test_two(self): ...

@pytest.mark.rule("S1-06")
def helper(): ...
"""


def test_every_row_is_there_once_and_in_order() -> None:
    wanted = [f"{series}-{n:0{width}}" for series, (last, width) in SERIES.items() for n in range(1, last + 1)]
    assert [row.id for row in ROWS] == wanted


def test_every_row_says_something_of_its_own() -> None:
    within = [(row.id.split("-")[0], row.asks) for row in ROWS]
    assert all(row.asks.endswith(".") for row in ROWS)
    assert len(set(within)) == len(within)


def test_tests_name_only_rows_that_exist() -> None:
    known = {row.id for row in ROWS}
    assert [mark for mark in marks() if mark.rule not in known] == []


def test_marks_are_read_wherever_pytest_allows_them() -> None:
    assert marks_in(SOURCE, "tests/test_x.py") == [
        *(Mark(rule, "tests/test_x.py::test_one") for rule in ("S1-01", "S1-02", "S1-03", "S1-04")),
        *(Mark(rule, "tests/test_x.py::TestSome::test_two") for rule in ("S1-01", "S1-05", "SOMETHING")),
    ]


def test_a_report_tells_the_state_of_each_row() -> None:
    rows = [Rule("S1-01", "One."), Rule("S1-02", "Two."), Rule("S1-03", "Three.", "it is branding")]
    assert list(report(rows, [Mark("S1-01", "tests/test_x.py::test_one")])) == [
        "S1-01  One.",
        "         tests/test_x.py::test_one",
        "S1-02  Two.",
        "         not built yet",
        "S1-03  Three.",
        "         does not apply because it is branding",
        "",
        "1 shown by tests, 1 not built yet, 1 not applying",
    ]


def test_every_row_that_applies_is_shown_by_a_test() -> None:
    assert [line for line in report(ROWS, marks()) if "not built yet" in line] == []


def test_every_edge_has_a_test_with_its_number_in_the_name() -> None:
    named = {mark.rule for mark in marks() if mark.rule.removeprefix("E-") in _edges(mark.test.rpartition("::")[2])}
    assert [row.id for row in ROWS if row.id.startswith("E-") and row.id not in named] == []


def _edges(test: str) -> list[str]:
    """The numbers after the word edge: `test_V3_edges_37_and_38_…`."""
    found = re.search(r"edges?_\d+(?:_(?:and_)?\d+)*", test)
    return re.findall(r"\d+", found[0]) if found else []


def test_a_spoiled_row_is_not_passed_over() -> None:
    with pytest.raises(Malformed):
        rules("| S1-01 | without its third column |")


def test_the_command_prints_the_report(capsys: pytest.CaptureFixture[str]) -> None:
    main()
    printed = capsys.readouterr().out
    assert "S3-06" in printed and "does not apply because the chat itself tells who writes" in printed
