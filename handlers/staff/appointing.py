"""An administrator lets somebody in by a code, or gives a member another role or place. Edge 39."""

from __future__ import annotations

from dataclasses import replace

from dialogs.inputs import Fine, Refused
from dialogs.message import Message
from dialogs.names import locality_name
from dialogs.page import Finish, Go
from dialogs.staff import notices
from dialogs.staff.member_queries import Appoint, InviteColleague
from dialogs.staff.words import ROLE_NAMES
from enrolment.terms import Role
from handlers.book import Outcome, performs
from handlers.desk import Desk
from handlers.invitations import Invitee, NotInvited, admitted, invite, link_to
from handlers.staff.handing_over import hand_over, tell_nobody_left
from handlers.staff.leaving import GONE, LAST, colleagues_of, covers
from handlers.staff.preschool_telling import preschool_name
from handlers.staff.reach import actor_of, by_staff
from locales.text import Text, _, joined, verbatim
from storage.staff import StaffMember

NOT_THERE = _("You can give roles of your own city only, and a kindergarten employee needs a kindergarten.")


@performs(InviteColleague)
@by_staff(Role.ADMIN)
async def invite_colleague(desk: Desk, member: StaffMember, effect: InviteColleague) -> Outcome:
    """A code, and the link that fills it in."""
    invitee = Invitee(effect.role, effect.locality, effect.preschool)
    if member.locality not in {None, effect.locality}:
        return Refused(NOT_THERE, at="role")
    try:
        code = await invite(desk.uow, desk.office.profile, invitee, desk.now, actor_of(member))
    except NotInvited:
        return Refused(NOT_THERE, at="role")
    link = link_to(desk.office.links.get("staff"), code)
    said = joined(
        _("Invite code: {code}", code=code),
        _("Role: {role}. It works once, for 24 hours.", role=ROLE_NAMES[effect.role]),
        _("With this link nothing has to be typed:") if link else Text(""),
        verbatim(link or ""),
    )
    return Fine(Finish(notes=(Message(said),), then=Go("staff")))


@performs(Appoint)
@by_staff(Role.ADMIN)
async def appoint(desk: Desk, member: StaffMember, effect: Appoint) -> Outcome:
    """Another role or place; what was open in the former one waits for the others, and the member is told."""
    await desk.uow.staff.lock(Role.ADMIN)
    before = await desk.uow.staff.get(effect.member)
    if before is None or before.left_at is not None or member.locality not in {None, before.locality}:
        return Refused(GONE)
    if before.role is Role.ADMIN and not [one for one in await colleagues_of(desk, before) if covers(one, before)]:
        return Refused(LAST)
    try:
        invitee = Invitee(effect.role, effect.locality, effect.preschool)
        locality = await admitted(desk.uow, desk.office.profile, invitee)
    except NotInvited:
        return Refused(NOT_THERE, at="role")
    if member.locality not in {None, locality}:
        return Refused(NOT_THERE, at="role")
    post = replace(before, role=effect.role, locality=locality, preschool_bin=effect.preschool, joined_at=desk.now)
    after = await desk.uow.staff.join(post)
    details = {"role": effect.role, "locality": locality, "preschool": effect.preschool}
    await desk.uow.events.append(
        actor_of(after), actor_of(member), before.role, "appointed", at=desk.now, details=details
    )
    await hand_over(desk, before, actor_of(member))
    await tell_nobody_left(desk, before)
    where = await _where(desk, after)
    await desk.tell(after.account_id, notices.post_changed(ROLE_NAMES[after.role], where), actor_of(after))
    return Fine(Finish(notes=(Message(_("The role is changed. The person is told.")),), then=Go("staff")))


async def _where(desk: Desk, one: StaffMember) -> Text:
    if one.preschool_bin is not None:
        return await preschool_name(desk, one.preschool_bin)
    return locality_name(desk.office.profile, one.locality) if one.locality is not None else _("all cities")
