"""Shapes of rich messages: contents made once at Twilio, of which every line, button and row is a variable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from types import MappingProxyType
from typing import Any, Literal

Kind = Literal["quick", "list"]

MOST_SAID = 12
MOST_LINES = 16
QUICK = 3
ROWS = 10
NAV = 3
PREFIX = "balapan_"


@dataclass(frozen=True)
class Shape:
    """So many lines are said, so many options numbered, and so many buttons or rows follow.

    A variable may hold no line break (error 21656), so each line is one.
    """

    kind: Kind
    said: int
    answers: int
    buttons: int

    @property
    def name(self) -> str:
        """How the content is called at Twilio."""
        return f"{PREFIX}{self.kind}_{self.said}_{self.answers}_{self.buttons}"

    def types(self) -> dict[str, Any]:
        """The content as Twilio's Content API takes it."""
        numbers = count(1)

        def variable() -> str:
            return f"{{{{{next(numbers)}}}}}"

        blocks = ["\n".join(variable() for _line in range(lines)) for lines in (self.said, self.answers) if lines]
        body = "\n\n".join(blocks)
        if self.kind == "quick":
            actions = [{"type": "QUICK_REPLY", "title": variable(), "id": variable()} for _b in range(self.buttons)]
            return {"twilio/quick-reply": {"body": body, "actions": actions}}
        button = variable()
        items = [{"item": variable(), "id": variable()} for _row in range(self.buttons)]
        return {"twilio/list-picker": {"body": body, "button": button, "items": items}}

    def samples(self) -> dict[str, str]:
        """A made-up value for each variable."""
        return {str(number): f"sample {number}" for number in range(1, self._variables() + 1)}

    def _variables(self) -> int:
        return self.said + self.answers + (self.kind == "list") + 2 * self.buttons


def filled(lines: Sequence[str], button: str, choices: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The variables of a shape in their order: the lines, the label that opens a list, and each (title, id)."""
    values = [*lines, *([button] if button else []), *(value for choice in choices for value in choice)]
    return {str(number): value for number, value in enumerate(values, start=1)}


def _shapes() -> list[Shape]:
    """All that can be said within the limits; more lines than these are said in plain text."""
    quick = [("quick", buttons) for buttons in range(1, QUICK + 1)]
    lists = [("list", rows) for rows in range(2, ROWS + 1)]
    return [
        Shape("quick" if kind == "quick" else "list", said, answers, buttons)
        for kind, buttons in [*quick, *lists]
        for answers in range(max(0, buttons - NAV), buttons + 1)
        for said in range(1, min(MOST_SAID, MOST_LINES - answers) + 1)
    ]


ALL_SHAPES: Mapping[str, Shape] = MappingProxyType({shape.name: shape for shape in _shapes()})


def every_shape() -> Mapping[str, str]:
    """Each shape's name with a made-up sid, as if all of them were made at Twilio."""
    return {name: f"HX{number:032x}" for number, name in enumerate(ALL_SHAPES, start=1)}
