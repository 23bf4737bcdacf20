"""The numbers of the day for the education department: by locality, as a picture with the same in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.conversation import MENU
from dialogs.facts import Facts
from dialogs.names import named
from dialogs.page import Button, Do, Page
from dialogs.picture_effects import SendPicture
from dialogs.queries import Member
from dialogs.staff.guard import for_staff
from enrolment.terms import Role
from locales.text import Text, _

DAY_NUMBERS = "day_numbers"
NAMES: Mapping[str, Text] = {
    "queued": _("Children in the queue"),
    "sent": _("Applications sent today"),
    "issued": _("Vouchers issued today"),
    "accepted": _("Vouchers accepted today"),
    "expired": _("Vouchers expired today"),
    "free": _("Free places"),
    "reviews": _("Reviews that wait"),
    "requests": _("Requests that wait at kindergartens"),
}
"""The figures, in the order in which they are drawn and told."""


@for_staff(Role.EDUCATION_DEPARTMENT)
def day(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """Where the numbers are of: the member's locality, or any and all of them."""
    rows = [row for row in facts.profile.localities if member.locality in {None, row.code}]
    buttons = [_button(row.code, named(row.name)) for row in rows]
    if member.locality is None:
        buttons.insert(0, _button("", _("all cities")))
    text = _("I send the numbers of today so far, beside those of yesterday, as a picture and in words.")
    return Page(text, tuple(buttons), _("Numbers of the day"), MENU)


def _button(locality: str, label: Text) -> Button:
    return Button(f"l-{locality or 'all'}", label, Do(SendPicture(DAY_NUMBERS, {"locality": locality})))
