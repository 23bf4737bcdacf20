"""Somebody stops working here, by an administrator or by themselves: one transaction, nothing lost. Edge 39."""

from __future__ import annotations

from dialogs.inputs import Fine, Refused
from dialogs.message import Message
from dialogs.page import Finish, Go
from dialogs.staff import notices
from dialogs.staff.member_queries import EndMembership, OpenWork, WorkOf
from enrolment.terms import Role
from handlers.book import Outcome, answers, performs
from handlers.desk import Desk
from handlers.staff.cards import member_card
from handlers.staff.handing_over import hand_over, tell_nobody_left, waiting_requests
from handlers.staff.preschool_cards import employees_of
from handlers.staff.reach import actor_of, by_staff, my_membership
from locales.text import _
from storage.staff import StaffMember

GONE = _("This person does not work here any more.")
LAST = _(
    "You are the last administrator, and nobody else could let people in. Invite another administrator first, then end "
    "your membership."
)
NOT_THAT_ONE = _("This colleague cannot take it over any more. Choose again.")


@answers(WorkOf)
async def work_of(desk: Desk, query: WorkOf) -> OpenWork | None:
    """What is open with a member whom the one at this desk may see leave."""
    me = await my_membership(desk)
    leaving = await _within_reach(desk, me, query.member) if me is not None else None
    if leaving is None:
        return None
    colleagues = await colleagues_of(desk, leaving)
    requests = await waiting_requests(desk, leaving)
    return OpenWork(
        member_card(leaving),
        len(await desk.uow.reviews.mine(leaving.id)),
        len(await desk.uow.support.taken(leaving.id)),
        len(requests),
        tuple(member_card(one) for one in colleagues),
        last=not colleagues,
    )


@performs(EndMembership)
@by_staff()
async def end_membership(desk: Desk, member: StaffMember, effect: EndMembership) -> Outcome:
    """End a membership; what was open goes to the chosen colleague or to all, and who takes over is told."""
    await desk.uow.staff.lock(Role.ADMIN)
    leaving = await _within_reach(desk, member, effect.member)
    if leaving is None:
        return Refused(GONE)
    colleagues = {one.id: one for one in await colleagues_of(desk, leaving)}
    if leaving.role is Role.ADMIN and not [one for one in colleagues.values() if covers(one, leaving)]:
        return Refused(LAST)
    if effect.to is not None and effect.to not in colleagues:
        return Refused(NOT_THAT_ONE, at="taker")
    await desk.uow.staff.leave(leaving.id, desk.now)
    details = {"to": effect.to}
    await desk.uow.events.append(actor_of(leaving), actor_of(member), "joined", "left", at=desk.now, details=details)
    done = await hand_over(desk, leaving, actor_of(member), colleagues.get(effect.to or 0))
    await tell_nobody_left(desk, leaving)
    said = _(
        "The membership has ended. Handed over: {taken}. Waiting for all colleagues: {waiting}.",
        taken=done.taken,
        waiting=done.waiting,
    )
    if leaving.id == member.id:
        return Fine(Finish(notes=(Message(said),), then=Go("menu")))
    await desk.tell(leaving.account_id, notices.membership_ended(desk.now), actor_of(leaving))
    return Fine(Finish(notes=(Message(said),), then=Go("staff")))


async def colleagues_of(desk: Desk, leaving: StaffMember) -> list[StaffMember]:
    """Who has the same role and place, and could take over what is open."""
    if leaving.preschool_bin is not None:
        there = await employees_of(desk.uow, leaving.preschool_bin)
    else:
        there = await desk.uow.staff.for_role(leaving.role, leaving.locality)
    return [one for one in there if one.id != leaving.id]


def covers(one: StaffMember, other: StaffMember) -> bool:
    """Whether the one's role holds wherever the other's does."""
    return one.locality in {None, other.locality}


async def _within_reach(desk: Desk, me: StaffMember, member_id: int) -> StaffMember | None:
    """The member, where they work here and it is oneself or one is their administrator."""
    found = await desk.uow.staff.get(member_id)
    if found is None or found.left_at is not None:
        return None
    may = found.id == me.id or (me.role is Role.ADMIN and me.locality in {None, found.locality})
    return found if may else None
