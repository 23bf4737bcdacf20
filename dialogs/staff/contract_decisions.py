"""What an employee decides about a contract: a mark, a refusal, the signature, the child's leaving. C10–C14, C17."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dialogs.contract_effects import (
    ArchiveContract,
    JudgeItem,
    RecordPaperContract,
    RejectContract,
    ShowStaffContract,
    SigningPurpose,
    StartSigning,
)
from dialogs.contract_queries import PreschoolContract, StaffContract
from dialogs.contract_words import OTHER, item_label
from dialogs.contract_work import Signing
from dialogs.dialog import Dialog
from dialogs.effects import Effect
from dialogs.enrol_queries import StaffRequest
from dialogs.message import Message
from dialogs.names import named
from dialogs.people import AskDate
from dialogs.questions import Ask, Choose, Given, Option, Problem, Review, Told, Upload
from dialogs.questions.ask import Shortcut
from dialogs.questions.options import Words
from dialogs.questions.question import Common, View
from dialogs.signature_words import NOT_CHECKED
from dialogs.staff.decisions import read_comment
from dialogs.staff.preschool_decisions import RefusalReasons
from enrolment.contract_marks import DATA_CHANGED, item
from enrolment.contract_states import ContractState as State
from enrolment.terms import FormField
from locales.dates import ALMATY
from locales.text import Text, _, joined, verbatim

PAGE_MISSING = _("For example: The second page is missing. Send both.")
FLAT_MISSING = _("For example: The number of the flat is missing. Add it.")


class CorrectionReasons(Words):
    """The profile's reasons why a document, or an answer, is wrong; that data changed only where they did (C18)."""

    def __call__(self, dialog: Dialog) -> Sequence[Option[str]]:
        rows = dialog.facts.profile.reasons_to_mark(item(dialog.answers["item"]))
        return [Option(row.code, named(row.name)) for row in rows if row.code != DATA_CHANGED or is_changed(dialog)]


class RemovalReasons(Words):
    """The profile's reasons why a child leaves."""

    def __call__(self, dialog: Dialog) -> Sequence[Option[str]]:
        return [Option(row.code, named(row.name)) for row in dialog.facts.profile.removal_reasons]


def card_of(decision: Dialog) -> PreschoolContract | None:
    """The contract that is decided about; None where it is not the kindergarten's."""
    return decision.facts[StaffContract(decision.answers["contract"])]


def is_changed(mark: Dialog) -> bool:
    """Whether what is marked is different since the parent signed it."""
    card = card_of(mark)
    return card is not None and mark.answers["item"] in card.changed


def is_checked(decision: Dialog) -> bool:
    """Whether the contract is still being checked: somebody else may have been quicker."""
    card = card_of(decision)
    return card is not None and card.state == State.UNDER_REVIEW


def is_signed(decision: Dialog) -> bool:
    """Whether the child is admitted by this contract."""
    card = card_of(decision)
    return card is not None and card.state == State.SIGNED


def number_of(decision: Dialog) -> str:
    """The contract's number, empty when it is not the kindergarten's."""
    card = card_of(decision)
    return card.number if card else ""


def is_agreement(decision: Dialog) -> bool:
    """Whether it only changes a contract, which stays in force whatever is decided (C19)."""
    card = card_of(decision)
    return card is not None and bool(card.amends)


def before_refusing(refusal: Dialog) -> Text:
    """What the refusal does."""
    if is_agreement(refusal):
        return _("The agreement ends, the contract itself stays in force as it is, and the parent reads this:")
    return _("The contract ends, the place becomes free, and the parent reads this:")


def says_enough(mark: MarkItem) -> bool:
    """Whether the reason needs no words beside it."""
    return mark.reason != OTHER


def what_is_wrong(mark: MarkItem) -> Text:
    """The question, with what is marked."""
    return joined(item_label(mark.item), _("What is wrong with it?"))


class Explained(Ask[str]):
    """What the employee writes, with an example of the kind of thing that is marked."""

    def ask(self, dialog: Dialog, view: View) -> Message:
        of_answers = dialog.answers["item"] in set(FormField)
        return replace(super().ask(dialog, view), hint=FLAT_MISSING if of_answers else PAGE_MISSING)


class MarkItem(Dialog):
    """Mark a document or an answer as wrong: never without a reason (S1-56, edge 20)."""

    title = _("Marking as wrong")
    contract = Given[int]()
    item = Given[str]()
    reason = Choose(what_is_wrong, CorrectionReasons(), Common(when=is_checked, label=_("Reason")))
    comment = Explained(
        _("Write to the parent what exactly is wrong, and what to do."),
        read_comment,
        Common(when=is_checked, label=_("Comment")),
        shortcuts=(Shortcut("skip", _("Skip"), "", says_enough),),
    )

    def done(self) -> Effect:
        if not is_checked(self):
            return ShowStaffContract(self.contract)
        return JudgeItem(self.contract, self.item, False, self.reason, self.comment)

    def whom(self) -> Text:
        return item_label(self.item)


