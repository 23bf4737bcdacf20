"""A family gains or gives up a privilege while the application waits: only what is confirmed moves it. A20."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dialogs import notices
from dialogs.effects import ChangePrivilege
from dialogs.inputs import Fine, Refused
from dialogs.page import Finish, Go
from dialogs.statuses import PRIVILEGE_ASKED
from enrolment.application import Action, ApplicationState, Facts, NotAllowed, category_of, next_state
from enrolment.family import FamilyAct
from enrolment.queue import PlaceChange
from enrolment.terms import DocumentKind, Privilege
from handlers.account_files import own_files
from handlers.application_rules import NOT_ON_OFFER, SEND_AGAIN
from handlers.applying import about
from handlers.book import Outcome, performs
from handlers.changing_wishes import NOT_YOURS
from handlers.desk import Desk
from handlers.family_access import acts_as, let_in
from handlers.family_telling import tell_family
from handlers.moving import subject_of
from handlers.queue_order import joining
from handlers.reviewing import open_review
from locales.text import Text, _, n_
from storage.applications import Application
from storage.papers import Paper

NOT_NOW = _("The application does not wait in the queue any more, so its privilege stays as it is.")
BEING_CHECKED = _("A document for this application is being checked already. I will write to you about the result.")
AS_BEFORE = _("Nothing is different, so nothing was changed.")
DROPPED = _("The privilege does not count any more.")


@performs(ChangePrivilege)
@let_in(NOT_YOURS, Go("applications"))
async def change_privilege(desk: Desk, effect: ChangePrivilege) -> Outcome:
    """The proof of a new privilege goes to who reviews privileges; one that is given up counts no more at once."""
    await acts_as(desk, effect.application, FamilyAct.CHOOSE)
    one = (await desk.uow.applications.load([effect.application], lock=True))[effect.application]
    try:
        facts = Facts(one.queue_type, one.details.get("privilege") is not None)
        next_state(one.state, Action.CHANGE, facts, desk.office.profile)
    except NotAllowed:
        return _done(one, NOT_NOW)
    if one.details.get("asked"):
        return _done(one, BEING_CHECKED)
    if effect.privilege == one.details.get("privilege"):
        return _done(one, AS_BEFORE)
    return await (_drop(desk, one) if effect.privilege is None else _ask(desk, one, effect))


async def put_by_privilege(desk: Desk, one: Application, actor: str, reason: str) -> tuple[int, int] | None:
    """Put a locked application where its privilege belongs, with its history; the places before and after, if any."""
    privilege, before = one.details.get("privilege"), await _place(desk, one)
    profile = (await joining(desk.uow, desk.office)).profile
    category = category_of([Privilege(privilege)] if privilege else [], profile)
    moved = one
    if category != one.category:
        moved = await desk.uow.applications.reorder(one, one.queue, one.iteration, category, desk.now)
    await desk.uow.applications.amend(moved)
    places = None if before is None else (before, await _place(desk, moved) or before)
    details: dict[str, Any] = {"row": "A20", "privilege": privilege}
    details |= {} if category == one.category else {"categories": [one.category, category]}
    if places is not None:
        details["places"] = list(places)
        await desk.uow.applications.set_notified_place(one.id, places[1])
    await note(desk, moved, actor, reason, details)
    return places


async def note(desk: Desk, one: Application, actor: str, reason: str, details: dict[str, Any]) -> None:
    """A line of the history: the state stays, the reason says what happened."""
    subject = subject_of(one.id)
    await desk.uow.events.append(subject, actor, one.state, one.state, at=desk.now, reason=reason, details=details)


async def _drop(desk: Desk, one: Application) -> Outcome:
    places = await put_by_privilege(
        desk, replace(one, details={**one.details, "privilege": None}), desk.actor, PlaceChange.PRIVILEGE_DROPPED
    )
    if places is not None and places[0] != places[1]:
        child = await desk.uow.children.get(one.child_id)
        told = notices.place_changed(about(desk, one, child), *places, PlaceChange.PRIVILEGE_DROPPED)
        desk.outgoing += await tell_family(desk, one.id, told, subject_of(one.id))
    return _done(one, DROPPED)


async def _ask(desk: Desk, one: Application, effect: ChangePrivilege) -> Outcome:
    if effect.privilege not in {row.code for row in desk.office.profile.privileges}:
        return Refused(NOT_ON_OFFER, "privilege")
    ids = tuple(file for page in effect.proof for file in page.files)
    if not ids or not set(ids) <= set(await own_files(desk.uow, desk.account.id, ids)):
        return Refused(SEND_AGAIN, "proof")
    await desk.uow.papers.add(Paper(desk.account.id, DocumentKind.PRIVILEGE_PROOF, ids, desk.now, one.id))
    await desk.uow.files.keep(ids)
    asked = {"privilege": effect.privilege, "pages": sum(page.pages for page in effect.proof)}
    waiting = replace(one, details={**one.details, "asked": asked})
    await desk.uow.applications.amend(waiting)
    await note(desk, waiting, desk.actor, PRIVILEGE_ASKED, {"row": "A20", "privilege": effect.privilege})
    await open_review(desk, waiting)
    return _done(one, _sent(desk.office.profile.review.working_days))


def _sent(days: int) -> Text:
    return n_(
        "The document is sent. It is checked within {count} working day, and I will write to you about the result.",
        "The document is sent. It is checked within {count} working days, and I will write to you about the result.",
        days,
    )


async def _place(desk: Desk, one: Application) -> int | None:
    if one.state is not ApplicationState.QUEUED:
        return None
    return (await desk.uow.applications.position(one)).position


def _done(one: Application, said: Text) -> Outcome:
    return Fine(Finish(then=Go("application", {"id": one.id}), remark=said))
