"""Dialogs that were set aside: which one is taken up instead of opening it anew, and how the menu offers them."""

from __future__ import annotations

from dataclasses import replace

from dialogs.conversation import Conversation
from dialogs.page import Button, Page, Resume
from dialogs.progress import Progress
from dialogs.questions import Open
from locales.text import _


def place_of(at: Conversation, opened: Open) -> int | None:
    """Where the dialog stands among those set aside that this would open; None where there is none of its kind."""
    for index, stack in enumerate(at.parked):
        answers = stack[0].answers
        if stack[0].dialog == opened.dialog.dialog_name and opened.given.items() <= answers.items():
            return index
    return None


def with_continue(page: Page, at: Conversation, progress: Progress) -> Page:
    """The page with a button for each dialog that can be taken up; a guest is not offered to begin the same again."""
    waiting = tuple(
        Button(f"resume-{index}", _("Continue"), Resume(index), progress.dialog(stack[0]).title)
        for index, stack in enumerate(at.parked)
    )
    buttons = page.buttons
    if not progress.facts.me.registered:
        buttons = tuple(b for b in buttons if not isinstance(b.does, Open) or place_of(at, b.does) is None)
    return replace(page, buttons=(*waiting, *buttons))
