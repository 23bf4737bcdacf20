"""Who works here, for the administrator: the list, one member, and what is open with them. Edge 39."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.conversation import MENU
from dialogs.facts import Facts
from dialogs.message import EMPTY
from dialogs.names import locality_name
from dialogs.page import Button, Go, Page, listed
from dialogs.queries import Member, StaffMembers
from dialogs.questions import Open
from dialogs.staff.appointing import AnotherPost, Invite
from dialogs.staff.guard import for_staff
from dialogs.staff.handing_over import HandOver, open_work_words
from dialogs.staff.member_queries import WorkOf
from dialogs.staff.words import ROLE_NAMES
from enrolment.terms import Role
from locales.text import Text, _, joined, n_, verbatim


@for_staff(Role.ADMIN)
def staff(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """Everybody within the administrator's reach, by role."""
    found = facts[StaffMembers()]
    buttons = [
        Button(f"m{one.id}", verbatim(one.name) if one.name else ROLE_NAMES[one.role], _to(one), _about(facts, one))
        for one in found
    ]
    text = n_("{count} person works here.", "{count} people work here.", len(found))
    invite = Button("invite", _("Invite somebody"), Open(Invite))
    return Page(text, (*listed(buttons, Go("staff"), int(args.get("at", 0))), invite), up=MENU)


@for_staff(Role.ADMIN)
def member_card(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """One member of staff."""
    found = _found(facts, args)
    if found is None:
        return Page(_("This person does not work here any more."), up=Go("staff"))
    text = joined(verbatim(found.name), _about(facts, found))
    work = facts[WorkOf(found.id)]
    open_ = open_work_words(work) if work is not None else EMPTY
    leave = Button("end", _("End membership"), Open(HandOver, given={"member": found.id}))
    if found.id == member.id:
        return Page(joined(text, _("This is you."), open_), (leave,), up=Go("staff"))
    change = Button("post", _("Another role"), Open(AnotherPost, given={"member": found.id}))
    return Page(joined(text, open_), (change, leave), up=Go("staff"))


def _found(facts: Facts, args: Mapping[str, Any]) -> Member | None:
    return next((one for one in facts[StaffMembers()] if one.id == int(args["id"])), None)


def _to(one: Member) -> Go:
    return Go("member", {"id": one.id})


def _about(facts: Facts, one: Member) -> Text:
    where = locality_name(facts.profile, one.locality) if one.locality else _("all cities")
    return joined(ROLE_NAMES[one.role], where, verbatim(one.preschool or ""), separator=", ")
