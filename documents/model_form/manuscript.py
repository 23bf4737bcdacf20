"""A model form filled in with a contract: numbered blocks, plain enough for another process to typeset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from documents.model_form.blocks import Block, BlockKind, Condition
from documents.model_form.checking import CELL, FILLED, REFERENCE
from documents.model_form.fields import printed, value_of
from documents.model_form.forms import ModelForm
from documents.model_form.lists import rows_of
from enrolment.contract_content import ContractContent
from locales.catalogue import Locale

_LANGUAGES = (Locale.KK, Locale.RU)
Runs = list[tuple[str, bool]]
"""Text in pieces; true marks what was filled in."""

_ANNOUNCING = (BlockKind.PARAGRAPH, BlockKind.CLAUSE)
_ANNOUNCED = (BlockKind.ITEM, BlockKind.ROW, BlockKind.TABLE)


def manuscript(form: ModelForm, content: ContractContent, check_url: str) -> dict[str, Any]:
    """What the layout needs: the blocks that this contract prints, and what stands on every page."""
    shown = [block for block in form.blocks if all(_holds(content, one) for one in block.conditions)]
    numbers = _numbers(shown)
    writer = _Writer(content, {block.name: number for block, number in numbers if block.name})
    return {
        "number": printed(content.number, Locale.KK),
        "amends": content.amends is not None,
        "draft": not content.final,
        "day": content.concluded_on.isoformat(),
        "check": check_url,
        "form": f"{form.in_force_from:%d.%m.%Y} · {form.version}",
        "blocks": [
            {**writer.written(block, number), "announces": _announces(block, after)}
            for (block, number), after in zip(numbers, [*shown[1:], None], strict=True)
        ],
    }


def _announces(block: Block, after: Block | None) -> bool:
    """Whether a block may not be the last on its page, because a list follows it."""
    return block.kind in _ANNOUNCING and after is not None and after.kind in _ANNOUNCED


def _holds(content: ContractContent, condition: Condition) -> bool:
    value = value_of(content, condition.path)
    there = bool(value) if condition.value is None else value == condition.value
    return there is not condition.negated


def _numbers(blocks: Sequence[Block]) -> list[tuple[Block, str]]:
    """Each block with its number: 2 for a heading, 2.1 for a clause, 2.1.1 for an item; annexes count by themselves."""
    counting = _Counting()
    return [(block, counting.number(block.kind)) for block in blocks]


@dataclass
class _Counting:
    heading: int = 0
    clause: int = 0
    item: int = 0
    prefix: str = ""

    def number(self, kind: BlockKind) -> str:
        match kind:
            case BlockKind.HEADING:
                self.heading, self.clause = self.heading + 1, 0
                self.prefix = f"{self.heading}."
                return f"{self.heading}"
            case BlockKind.ANNEX:
                self.clause, self.prefix = 0, ""
            case BlockKind.CLAUSE:
                self.clause, self.item = self.clause + 1, 0
                return f"{self.prefix}{self.clause}"
            case BlockKind.ITEM:
                self.item += 1
                return f"{self.item}"
        return ""


@dataclass(frozen=True)
class _Writer:
    """Writes out blocks for one contract."""

    content: ContractContent
    numbers: Mapping[str, str]

    def written(self, block: Block, number: str) -> dict[str, object]:
        """The block with its fields filled in, in both languages."""
        said: dict[str, object] = {"kind": block.kind, "number": number}
        for locale, words in zip(_LANGUAGES, (block.kk, block.ru), strict=True):
            said[locale] = [self._runs(cell, locale) for cell in words.split(CELL)]
        if block.kind is BlockKind.TABLE:
            said["rows"] = list(rows_of(block.name, self.content))
        return said

    def _runs(self, words: str, locale: Locale) -> Runs:
        """The pieces between braces stand at odd places."""
        pieces = enumerate(FILLED.split(words))
        return [self._filled(piece, locale) if place % 2 else (piece, False) for place, piece in pieces if piece]

    def _filled(self, path: str, locale: Locale) -> tuple[str, bool]:
        if path.startswith(REFERENCE):
            return self.numbers[path.removeprefix(REFERENCE)], False
        return printed(value_of(self.content, path), locale), True
