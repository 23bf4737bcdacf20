"""What is said when a contract cannot be moved, and where to look instead."""

from __future__ import annotations

from dialogs.inputs import Fine
from dialogs.message import Message
from dialogs.page import Finish, Go
from handlers.book import Outcome
from locales.text import Text, _

NOT_YOURS = _("I do not find this contract. Look at “My contracts”.")
TOO_LATE = _("This contract has moved on meanwhile. Nothing was changed.")
TERM_OVER = _("The term to sign this contract has ended. Nothing was changed.")
NOT_NOW = _("This cannot be done with the contract now. Nothing was changed.")

NO_PAGE = _("Here nobody can sign with an EDS yet. The contract can be signed on paper: ask the kindergarten.")


def elsewhere(why: Text, go: Go) -> Outcome:
    """Why not, and the page that shows how things stand."""
    return Fine(Finish(notes=(Message(why),), then=go))
