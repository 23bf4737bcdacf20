"""The contact centre of the profile, in words. S3-62."""

from __future__ import annotations

from dialogs.facts import Facts
from dialogs.message import EMPTY
from dialogs.names import named
from locales.text import Text, _, joined, verbatim


def contacts(facts: Facts) -> Text:
    """The numbers and hours of the contact centre; empty where the profile names none."""
    centre = facts.profile.contact_centre
    lines: list[Text] = []
    if centre.phones:
        lines.append(_("Contact centre: {phones}", phones=verbatim(", ".join(centre.phones))))
    if centre.whatsapp:
        lines.append(_("WhatsApp: {phones}", phones=verbatim(", ".join(centre.whatsapp))))
    if lines:
        lines.append(named(centre.hours))
    return joined(*lines) if lines else EMPTY
