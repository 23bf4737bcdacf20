"""Looks through a model form before it is used: unknown fields, fields that may be absent, references into nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from documents.model_form.blocks import Block, BlockKind, Condition, FormError
from documents.model_form.fields import content_fields, values_of_choice
from documents.model_form.lists import COLUMNS
from locales.text import _

FILLED: Final = re.compile(r"\{([^{}]*)\}")
REFERENCE: Final = "number of "
CELL: Final = " | "


def check(blocks: Sequence[Block]) -> None:
    """Raises `FormError` for the first thing that is wrong."""
    for mistake in mistakes(blocks):
        raise mistake


def mistakes(blocks: Sequence[Block]) -> Iterator[FormError]:
    """Everything that is wrong, at most one thing a block."""
    named: dict[str, Block] = {}
    for block in blocks:
        if block.kind is not BlockKind.TABLE and block.name and named.setdefault(block.name, block) is not block:
            yield block.wrong(_("two blocks are named {name}. Give one of them another name", name=block.name))
    for block in blocks:
        try:
            _check_block(block, named)
        except FormError as mistake:
            yield mistake


def _check_block(block: Block, named: Mapping[str, Block]) -> None:
    for condition in block.conditions:
        _check_condition(block, condition)
    for said in (block.kk, block.ru):
        _check_cells(block, said)
        for field in fields_in(block, said):
            _check_field(block, field, named)


def fields_in(block: Block, said: str) -> Iterator[str]:
    """What stands in braces. Raises `FormError` for a brace without its other half."""
    if any(brace in FILLED.sub("", said) for brace in "{}"):
        raise block.wrong(_("a brace has no other half. Braces go in pairs, around the name of a field"))
    yield from FILLED.findall(said)


def _check_condition(block: Block, condition: Condition) -> None:
    field = content_fields().get(condition.path)
    if field is None:
        raise block.wrong(
            _("the condition names an unknown field: {field}. See the list of fields", field=condition.path)
        )
    values = values_of_choice(field)
    if condition.value is None:
        if not (field.optional or field.type in (bool, tuple)):
            wrong = _("{field} is always there. Take the condition out, or give it a value", field=condition.path)
            raise block.wrong(wrong)
    elif not values:
        raise block.wrong(_("{field} can be compared with nothing. Take the value out", field=condition.path))
    elif condition.value not in values:
        wrong = _("{field} can only be {values}", field=condition.path, values=", ".join(values))
        raise block.wrong(wrong)


def _check_cells(block: Block, said: str) -> None:
    cells = len(said.split(CELL))
    if block.kind is BlockKind.TABLE:
        if block.name not in COLUMNS:
            known = ", ".join(COLUMNS)
            raise block.wrong(_("there is no table “{name}”. There are {tables}", name=block.name, tables=known))
        wanted = COLUMNS[block.name]
    else:
        wanted = 2 if block.kind is BlockKind.ROW else 1
    if cells != wanted:
        raise block.wrong(
            _(
                "must have this many parts in each language: {wanted}. Here: {count}. A “|” stands between them",
                wanted=wanted,
                count=cells,
            )
        )


def _check_field(block: Block, path: str, named: Mapping[str, Block]) -> None:
    if path.startswith(REFERENCE):
        _check_reference(block, path.removeprefix(REFERENCE), named)
        return
    field = content_fields().get(path)
    if field is None or not field.printed:
        raise block.wrong(_("{field} is not a field that can be printed. See the list of fields", field=_braced(path)))
    asked = [condition.path for condition in block.conditions if not condition.negated and condition.value is None]
    for optional in field.optional:
        if not any(known == optional or known.startswith(f"{optional}.") for known in asked):
            last = f"if {field.optional[-1]}"
            wrong = _(
                "{field} may be absent. Add to the first line of the block: {asked}", field=_braced(path), asked=last
            )
            raise block.wrong(wrong)


def _check_reference(block: Block, name: str, named: Mapping[str, Block]) -> None:
    if name not in named:
        raise block.wrong(_("refers to “{name}”, but no block has this name", name=name))
    if not set(named[name].conditions) <= set(block.conditions):
        raise block.wrong(_("refers to “{name}”, which may be absent. Give this block the same condition", name=name))


def _braced(path: str) -> str:
    return f"{{{path}}}"
