"""Where a referral names the kindergarten, the parent begins the contract. E7, C1, S2-15."""

from __future__ import annotations

from dialogs.contract_effects import StartContract
from dialogs.inputs import Fine
from dialogs.page import Finish, Go
from enrolment.contract import ContractAction, ContractFacts, ContractNotAllowed
from enrolment.enrolment_request import (
    PlaceEffect,
    RequestAction,
    RequestBar,
    RequestFacts,
    RequestNotAllowed,
    RequestState,
    request_step,
)
from enrolment.family import FamilyAct
from enrolment.voucher import VoucherNotAllowed
from enrolment.voucher_states import Actor, VoucherAction
from handlers.book import Outcome, performs
from handlers.cards import channel_of
from handlers.contract_acts import ContractAct
from handlers.contract_starting import begin_contract
from handlers.contract_words import elsewhere
from handlers.desk import Desk
from handlers.family_access import let_in, voucher_for
from handlers.profile_versions import judged
from handlers.request_moves import Answer, log_request
from handlers.staff.preschool_requests import age_against
from handlers.voucher_acts import Act, voucher_rules
from handlers.vouchers import step
from locales.text import _
from storage.applications import Changed
from storage.contracts import ContractOpen
from storage.enrolment_requests import EnrolmentRequest, RequestOpen
from storage.stored_contract import StoredContract
from storage.stored_voucher import StoredVoucher

NOT_YOURS = _("I do not find this voucher. Look at “My vouchers”.")
NOT_NOW = _("No contract can be begun with this now. Look at the card: it says how things stand.")


@performs(StartContract)
@let_in(NOT_YOURS, Go("vouchers"))
async def start_contract(desk: Desk, effect: StartContract) -> Outcome:
    """The request, answered as it is sent, and the contract with it; who presses twice sees the same contract."""
    _voucher, role = await voucher_for(desk, effect.voucher, FamilyAct.SIGN)
    there = await desk.uow.contracts.open_of_voucher(effect.voucher)
    if there is None:
        try:
            there = await _begin(desk, effect.voucher, role)
        except (RequestNotAllowed, RequestOpen, VoucherNotAllowed, ContractNotAllowed, ContractOpen, Changed):
            return elsewhere(NOT_NOW, Go("voucher", {"id": effect.voucher}))
    return Fine(Finish(then=Go("contract", {"id": there.id})))


async def _begin(desk: Desk, voucher_id: int, role: Actor) -> StoredContract:
    """All of it or nothing; raises as the steps do."""
    async with desk.uow.savepoint():
        voucher = await desk.uow.vouchers.get(voucher_id, lock=True)
        assert voucher is not None
        request = await _request(desk, voucher, role)
        act = Act(VoucherAction.START_CONTRACT, role, desk.actor)
        stepped = await step(desk.uow, desk.office, voucher_id, act, desk.now)
        await desk.uow.requests.add(request)
        await log_request(desk, request, Answer(RequestAction.START_CONTRACT, role, desk.actor), None, "E7")
        facts = ContractFacts(role, desk.now)
        start = ContractAct(ContractAction.START, desk.actor, facts)
        return (await begin_contract(desk, request, stepped.voucher, start)).contract


async def _request(desk: Desk, voucher: StoredVoucher, role: Actor) -> EnrolmentRequest:
    """The request to the group that the referral names, not yet stored."""
    group = await desk.uow.places.group(voucher.group_id) if voucher.group_id is not None else None
    if group is None:
        raise RequestNotAllowed(RequestBar.PRESCHOOL_CLOSED)
    request = EnrolmentRequest(
        await desk.uow.requests.create_number(desk.now.year),
        voucher.id,
        voucher.application_id,
        voucher.account_id,
        group.preschool,
        group.id,
        RequestState.CONTRACT_SENT,
        desk.present,
    )
    channel, against = await channel_of(desk.uow, group.preschool), await age_against(desk, request)
    facts = RequestFacts(role, desk.now, voucher.voucher.state, channel, against=against)
    rules = voucher_rules((await judged(desk, voucher)).office)
    transition = request_step(None, RequestAction.START_CONTRACT, facts, rules)
    if transition.place is PlaceEffect.RESERVED and not await desk.uow.places.reserve(group.id):
        raise RequestNotAllowed(RequestBar.NO_FREE_PLACE)
    return request
