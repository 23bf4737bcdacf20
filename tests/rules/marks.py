"""Finds `@pytest.mark.rule(...)` in test files by reading them, without importing anything."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

TESTS = Path(__file__).parents[1]
Test = ast.FunctionDef | ast.AsyncFunctionDef


class Mark(NamedTuple):
    """A test that says it shows a rule."""

    rule: str
    test: str


def marks(folder: Path = TESTS) -> list[Mark]:
    """Every mark below the folder, by file and line."""
    root = folder.parent
    return [
        mark
        for path in sorted(folder.rglob("test_*.py"))
        for mark in marks_in(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix())
    ]


def marks_in(source: str, path: str) -> list[Mark]:
    """The marks of one file: of functions, of their classes, of parameters and of the whole module."""
    module = ast.parse(source)
    return list(_in_body(module.body, path, _of_all(module.body)))


def _in_body(body: list[ast.stmt], prefix: str, inherited: list[str]) -> Iterator[Mark]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            of_class = [*inherited, *_ids(*node.decorator_list), *_of_all(node.body)]
            yield from _in_body(node.body, f"{prefix}::{node.name}", of_class)
        elif isinstance(node, Test) and node.name.startswith("test"):
            for rule in dict.fromkeys([*inherited, *_ids(*node.decorator_list)]):
                yield Mark(rule, f"{prefix}::{node.name}")


def _of_all(body: list[ast.stmt]) -> list[str]:
    """What `pytestmark = …` says for everything in a module or class."""
    said = [
        node.value
        for node in body
        if isinstance(node, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets)
    ]
    return _ids(*said)


def _ids(*expressions: ast.expr) -> list[str]:
    """The ids in every `pytest.mark.rule(...)` within; one that is not written out is shown as its source."""
    return [
        str(argument.value) if isinstance(argument, ast.Constant) else ast.unparse(argument)
        for expression in expressions
        for node in ast.walk(expression)
        if isinstance(node, ast.Call) and _is_rule(node.func)
        for argument in node.args
    ]


def _is_rule(called: ast.expr) -> bool:
    return (
        isinstance(called, ast.Attribute)
        and called.attr == "rule"
        and isinstance(called.value, ast.Attribute)
        and called.value.attr == "mark"
    )
