"""Pages that only members of staff see, by role; the handlers authorise every act once more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dialogs.conversation import MENU
from dialogs.facts import Facts
from dialogs.page import Button, Page, PageFunction
from dialogs.queries import Member, MyStaff
from dialogs.questions import Open
from dialogs.staff.joining import Join, StaffLanguage
from dialogs.staff.words import FOR_INVITED, NOT_YOUR_ROLE
from enrolment.terms import Role
from locales.text import _

StaffPage = Callable[[Facts, Mapping[str, Any], Member], Page]


def for_staff(*roles: Role) -> Callable[[StaffPage], PageFunction]:
    """The page for members with one of these roles, for any member when none is named."""

    def guard(page: StaffPage) -> PageFunction:
        def guarded(facts: Facts, args: Mapping[str, Any]) -> Page:
            member = facts[MyStaff()]
            if member is None:
                return for_invited()
            if roles and member.role not in roles:
                return Page(NOT_YOUR_ROLE, up=MENU)
            return page(facts, args, member)

        return guarded

    return guard


def for_invited() -> Page:
    """What anybody else reads; it tells nothing about what the chat is for."""
    return Page(
        FOR_INVITED,
        (
            Button("join", _("Enter the code"), Open(Join)),
            Button("language", _("Language"), Open(StaffLanguage)),
        ),
    )
