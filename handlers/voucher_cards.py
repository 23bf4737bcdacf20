"""Vouchers as their family sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from dialogs.voucher_queries import VoucherCard
from enrolment.application import ArchiveReason, Bar
from enrolment.contract import WITH_PARENT, fills, signs
from enrolment.enrolment_request_states import ContractChannel
from enrolment.family import FamilyAct, may
from enrolment.term_ends import Outage, prolonged
from enrolment.voucher import VoucherFacts, voucher_step
from enrolment.voucher_states import RUNNING, Actor, VoucherAction, VoucherNotAllowed, VoucherState
from enrolment.working_days import Deadline
from handlers.offers import way_to_contract
from handlers.outages import outages_of
from handlers.profile_versions import judged
from handlers.telling import Occasion
from handlers.voucher_acts import open_request, request_of, voucher_rules, voucher_subject
from handlers.voucher_applications import restoring
from handlers.voucher_others import others_of
from handlers.voucher_telling import preschool_name, preschool_of
from storage.applications import Application
from storage.enrolment_requests import EnrolmentRequest
from storage.stored_voucher import StoredVoucher

TIMED = RUNNING | {VoucherState.ISSUED}
RESTING = {VoucherState.EXPIRED_UNCONFIRMED, VoucherState.DECLINED}
BARS = (Bar.RESTORED_BEFORE, Bar.NOT_THIS_ROLE, Bar.TERM_OVER)


async def voucher_cards(
    at: Occasion, vouchers: Sequence[StoredVoucher], role: Actor = Actor.PARENT
) -> tuple[VoucherCard, ...]:
    """The cards of these vouchers, in their order, as somebody in that role may see them."""
    cards = [await _card(at, one, role) for one in vouchers]
    if not may(role, FamilyAct.SEE_APPLICATION):
        cards = [replace(card, preschool=None, reason=None, others=0) for card in cards]
    return tuple(cards)


async def _card(here: Occasion, one: StoredVoucher, role: Actor) -> VoucherCard:
    at = await judged(here, one) if one.open else here
    application = (await at.uow.applications.load([one.application_id]))[one.application_id]
    child = await at.uow.children.get(application.child_id)
    request = await request_of(at, one) if one.open else None
    asked = open_request(request)
    gaps = await outages_of(at, one, request) if one.open else ()
    facts = VoucherFacts(role, at.now, request=asked, outages=gaps)
    deadline = prolonged(one.voucher.deadline, gaps, at.office.profile.outage.grace_hours)
    left = at.office.calendar.working_days_left
    name = await preschool_name(at, request.preschool_bin) if request else await preschool_of(at, one)
    silent = asked is not None and not asked.answered
    sign_by = _sign_by(one, at.now, deadline)
    card = VoucherCard(
        id=one.id,
        number=one.number,
        application=one.application_id,
        child=child.person.first_name if child else "",
        state=one.voucher.state,
        instrument=one.instrument,
        issued_at=one.voucher.issued_at,
        changed_at=one.closed_at or await _changed_at(at, one),
        deadline=deadline,
        days_left=left(at.now, deadline.at),
        over=one.voucher.state in TIMED and not deadline.accepts(at.now),
        adds=_adds(at, one, facts),
        waiting=silent,
        contract_by=sign_by,
        contract_days_left=left(at.now, sign_by.at) if sign_by else 0,
        preschool=name,
        others=len(await others_of(at, application)) if one.voucher.state is VoucherState.ISSUED else 0,
        reason=one.reason,
        role=role,
        child_id=application.child_id,
    )
    if may(role, FamilyAct.SIGN):
        card = await _contracted(at, card, one, request)
    if request is not None and silent:
        return _asked(at, card, request, gaps)
    return await _rested(at, card, application) if one.voucher.state in RESTING else card


def _sign_by(one: StoredVoucher, now: datetime, deadline: Deadline) -> Deadline | None:
    """Until when a contract that was sent can be signed; after its own term that is the voucher's deadline."""
    if one.contract_by is None or not one.open:
        return None
    return one.contract_by if one.contract_by.accepts(now) else deadline


async def _contracted(
    at: Occasion, card: VoucherCard, one: StoredVoucher, request: EnrolmentRequest | None
) -> VoucherCard:
    """The card with its open contract, or that one can be begun where parents do so (E7)."""
    if request is None:
        way = await way_to_contract(at, one) if card.running else None
        return replace(card, startable=way in {ContractChannel.ELECTRONIC, ContractChannel.BOTH})
    contract = await at.uow.contracts.open_of_voucher(one.id)
    if contract is None:
        return card
    fixed = contract.state in WITH_PARENT and contract.contract.frozen is not None
    mine = signs(contract.contract, card.role) if fixed else fills(contract.contract, card.role)
    return replace(card, contract=contract.id, contract_state=contract.state, fills=mine, frozen=fixed)


def _asked(at: Occasion, card: VoucherCard, request: EnrolmentRequest, gaps: tuple[Outage, ...]) -> VoucherCard:
    """The card while a kindergarten has the request: since when, and until when it is to answer (E2)."""
    if request.answer_by is None:
        return replace(card, asked_at=request.sent_at)
    ends = prolonged(request.answer_by, gaps, at.office.profile.outage.grace_hours)
    left = at.office.calendar.working_days_left(at.now, ends.at)
    late = not ends.accepts(at.now)
    return replace(card, asked_at=request.sent_at, answer_by=ends, answer_days_left=left, answer_late=late)


async def _rested(at: Occasion, card: VoucherCard, application: Application) -> VoucherCard:
    """The card of a place that was lost: until when its application can be restored, or why not (A15, A16)."""
    rest = await at.uow.rests.current(application.id)
    if rest is not None:
        until, against = await restoring(at, rest)
        left = at.office.calendar.working_days_left(at.now, until.at)
        return replace(
            card, rest_until=until.at, rest_days_left=left, rest_bar=min(against, key=BARS.index, default=None)
        )
    if application.archive_reason is not ArchiveReason.STOP_LIST_ENDED:
        return card
    *_earlier, last = await at.uow.rests.of(application.id)
    back = await at.uow.rests.restored(application.id)
    return replace(card, rest_until=last.until.at, rest_bar=Bar.RESTORED_BEFORE if back else Bar.TERM_OVER)


def _adds(at: Occasion, one: StoredVoucher, facts: VoucherFacts) -> int | None:
    """By how many days the rules let the parent extend it now."""
    try:
        voucher_step(one.voucher, VoucherAction.EXTEND, facts, voucher_rules(at.office))
    except VoucherNotAllowed:
        return None
    return at.office.profile.extension.amount


async def _changed_at(at: Occasion, one: StoredVoucher) -> datetime:
    """When it came into its state."""
    events = await at.uow.events.history(voucher_subject(one.id))
    return next((event.at for event in reversed(events) if event.from_ != event.to), one.voucher.issued_at)
