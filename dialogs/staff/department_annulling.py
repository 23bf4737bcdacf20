"""Annulling a voucher: looked for by its own or the application's number, with a reason, asked twice. V12, N17."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from dialogs.conversation import MENU
from dialogs.dialog import Dialog
from dialogs.effects import Effect
from dialogs.facts import Facts
from dialogs.message import EMPTY
from dialogs.names import coded_name, named
from dialogs.page import Button, Page
from dialogs.queries import Member
from dialogs.questions import Ask, Choose, Fixed, Given, Open, Option
from dialogs.questions.options import Words
from dialogs.questions.question import Common
from dialogs.staff.decisions import read_comment
from dialogs.staff.department_effects import AnnulVoucher, FindVoucher
from dialogs.staff.department_queries import StaffVoucher, StaffVoucherOf
from dialogs.staff.find import read_number
from dialogs.staff.guard import for_staff
from enrolment.terms import Role
from enrolment.voucher_states import OPEN, VoucherState
from locales.text import Text, _, joined, verbatim

STATES: Mapping[VoucherState, Text] = {
    VoucherState.ISSUED: _("waits for the family’s answer"),
    VoucherState.CONFIRMED: _("confirmed, the family chooses a kindergarten"),
    VoucherState.EXTENDED: _("extended, the family chooses a kindergarten"),
    VoucherState.HELD: _("the kindergarten is at work"),
    VoucherState.REDEEMED: _("the child is admitted"),
    VoucherState.DECLINED: _("declined by the family"),
    VoucherState.EXPIRED_UNCONFIRMED: _("expired without an answer"),
    VoucherState.EXPIRED_UNUSED: _("expired without a contract"),
    VoucherState.ANNULLED: _("annulled"),
}


class AnnulReasons(Words):
    """The profile's reasons (G.2)."""

    def __call__(self, dialog: Dialog) -> Sequence[Option[str]]:
        return [Option(row.code, named(row.name)) for row in dialog.facts.profile.annulment_reasons]


class Fault(StrEnum):
    """Whether the parent is to blame."""

    NO = "no"
    YES = "yes"


class Sure(StrEnum):
    """The second question."""

    NO = "no"
    YES = "yes"


class SeekVoucher(Dialog):
    """Find the voucher by a number that the family reads out."""

    title = _("Voucher")
    number = Ask(
        _("Type the number of the voucher or of the application."),
        read_number,
        Common(hint=_("For example: 2026-000123 or S-2026-000045")),
    )

    def done(self) -> Effect:
        return FindVoucher(self.number)


def found(annul: Annul) -> StaffVoucher | None:
    """The voucher, while it can be annulled."""
    card = annul.facts[StaffVoucherOf(annul.voucher)]
    return card if card is not None and card.state in OPEN else None


def annullable(annul: Annul) -> bool:
    """Whether there is still something to annul."""
    return found(annul) is not None


def blamed(annul: Annul) -> bool:
    """The parent is to blame, so the parent is heard first (A19)."""
    return annullable(annul) and annul.fault is Fault.YES


def once_more(annul: Annul) -> Text:
    """What is lost, in plain words."""
    card = found(annul)
    lost = _("The application goes back to its old place in the queue.")
    if annul.fault is Fault.YES:
        lost = _("The application goes to the archive, and the place in the queue is lost.")
    why = coded_name(annul.facts.profile.annulment_reasons, annul.reason)
    return joined(
        _(
            "Annul voucher {number}? Child: {child}.",
            number=card.number if card else "",
            child=card.child if card else "",
        ),
        _("Reason: {reason}. {comment}", reason=why, comment=verbatim(annul.comment)),
        lost,
        request_lost(card) if card else EMPTY,
        _("The family is told the comment at once. This cannot be undone."),
    )


def request_words(card: StaffVoucher) -> Text:
    """Which kindergarten holds a request with this voucher."""
    asked = card.request
    if asked is None:
        return EMPTY
    held = _("A kindergarten holds request {number}, sent {moment}.", number=asked.number, moment=asked.sent_at)
    if asked.contract_sent:
        held = _("A kindergarten has sent the contract for request {number}.", number=asked.number)
    where = _("Kindergarten: {preschool}, group: {group}.", preschool=named(asked.preschool), group=asked.group)
    return joined(held, where)


def request_lost(card: StaffVoucher) -> Text:
    """What annulling does to that request, and who is told."""
    if card.request is None:
        return EMPTY
    return joined(
        request_words(card),
        _("Annulling ends this request too: the place there becomes free, and the kindergarten is told."),
    )


BLAME = joined(
    _("Is the parent to blame?"),
    _("No: the application goes back to its old place in the queue."),
    _("Yes: it goes to the archive and the place is lost. Then the parent is heard first."),
)


class Annul(Dialog):
    """Annul: never without a reason, a comment, and a second question."""

    title = _("Annulment")
    voucher = Given[int]()
    reason = Choose(_("Why is the voucher annulled?"), AnnulReasons(), Common(when=annullable))
    fault = Choose(
        BLAME,
        Fixed(Fault, {Fault.NO: _("No"), Fault.YES: _("Yes, the parent")}),
        Common(when=annullable),
    )
    heard = Ask(
        _("When and how was the parent heard, and what did the parent say?"),
        read_comment,
        Common(when=blamed, hint=_("For example: By phone on 12 May. The parent agrees, it was sent twice.")),
    )
    comment = Ask(
        _("Write to the family what was found and what to do now."),
        read_comment,
        Common(when=annullable, hint=_("For example: The kindergarten has closed. You will get another voucher.")),
    )
    sure = Choose(
        once_more, Fixed(Sure, {Sure.NO: _("Do not annul"), Sure.YES: _("Yes, annul")}), Common(when=annullable)
    )

    def done(self) -> Effect | None:
        if not annullable(self):
            return AnnulVoucher(self.voucher, "", "", parent_at_fault=False)
        if self.sure is Sure.NO:
            return None
        heard = self.heard if self.fault is Fault.YES else ""
        at_fault = self.fault is Fault.YES
        return AnnulVoucher(self.voucher, self.reason, self.comment, parent_at_fault=at_fault, heard=heard)


@for_staff(Role.EDUCATION_DEPARTMENT)
def voucher(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """One voucher as the department sees it."""
    card = facts[StaffVoucherOf(int(args["id"]))]
    if card is None:
        return Page(_("There is no such voucher among yours. Check the number."), up=MENU)
    ends = _("Until: {moment}.", moment=card.deadline) if card.state in OPEN else EMPTY
    text = joined(
        _("Voucher {number} · {state}", number=card.number, state=STATES[card.state]),
        _("Application {number}. Child: {child}.", number=card.application, child=card.child),
        _("Issued: {moment}.", moment=card.issued_at),
        ends,
        request_lost(card),
        verbatim(card.reason or ""),
    )
    annul = Button("annul", _("Annul"), Open(Annul, given={"voucher": card.id}))
    return Page(text, (annul,) if card.state in OPEN else (), up=MENU)
