"""The texts that stand on buttons, found in the source of the dialogs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import dialogs
from dialogs.answers import ANSWERS
from dialogs.contract_fields import ID_TYPES
from dialogs.contract_words import TABS
from dialogs.names import QUEUE_NAMES
from dialogs.preparation_words import SHORT
from dialogs.staff.decisions import ARCHIVE_REASONS
from dialogs.staff.words import ROLE_NAMES
from dialogs.voucher_words import OPEN_IT
from locales.text import Text

LABEL_AT = {
    **dict.fromkeys(("Button", "Choice", "Open", "Option", "Review", "Shortcut", "Told"), slice(1, 2)),
    "asked_again": slice(1, 3),
}
LABEL_NAMES = {"label", "confirm"}
MARKS = {"_": 1, "n_": 2}
LISTED: tuple[Text, ...] = (
    *QUEUE_NAMES.values(),
    *OPEN_IT.values(),
    *ROLE_NAMES.values(),
    *ARCHIVE_REASONS.values(),
    *ID_TYPES.values(),
    *TABS.values(),
    *(answer.label for answer in ANSWERS.values()),
    *SHORT.values(),
)


@cache
def labels() -> frozenset[str]:
    """The English sources of everything that a button says."""
    return frozenset({label.source for label in LISTED}.union(*map(_in, _sources())))


@cache
def answer_names() -> frozenset[str]:
    """The sources of the names of answers, which are buttons when a review asks what to change."""
    return frozenset(
        source
        for tree in _sources()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and _name(call) == "Common"
        for keyword in call.keywords
        if keyword.arg == "label"
        for source in _marked(keyword.value)
    )


@cache
def _sources() -> tuple[ast.Module, ...]:
    return tuple(ast.parse(file.read_text("utf-8")) for file in sorted(Path(dialogs.__path__[0]).rglob("*.py")))


def _in(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if _name(node) == "Fixed":
            yield from _marked(node.args[1])
        elif _name(node) in LABEL_AT:
            yield from (source for label in _label(node) for source in _marked(label))


def _label(call: ast.Call) -> list[ast.expr]:
    at = LABEL_AT[_name(call)]
    named = [keyword.value for keyword in call.keywords if keyword.arg in LABEL_NAMES]
    return [*call.args[at], *named]


def _marked(node: ast.expr) -> Iterator[str]:
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and _name(call) in MARKS:
            for argument in call.args[: MARKS[_name(call)]]:
                if isinstance(argument, ast.Constant):
                    yield str(argument.value)


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""
