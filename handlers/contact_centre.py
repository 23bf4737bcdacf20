"""Where to turn when the bot cannot help: the contact centre of the profile. S3-62."""

from __future__ import annotations

from handlers.desk import Desk
from locales.text import Text, _, joined, verbatim


def call_us(desk: Desk) -> Text:
    """The telephone numbers of the contact centre, or support in the menu where the profile names none."""
    phones = desk.office.profile.contact_centre.phones
    if not phones:
        return _("Support is in the menu under “Help”.")
    numbers = joined(*map(verbatim, phones), separator=", ")
    return _("The contact centre helps: {phones}. Support is in the menu under “Help”.", phones=numbers)
