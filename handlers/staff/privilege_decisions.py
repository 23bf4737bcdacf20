"""Decisions about a privilege that a family claims while its application waits. A20, edge 20."""

from __future__ import annotations

from dataclasses import replace

from dialogs import notices
from dialogs.names import named
from dialogs.statuses import PRIVILEGE_REJECTED
from enrolment.profile_sections import NamedCode
from enrolment.queue import PlaceChange
from handlers.applying import about
from handlers.changing_privilege import note, put_by_privilege
from handlers.desk import Desk
from handlers.family_telling import tell_family
from handlers.moving import subject_of
from handlers.staff.reach import actor_of
from locales.text import Text, _
from storage.applications import Application
from storage.staff import StaffMember


async def confirm_privilege(desk: Desk, member: StaffMember, one: Application) -> Text:
    """It counts from now on: the category changes, and the place with it; nothing that was issued does."""
    one = (await desk.uow.applications.load([one.id], lock=True))[one.id]
    asked = one.details["asked"]
    details = {name: value for name, value in one.details.items() if name != "asked"}
    claimed = replace(one, details={**details, "privilege": asked["privilege"], "pages": asked["pages"]})
    places = await put_by_privilege(desk, claimed, actor_of(member), PlaceChange.PRIVILEGE_CONFIRMED)
    told_about = about(desk, one, await desk.uow.children.get(one.child_id))
    if places is not None and places[0] != places[1]:
        told = notices.place_changed(told_about, *places, PlaceChange.PRIVILEGE_CONFIRMED)
    else:
        told = notices.privilege_confirmed(told_about, places[1] if places else None)
    desk.outgoing += await tell_family(desk, one.id, told, subject_of(one.id))
    if places is None:
        return _("Confirmed: {number}. What was issued stays as it is.", number=one.number)
    return _("Confirmed: {number}. Place in the queue: {place}.", number=one.number, place=places[1])


async def reject_privilege(desk: Desk, member: StaffMember, one: Application, reason: NamedCode, comment: str) -> Text:
    """The application stays where it is, and the parent reads why."""
    one = (await desk.uow.applications.load([one.id], lock=True))[one.id]
    kept = replace(one, details={name: value for name, value in one.details.items() if name != "asked"})
    await desk.uow.applications.amend(kept)
    why = {"row": "A20", "why": reason.code, "comment": comment, "role": member.role}
    await note(desk, kept, actor_of(member), PRIVILEGE_REJECTED, why)
    told = notices.privilege_rejected(
        about(desk, one, await desk.uow.children.get(one.child_id)), named(reason.name), comment
    )
    desk.outgoing += await tell_family(desk, one.id, told, subject_of(one.id))
    return _("Rejected: {number}. The parent is told the reason.", number=one.number)
