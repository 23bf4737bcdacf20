"""An application on the stop-list: bring it back, keep the day in mind, and why it is that day. A15, B.5."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.facts import Facts
from dialogs.page import Button, Do, Go, Page
from dialogs.queries import ApplicationCard, MyApplication
from dialogs.voucher_effects import RestCalendar, RestoreApplication
from dialogs.voucher_words import why_it_ends
from locales.text import _

TO_CALENDAR = _("To my calendar")
WHY = _("Why this day?")


def rest_buttons(card: ApplicationCard) -> tuple[Button, ...]:
    """What can be done while it can be brought back."""
    return (
        Button("restore", _("Restore"), Do(RestoreApplication(card.id))),
        Button("calendar", TO_CALENDAR, Do(RestCalendar(card.id))),
        Button("why", WHY, Go("rest_why", {"id": card.id})),
    )


def rest_why(facts: Facts, args: Mapping[str, Any]) -> Page:
    """Why the application can be brought back until that day (D.3)."""
    card, up = facts[MyApplication(int(args["id"]))], Go("application", args)
    if card is None or card.restore_until is None:
        return Page(_("This application is not on the stop-list now."), up=up)
    return Page(why_it_ends(card.restore_until), header=WHY, up=up)
