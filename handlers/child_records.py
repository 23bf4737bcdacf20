"""The account's children: added by IIN or document number, removed while nothing is under way for them.

S3-22, S1-35…S1-38, edges 12, 13 and 44.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from dialogs.add_child import too_old
from dialogs.effects import AddChild, RemoveChild
from dialogs.inputs import Fine, Refused
from dialogs.message import Message
from dialogs.page import Finish, Go
from dialogs.queries import ChildCard, MyChildren
from enrolment.ages import AgeProblem, age_problem
from enrolment.identifiers import Iin
from handlers.book import Outcome, answers, performs
from handlers.cards import child_card, stored_person
from handlers.desk import Desk
from handlers.family import let_go
from handlers.look_ups import agrees_with_registry
from handlers.profile_changes import NOT_REGISTERED
from locales.text import Text, _, joined, verbatim
from storage.children import Child, ChildProof

ASKED = {"unknown", "not_related"}
SAID_OF: Mapping[ChildProof, Text] = {
    "registry": _("The data come from the registry."),
    "typed_agrees": _("What you typed agrees with the registry."),
    "typed_disagrees": _(
        "What you typed does not agree with the registry. Compare it with the birth certificate; "
        "if it is right, leave it so."
    ),
    "typed_unknown": Text(""),
}


@answers(MyChildren)
async def my_children(desk: Desk, query: MyChildren) -> tuple[ChildCard, ...]:
    """The children in the order in which they were added, with how much is under way for each."""
    children = await desk.uow.children.of(desk.account.id)
    active = Counter(one.child_id for one in await desk.uow.applications.of_account(desk.account.id) if one.active)
    return tuple(child_card(child, active[child.id]) for child in children)


@performs(AddChild)
async def add_child(desk: Desk, effect: AddChild) -> Outcome:
    """Add a child; what is known of it elsewhere is never looked at, so that nobody can find it out."""
    if desk.account.registered_at is None:
        return Refused(NOT_REGISTERED)
    at = "iin" if effect.iin else "document_number"
    if effect.iin is not None and effect.iin == desk.account.iin:
        return Refused(_("This is your own IIN. Type the IIN of the child; it is on the birth certificate."), at)
    if await desk.uow.children.same_in_account(desk.account.id, effect.iin, effect.document_number):
        return Refused(_("This child is already in your list."), at)
    born = effect.person.birth_date or (Iin(effect.iin).birth_date if effect.iin else None)
    if born is None:
        return Refused(_("I need the child's birth date."), "birth_date")
    problem = _age(desk, effect, born)
    if problem is not None:
        return problem
    return await _added(desk, effect, born)


@performs(RemoveChild)
async def remove_child(desk: Desk, effect: RemoveChild) -> Outcome:
    """Take a child out of the list; not while an application of the child is under way (edge 44)."""
    child = await desk.uow.children.get(effect.child)
    if child is None or child.account_id != desk.account.id or child.removed_at is not None:
        return Refused(_("This child is no longer in your list."))
    applications = await desk.uow.applications.of_account(desk.account.id)
    active = [verbatim(one.number) for one in applications if one.active and one.child_id == child.id]
    if active:
        return Refused(
            _(
                "An application of this child is under way: {numbers}. Withdraw it first.",
                numbers=joined(*active, separator=", "),
            )
        )
    await let_go(desk, child)
    await desk.uow.prepared.erase_child(child.id)
    await desk.uow.children.remove(child.id, desk.now)
    await desk.uow.events.append(desk.actor, desk.actor, None, "child_removed", at=desk.now)
    text = _("{name} is no longer in your list.", name=child.person.first_name)
    return Fine(Finish(notes=(Message(text),), then=Go("children")))


def _age(desk: Desk, effect: AddChild, born: date) -> Refused | None:
    """The child must be within the service's age, by the birth date and by what the IIN suggests."""
    limits = desk.office.profile.age
    hint = Iin(effect.iin).birth_date if effect.iin else None
    today = desk.now.date()
    for day, at in ((hint, "iin"), (born, "iin" if effect.registry == "found" else "birth_date")):
        problem = age_problem(day, today, limits) if day is not None else None
        if problem is AgeProblem.NOT_BORN:
            return Refused(_("This date has not come yet. Check the year."), at)
        if problem is AgeProblem.TOO_OLD:
            return Refused(too_old(limits.until_years), at)
    return None


async def _added(desk: Desk, effect: AddChild, born: date) -> Outcome:
    person = stored_person(replace(effect.person, birth_date=born))
    proof = await _proof(desk, effect)
    child = Child(
        desk.account.id,
        person,
        born.year,
        proof,
        desk.now,
        iin=effect.iin,
        document_number=effect.document_number,
    )
    await desk.uow.children.add(child)
    await desk.uow.events.append(desk.actor, desk.actor, None, "child_added", at=desk.now, reason=proof)
    text = joined(_("{name} is in your list now.", name=person.first_name), SAID_OF[proof])
    return Fine(Finish(result=str(child.id), notes=(Message(text),), then=Go("menu")))


async def _proof(desk: Desk, effect: AddChild) -> ChildProof:
    if effect.registry == "found":
        return "registry"
    if effect.iin is None or effect.registry not in ASKED:
        return "typed_unknown"
    agrees = await agrees_with_registry(desk, effect.iin, effect.person)
    return "typed_agrees" if agrees else "typed_disagrees"
