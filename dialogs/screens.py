"""What stands in front of the person now: a page, a question, or whether to leave; and which choice is meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dialogs.conversation import MENU, Conversation
from dialogs.leaving import leaving_message
from dialogs.message import Message
from dialogs.page import Page, PageFunction
from dialogs.progress import Progress
from dialogs.set_aside import with_continue
from dialogs.words import agreement
from locales.catalogue import Locale


@dataclass(frozen=True)
class Screens:
    """Shows conversations as they are, changing nothing."""

    pages: Mapping[str, PageFunction]
    progress: Progress

    def page(self, at: Conversation) -> Page:
        """The page below all dialogs; the menu offers what was set aside."""
        page = self.pages[at.page.page](self.progress.facts, at.page.args)
        if at.page != MENU or not at.parked:
            return page
        return with_continue(page, at, self.progress)

    def screen(self, at: Conversation) -> Message:
        """What is asked or shown now, as a message."""
        frame = at.top
        if frame is None:
            return self.page(at).message()
        if at.leaving:
            return leaving_message(self.progress.dialog(frame).heading())
        question = self.progress.question(frame)
        if question is None:
            return Message(self.progress.dialog(frame).heading())
        return self.progress.message(frame, question)

    def meant(self, at: Conversation, typed: str) -> str | None:
        """The key of the choice typed by its number or by its words in any language."""
        number = typed.strip().rstrip(".)")
        if number.isascii() and number.isdigit() and len(number) < 3 and 0 < int(number) <= len(at.shown):
            return at.shown[int(number) - 1]
        for choice in (*(screen := self.screen(at)).choices, *screen.nav):
            if typed.strip().casefold() in {choice.label.in_(locale).casefold() for locale in Locale}:
                return choice.key
        return answered([choice.key for choice in screen.choices], typed)


_YES_AND_NO = (("yes", "no"), ("yes", "later"), ("confirm", "change"))


def answered(keys: Sequence[str], typed: str) -> str | None:
    """The key that a typed yes or no means, where there is one of each and nothing else.

    A third choice, as where something is lost for good, has to be made by itself: a doubled word loses nothing.
    """
    agrees = agreement(typed)
    if agrees is None:
        return None
    return next((yes if agrees else no for yes, no in _YES_AND_NO if set(keys) == {yes, no}), None)
