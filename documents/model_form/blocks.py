"""What a model form is made of: blocks in both languages, each with its place in a file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from locales.text import Text, _, verbatim


class FormError(ValueError):
    """A model form that cannot be used: the file, the line, and in plain words what is wrong there and what to do."""

    def __init__(self, file: str, line: int, problem: Text) -> None:
        super().__init__(f"{file}, line {line}: {problem}")
        self.file = file
        self.line = line
        self.problem = problem

    @property
    def name(self) -> str:
        """The file without its folder."""
        return PurePath(self.file).name

    @property
    def told(self) -> Text:
        """For whoever wrote the file, in any language."""
        return _("{file}, line {line}: {problem}", file=verbatim(self.name), line=self.line, problem=self.problem)


class BlockKind(StrEnum):
    """The words with which a block begins."""

    TITLE = "title"
    HEADING = "heading"
    ANNEX = "annex"
    SUBHEADING = "subheading"
    PARAGRAPH = "paragraph"
    CLAUSE = "clause"
    ITEM = "item"
    ROW = "row"
    TABLE = "table"


@dataclass(frozen=True)
class Condition:
    """When a block is printed: the field is there, is not there, or has that value."""

    path: str
    negated: bool = False
    value: str | None = None


@dataclass(frozen=True)
class Block:
    """One block; `name` is what other blocks refer to, or which table it is."""

    kind: BlockKind
    kk: str
    ru: str
    file: str
    line: int
    name: str = ""
    conditions: tuple[Condition, ...] = ()

    def wrong(self, problem: Text) -> FormError:
        """An error that points at this block."""
        return FormError(self.file, self.line, problem)
