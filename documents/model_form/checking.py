"""Looks through a model form before it is used: unknown fields, fields that may be absent, references into nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from documents.model_form.blocks import Block, BlockKind, Condition
from documents.model_form.fields import content_fields, values_of_choice
from documents.model_form.lists import COLUMNS

FILLED: Final = re.compile(r"\{([^{}]*)\}")
REFERENCE: Final = "number of "
CELL: Final = " | "


def check(blocks: Sequence[Block]) -> None:
    """Raises `FormError` for the first thing that is wrong."""
    named = _named(blocks)
    for block in blocks:
        for condition in block.conditions:
            _check_condition(block, condition)
        for said in (block.kk, block.ru):
            _check_cells(block, said)
            for field in fields_in(block, said):
                _check_field(block, field, named)


def fields_in(block: Block, said: str) -> Iterator[str]:
    """What stands in braces. Raises `FormError` for a brace without its other half."""
    if any(brace in FILLED.sub("", said) for brace in "{}"):
        raise block.wrong("a brace has no other half")
    yield from FILLED.findall(said)


def _named(blocks: Iterable[Block]) -> Mapping[str, Block]:
    named: dict[str, Block] = {}
    for block in blocks:
        if block.kind is not BlockKind.TABLE and block.name:
            if block.name in named:
                raise block.wrong(f"two blocks are named {block.name}")
            named[block.name] = block
    return named


def _check_condition(block: Block, condition: Condition) -> None:
    field = content_fields().get(condition.path)
    if field is None:
        raise block.wrong(f"the condition names an unknown field: {condition.path}")
    values = values_of_choice(field)
    if condition.value is None:
        if not (field.optional or field.type in (bool, tuple)):
            raise block.wrong(f"{condition.path} is always there; a condition on it needs a value")
    elif condition.value not in values:
        raise block.wrong(f"{condition.path} can be {', '.join(values) or 'compared with nothing'}")


def _check_cells(block: Block, said: str) -> None:
    cells = len(said.split(CELL))
    if block.kind is BlockKind.TABLE:
        if block.name not in COLUMNS:
            raise block.wrong(f"there is no table {block.name!r}; there are {', '.join(COLUMNS)}")
        wanted = COLUMNS[block.name]
    else:
        wanted = 2 if block.kind is BlockKind.ROW else 1
    if cells != wanted:
        raise block.wrong(f"must have {wanted} parts with {CELL!r} between them in each language, not {cells}")


def _check_field(block: Block, path: str, named: Mapping[str, Block]) -> None:
    if path.startswith(REFERENCE):
        _check_reference(block, path.removeprefix(REFERENCE), named)
        return
    field = content_fields().get(path)
    if field is None or not field.printed:
        raise block.wrong(f"{{{path}}} is not a field that can be printed")
    asked = [condition.path for condition in block.conditions if not condition.negated and condition.value is None]
    for optional in field.optional:
        if not any(known == optional or known.startswith(f"{optional}.") for known in asked):
            raise block.wrong(f"{{{path}}} may be absent: the block needs 'if {field.optional[-1]}'")


def _check_reference(block: Block, name: str, named: Mapping[str, Block]) -> None:
    if name not in named:
        raise block.wrong(f"nothing is named {name}")
    if not set(named[name].conditions) <= set(block.conditions):
        raise block.wrong(f"{name} may be absent: this block needs the same 'if'")
