"""Who works here: joining by an invite code, and names. Edge 39."""

from __future__ import annotations

from dialogs.effects import JoinStaff, NameStaff
from dialogs.inputs import Fine, Refused
from dialogs.message import Message
from dialogs.page import Finish, Go
from dialogs.queries import Member, MyStaff, StaffMembers
from enrolment.terms import Role
from handlers.book import Outcome, answers, performs
from handlers.desk import Desk
from handlers.staff.cards import member_card
from handlers.staff.handing_over import hand_over
from handlers.staff.reach import actor_of, by_staff, my_membership
from locales.text import _
from storage.invites import InviteProblem
from storage.staff import StaffMember

WRONG_CODES, HOUR, DAY = 5, 3600, 86_400
WRONG_CODE = _("This code does not work. Check it and send it again.")
LOCKED = _("Too many wrong codes. Try again in an hour.")


@answers(MyStaff)
async def my_staff(desk: Desk, query: MyStaff) -> Member | None:
    """The membership of whoever writes here."""
    member = await my_membership(desk)
    return member_card(member) if member else None


@answers(StaffMembers)
async def staff_members(desk: Desk, query: StaffMembers) -> tuple[Member, ...]:
    """Everybody whom this administrator may see."""
    me = await my_membership(desk)
    if me is None or me.role is not Role.ADMIN:
        return ()
    found = [one for role in Role for one in await desk.uow.staff.for_role(role)]
    return tuple(member_card(one) for one in found if me.locality in {None, one.locality})


@performs(JoinStaff)
async def join(desk: Desk, effect: JoinStaff) -> Outcome:
    """Use an invite code; after five wrong ones the sender is locked out for an hour, right codes or not."""
    lock = f"invite lock|{desk.address.external_id}"
    if desk.account.kind != "staff" or not await desk.uow.limits.left(lock, desk.now, HOUR, 1):
        return Refused(LOCKED)
    invite = await desk.uow.invites.redeem(effect.code, desk.account.id, desk.now)
    if isinstance(invite, InviteProblem):
        return await _wrong_code(desk, lock)
    before = await desk.uow.staff.by_account(desk.account.id)
    if before is not None:
        await hand_over(desk, before, actor_of(before))
    known_name = before.name if before else None
    joined = await desk.uow.staff.join(
        StaffMember(desk.account.id, invite.role, known_name, desk.now, invite.locality, invite.preschool_bin)
    )
    subject = actor_of(joined)
    details = {"role": invite.role, "locality": invite.locality, "preschool": invite.preschool_bin, "invite": invite.id}
    await desk.uow.events.append(subject, subject, None, "joined", at=desk.now, details=details)
    return Fine("used")


@performs(NameStaff)
@by_staff()
async def name(desk: Desk, member: StaffMember, effect: NameStaff) -> Outcome:
    """Note what the member is called."""
    await desk.uow.staff.name(member.id, effect.name)
    await desk.uow.events.append(actor_of(member), actor_of(member), None, "named", at=desk.now)
    return Fine(Finish(notes=(Message(_("Thank you, {name}.", name=effect.name)),), then=Go("menu")))


async def _wrong_code(desk: Desk, lock: str) -> Outcome:
    tries = f"invite|{desk.address.external_id}"
    await desk.uow.limits.hit(tries, desk.now, DAY, WRONG_CODES)
    if await desk.uow.limits.left(tries, desk.now, DAY, WRONG_CODES):
        return Refused(WRONG_CODE)
    await desk.uow.limits.reset(tries)
    await desk.uow.limits.hit(lock, desk.now, HOUR, 1)
    return Refused(LOCKED)
