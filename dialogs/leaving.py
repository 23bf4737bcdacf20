"""The question before a dialog is given up."""

from __future__ import annotations

from dialogs.message import Choice, Message, Wants
from locales.text import Text, _


def leaving_message(title: Text) -> Message:
    """Asks whether to stop, and says what would be lost."""
    return Message(
        _("Stop here? The answers of this section will be lost."),
        (Choice("stay", _("Go on")), Choice("anew", _("Start anew")), Choice("leave", _("Yes, stop"))),
        Wants.CHOICE,
        header=title,
    )