class RejectThisContract(Dialog):
    """Refuse to sign; whether the parent may choose another kindergarten is the profile's (C12, C13, A13)."""

    title = _("Refusal of the contract")
    contract = Given[int]()
    reason = Choose(
        _("Why does the kindergarten refuse?"), RefusalReasons(), Common(when=is_checked, label=_("Reason"))
    )
    comment = Ask(
        _("Write to the parent what exactly is in the way, and what to do."),
        read_comment,
        Common(when=is_checked, label=_("Comment")),
    )
    review = Review(
        before_refusing,
        _("Refuse"),
        Common(when=is_checked),
        note=_("By refusing you declare that the child is no relative of yours."),
    )

    def done(self) -> Effect:
        if not is_checked(self):
            return ShowStaffContract(self.contract)
        return RejectContract(self.contract, self.reason, self.comment)

    def whom(self) -> Text:
        return verbatim(number_of(self))


NO_RELATIVE = _("By signing you declare that the child is no relative of yours.")


def before_signing(sign: Dialog) -> Text:
    """What the signature does (S1-63, S2-62, C19)."""
    if is_agreement(sign):
        return joined(
            _("You sign additional agreement {number} for the kindergarten.", number=number_of(sign)),
            _("With your signature it comes into force. This cannot be undone."),
            NO_RELATIVE,
        )
    return joined(
        _("You sign contract {number} for the kindergarten.", number=number_of(sign)),
        _("With your signature it comes into force, and the child is admitted. This cannot be undone."),
        NO_RELATIVE,
    )


def sign_for_it(sign: SignThisContract) -> Effect:
    """The link to sign the very document that the parent signed (C14)."""
    card = card_of(sign)
    return StartSigning(sign.contract, SigningPurpose.SIGN, card.version if card else None)


class SignThisContract(Dialog):
    """Sign for the kindergarten and admit the child in one act (C14, S1-63)."""

    title = _("Signing")
    contract = Given[int]()
    sure = Told(before_signing, _("Sign"), Common(when=is_checked))
    signature = Signing(
        _("Open the link and sign with the EDS that was issued for the kindergarten."),
        sign_for_it,
        Common(when=is_checked),
        waits=NOT_CHECKED,
    )

    def done(self) -> Effect:
        return ShowStaffContract(self.contract)

    def whom(self) -> Text:
        return verbatim(number_of(self))


NOT_COME = _("This date has not come yet. Check the year.")


def before_it(signed_on: date) -> Text:
    """The day is before the one on which the kindergarten signed."""
    return _("The kindergarten signed on {date}: the child cannot have left before. Check the day.", date=signed_on)


def may_have_left(archive: Dialog, on: date) -> None:
    """A child leaves today or has left before, and came with the contract."""
    if on > archive.facts.today:
        raise Problem(NOT_COME)
    card = card_of(archive)
    signed_on = card.signed_at.astimezone(ALMATY).date() if card and card.signed_at else on
    if on < signed_on:
        raise Problem(before_it(signed_on))


class ArchiveThisContract(Dialog):
    """The child has left: the contract goes to the archive (C17, S1-62, A21)."""

    title = _("The child has left")
    contract = Given[int]()
    on = AskDate(
        _("Since which day is the child gone? Type day, month and year."),
        Common(when=is_signed, label=_("Day"), hint=_("For example: 19.11.2026")),
        check=may_have_left,
    )
    reason = Choose(_("Why has the child left?"), RemovalReasons(), Common(when=is_signed, label=_("Reason")))
    review = Review(
        _("The contract goes to the archive, the place becomes free, and the parent is told."),
        _("To the archive"),
        Common(when=is_signed),
    )

    def done(self) -> Effect:
        if not is_signed(self):
            return ShowStaffContract(self.contract)
        return ArchiveContract(self.contract, self.on.isoformat(), self.reason)

    def whom(self) -> Text:
        return verbatim(number_of(self))


def may_be_on_paper(paper: Dialog) -> bool:
    """Whether the request still waits for its answer."""
    card = paper.facts[StaffRequest(paper.answers["request"])]
    return card is not None and card.undecided


class PaperContract(Dialog):
    """The parent brought the documents and signed on paper: its scan admits the child (E8, S1-14, edge 41)."""

    title = _("Contract on paper")
    request = Given[int]()
    scan = Upload(
        _("Send the signed contract: all its pages, as a PDF or as photos."),
        Common(when=may_be_on_paper, label=_("Signed contract")),
    )
    review = Review(
        _("The child is admitted by this contract, and the parent is told. This cannot be undone."),
        _("Admit the child"),
        Common(when=may_be_on_paper),
        note=_("By admitting you declare that the child is no relative of yours."),
    )

    def done(self) -> Effect:
        return RecordPaperContract(self.request, self.scan if may_be_on_paper(self) else ())
