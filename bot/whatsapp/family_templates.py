"""Templates for second parents and delegates, and for the applicant who lets them in."""

from __future__ import annotations

from bot.whatsapp.template import Template
from dialogs.family_notices import DETAILS, OPEN
from locales.text import _

FAMILY_TEMPLATES = (
    Template(
        "N06s",
        _(
            "The turn has come: there is a place. Child: {child}. It is to be accepted {deadline}. "
            "Without an answer the place goes to another family."
        ),
        (_("Accept voucher"), DETAILS),
    ),
    Template(
        "entrusted_place",
        _(
            "News of an application that was entrusted to you. Child: {child}. Where it stands: {status} "
            "Press a button to accept the place or to see more."
        ),
        (_("Accept voucher"), DETAILS),
    ),
    Template(
        "entrusted",
        _(
            "News of an application that was entrusted to you. Child: {child}. Where it stands: {status} "
            "Press the button to see more."
        ),
        (DETAILS,),
    ),
    Template(
        "family_joining",
        _(
            "Somebody has typed the code that you gave and asks to be let in: {name}. Child: {child}. "
            "Is it the person you meant? Only then say yes."
        ),
        (_("Yes, let in"), _("No, refuse")),
    ),
    Template(
        "family_joined",
        _("You are let in to the application of a child. Child: {child}. Open the list to see where it stands."),
        (OPEN,),
    ),
    Template(
        "family_refused",
        _("The parent who gave you the code has not let you in. If it is a mistake, ask for a new code."),
    ),
    Template(
        "family_ended",
        _("The parent has ended your access. Child: {child}. You see nothing of it and get no reminders any more."),
    ),
    Template(
        "family_left",
        _(
            "Somebody whom you had let in does not take part any more: {name}. Child: {child}. "
            "Nothing else has changed."
        ),
    ),
)
