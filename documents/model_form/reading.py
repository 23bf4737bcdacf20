"""Reads the text files of a model form into blocks; whatever is wrong is told with file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from documents.model_form.blocks import Block, BlockKind, Condition, FormError
from enrolment.letters import unprintable
from locales.text import _

_COMMENT = "#"
_OPENING = re.compile(r"(?P<kind>[a-z]+)(?: (?!if )(?P<name>[a-z_]+))?(?: if (?P<conditions>.+))?")
_CONDITION = re.compile(r"(?P<negated>not )?(?P<path>[a-z0-9_.]+)(?: = (?P<value>[a-z0-9_]+))?")
_SAYING = re.compile(r"(kk|ru):\s*(.*)")
_NAMED = (BlockKind.HEADING, BlockKind.CLAUSE, BlockKind.TABLE)
_LONGEST_SHOWN = 40
_READ = 100
"""How many files are kept as they were read: a new edition changes a few of them."""


@dataclass(frozen=True)
class _Line:
    number: int
    words: str


@lru_cache(maxsize=_READ)
def read_blocks(file: str, text: str) -> tuple[Block, ...]:
    """The blocks of one file in their order. Raises `FormError`."""
    return tuple(_block(file, lines) for lines in _paragraphs(text))


def misread(file: str, text: str) -> Iterator[FormError]:
    """Everything that is wrong with the file by itself, a block at a time."""
    for lines in _paragraphs(text):
        try:
            _block(file, lines)
        except FormError as mistake:
            yield mistake


def decoded(file: str, content: bytes) -> str:
    """The text of a file, lines ended as everywhere. Raises `FormError`."""
    try:
        text = content.decode()
    except UnicodeDecodeError as wrong:
        line = content[: wrong.start].count(b"\n") + 1
        raise FormError(file, line, _("is not saved as UTF-8. Save the file again with the encoding UTF-8")) from wrong
    return text.replace("\r\n", "\n")


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
        wrong = _("must begin a block with one of {kinds}, not “{words}”", kinds=kinds, words=_short(first.words))
        raise FormError(file, first.number, wrong)
    kind, name = BlockKind(opening["kind"]), opening["name"] or ""
    if name and kind not in _NAMED:
        wrong = _("“{kind}” has no name. Write “{asked}” if it is a condition", kind=kind, asked=f"if {name}")
        raise FormError(file, first.number, wrong)
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
                wrong = _("{language} stands here twice. Leave an empty line before the next block", language=language)
                raise FormError(file, line.number, wrong)
            said[language] = start[2]
        elif language:
            said[language] = f"{said[language]} {line.words}".strip()
        else:
            raise FormError(file, line.number, _("must begin with {kazakh} or {russian}", kazakh="kk:", russian="ru:"))
        if letters := unprintable(line.words):
            wrong = _("has letters that cannot be printed: {letters} Take them out", letters=letters)
            raise FormError(file, line.number, wrong)
    for missing in (language for language in ("kk", "ru") if not said.get(language)):
        wrong = _("the text in {language} is missing. Add a line that begins with {language}:", language=missing)
        raise FormError(file, opened, wrong)
    return said


def _conditions(file: str, line: int, said: str | None) -> tuple[Condition, ...]:
    return tuple(_condition(file, line, part) for part in said.split(" and ")) if said else ()


def _condition(file: str, line: int, said: str) -> Condition:
    match = _CONDITION.fullmatch(said.strip())
    if match is None:
        wrong = _(
            "cannot read the condition “{said}”. Write it like this: {example}", said=_short(said), example="if fee"
        )
        raise FormError(file, line, wrong)
    return Condition(match["path"], match["negated"] is not None, match["value"])


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST_SHOWN else f"{words[:_LONGEST_SHOWN]}…"
