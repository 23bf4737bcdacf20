"""A kindergarten counts the free places of its groups; what somebody has there is never given away. E-16."""

from __future__ import annotations

from dialogs.inputs import Fine, Refused
from dialogs.message import Message
from dialogs.page import Finish, Go
from dialogs.staff.preschool_groups import GONE, DeclareFree
from dialogs.staff.preschool_notices import places_declared
from dialogs.staff.preschool_queries import MyPreschool, OwnGroup, OwnPreschool
from enrolment.terms import Role
from handlers.book import Outcome, answers, performs
from handlers.desk import Desk
from handlers.staff.department_places import group_subject
from handlers.staff.preschool_telling import preschool_name
from handlers.staff.reach import actor_of, by_staff, my_membership
from locales.text import _
from storage.places import GroupPlaces, Held
from storage.staff import StaffMember

NOT_SO_MANY = _("So many places cannot be free: some have been reserved meanwhile. Look at the group again.")


@answers(MyPreschool)
async def my_preschool(desk: Desk, query: MyPreschool) -> OwnPreschool | None:
    """The kindergarten of the employee at this desk."""
    member = await my_membership(desk)
    bin_ = member.preschool_bin if member is not None and member.role is Role.PRESCHOOL_EMPLOYEE else None
    preschool = await desk.uow.catalogue.get(bin_) if bin_ is not None else None
    if bin_ is None or preschool is None:
        return None
    groups = await desk.uow.places.of_preschool(bin_)
    held = await desk.uow.places.held([one.id for one in groups])
    return OwnPreschool(preschool.name, tuple(preschool.languages), tuple(_group(one, held[one.id]) for one in groups))


@performs(DeclareFree)
@by_staff(Role.PRESCHOOL_EMPLOYEE)
async def declare_free(desk: Desk, member: StaffMember, effect: DeclareFree) -> Outcome:
    """Set how many are free; the department is told of places that families could choose and now cannot."""
    group = await desk.uow.places.group(effect.group)
    if group is None or group.preschool != member.preschool_bin:
        return Refused(GONE)
    await desk.uow.places.take_turn(group.locality)
    before = await _standing(desk, group.preschool, group.id)
    if before is None:
        return Refused(GONE)
    if not await desk.uow.places.declare_free(group.id, effect.free, actor_of(member), desk.now):
        return Refused(NOT_SO_MANY)
    closed = max(0, before.opened - effect.free)
    details = {"before": before.free, "after": effect.free, "closed": closed, "preschool": group.preschool}
    subject = group_subject(group.id)
    await desk.uow.events.append(subject, actor_of(member), None, "free_declared", at=desk.now, details=details)
    if closed:
        message = places_declared(await preschool_name(desk, group.preschool), before.name, closed)
        for one in await desk.uow.staff.for_role(Role.EDUCATION_DEPARTMENT, group.locality):
            await desk.tell(one.account_id, message, subject)
    said = _("Written down. Free places: {free}.", free=effect.free)
    return Fine(Finish(notes=(Message(said),), then=Go("my_group", {"id": group.id})))


async def _standing(desk: Desk, bin_: str, group_id: int) -> GroupPlaces | None:
    return next((one for one in await desk.uow.places.of_preschool(bin_) if one.id == group_id), None)


def _group(one: GroupPlaces, held: Held) -> OwnGroup:
    return OwnGroup(
        one.id,
        one.name,
        one.min_age,
        one.max_age,
        one.places,
        one.free,
        one.opened,
        reserved=held.reserved,
        enrolled=held.enrolled,
    )
