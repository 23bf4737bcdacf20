"""The parent withdraws from a contract before both have signed it: a signature is void. C16."""

from __future__ import annotations

from dialogs import enrol_notices
from dialogs.contract_effects import CancelContract, ShowContract
from dialogs.inputs import Fine
from dialogs.page import Finish, Go
from enrolment.contract import ContractAction, ContractFacts, ContractNeed
from enrolment.family import FamilyAct
from enrolment.voucher import VoucherNotAllowed, voucher_step
from enrolment.voucher_states import Actor, VoucherAction
from handlers.book import Outcome, performs
from handlers.contract_acts import ContractAct, ContractMoved
from handlers.contract_moves import STOPPED, move_contract
from handlers.contract_words import NOT_YOURS, TOO_LATE, elsewhere
from handlers.desk import Desk
from handlers.family_access import NotForYou, acts_as, let_in
from handlers.family_telling import tell_family
from handlers.moving import subject_of
from handlers.outages import outages_of
from handlers.profile_versions import judged
from handlers.request_moves import about_request
from handlers.staff.contract_telling import tell_contract_ended
from handlers.voucher_acts import Act, voucher_rules
from storage.stored_contract import StoredContract


@performs(CancelContract)
@let_in(NOT_YOURS, Go("contracts"))
async def cancel_contract(desk: Desk, effect: CancelContract) -> Outcome:
    """Another kindergarten can be chosen, or the contract begun again where a referral keeps the place (C16)."""
    one = await desk.uow.contracts.get(effect.contract)
    if one is None:
        raise NotForYou(None)
    role = await acts_as(desk, one.application_id, FamilyAct.CHOOSE)
    card = Go("contract", {"id": one.id})
    if not await cancellable(desk, one):
        return elsewhere(TOO_LATE, card)
    facts = ContractFacts(role, desk.now, there=frozenset({ContractNeed.WITHDRAWAL_CONFIRMED}))
    try:
        moved = await move_contract(desk, one.id, ContractAct(ContractAction.WITHDRAW, desk.actor, facts))
    except STOPPED:
        return elsewhere(TOO_LATE, card)
    await _tell(desk, moved)
    return Fine(Finish(then=card))


async def _tell(desk: Desk, moved: ContractMoved) -> None:
    """N27 to the family, and the kindergarten, whose contract it was too."""
    one = moved.contract
    request = await desk.uow.requests.get(one.request_id)
    assert request is not None
    kept = moved.voucher.group_id is not None
    told = enrol_notices.cancelled(await about_request(desk, request), one.voucher_id, kept=kept)
    desk.outgoing += await tell_family(desk, one.application_id, told, subject_of(one.application_id))
    desk.outgoing += await tell_contract_ended(desk, one)


@performs(ShowContract)
async def show_contract(desk: Desk, effect: ShowContract) -> Outcome:
    """The card, which says what has become of it."""
    return Fine(Finish(then=Go("contract", {"id": effect.contract})))


async def cancellable(desk: Desk, one: StoredContract) -> bool:
    """Whether the parent can withdraw now: until both have signed, while the voucher is there to go on with."""
    if not one.open or one.amends_id is not None:
        return False
    request, voucher = await desk.uow.requests.get(one.request_id), await desk.uow.vouchers.get(one.voucher_id)
    assert request is not None and voucher is not None
    act = Act(VoucherAction.CONTRACT_WITHDRAWN, Actor.PARENT, desk.actor)
    facts = act.facts(request, desk.now, await outages_of(desk, voucher, request))
    try:
        voucher_step(voucher.voucher, act.action, facts, voucher_rules((await judged(desk, voucher)).office))
    except VoucherNotAllowed:
        return False
    return True
