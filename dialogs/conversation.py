"""Where a person is: the dialogs in progress, the page behind them, and which showing of which screen came last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dialogs.page import Go
from dialogs.questions.question import Raw

MENU = Go("menu")
MOST_PARKED = 6


@dataclass(frozen=True)
class Frame:
    """One dialog in progress: answers as JSON values, the question revisited, how the current one is viewed.

    `filled` are the answers that were known and never asked for.
    """

    dialog: str
    version: int = 1
    answers: Mapping[str, Raw] = field(default_factory=dict)
    revisiting: str | None = None
    view: Mapping[str, Any] = field(default_factory=dict)
    answers_parent: str | None = None
    filled: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pending:
    """An effect that is being carried out: for which question (none: the dialog is done) and with which answer."""

    kind: str
    question: str | None = None
    raw: Raw = None


@dataclass(frozen=True)
class Conversation:
    """The whole state of one person's conversation; everything in it is JSON, and it is kept for ever."""

    stack: tuple[Frame, ...] = ()
    parked: tuple[tuple[Frame, ...], ...] = ()
    page: Go = MENU
    leaving: bool = False
    rev: int = 0
    shown: tuple[str, ...] = ()
    last_tap: tuple[int, str] | None = None
    pending: Pending | None = None

    @property
    def top(self) -> Frame | None:
        """The dialog that asks now."""
        return self.stack[-1] if self.stack else None

    def with_top(self, frame: Frame) -> Conversation:
        """The same with the top dialog changed."""
        return replace(self, stack=(*self.stack[:-1], frame))

    def set_aside(self) -> Conversation:
        """The dialogs in progress kept for later, the page in front; the oldest goes when there are too many."""
        if not self.stack:
            return replace(self, leaving=False)
        return replace(self, stack=(), parked=(self.stack, *self.parked)[:MOST_PARKED], leaving=False)

    def joined_by(self, other: Conversation) -> Conversation:
        """The same with what had been begun in the other one, to be taken up; no old button of either counts as new."""
        kept = (*self.parked, *other.set_aside().parked)[:MOST_PARKED]
        return replace(self, parked=kept, rev=max(self.rev, other.rev))

    def to_json(self) -> dict[str, Any]:
        """As plain JSON values; what lasts only for a turn is left out."""
        return {
            "stack": [_frame_json(frame) for frame in self.stack],
            "parked": [[_frame_json(frame) for frame in stack] for stack in self.parked],
            "page": [self.page.page, dict(self.page.args)],
            "leaving": self.leaving,
            "rev": self.rev,
            "shown": list(self.shown),
            "last_tap": list(self.last_tap) if self.last_tap else None,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Conversation:
        """Back from JSON; an empty one is a conversation that has not begun."""
        if not kept:
            return cls()
        page, args = kept["page"]
        tap = kept.get("last_tap")
        return cls(
            stack=tuple(map(_frame, kept["stack"])),
            parked=tuple(tuple(map(_frame, stack)) for stack in kept["parked"]),
            page=Go(page, args),
            leaving=kept["leaving"],
            rev=kept["rev"],
            shown=tuple(kept["shown"]),
            last_tap=(tap[0], tap[1]) if tap else None,
        )


def _frame_json(frame: Frame) -> dict[str, Any]:
    return {**vars(frame), "answers": dict(frame.answers), "view": dict(frame.view), "filled": list(frame.filled)}


def _frame(kept: Mapping[str, Any]) -> Frame:
    return Frame(**{**kept, "filled": tuple(kept.get("filled", ()))})
