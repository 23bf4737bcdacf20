"""Pages: menus, lists and cards, each a function from facts to what is shown and what its buttons do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dialogs.effects import Effect
from dialogs.facts import Facts
from dialogs.inputs import Located
from dialogs.inputs import Page as FilePage
from dialogs.message import EMPTY, Choice, FileOut, Message, Wants
from dialogs.questions.options import Open
from dialogs.questions.question import Raw
from locales.text import Text, _

PER_PAGE = 7


@dataclass(frozen=True)
class Go:
    """Another page, with what it is about."""

    page: str
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Do:
    """An effect to carry out at once."""

    effect: Effect


@dataclass(frozen=True)
class Resume:
    """A dialog that was set aside: go on with it."""

    index: int


Deed = Go | Open | Do | Resume


@dataclass(frozen=True)
class Button:
    """A choice of a page and what it does."""

    key: str
    label: Text
    does: Deed
    hint: Text = EMPTY


def _nothing(words: str) -> Deed | None:
    return None


def _nowhere(at: Located) -> Deed | None:
    return None


def no_file(page: FilePage) -> Deed | None:
    """What a file means on most pages."""
    return None


@dataclass(frozen=True)
class Page:
    """A page as it stands now; `up` is where «Back» leads.

    `typed` is what words mean that are none of its buttons, `located` what a shared location means,
    `filed` what a file means that was not asked for; `asks_place`: its first button shares one, where the chat can.
    """

    text: Text
    buttons: tuple[Button, ...] = ()
    header: Text = EMPTY
    up: Go | None = None
    files: tuple[FileOut, ...] = ()
    typed: Callable[[str], Deed | None] = _nothing
    located: Callable[[Located], Deed | None] = _nowhere
    filed: Callable[[FilePage], Deed | None] = no_file
    asks_place: bool = False

    def message(self) -> Message:
        """The page as a message."""
        choices = tuple(Choice(b.key, b.label, hint=b.hint) for b in self.buttons)
        back = (Choice("back", _("Back")),) if self.up else ()
        menu = (Choice("menu", _("Menu")),) if self.up and self.up.page != "menu" else ()
        wants = Wants.LOCATION if self.asks_place else Wants.CHOICE if choices else Wants.NOTHING
        return Message(self.text, choices, wants, self.header, files=self.files, nav=(*back, *menu))


@dataclass(frozen=True)
class Finish:
    """How an effect ended a dialog or a button: its result, what to say, and where to go on.

    `aside` goes on there even from the middle of a dialog, which can be taken up again from the menu. `remark` is said
    with the screen that comes next, before its text.
    """

    result: Raw = None
    notes: tuple[Message, ...] = ()
    then: Deed | None = None
    aside: bool = False
    remark: Text = EMPTY


PageFunction = Callable[[Facts, Mapping[str, Any]], Page]
"""A page from the facts and its arguments."""


def listed(buttons: list[Button], go: Go, at: int) -> tuple[Button, ...]:
    """One sheet of a long list of buttons, with buttons to turn the sheets; `at` counts from 0."""
    sheet = buttons[at * PER_PAGE : (at + 1) * PER_PAGE]
    return (*sheet, *turners(go, at, more=(at + 1) * PER_PAGE < len(buttons)))


def turners(go: Go, at: int, *, more: bool) -> tuple[Button, ...]:
    """Buttons to the next and the previous sheet, where there are any."""
    forth = (Button("more", _("More"), Go(go.page, {**go.args, "at": at + 1})),) if more else ()
    back = (Button("earlier", _("Previous"), Go(go.page, {**go.args, "at": at - 1})),) if at else ()
    return (*forth, *back)
