"""The parent's applications: list, card, history, and taking one back. S1-69, S3-39, A17."""

from __future__ import annotations

from dataclasses import replace

from dialogs import notices
from dialogs.effects import WithdrawApplication
from dialogs.inputs import Fine, Refused
from dialogs.page import Finish, Go
from dialogs.queries import ApplicationCard, MyApplication, MyApplications
from enrolment.application import Action, ApplicationState, Bar, Facts, NotAllowed, next_state
from enrolment.family import FamilyAct, may
from enrolment.voucher_states import Actor
from handlers.applying import about
from handlers.book import Outcome, answers, performs
from handlers.cards import application_cards
from handlers.desk import Desk
from handlers.family_access import NotForYou, acts_as, role_at
from handlers.family_telling import tell_family
from handlers.moving import move, subject_of
from handlers.reviewing import close_review
from handlers.voucher_applications import REST_END, restoring
from locales.text import Text, _
from storage.applications import Application, Changed

NOT_YOURS = _("I do not find this application. Look at “My applications”.")
JUST_CHANGED = _("This application has changed a moment ago. Open its card and look again.")


@answers(MyApplications)
async def my_applications(desk: Desk, query: MyApplications) -> tuple[ApplicationCard, ...]:
    """All applications, newest first."""
    applications = await desk.uow.applications.of_account(desk.account.id)
    return tuple([await _with_rest(desk, card) for card in await application_cards(desk.uow, applications)])


@answers(MyApplication)
async def my_application(desk: Desk, query: MyApplication) -> ApplicationCard | None:
    """One application; somebody else's reads like an unknown one."""
    application = await desk.uow.applications.get(query.id)
    role = await role_at(desk, application) if application else None
    if application is None or role is None or not may(role, FamilyAct.SEE_APPLICATION):
        return None
    cards = await application_cards(desk.uow, [application])
    return _shown_to(role, await _with_rest(desk, cards[0])) if cards else None


def _shown_to(role: Actor, card: ApplicationCard) -> ApplicationCard:
    """The second parent sees everything but the numbers that the applicant has entered."""
    if role is Actor.PARENT:
        return card
    return replace(card, role=role, child=replace(card.child, iin=None, document_number=None))


@performs(WithdrawApplication)
async def withdraw(desk: Desk, effect: WithdrawApplication) -> Outcome:
    """Take an application back; the reviewer who holds it is told, and those behind move up (A17, edge 33)."""
    try:
        await acts_as(desk, effect.application, FamilyAct.WITHDRAW)
    except NotForYou as not_for_you:
        return Refused(not_for_you.why or NOT_YOURS)
    application = await desk.uow.applications.get(effect.application)
    assert application is not None
    privileged = application.details.get("privilege") is not None
    facts = Facts(application.queue_type, privileged)
    try:
        transition = next_state(application.state, Action.WITHDRAW, facts, desk.office.profile)
        moved = await move(desk, application, transition, desk.actor)
    except NotAllowed as not_allowed:
        return Refused(_cannot(not_allowed))
    except Changed:
        return Refused(JUST_CHANGED)
    await desk.uow.rests.end(moved.id, desk.now, restored=False)
    await desk.uow.deadlines.cancel(subject_of(moved.id), REST_END)
    await _end_review(desk, moved)
    child = await desk.uow.children.get(moved.child_id)
    told = notices.archived(about(desk, moved, child), "withdrawn")
    desk.outgoing += await tell_family(desk, moved.id, told, subject_of(moved.id))
    return Fine(Finish(then=Go("application", {"id": moved.id})))


def _cannot(not_allowed: NotAllowed) -> Text:
    if not_allowed.code is Bar.VOUCHER_OPEN:
        return _("A voucher is issued for this application. Answer the voucher first: accept it or decline it.")
    return _("This application has ended already, so there is nothing to withdraw.")


async def _with_rest(desk: Desk, card: ApplicationCard) -> ApplicationCard:
    """A card on the stop-list says until when it can be restored, while it can (A15)."""
    rest = await desk.uow.rests.current(card.id) if card.state == ApplicationState.STOP_LISTED else None
    if rest is None:
        return card
    until, against = await restoring(desk, rest)
    if against:
        return card
    left = desk.office.calendar.working_days_left(desk.now, until.at)
    return replace(card, restore_until=until, restore_days_left=left)


async def _end_review(desk: Desk, application: Application) -> None:
    """Close the review that is under way, and tell who works on it that it is not needed any more."""
    review = await desk.uow.reviews.get(application.id)
    if review is None or review.decided_at is not None:
        return
    await close_review(desk, application.id, "withdrawn")
    holder = await desk.uow.staff.get(review.taken_by) if review.taken_by is not None else None
    if holder is not None:
        await desk.tell(holder.account_id, notices.review_withdrawn(application.number), subject_of(application.id))
