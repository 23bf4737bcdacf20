"""Pages of reviews: the lists, the card, and the questions before what cannot be undone. A6, A7."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.conversation import MENU
from dialogs.effects import ConfirmReview, DeclareRelative, ReleaseReview, ShowDocuments, TakeReview
from dialogs.facts import Facts
from dialogs.page import PER_PAGE, Button, Do, Go, Page, turners
from dialogs.queries import Member, MyReviews, Review, ReviewCard, ReviewSheet, WaitingReviews
from dialogs.questions import Open
from dialogs.staff.card import card_text
from dialogs.staff.decisions import Archive, Reject
from dialogs.staff.guard import for_staff
from dialogs.staff.words import NOT_AMONG_YOURS, REVIEWERS, when
from enrolment.application import ACTIVE, ApplicationState
from enrolment.terms import Role
from locales.text import Text, _, joined, n_, verbatim


@for_staff(*REVIEWERS)
def waiting(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """What nobody has taken yet, the longest waiting first."""
    at = int(args.get("at", 0))
    sheet = facts[WaitingReviews(at)]
    text = n_("{count} application waits for review.", "{count} applications wait for review.", sheet.total)
    return _list(facts, "reviews", at, sheet, text if sheet.total else _("Nothing waits for review."))


@for_staff(*REVIEWERS)
def mine(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """What the member has taken."""
    at = int(args.get("at", 0))
    sheet = facts[MyReviews(at)]
    text = n_("You have taken {count} application.", "You have taken {count} applications.", sheet.total)
    return _list(facts, "mine", at, sheet, text if sheet.total else _("You have taken no application."))


@for_staff(*REVIEWERS)
def review(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """The card of one application, with what the member may do about it."""
    card = facts[Review(int(args["id"]))]
    if card is None:
        return Page(NOT_AMONG_YOURS, up=MENU)
    return Page(card_text(card, facts.profile, facts.now), _buttons(card, member), up=MENU)


@for_staff(*REVIEWERS)
def confirm(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """Asks once more before a child enters the queue."""
    card = facts[Review(int(args["id"]))]
    if card is None or not card.decidable:
        return review(facts, args)
    what = _("The child enters the queue, and the parent is told. This cannot be undone.")
    if card.application.privilege_asked:
        what = _("The place in the queue is by the privilege from now on, and the parent is told.")
    text = joined(
        _("Confirm the documents of application {number}?", number=card.application.number),
        what,
        _("By confirming you declare that the child is no relative of yours."),
    )
    id_ = card.application.id
    yes = Button("yes", _("Yes, confirm"), Do(ConfirmReview(id_)))
    return Page(text, (yes, Button("no", _("Not yet"), Go("review", {"id": id_}))), up=Go("review", {"id": id_}))


@for_staff(*REVIEWERS)
def relative(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """Asks once more before a reviewer steps back for good."""
    card = facts[Review(int(args["id"]))]
    if card is None or not card.decidable:
        return review(facts, args)
    text = _(
        "Is the child of application {number} a relative of yours? Then another employee decides, and the card "
        "closes for you.",
        number=card.application.number,
    )
    id_ = card.application.id
    yes = Button("yes", _("Yes, a relative"), Do(DeclareRelative(id_)))
    return Page(text, (yes, Button("no", _("No"), Go("review", {"id": id_}))), up=Go("review", {"id": id_}))


def _list(facts: Facts, page: str, at: int, sheet: ReviewSheet, text: Text) -> Page:
    buttons = [
        Button(
            f"r{card.application.id}",
            verbatim(card.application.number),
            Go("review", {"id": card.application.id}),
            _("since {when}", when=when(card.waiting_since, facts.now)),
        )
        for card in sheet.cards
    ]
    turns = turners(Go(page), at, more=(at + 1) * PER_PAGE < sheet.total)
    return Page(text, (*buttons, *turns), up=MENU)


def _buttons(card: ReviewCard, member: Member) -> tuple[Button, ...]:
    id_ = card.application.id
    buttons: list[Button] = []
    if card.decidable:
        buttons += [
            Button("confirm", _("Confirm"), Go("confirm", {"id": id_})),
            Button("reject", _("Reject"), Open(Reject, given={"application": id_})),
            Button("pass", _("Pass on"), Do(ReleaseReview(id_)))
            if card.taken_by_me
            else Button("take", _("Take"), Do(TakeReview(id_))),
            Button("documents", _("Show documents"), Do(ShowDocuments(id_))),
            Button("relative", _("A relative"), Go("relative", {"id": id_})),
        ]
    elif card.oversees and card.taken_by_other:
        buttons.append(Button("release", _("Give to the others"), Do(ReleaseReview(id_))))
    if member.role is Role.EDUCATION_DEPARTMENT and ApplicationState(card.application.state) in ACTIVE:
        buttons.append(Button("archive", _("To the archive"), Open(Archive, given={"application": id_})))
    return tuple(buttons)
