"""The search by application number."""

from __future__ import annotations

from dialogs.dialog import Dialog
from dialogs.effects import Effect, FindApplication
from dialogs.questions import Ask, Problem
from dialogs.questions.question import Common
from locales.text import _

LONGEST_NUMBER = 30
_LOOK_ALIKE = str.maketrans("СсЅ", "CCS")


def read_number(text: str) -> str:
    """An application number as people type it: with or without the sign, in small letters, with a Cyrillic С."""
    number = plain_number(text)
    if number is None:
        raise Problem(_("An application number looks like this: S-2026-000045. Type it again."))
    return number


def plain_number(text: str) -> str | None:
    """What was typed as a number is kept; None where it cannot be one."""
    number = "".join(text.replace("№", "").split()).translate(_LOOK_ALIKE).upper()
    possible = any(sign.isdigit() for sign in number) and len(number) <= LONGEST_NUMBER
    return number if possible else None


class Find(Dialog):
    """Open the card of an application."""

    title = _("Find by number")
    number = Ask(_("Type the number of the application."), read_number, Common(hint=_("For example: S-2026-000045")))

    def done(self) -> Effect:
        return FindApplication(self.number)
