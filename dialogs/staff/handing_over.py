"""Somebody stops working here: what is open is shown, handed to a colleague or to everybody, and confirmed. Edge 39."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.dialog import Dialog
from dialogs.effects import Effect
from dialogs.message import EMPTY
from dialogs.questions import Choose, Fixed, Given, Option
from dialogs.questions.options import Numbers
from dialogs.questions.question import Common
from dialogs.staff.department_annulling import Sure
from dialogs.staff.member_queries import EndMembership, OpenWork, WorkOf
from dialogs.staff.words import ROLE_NAMES, who
from locales.text import Text, _, joined, n_, verbatim

PILE = 0


class Takers(Numbers):
    """The colleagues of the same role, and the common pile."""

    def __call__(self, dialog: HandOver) -> Sequence[Option[int]]:
        work = work_of(dialog)
        known = work.colleagues if work is not None else ()
        colleagues = [
            Option(one.id, verbatim(one.name) if one.name else ROLE_NAMES[one.role], ROLE_NAMES[one.role])
            for one in known
        ]
        return [*colleagues, Option(PILE, _("To all colleagues"), _("whoever takes it first"))]


def work_of(hand: HandOver) -> OpenWork | None:
    """What is open, while the member works here."""
    return hand.facts[WorkOf(hand.member)]


def works_here(hand: HandOver) -> bool:
    """Whether there is still somebody to leave."""
    return work_of(hand) is not None


def has_claimed(hand: HandOver) -> bool:
    """Whether there is something to take over."""
    work = work_of(hand)
    return work is not None and work.claimed > 0


def open_work_words(work: OpenWork) -> Text:
    """What is open with them, one thing a line."""
    lines = [
        n_("{count} application that they review", "{count} applications that they review", work.reviews)
        if work.reviews
        else EMPTY,
        n_("{count} question of a parent", "{count} questions of parents", work.cases) if work.cases else EMPTY,
        n_(
            "{count} request waits at the kindergarten",
            "{count} requests wait at the kindergarten",
            work.requests,
        )
        if work.requests
        else EMPTY,
    ]
    return joined(*lines)


def to_whom(hand: HandOver) -> Text:
    """The question, after what is open."""
    work = work_of(hand)
    what = open_work_words(work) if work is not None else EMPTY
    return joined(_("This is open with them:"), what, _("Who takes it over?"))


def once_more(hand: HandOver) -> Text:
    """Who leaves, who takes over, and what follows when nobody is left."""
    work = work_of(hand)
    if work is None:
        return EMPTY
    goes = EMPTY
    if work.claimed:
        taker = next((one for one in work.colleagues if one.id == hand.taker), None)
        goes = _("What is open goes to: {who}.", who=who(taker) if taker else _("all colleagues"))
    none = _("Nobody else has this role here. The education department and the administrators are told.")
    return joined(
        _("End the membership: {who}?", who=who(work.member)),
        _("The person sees nothing here any more."),
        open_work_words(work) if not work.claimed else EMPTY,
        goes,
        none if work.last else EMPTY,
    )


class HandOver(Dialog):
    """End a membership, somebody else's or one's own."""

    title = _("End of membership")
    member = Given[int]()
    taker = Choose(to_whom, Takers(), Common(when=has_claimed))
    sure = Choose(
        once_more,
        Fixed(Sure, {Sure.YES: _("Yes, end it"), Sure.NO: _("No")}),
        Common(when=works_here, depends=("taker",)),
    )

    def done(self) -> Effect | None:
        if not works_here(self):
            return EndMembership(self.member)
        if self.sure is Sure.NO:
            return None
        taker = self.taker if has_claimed(self) else PILE
        return EndMembership(self.member, taker or None)
