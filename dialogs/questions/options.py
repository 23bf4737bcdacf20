"""Where the options of a choice come from, and the dialog that can be opened instead of choosing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from dialogs.message import EMPTY
from locales.text import Text

if TYPE_CHECKING:
    from dialogs.dialog import Dialog

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True)
class Option(Generic[T]):
    """One thing to choose: its value, its label (a button), a line more about it, other names that find it."""

    value: T
    label: Text
    hint: Text = EMPTY
    known_as: tuple[str, ...] = ()


class Options(Generic[T]):
    """A source of options; `key` and `value` turn a value into button data and back."""

    def __call__(self, dialog: Any) -> Sequence[Option[T]]:
        """The options for these answers and facts, in the order to show."""
        raise NotImplementedError

    def key(self, value: T) -> str:
        """At most 30 characters of `A-Za-z0-9_-`."""
        return str(value)

    def value(self, key: str) -> T:
        """The value behind a key."""
        raise NotImplementedError


class Fixed(Options[E]):
    """The members of an enumeration with their labels."""

    def __init__(self, kind: type[E], labels: Mapping[E, Text]) -> None:
        self.kind = kind
        self.labels = labels

    def __call__(self, dialog: Any) -> Sequence[Option[E]]:
        return [Option(value, label) for value, label in self.labels.items()]

    def value(self, key: str) -> E:
        return self.kind(key)


class Numbers(Options[int]):
    """Options whose values are ids."""

    def value(self, key: str) -> int:
        return int(key)


class Words(Options[str]):
    """Options whose values are code identifiers."""

    def value(self, key: str) -> str:
        return key


@dataclass(frozen=True)
class Open:
    """A dialog to open: from a choice («Add a child»), or as a page's button."""

    dialog: type[Dialog]
    label: Text = EMPTY
    given: Mapping[str, Any] = field(default_factory=dict)
