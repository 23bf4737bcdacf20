"""Review cards from the records: nothing of the child but first name, birth date and sex."""

from __future__ import annotations

from dialogs.effects import Person
from dialogs.message import FileOut
from dialogs.queries import ApplicationCard, ChildCard, Member, ReviewCard
from enrolment.terms import DocumentKind
from handlers.desk import Desk
from handlers.page_files import page_files
from handlers.staff.reach import InReach
from storage.applications import Application
from storage.children import Child
from storage.reviews import Review
from storage.staff import StaffMember


async def card_of(desk: Desk, found: InReach, member: StaffMember | None = None) -> ReviewCard:
    """The card, as that member sees it."""
    application, review = found.application, found.review
    since = review.waiting_since if review else application.submitted_at or application.created_at
    due_at = desk.office.calendar.deadline(since, desk.office.profile.review.working_days).at
    return ReviewCard(
        await application_card(desk, application),
        since,
        due_at,
        desk.office.calendar.working_days_left(desk.now, due_at),
        found.decides,
        found.oversees,
        taken_by_me=member is not None and review is not None and review.taken_by == member.id,
        by=await _who_acted(desk, review),
        taken_at=review.taken_at if review else None,
        decided_at=review.decided_at if review else None,
        decision=review.decision if review else None,
        twin=application.active and await desk.uow.applications.has_twin(application),
    )


async def application_card(desk: Desk, application: Application) -> ApplicationCard:
    """The application with what a decision needs, and no more."""
    child = await desk.uow.children.get(application.child_id)
    details = application.details
    return ApplicationCard(
        id=application.id,
        number=application.number,
        queue=application.queue_type,
        state=application.state,
        child=_child_card(child, application),
        locality=application.locality,
        preschools=(),
        language=str(details.get("language", "")),
        submitted_at=application.submitted_at or application.created_at,
        category=application.category,
        archive_reason=application.archive_reason,
        rehabilitation=details.get("rehabilitation"),
        special_need=details.get("special_need"),
        privilege=details.get("privilege"),
        privilege_asked=(details.get("asked") or {}).get("privilege"),
        pages=await _pages(desk, application),
    )


async def documents_of(desk: Desk, application_id: int) -> tuple[FileOut, ...]:
    """The document to decide about as files to send, page by page: the latest proof of a privilege, or the conclusion.

    What was sent for the contract is no business of a reviewer.
    """
    papers = await desk.uow.papers.of_application(application_id)
    proofs = [paper for paper in papers if paper.kind is DocumentKind.PRIVILEGE_PROOF]
    ids = [file_id for paper in proofs[-1:] or papers[:1] for file_id in paper.file_ids]
    records = await desk.uow.files.get(ids)
    return page_files((id_, records[id_].mime) for id_ in ids if id_ in records)


def member_card(member: StaffMember) -> Member:
    """A member of staff as pages show them."""
    return Member(member.id, member.role, member.locality, member.preschool_bin, member.name or "")


async def _who_acted(desk: Desk, review: Review | None) -> Member | None:
    id_ = (review.decided_by or review.taken_by) if review else None
    member = await desk.uow.staff.get(id_) if id_ is not None else None
    return member_card(member) if member else None


async def _pages(desk: Desk, application: Application) -> int:
    """The pages that the parent was told of; the files, where nobody counted."""
    counted = (application.details.get("asked") or application.details).get("pages")
    if isinstance(counted, int):
        return counted
    return sum(len(paper.file_ids) for paper in await desk.uow.papers.of_application(application.id))


def _child_card(child: Child | None, application: Application) -> ChildCard:
    born = child.person.birth_date if child else None
    first_name = child.person.first_name if child else ""
    sex = child.person.sex if child else None
    birth_date = born or application.created_at.date().replace(year=application.birth_year, month=1, day=1)
    return ChildCard(application.child_id, Person("", first_name, "", born, sex), birth_date, None, None, "none")
