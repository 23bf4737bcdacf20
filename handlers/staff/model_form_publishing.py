"""The education department publishes an edition of the contract's model form, or withdraws one. S2-73, C20."""

from __future__ import annotations

from datetime import date
from typing import Any

from dialogs.inputs import Fine, Refused
from dialogs.message import Message
from dialogs.page import Finish, Go
from dialogs.staff.department_notices import form_published, form_withdrawn
from dialogs.staff.model_form import GONE, NOT_LAST, ONE_CITY, WithdrawForm, answers_for_all
from dialogs.staff.model_form_publishing import (
    TOO_EARLY,
    FormPublishedLast,
    PublishNewForm,
    after_another,
)
from dialogs.staff.words import who
from enrolment.terms import Role
from enrolment.working_days import ALMATY
from handlers.book import Outcome, answers, performs
from handlers.contract_changes import rebuild_drafts
from handlers.desk import Desk
from handlers.office import Office
from handlers.staff.cards import member_card
from handlers.staff.kept_form import kept_form
from handlers.staff.model_form_showing import GUARD, NOT_THERE
from handlers.staff.reach import actor_of
from locales.text import Text, _
from storage.database import Database
from storage.form_editions import PublishedEdition
from storage.staff import StaffMember
from storage.tasks import TaskRow

REBUILD = "model_form_rebuild"
SUBJECT = "model_form"
_CHANGED = _("Somebody has published or withdrawn an edition meanwhile. I am comparing your texts with the new ones.")


@answers(FormPublishedLast)
async def published_last(desk: Desk, query: FormPublishedLast) -> date | None:
    """From which day the edition is in force that was published last."""
    return max((one.since for one in await desk.uow.form_editions.all()), default=None)


@performs(PublishNewForm)
@GUARD
async def publish(desk: Desk, member: StaffMember, effect: PublishNewForm) -> Outcome:
    """What was shown is in force from its day; where that is today, drafts are made anew at once (C20)."""
    editions = desk.uow.form_editions
    await editions.lock()
    if not answers_for_all(desk.office.profile, member.locality):
        return Refused(ONE_CITY, at="files")
    kept = await kept_form(desk.uow, desk.office, desk.account.id, effect.kept)
    if kept is None:
        return Refused(NOT_THERE, at="files")
    last = await published_last(desk, FormPublishedLast())
    today = desk.now.astimezone(ALMATY).date()
    if kept.since < today:
        return Refused(TOO_EARLY, at="since")
    if last is not None and kept.since < last:
        return Refused(after_another(last), at="since")
    if kept.version != await editions.version():
        return Refused(_CHANGED, at="reading")
    one = PublishedEdition(kept.since, kept.texts, actor_of(member), desk.now)
    await editions.publish(one)
    await _log(desk, member, "published", one, {"files": list(kept.sent)})
    await _tell_colleagues(desk, member, form_published(who(member_card(member)), kept.since))
    if kept.since <= today:
        await desk.uow.tasks.add(desk.account.id, REBUILD, {}, desk.now)
        desk.uow.wake("tasks")
    return _back(_("Published. The new edition is in force from {day}.", day=kept.since))


@performs(WithdrawForm)
@GUARD
async def withdraw(desk: Desk, member: StaffMember, effect: WithdrawForm) -> Outcome:
    """It never comes into force: the last one that was published, while its day has not come."""
    editions = desk.uow.form_editions
    await editions.lock()
    published = await editions.all()
    one = next((one for one in published if one.id == effect.id), None)
    if not answers_for_all(desk.office.profile, member.locality):
        return Refused(ONE_CITY)
    if one is None or one.since <= desk.now.astimezone(ALMATY).date():
        return Refused(GONE)
    if one.id != published[-1].id:
        return Refused(NOT_LAST)
    await editions.withdraw(one.id, actor_of(member), desk.now)
    await _log(desk, member, "withdrawn", one, {})
    await _tell_colleagues(desk, member, form_withdrawn(who(member_card(member)), one.since))
    return _back(_("Withdrawn. It will not come into force."))


async def rebuild(database: Database, office: Office, task: TaskRow) -> dict[str, Any]:
    """What was made from another edition than today's is read again; a second time there is nothing to do."""
    return {"rebuilt": await rebuild_drafts(database, office)}


async def _tell_colleagues(desk: Desk, member: StaffMember, message: Message) -> None:
    for other in await desk.uow.staff.for_role(Role.EDUCATION_DEPARTMENT):
        if other.id != member.id:
            await desk.tell(other.account_id, message, SUBJECT)


async def _log(desk: Desk, member: StaffMember, what: str, one: PublishedEdition, more: dict[str, Any]) -> None:
    details = {"edition": one.id, "since": one.since.isoformat(), **more}
    await desk.uow.events.append(SUBJECT, actor_of(member), None, what, at=desk.now, details=details)


def _back(said: Text) -> Outcome:
    return Fine(Finish(notes=(Message(said),), then=Go("model_form")))
