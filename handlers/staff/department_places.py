"""Places as the education department opens and closes them, within its locality. G.0."""

from __future__ import annotations

from dataclasses import replace

from dialogs.inputs import Fine, Refused
from dialogs.message import Message
from dialogs.page import Finish, Go
from dialogs.staff.department_effects import ClosePlaces, OpenPlaces, ShowPlaces
from dialogs.staff.department_places import which_group
from dialogs.staff.department_queries import GroupCard, GroupOf, GroupsOf, PlacesInAll, PlacesOf
from enrolment.closing import closable
from enrolment.fitting import Misfit, OpenGroup, misfits
from enrolment.preschools import Preschool
from enrolment.terms import Role
from handlers.book import Outcome, answers, performs
from handlers.desk import Desk
from handlers.place_news import note_group
from handlers.staff.reach import actor_of, by_staff, my_membership
from locales.text import Text, _, joined, n_
from storage.places import GroupPlaces
from storage.staff import StaffMember

GONE = _("There is no such group among yours. The catalogue may have changed.")


def group_subject(group_id: int) -> str:
    """The subject under which the event log keeps what was opened and closed in a group."""
    return f"group:{group_id}"


async def my_department(desk: Desk) -> StaffMember | None:
    """The member at this desk, where they are of the education department."""
    member = await my_membership(desk)
    return member if member is not None and member.role is Role.EDUCATION_DEPARTMENT else None


@answers(GroupsOf)
async def groups_of(desk: Desk, query: GroupsOf) -> tuple[GroupCard, ...]:
    """The groups of a preschool of the member's locality."""
    member = await my_department(desk)
    preschool = await desk.uow.catalogue.get(query.bin)
    if member is None or preschool is None or member.locality not in {None, preschool.locality}:
        return ()
    return tuple(_plain(one, preschool) for one in await desk.uow.places.of_preschool(query.bin))


@answers(GroupOf)
async def group_of(desk: Desk, query: GroupOf) -> GroupCard | None:
    """One group with how many of its places may be opened or closed."""
    member = await my_department(desk)
    return await _card(desk, member, query.id) if member is not None else None


@answers(PlacesOf)
async def places_of(desk: Desk, query: PlacesOf) -> PlacesInAll:
    """What is open in a locality, and how much of it vouchers hold."""
    member = await my_department(desk)
    if member is None or member.locality not in {None, query.locality}:
        return PlacesInAll(0, 0)
    groups = await desk.uow.places.open_groups(query.locality)
    held = len(await desk.uow.vouchers.outstanding(query.locality))
    return PlacesInAll(sum(group.free for group in groups), held)


@performs(ShowPlaces)
@by_staff(Role.EDUCATION_DEPARTMENT)
async def show_places(desk: Desk, member: StaffMember, effect: ShowPlaces) -> Outcome:
    """Go to the groups of a preschool."""
    return Fine(Finish(then=Go("groups", {"bin": effect.bin})))


@performs(OpenPlaces)
@by_staff(Role.EDUCATION_DEPARTMENT)
async def open_places(desk: Desk, member: StaffMember, effect: OpenPlaces) -> Outcome:
    """Open free places; a place that is not free is never opened, whoever was quicker."""
    group = await _group(desk, member, effect.group)
    if group is None:
        return Refused(GONE)
    await desk.uow.places.take_turn(group.locality)
    if effect.count < 1 or not await desk.uow.places.open(group.id, effect.count, actor_of(member), desk.now):
        return Refused(_("So many places are not free any more. Look at the group again."))
    await _log(desk, member, group, "places_opened", effect.count)
    await note_group(desk, group.id)
    said = n_("{count} place is open now.", "{count} places are open now.", effect.count)
    return await _back_to(desk, member, group, said)


@performs(ClosePlaces)
@by_staff(Role.EDUCATION_DEPARTMENT)
async def close_places(desk: Desk, member: StaffMember, effect: ClosePlaces) -> Outcome:
    """Close open places that no voucher needs; who holds a voucher keeps a place (G.0)."""
    group = await _group(desk, member, effect.group)
    if group is None:
        return Refused(GONE)
    await desk.uow.places.take_turn(group.locality)
    if not 1 <= effect.count <= await _closable(desk, group):
        return Refused(_("So many places cannot be closed any more: families hold vouchers for them."))
    if not await desk.uow.places.close(group.id, effect.count, actor_of(member), desk.now):
        return Refused(_("So many places are not open any more. Look at the group again."))
    await _log(desk, member, group, "places_closed", effect.count)
    said = n_("{count} place is closed now.", "{count} places are closed now.", effect.count)
    return await _back_to(desk, member, group, said)


async def _group(desk: Desk, member: StaffMember, group_id: int) -> OpenGroup | None:
    group = await desk.uow.places.group(group_id)
    return group if group is not None and member.locality in {None, group.locality} else None


async def _card(desk: Desk, member: StaffMember, group_id: int) -> GroupCard | None:
    group = await _group(desk, member, group_id)
    preschool = await desk.uow.catalogue.get(group.preschool) if group is not None else None
    if group is None or preschool is None:
        return None
    found = next((one for one in await desk.uow.places.of_preschool(group.preschool) if one.id == group_id), None)
    if found is None:
        return None
    outstanding = await desk.uow.vouchers.outstanding(group.locality)
    fitting = [one for one in outstanding if misfits(group, one, desk.now.date()) <= {Misfit.NO_FREE_PLACE}]
    return replace(_plain(found, preschool), closable=await _closable(desk, group), holders=len(fitting))


def _plain(one: GroupPlaces, preschool: Preschool) -> GroupCard:
    return GroupCard(
        one.id, one.bin, preschool.name, one.name, one.min_age, one.max_age, one.places, one.free, one.opened
    )


async def _closable(desk: Desk, group: OpenGroup) -> int:
    groups = await desk.uow.places.open_groups(group.locality)
    outstanding = await desk.uow.vouchers.outstanding(group.locality)
    return closable(groups, group.id, outstanding, desk.now.date())


async def _log(desk: Desk, member: StaffMember, group: OpenGroup, what: str, count: int) -> None:
    details = {"count": count, "preschool": group.preschool}
    await desk.uow.events.append(group_subject(group.id), actor_of(member), None, what, at=desk.now, details=details)


async def _back_to(desk: Desk, member: StaffMember, group: OpenGroup, said: Text) -> Outcome:
    """What was done and in which group, with the count before and after."""
    card = await _card(desk, member, group.id)
    assert card is not None
    counts = _("Open places: {before} before, {after} now.", before=group.free, after=card.opened)
    return Fine(Finish(notes=(Message(joined(said, which_group(card), counts)),), then=Go("group", {"id": group.id})))
