"""Invite codes, made on the server by whoever runs it or by an administrator in the staff bot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from enrolment.profile import Profile
from enrolment.terms import Role
from storage.uow import Uow

OPERATOR = "operator"


class NotInvited(ValueError):
    """The invitation makes no sense; the text says why in one line."""


@dataclass(frozen=True)
class Invitee:
    """Whom a code is for; without a locality the role holds in all of them."""

    role: Role
    locality: str | None = None
    preschool_bin: str | None = None


async def invite(uow: Uow, profile: Profile, invitee: Invitee, now: datetime, by: str = OPERATOR) -> str:
    """A code of 128 bits for one use within 24 hours; raises NotInvited for an unknown locality or preschool."""
    locality = await admitted(uow, profile, invitee)
    code = await uow.invites.create(invitee.role, now, locality, invitee.preschool_bin)
    details = {"role": invitee.role, "locality": locality, "preschool": invitee.preschool_bin}
    await uow.events.append("invites", by, None, "created", at=now, details=details)
    return code


def link_to(bot: str | None, code: str) -> str | None:
    """The address that opens the staff bot with this code filled in; None while the bot's own is not known."""
    return f"{bot}?start={code}" if bot else None


async def admitted(uow: Uow, profile: Profile, invitee: Invitee) -> str | None:
    """The locality in which the role would hold; raises NotInvited for an unknown locality or preschool."""
    known = [row.code for row in profile.localities]
    if invitee.locality is not None and invitee.locality not in known:
        raise NotInvited(f"no locality {invitee.locality}; the profile has {', '.join(known)}")
    if (invitee.role is Role.PRESCHOOL_EMPLOYEE) is (invitee.preschool_bin is None):
        raise NotInvited("a preschool is named for a preschool employee, and for nobody else")
    if invitee.preschool_bin is None:
        return invitee.locality
    preschool = await uow.catalogue.get(invitee.preschool_bin)
    if preschool is None:
        raise NotInvited(f"no preschool with BIN {invitee.preschool_bin} in the catalogue")
    if invitee.locality not in {None, preschool.locality}:
        raise NotInvited(f"the preschool is in {preschool.locality}, not in {invitee.locality}")
    return preschool.locality
