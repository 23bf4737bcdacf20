"""Dialogs that were set aside: which one is taken up instead of opening it anew, and how the menu offers them."""

from __future__ import annotations

from dataclasses import replace

from dialogs.conversation import Conversation
from dialogs.dialog import Dialog
from dialogs.page import Button, Page, Resume
from dialogs.progress import Progress
from dialogs.questions import Open
from locales.catalogue import Locale
from locales.text import Text, _, joined

LONGEST_LABEL = 24


def place_of(at: Conversation, opened: Open) -> int | None:
    """Where the dialog stands among those set aside that this would open; None where there is none of its kind."""
    for index, stack in enumerate(at.parked):
        answers = stack[0].answers
        if stack[0].dialog == opened.dialog.dialog_name and opened.given.items() <= answers.items():
            return index
    return None


def with_continue(page: Page, at: Conversation, progress: Progress) -> Page:
    """The page with a button for each dialog that can be taken up; a guest is not offered to begin the same again."""
    several = len(at.parked) > 1
    waiting = tuple(
        continued(index, progress.dialog(stack[0]), several=several) for index, stack in enumerate(at.parked)
    )
    buttons = page.buttons
    if not progress.facts.me.registered:
        buttons = tuple(b for b in buttons if not isinstance(b.does, Open) or place_of(at, b.does) is None)
    return replace(page, buttons=(*waiting, *buttons))


def continued(index: int, dialog: Dialog, *, several: bool) -> Button:
    """The button that goes on; among several it is called after its dialog and whom that is about, where they fit."""
    whole = joined(dialog.heading(), dialog.whom(), separator=": ")
    label = next((one for one in (whole, dialog.heading()) if several and fits(one)), None)
    if label is None:
        return Button(f"resume-{index}", _("Continue"), Resume(index), whole)
    rest = _("Continue") if label is whole else joined(_("Continue"), dialog.whom(), separator=": ")
    return Button(f"resume-{index}", label, Resume(index), rest)


def fits(label: Text) -> bool:
    """Whether it is short enough for a row of the menu in every language."""
    return all(len(label.in_(locale)) <= LONGEST_LABEL for locale in Locale)
