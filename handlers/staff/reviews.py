"""The reviews in the staff chat: lists, cards, taking and passing on, search, documents. A6, A8."""

from __future__ import annotations

from dialogs.effects import DeclareRelative, FindApplication, ReleaseReview, ShowDocuments, TakeReview
from dialogs.inputs import Fine, Refused
from dialogs.message import Message
from dialogs.page import PER_PAGE, Finish, Go
from dialogs.queries import MyReviewCounts, MyReviews, ReviewCounts, ReviewSheet, WaitingReviews
from dialogs.queries import Review as OneReview
from dialogs.queries import ReviewCard as Card
from dialogs.staff.notices import documents
from dialogs.staff.words import NOT_AMONG_YOURS, REVIEWERS, when, who
from handlers.book import Outcome, answers, performs
from handlers.desk import Desk
from handlers.staff.cards import card_of, documents_of, member_card
from handlers.staff.reach import InReach, actor_of, by_staff, my_membership, reach, review_subject
from locales.text import Text, _
from storage.own_family import RELATIVE
from storage.reviews import Review
from storage.staff import StaffMember


@answers(MyReviewCounts)
async def my_review_counts(desk: Desk, query: MyReviewCounts) -> ReviewCounts:
    """How much there is to review."""
    member = await my_membership(desk)
    if member is None:
        return ReviewCounts(0, 0)
    return ReviewCounts(len(await _waiting(desk, member)), len(await desk.uow.reviews.mine(member.id)))


@answers(WaitingReviews)
async def waiting_reviews(desk: Desk, query: WaitingReviews) -> ReviewSheet:
    """One sheet of what nobody has taken."""
    member = await my_membership(desk)
    return await _sheet(desk, member, await _waiting(desk, member), query.at) if member else ReviewSheet((), 0)


@answers(MyReviews)
async def my_reviews(desk: Desk, query: MyReviews) -> ReviewSheet:
    """One sheet of what the member has taken."""
    member = await my_membership(desk)
    if member is None:
        return ReviewSheet((), 0)
    return await _sheet(desk, member, await desk.uow.reviews.mine(member.id), query.at)


@answers(OneReview)
async def one_review(desk: Desk, query: OneReview) -> Card | None:
    """The card of an application within reach."""
    member = await my_membership(desk)
    found = await reach(desk, member, query.application) if member else None
    return await card_of(desk, found, member) if found else None


@performs(TakeReview)
@by_staff(*REVIEWERS)
async def take(desk: Desk, member: StaffMember, effect: TakeReview) -> Outcome:
    """Take a waiting review; the second is told who was first."""
    found = await reach(desk, member, effect.application)
    if found is None or not found.decides:
        return Refused(NOT_AMONG_YOURS)
    if not await desk.uow.reviews.take(effect.application, member.id, desk.now):
        return Fine(Finish(notes=(Message(await first_was(desk, effect.application)),)))
    await _log(desk, member, effect.application, "taken")
    return Fine()


@performs(ReleaseReview)
@by_staff(*REVIEWERS)
async def release(desk: Desk, member: StaffMember, effect: ReleaseReview) -> Outcome:
    """Give a review back to the others: one's own, or as who oversees the review a colleague's."""
    found = await reach(desk, member, effect.application)
    holder = _holder(found, member)
    if holder is None or not await desk.uow.reviews.release(effect.application, holder):
        return Refused(await first_was(desk, effect.application) if found else NOT_AMONG_YOURS)
    await _log(desk, member, effect.application, "released")
    return Fine(Finish(notes=(Message(_("The application waits for the others again.")),), then=Go("reviews")))


@performs(DeclareRelative)
@by_staff(*REVIEWERS)
async def declare_relative(desk: Desk, member: StaffMember, effect: DeclareRelative) -> Outcome:
    """Step back from a relative's application for good (A6, edge 45)."""
    if await reach(desk, member, effect.application) is None:
        return Refused(NOT_AMONG_YOURS)
    await desk.uow.reviews.release(effect.application, member.id)
    await _log(desk, member, effect.application, RELATIVE)
    return Fine(Finish(notes=(Message(_("Thank you. Somebody else will decide.")),), then=Go("reviews")))


@performs(FindApplication)
@by_staff(*REVIEWERS)
async def find(desk: Desk, member: StaffMember, effect: FindApplication) -> Outcome:
    """Open a card by its number; whatever is out of reach reads like an unknown number."""
    application = await desk.uow.applications.by_number(effect.number)
    found = await reach(desk, member, application.id) if application else None
    if found is None:
        return Refused(NOT_AMONG_YOURS)
    await _log(desk, member, found.application.id, "found")
    return Fine(Finish(then=Go("review", {"id": found.application.id})))


@performs(ShowDocuments)
@by_staff(*REVIEWERS)
async def show_documents(desk: Desk, member: StaffMember, effect: ShowDocuments) -> Outcome:
    """Send the documents, and whom they must name, to a reviewer who may decide."""
    found = await reach(desk, member, effect.application)
    if found is None or not found.decides:
        return Refused(NOT_AMONG_YOURS)
    files = await documents_of(desk, effect.application)
    child = await desk.uow.children.get(found.application.child_id)
    if not files or child is None:
        return Refused(_("This application has no documents."))
    await _log(desk, member, effect.application, "documents_shown")
    name = " ".join(
        part for part in (child.person.last_name, child.person.first_name, child.person.middle_name) if part
    )
    return Fine(Finish(notes=(documents(found.application.number, name, child.person.birth_date, files),)))


async def first_was(desk: Desk, application_id: int) -> Text:
    """Who was quicker, and when; nothing has changed."""
    review = await desk.uow.reviews.get(application_id)
    id_ = (review.decided_by or review.taken_by) if review else None
    at = (review.decided_at or review.taken_at) if review else None
    colleague = await desk.uow.staff.get(id_) if id_ is not None else None
    if review is None or at is None or colleague is None:
        return _("This application does not wait for a decision any more. Nothing was changed.")
    name, moment = who(member_card(colleague)), when(at, desk.now)
    if review.decision == "confirmed":
        return _("{who} was first and confirmed it, {when}. Nothing was changed.", who=name, when=moment)
    if review.decision == "rejected":
        return _("{who} was first and rejected it, {when}. Nothing was changed.", who=name, when=moment)
    return _("{who} was first and took it, {when}. Nothing was changed.", who=name, when=moment)


def _holder(found: InReach | None, member: StaffMember) -> int | None:
    """Whose review this member may give back."""
    if found is None or found.review is None:
        return None
    return found.review.taken_by if found.oversees else member.id


async def _waiting(desk: Desk, member: StaffMember) -> list[Review]:
    return await desk.uow.reviews.waiting(member.role, member.locality) if member.role in REVIEWERS else []


async def _sheet(desk: Desk, member: StaffMember, reviews: list[Review], at: int) -> ReviewSheet:
    cards = []
    for review in reviews[at * PER_PAGE : (at + 1) * PER_PAGE]:
        found = await reach(desk, member, review.application_id)
        if found is not None:
            cards.append(await card_of(desk, found, member))
    return ReviewSheet(tuple(cards), len(reviews))


async def _log(desk: Desk, member: StaffMember, application_id: int, what: str) -> None:
    await desk.uow.events.append(review_subject(application_id), actor_of(member), None, what, at=desk.now)
