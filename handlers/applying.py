"""Applying one child to one queue: checked against the rules, numbered, placed and told. A1–A5, S3-23…S3-33."""

from __future__ import annotations

from datetime import datetime

from dialogs import notices
from dialogs.effects import SubmitApplication
from dialogs.inputs import Fine, Refused
from dialogs.page import Finish, Go
from enrolment.application import ApplicationState, NotAllowed, Transition, category_of
from enrolment.terms import DocumentKind, Privilege
from handlers.application_rules import ALREADY_ACTIVE, NO_CHILD, allowed_to_send, explained, identity, unfit
from handlers.book import Outcome, performs
from handlers.desk import Desk
from handlers.family_telling import tell_family
from handlers.moving import subject_of
from handlers.queue_order import joining
from handlers.reviewing import open_review
from storage.applications import AlreadyActive, Application
from storage.children import Child
from storage.papers import Paper
from storage.prepared_documents import PreparedDocument, PreparedPage


@performs(SubmitApplication)
async def submit(desk: Desk, effect: SubmitApplication) -> Outcome:
    """Send an application; whatever the rules do not allow is explained at the question that it is about."""
    child = await desk.uow.children.get(effect.child)
    if child is None or child.account_id != desk.account.id or child.removed_at is not None:
        return Refused(NO_CHILD, "child")
    refused = await unfit(desk, effect)
    if refused is not None:
        return refused
    try:
        transition = await allowed_to_send(desk, effect, child)
        async with desk.uow.savepoint():
            application = await _add(desk, effect, child, transition)
    except NotAllowed as not_allowed:
        return explained(not_allowed, effect, desk.office.profile)
    except AlreadyActive:
        return Refused(ALREADY_ACTIVE, "child")
    await _keep_papers(desk, effect, application)
    await desk.uow.events.append(
        subject_of(application.id), desk.actor, None, application.state, at=desk.now, details={"row": transition.row}
    )
    await _tell(desk, application, about(desk, application, child))
    return Fine(Finish(then=Go("application", {"id": application.id})))


def about(desk: Desk, application: Application, child: Child | None) -> notices.About:
    """What a notification says of the application."""
    first_name = child.person.first_name if child else ""
    return notices.About(application.id, application.number, first_name, desk.office.profile.place_instrument)


async def _add(desk: Desk, effect: SubmitApplication, child: Child, transition: Transition) -> Application:
    """The stored application; raises AlreadyActive when the other parent was quicker."""
    profile = (await joining(desk.uow, desk.office)).profile
    privileges = [Privilege(effect.privilege)] if effect.privilege else []
    application = Application(
        number=await desk.uow.applications.create_number(effect.queue, desk.now.year),
        account_id=desk.account.id,
        child_id=child.id,
        child_key=identity(desk, child),
        state=transition.after,
        queue_type=effect.queue,
        locality=effect.locality,
        birth_year=child.birth_year,
        iteration=profile.queue.iteration,
        category=category_of(privileges, profile),
        profile=profile.code,
        profile_version=str(profile.version),
        created_at=desk.now,
        submitted_at=desk.now,
        details=_details(effect),
        consent_version=effect.consent_version,
        consent_at=datetime.fromisoformat(effect.consent_at),
    )
    await desk.uow.applications.add(application)
    return application


def _details(effect: SubmitApplication) -> dict[str, object]:
    """The answers that have no column of their own."""
    return {
        "preschools": list(effect.preschools),
        "language": effect.language.value,
        "rehabilitation": effect.rehabilitation,
        "special_need": effect.special_need,
        "privilege": effect.privilege,
        "pages": sum(page.pages for page in effect.proof),
    }


async def _keep_papers(desk: Desk, effect: SubmitApplication, application: Application) -> None:
    """The document becomes a part of the application, and waits for the contract that asks for it too."""
    if effect.proof_kind is None or not effect.proof:
        return
    ids = tuple(file for page in effect.proof for file in page.files)
    paper = Paper(desk.account.id, DocumentKind(effect.proof_kind), ids, desk.now, application.id)
    await desk.uow.papers.add(paper)
    await desk.uow.files.keep(ids)
    rows = desk.office.profile.contract_documents(application.queue_type)
    if any(row.kind is paper.kind and row.valid_days is None for row in rows):
        parts = (part for page in effect.proof for part in page.parts)
        pages = tuple(PreparedPage(part.file, part.mime, part.pages) for part in parts)
        prepared = PreparedDocument(application.child_id, paper.kind, pages, desk.account.id, desk.now)
        await desk.uow.prepared.put(prepared)


async def _tell(desk: Desk, application: Application, told_about: notices.About) -> None:
    """N01 with the place, or N02 and a review for the staff."""
    subject = subject_of(application.id)
    if application.state is ApplicationState.QUEUED:
        place = (await desk.uow.applications.position(application)).position
        await desk.uow.applications.set_notified_place(application.id, place)
        desk.outgoing += await tell_family(desk, application.id, notices.queued(told_about, place), subject)
        return
    days = desk.office.profile.review.working_days
    desk.outgoing += await tell_family(desk, application.id, notices.awaiting_review(told_about, days), subject)
    await open_review(desk, application)
