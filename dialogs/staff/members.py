"""Who works here, for the administrator: the list, one member, and the end of a membership. Edge 39."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.conversation import MENU
from dialogs.effects import EndMembership
from dialogs.facts import Facts
from dialogs.names import locality_name
from dialogs.page import Button, Do, Go, Page, listed
from dialogs.queries import Member, StaffMembers
from dialogs.staff.guard import for_staff
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
    return Page(text, listed(buttons, Go("staff"), int(args.get("at", 0))), up=MENU)


@for_staff(Role.ADMIN)
def member_card(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """One member of staff."""
    found = _found(facts, args)
    if found is None:
        return Page(_("This person does not work here any more."), up=Go("staff"))
    text = joined(verbatim(found.name), _about(facts, found))
    if found.id == member.id:
        return Page(joined(text, _("This is you.")), up=Go("staff"))
    end = Button("end", _("End membership"), Go("end_membership", {"id": found.id}))
    return Page(text, (end,), up=Go("staff"))


@for_staff(Role.ADMIN)
def end_membership(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """Asks once more."""
    found = _found(facts, args)
    if found is None:
        return member_card(facts, args)
    name = verbatim(found.name) if found.name else ROLE_NAMES[found.role]
    text = _(
        "End the membership: {name}? The person sees nothing here any more, and the applications they took wait for "
        "the others.",
        name=name,
    )
    yes = Button("yes", _("Yes, end it"), Do(EndMembership(found.id)))
    return Page(text, (yes, Button("no", _("No"), _to(found))), up=_to(found))


def _found(facts: Facts, args: Mapping[str, Any]) -> Member | None:
    return next((one for one in facts[StaffMembers()] if one.id == int(args["id"])), None)


def _to(one: Member) -> Go:
    return Go("member", {"id": one.id})


def _about(facts: Facts, one: Member) -> Text:
    where = locality_name(facts.profile, one.locality) if one.locality else _("all cities")
    return joined(ROLE_NAMES[one.role], where, verbatim(one.preschool or ""), separator=", ")
