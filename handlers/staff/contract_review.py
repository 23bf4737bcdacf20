"""A kindergarten checks a contract: item by item, then it returns or rejects it; and it archives. C9…C13, C17, C19."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from functools import wraps
from typing import TypeVar

from dialogs import contract_notices as words
from dialogs.contract_effects import (
    ArchiveContract,
    AskAgreement,
    JudgeItem,
    OpenContract,
    RejectContract,
    ReturnContract,
)
from dialogs.enrol_notices import back_in_queue
from dialogs.inputs import Fine, Refused
from dialogs.message import Message
from dialogs.page import Finish, Go
from dialogs.staff.contract_decisions import NOT_COME, before_it
from enrolment.contract import ContractAction, ContractFacts, ContractNeed, ContractNotAllowed, attempts_left
from enrolment.contract_marks import Item, Judgement, Mark, item, unjudged_items, wrong_items
from enrolment.contract_states import ContractBar
from enrolment.enrolment_request import RequestNotAllowed
from enrolment.terms import DocumentKind, FormField, Role
from enrolment.voucher import VoucherNotAllowed
from enrolment.voucher_states import Actor
from enrolment.working_days import ALMATY
from handlers.book import Outcome, performs
from handlers.contract_acts import ContractAct, ContractMoved, under_its_rules
from handlers.contract_ends import end_contract
from handlers.contract_leaving import tell_to_fill_anew
from handlers.contract_moves import move_contract
from handlers.contract_starting import amend_contract, signed_agreements
from handlers.contract_telling import (
    about_contract,
    item_names,
    reason_named,
    tell,
    until_signed,
)
from handlers.contract_words import NOT_NOW, TOO_LATE, elsewhere
from handlers.desk import Desk
from handlers.offers import today
from handlers.place_news import note_group
from handlers.staff.contract_cards import checked_fields
from handlers.staff.contract_reach import contract_within_reach
from handlers.staff.preschool_telling import preschool_name
from handlers.staff.reach import actor_of, by_staff
from handlers.voucher_telling import place_told, until
from locales.text import Text, _
from storage.applications import Changed
from storage.contracts import ContractOpen
from storage.staff import StaffMember
from storage.stored_contract import StoredContract

D = TypeVar("D", OpenContract, JudgeItem, ReturnContract, RejectContract, ArchiveContract, AskAgreement)
Decision = Callable[[Desk, StaffMember, StoredContract, D], Awaitable[Outcome]]

NOT_HERE = _("I do not find this contract among those of your kindergarten.")
NO_REASON = _("Choose a reason, and for another reason write what is wrong.")
TWICE_RETURNED = _("The contract came back as often as it can. Sign it, or reject it with a reason.")
NOT_ALL = _("Look at every document first: accept it, or say what is wrong.")
NOTHING_WRONG = _("Nothing is marked as wrong. Sign the contract, or mark what is to be corrected.")
NO_CHANGE = _("Nobody has changed the data of this contract here, so there is nothing to agree on anew.")
SAYING = {
    ContractNeed.REASON: NO_REASON,
    ContractNeed.COMMENT: NO_REASON,
    ContractBar.UNKNOWN_REASON: NO_REASON,
    ContractBar.CORRECTIONS_EXHAUSTED: TWICE_RETURNED,
    ContractNeed.ALL_JUDGED: NOT_ALL,
    ContractNeed.SOMETHING_WRONG: NOTHING_WRONG,
    ContractNeed.CHANGED_FIELDS: NO_CHANGE,
    ContractBar.NOT_PART_OF_IT: NOT_NOW,
    ContractBar.NOT_CHANGED: NOT_NOW,
}
_GUARD = by_staff(Role.PRESCHOOL_EMPLOYEE)


def _decides(decide: Decision[D]) -> Callable[[Desk, StaffMember, D], Awaitable[Outcome]]:
    """For an employee within whose reach the contract is; whatever the rules do not allow is explained."""

    @wraps(decide)
    async def guarded(desk: Desk, member: StaffMember, effect: D) -> Outcome:
        one = await contract_within_reach(desk, member, effect.contract)
        if one is None:
            return elsewhere(NOT_HERE, Go("contracts"))
        try:
            return await decide(desk, member, one, effect)
        except ContractNotAllowed as not_allowed:
            return elsewhere(SAYING.get(not_allowed.code, TOO_LATE), _card(one))
        except (RequestNotAllowed, VoucherNotAllowed, Changed, ContractOpen):
            return elsewhere(TOO_LATE, _card(one))

    return guarded


@performs(OpenContract)
@_GUARD
@_decides
async def open_contract(desk: Desk, member: StaffMember, one: StoredContract, effect: OpenContract) -> Outcome:
    """The employee begins to check (C9); who comes second sees the same card."""
    try:
        await _step(desk, member, one, ContractAction.OPEN_REVIEW)
    except ContractNotAllowed as not_allowed:
        if not_allowed.code is not ContractBar.ALREADY_DONE:
            raise
    return Fine(Finish(then=_card(one)))


@performs(JudgeItem)
@_GUARD
@_decides
async def judge(desk: Desk, member: StaffMember, one: StoredContract, effect: JudgeItem) -> Outcome:
    """One document or field is right, or wrong for a reason (S1-56, edge 20)."""
    verdict = Judgement.ACCEPTED if effect.accepted else Judgement.WRONG
    mark = Mark(verdict, None if effect.accepted else effect.reason or None, effect.comment.strip())
    judged = item(effect.item)
    facts = ContractFacts(Actor.PRESCHOOL, desk.now, item=judged, mark=mark)
    moved = await move_contract(desk, one.id, ContractAct(ContractAction.MARK, actor_of(member), facts))
    return Fine(Finish(then=_next(moved.contract, judged)))


def _next(one: StoredContract, judged: Item) -> Go:
    """The list that one came from, then the other while something waits there, then the card, where it is decided."""
    waiting = unjudged_items(one.contract.marks, one.papers)
    answers = Go("contract_fields", {"id": one.id})
    if isinstance(judged, FormField) and any(field.accepted is None for field in checked_fields(one)):
        return answers
    if any(isinstance(each, DocumentKind) for each in waiting):
        return Go("contract_documents", {"id": one.id})
    return answers if waiting else _card(one)


@performs(ReturnContract)
@_GUARD
@_decides
async def return_contract(desk: Desk, member: StaffMember, one: StoredContract, effect: ReturnContract) -> Outcome:
    """The contract goes back with exactly what is marked; the parent has time to correct it (C10, C18)."""
    act = ContractAct(ContractAction.RETURN, actor_of(member), ContractFacts(Actor.PRESCHOOL, desk.now))
    moved = await move_contract(desk, one.id, act)
    returned = _said(_("Returned for correction: {number}. The parent is told.", number=one.number), Go("contracts"))
    if moved.contract.contract.representative is None:
        await tell_to_fill_anew(desk, moved.contract, moved.voucher)
        return returned
    about, marks = await about_contract(desk, one), moved.contract.contract.marks
    correct_by = until_signed(desk, moved.contract, moved.voucher)
    wrong = item_names(under_its_rules(desk, one), wrong_items(marks))
    if moved.transition.notification == "N28":
        told = words.back_for_changes(about, wrong, correct_by)
    else:
        left = attempts_left(moved.contract.contract, under_its_rules(desk, one).office.profile)
        told = words.returned(about, wrong, left, correct_by)
    desk.outgoing += await tell(desk, moved.contract, told)
    return returned


@performs(RejectContract)
@_GUARD
@_decides
async def reject(desk: Desk, member: StaffMember, one: StoredContract, effect: RejectContract) -> Outcome:
    """The kindergarten does not sign; the place is free, and the parent reads why (C12, C13)."""
    comment = effect.comment.strip()
    there = frozenset({ContractNeed.COMMENT} if comment else ())
    facts = ContractFacts(Actor.PRESCHOOL, desk.now, reason=effect.reason or None, there=there)
    changes = {"reason": effect.reason, "comment": comment or None}
    moved = await move_contract(
        desk, one.id, ContractAct(ContractAction.REJECT, actor_of(member), facts, comment or None, changes)
    )
    reason = reason_named(desk.office.profile.refusal_reasons, effect.reason)
    next_step = await _after_rejection(desk, moved)
    name = await preschool_name(desk, one.preschool_bin)
    told = words.rejected(await about_contract(desk, one), reason, comment, name, next_step)
    desk.outgoing += await tell(desk, moved.contract, told)
    return _said(_("Rejected: {number}. The parent is told the reason.", number=one.number), Go("contracts"))


async def _after_rejection(desk: Desk, moved: ContractMoved) -> Text:
    """What comes next: nothing where a contract is in force, another choice, the queue, or the archive."""
    if moved.contract.amends_id is not None:
        return words.AS_BEFORE
    if moved.voucher.open:
        return words.choose_again(until(desk, moved.voucher.voucher.deadline.at))
    application = await desk.uow.applications.get(moved.contract.application_id)
    place = await place_told(desk, application) if application is not None else None
    return words.IN_ARCHIVE if place is None else back_in_queue(place)


@performs(ArchiveContract)
@_GUARD
@_decides
async def archive(desk: Desk, member: StaffMember, one: StoredContract, effect: ArchiveContract) -> Outcome:
    """The child has left: contract and application go to the archive, and the place is free (C17, A21)."""
    if one.amends_id is not None:
        return elsewhere(NOT_NOW, _card(one))
    left_on = _left_on(desk, one, effect.on)
    if isinstance(left_on, Refused):
        return left_on
    there = frozenset({ContractNeed.REMOVAL_DATE, ContractNeed.COMMENT})
    facts = ContractFacts(Actor.PRESCHOOL, desk.now, reason=effect.reason or None, there=there)
    changes = {"reason": effect.reason}
    act = ContractAct(ContractAction.REMOVE_CHILD, actor_of(member), facts, left_on.isoformat(), changes)
    moved = await move_contract(desk, one.id, act)
    await end_contract(desk, one.voucher_id, act.by)  # an agreement to what is over now
    for agreement in await signed_agreements(desk, one):
        await move_contract(desk, agreement.id, act)
    await desk.uow.places.release(one.group_id)
    await note_group(desk, one.group_id)
    reason = reason_named(desk.office.profile.removal_reasons, effect.reason)
    desk.outgoing += await tell(desk, moved.contract, words.removed(await about_contract(desk, one), reason))
    return _said(_("In the archive: {number}. The parent is told.", number=one.number), Go("contracts"))


def _left_on(desk: Desk, one: StoredContract, on: str) -> date | Refused:
    """The day on which the child left: not before the day that made it the kindergarten's, nor one to come."""
    try:
        left_on = date.fromisoformat(on)
    except ValueError:
        return Refused(_("Write the day as 26.11.2026."), at="on")
    if left_on > today(desk):
        return Refused(NOT_COME, at="on")
    signed_on = one.signed_at.astimezone(ALMATY).date() if one.signed_at else left_on
    return left_on if signed_on <= left_on else Refused(before_it(signed_on), at="on")


@performs(AskAgreement)
@_GUARD
@_decides
async def ask_agreement(desk: Desk, member: StaffMember, one: StoredContract, effect: AskAgreement) -> Outcome:
    """Data of a signed contract have changed: both sign an additional agreement (C19)."""
    agreement = await amend_contract(desk, one, one.contract.changed, Actor.PRESCHOOL, actor_of(member))
    fields = item_names(desk, one.contract.changed)
    ends = until_signed(desk, agreement.contract, agreement.voucher)
    told = words.changed(await about_contract(desk, agreement.contract), fields, ends)
    desk.outgoing += await tell(desk, agreement.contract, told)
    return _said(_("The parent is asked to sign: {number}.", number=agreement.contract.number), _card(one))


async def _step(desk: Desk, member: StaffMember, one: StoredContract, action: ContractAction) -> None:
    facts = ContractFacts(Actor.PRESCHOOL, desk.now)
    await move_contract(desk, one.id, ContractAct(action, actor_of(member), facts))


def _card(one: StoredContract) -> Go:
    return Go("contract", {"id": one.id})


def _said(what: Text, go: Go) -> Outcome:
    return Fine(Finish(notes=(Message(what),), then=go))
