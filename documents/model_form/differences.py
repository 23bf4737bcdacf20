"""What a new edition of the model form says otherwise, file by file and block by block. S2-73."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import PurePath

from documents.model_form.blocks import Block, BlockKind, Condition
from documents.model_form.forms import ModelForm
from enrolment.terms import Name

_NAMES_A_SECTION = (BlockKind.TITLE, BlockKind.HEADING, BlockKind.ANNEX)


@dataclass(frozen=True)
class Change:
    """A block before and after; one that is new was not there before, one that is gone is not there after."""

    before: Block | None
    after: Block | None


@dataclass(frozen=True)
class ChangedFile:
    """What is different in one file: its name, what its section is called, and each change in its order."""

    name: str
    section: Name | None
    changes: tuple[Change, ...]


def differences(before: ModelForm, after: ModelForm) -> tuple[ChangedFile, ...]:
    """The files that are different, in the order of their names; remarks count for nothing."""
    old, new = _by_file(before.blocks), _by_file(after.blocks)
    return tuple(
        ChangedFile(name, _section(new.get(name) or old[name]), changes)
        for name in sorted(old.keys() | new.keys())
        if (changes := tuple(_changes(old.get(name, ()), new.get(name, ()))))
    )


def as_written(block: Block) -> str:
    """The block as it stands in a file."""
    conditions = " and ".join(map(_condition, block.conditions))
    opening = " ".join(filter(None, (block.kind, block.name, conditions and f"if {conditions}")))
    return f"{opening}\nkk: {block.kk}\nru: {block.ru}"


def _by_file(blocks: Sequence[Block]) -> Mapping[str, Sequence[Block]]:
    files: dict[str, list[Block]] = {}
    for block in blocks:
        files.setdefault(PurePath(block.file).name, []).append(block)
    return files


def _section(blocks: Sequence[Block]) -> Name | None:
    return next((Name(one.kk, one.ru, one.ru) for one in blocks if one.kind in _NAMES_A_SECTION), None)


def _changes(old: Sequence[Block], new: Sequence[Block]) -> Iterator[Change]:
    matcher = SequenceMatcher(None, [as_written(one) for one in old], [as_written(one) for one in new], autojunk=False)
    for what, *(first, last, begin, end) in matcher.get_opcodes():
        if what != "equal":
            pairs = zip_longest(old[first:last], new[begin:end])
            yield from (Change(was, is_now) for was, is_now in pairs)


def _condition(condition: Condition) -> str:
    negated = "not " if condition.negated else ""
    return f"{negated}{condition.path}" + (f" = {condition.value}" if condition.value is not None else "")
