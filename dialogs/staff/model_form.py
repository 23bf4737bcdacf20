"""Which edition of the contract's model form is in force, and which comes next. For the education department. S2-73."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dialogs.conversation import MENU
from dialogs.facts import Facts, Query
from dialogs.page import Page
from dialogs.queries import Member
from dialogs.staff.guard import for_staff
from enrolment.terms import Role
from locales.text import Text, _, joined

HEADER = _("Contract form")


@dataclass(frozen=True)
class FormEdition:
    """An edition of the model form: the day from which it is in force, and the version that stands on every page."""

    since: date
    version: str


@dataclass(frozen=True)
class FormEditions(Query[tuple[FormEdition, ...]]):
    """Every edition, the earliest first; none where no contracts are printed."""


@for_staff(Role.EDUCATION_DEPARTMENT)
def model_form(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """The edition of today, those to come, and what a new one means for families."""
    editions = facts[FormEditions()]
    if not editions:
        return Page(_("No contracts are made here yet."), header=HEADER, up=MENU)
    begun = [one for one in editions if one.since <= facts.today] or editions[:1]
    coming = [one for one in editions if one.since > facts.today and one is not begun[-1]]
    now = _("In force from: {date}. Edition: {version}.", date=begun[-1].since, version=begun[-1].version)
    return Page(joined(joined(now, *map(_later, coming)), _ABOUT, separator="\n\n"), header=HEADER, up=MENU)


_ABOUT = joined(
    _("All kindergartens use this form. The edition stands on every page of a contract."),
    _("On the day of a new edition families read their unsigned contracts again. What is signed stays as it is."),
    _("To change the text, give the new files to whoever runs this service. They are checked before they count."),
)


def _later(one: FormEdition) -> Text:
    return _("Next, from: {date}. Edition: {version}.", date=one.since, version=one.version)
