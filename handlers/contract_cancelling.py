"""The parent withdraws from a contract before signing it: the request ends, and the contract with it. C16, E4."""

from __future__ import annotations

from dialogs import enrol_notices
from dialogs.contract_effects import CancelContract, ShowContract
from dialogs.inputs import Fine
from dialogs.page import Finish, Go
from enrolment.contract import WITH_PARENT, WITH_PRESCHOOL, ContractState
from enrolment.enrolment_request import RequestAction, RequestFacts, RequestNotAllowed, request_step
from enrolment.family import FamilyAct
from enrolment.voucher import VoucherNotAllowed
from enrolment.voucher_states import Actor
from handlers.book import Outcome, performs
from handlers.contract_words import NOT_YOURS, TOO_LATE, elsewhere
from handlers.desk import Desk
from handlers.family_access import NotForYou, acts_as, let_in
from handlers.family_telling import tell_family
from handlers.moving import subject_of
from handlers.profile_versions import judged
from handlers.request_moves import Answer, about_request, answer_request
from handlers.voucher_acts import voucher_rules
from locales.text import _
from storage.applications import Changed
from storage.stored_contract import StoredContract

SIGNED_ALREADY = _("You have signed this contract, and the kindergarten is checking it. Wait for its answer.")
_SIGNED = WITH_PRESCHOOL | {ContractState.SIGNATURE_PENDING}


@performs(CancelContract)
@let_in(NOT_YOURS, Go("contracts"))
async def cancel_contract(desk: Desk, effect: CancelContract) -> Outcome:
    """The place is given back, and another kindergarten can be chosen (C16, E4)."""
    one = await desk.uow.contracts.get(effect.contract)
    if one is None:
        raise NotForYou(None)
    role = await acts_as(desk, one.application_id, FamilyAct.CHOOSE)
    card = Go("contract", {"id": one.id})
    if not await cancellable(desk, one):
        return elsewhere(SIGNED_ALREADY if one.state in _SIGNED else TOO_LATE, card)
    try:
        moved, _stepped = await answer_request(desk, one.request_id, Answer(RequestAction.CANCEL, role, desk.actor))
    except (RequestNotAllowed, VoucherNotAllowed, Changed):
        return elsewhere(TOO_LATE, card)
    told = enrol_notices.cancelled(await about_request(desk, moved), moved.voucher_id)
    desk.outgoing += await tell_family(desk, moved.application_id, told, subject_of(moved.application_id))
    return Fine(Finish(then=card))


@performs(ShowContract)
async def show_contract(desk: Desk, effect: ShowContract) -> Outcome:
    """The card, which says what has become of it."""
    return Fine(Finish(then=Go("contract", {"id": effect.contract})))


async def cancellable(desk: Desk, one: StoredContract) -> bool:
    """Whether the parent can withdraw now, by the rules of the request."""
    if one.state not in WITH_PARENT or one.amends_id is not None:
        return False
    request, voucher = await desk.uow.requests.get(one.request_id), await desk.uow.vouchers.get(one.voucher_id)
    assert request is not None and voucher is not None
    rules = voucher_rules((await judged(desk, voucher)).office)
    facts = RequestFacts(Actor.PARENT, desk.now, voucher.voucher.state, sent_at=request.sent_at)
    try:
        request_step(request.state, RequestAction.CANCEL, facts, rules)
    except RequestNotAllowed:
        return False
    return True
