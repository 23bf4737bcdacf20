"""Reads the text files of a model form into blocks; whatever is wrong is told with file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from documents.model_form.blocks import Block, BlockKind, Condition, FormError
from enrolment.letters import unprintable

_COMMENT = "#"
_OPENING = re.compile(r"(?P<kind>[a-z]+)(?: (?!if )(?P<name>[a-z_]+))?(?: if (?P<conditions>.+))?")
_CONDITION = re.compile(r"(?P<negated>not )?(?P<path>[a-z0-9_.]+)(?: = (?P<value>[a-z0-9_]+))?")
_SAYING = re.compile(r"(kk|ru):\s*(.*)")
_NAMED = (BlockKind.HEADING, BlockKind.CLAUSE, BlockKind.TABLE)


@dataclass(frozen=True)
class _Line:
    number: int
    words: str


def read_blocks(file: str, text: str) -> tuple[Block, ...]:
    """The blocks of one file in their order. Raises `FormError`."""
    return tuple(_block(file, lines) for lines in _paragraphs(text))


def _paragraphs(text: str) -> Iterator[list[_Line]]:
    """Runs of lines between blank ones, without comments."""
    run: list[_Line] = []
    for number, line in enumerate([*text.removeprefix("\ufeff").splitlines(), ""], 1):
        words = line.strip()
        if words and not words.startswith(_COMMENT):
            run.append(_Line(number, words))
        elif run and not words:
            yield run
            run = []


def _block(file: str, lines: list[_Line]) -> Block:
    first, *rest = lines
    opening = _OPENING.fullmatch(first.words)
    if opening is None or opening["kind"] not in set(BlockKind):
        kinds = ", ".join(BlockKind)
        raise FormError(file, first.number, f"must begin a block with one of {kinds}, not {first.words!r}")
    kind, name = BlockKind(opening["kind"]), opening["name"] or ""
    if name and kind not in _NAMED:
        raise FormError(file, first.number, f"a {kind} has no name; is an 'if' missing before {name!r}?")
    said = _said(file, first.number, rest)
    conditions = _conditions(file, first.number, opening["conditions"])
    return Block(kind, said["kk"], said["ru"], file, first.number, name, conditions)


def _said(file: str, opened: int, lines: list[_Line]) -> dict[str, str]:
    said: dict[str, str] = {}
    language = ""
    for line in lines:
        if start := _SAYING.fullmatch(line.words):
            language = start[1]
            if language in said:
                raise FormError(file, line.number, f"{language} is said twice; is a blank line missing before it?")
            said[language] = start[2]
        elif language:
            said[language] = f"{said[language]} {line.words}".strip()
        else:
            raise FormError(file, line.number, "must begin with kk: or ru:")
        if letters := unprintable(line.words):
            raise FormError(file, line.number, f"cannot be printed: {letters!r}")
    for missing in (language for language in ("kk", "ru") if not said.get(language)):
        raise FormError(file, opened, f"the text in {missing} is missing")
    return said


def _conditions(file: str, line: int, said: str | None) -> tuple[Condition, ...]:
    return tuple(_condition(file, line, part) for part in said.split(" and ")) if said else ()


def _condition(file: str, line: int, said: str) -> Condition:
    match = _CONDITION.fullmatch(said.strip())
    if match is None:
        raise FormError(file, line, f"cannot read the condition {said!r}")
    return Condition(match["path"], match["negated"] is not None, match["value"])
