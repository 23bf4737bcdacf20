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
    number = "".join(text.replace("№", "").split()).translate(_LOOK_ALIKE).upper()
    if not any(sign.isdigit() for sign in number) or len(number) > LONGEST_NUMBER:
        raise Problem(_("An application number looks like this: S-2026-000045. Type it again."))
    return number


class Find(Dialog):
    """Open the card of an application."""

    title = _("Find by number")
    number = Ask(_("Type the number of the application."), read_number, Common(hint=_("For example: S-2026-000045")))

    def done(self) -> Effect:
        return FindApplication(self.number)
