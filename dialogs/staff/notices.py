"""What members of staff are told unasked."""

from __future__ import annotations

from dialogs.message import Choice, FileOut, Message
from locales.text import Text, _


def new_review(application: int, card: Text, files: tuple[FileOut, ...]) -> Message:
    """A new application to check, with its documents; the buttons act from anywhere."""
    choices = (
        Choice(f"confirm.{application}", _("Confirm"), action=True),
        Choice(f"reject.{application}", _("Reject"), action=True),
        Choice(f"review.{application}", _("Open the card"), action=True),
    )
    return Message(card, choices, files=files, purpose="S01")
