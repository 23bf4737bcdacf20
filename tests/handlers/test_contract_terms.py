"""The end of the term to sign, with its reminders, and what else ends a contract. C15, C16."""

from __future__ import annotations

import pytest

from enrolment.contract import ContractAction, ContractBar, ContractNotAllowed, ContractState
from enrolment.voucher import VoucherAction, VoucherState
from enrolment.voucher_states import Actor
from handlers.vouchers import Act
from tests.handlers.contracts import (
    begun,
    contract,
    frozen,
    link,
    moves,
    page_says,
    sends_contract,
    sent,
    signs,
    valid,
)
from tests.handlers.families import let_in
from tests.handlers.kindergartens import asks, city, kindergarten, left, opens
from tests.handlers.test_contract_signing import voucher
from tests.handlers.town import Town
from tests.handlers.vouchers import acts, again, moment, passes, told, voucher_of


async def test_C15_the_contract_expires_with_its_term_and_the_place_is_free_again(town: Town) -> None:
    phone, _saule, one = await begun(town)
    await passes(town, moment(26, 12))
    assert "N07c" in await told(town, phone)
    await passes(town, moment(27, 0, 1))
    one = await contract(town, one)
    assert (one.state, one.contract.end) == (ContractState.EXPIRED, "term_over")
    assert (await told(town, phone))[-1] == "N25"
    assert await voucher(town, one.application_id) is VoucherState.CONFIRMED
    assert await left(town) == [(20, 1)]
    phone.hears("The time to sign the contract is over", "You can choose another kindergarten")


@pytest.mark.rule("E-9")
async def test_edge_9_a_delegate_is_reminded_to_tell_the_parent_and_opens_what_a_delegate_may_see(town: Town) -> None:
    phone, _saule, _one = await begun(town)
    aunt = await let_in(town, phone, "1003", Actor.DELEGATE)
    await passes(town, moment(26, 12))
    aunt.hears("Only a parent can sign: please tell them.").hears_not("Sign by", "[Open contract]")
    await aunt.picks("Details")
    aunt.hears("It is to be signed", "As: delegate.").hears_not("I do not find this contract", "[Open contract]")


async def test_edge_5_a_timer_that_fires_late_or_twice_changes_nothing_after_the_signature(town: Town) -> None:
    phone, _saule, one = await begun(town)
    one = await signs(town, phone, await frozen(town, one))
    await passes(town, moment(7, month=12))
    assert (await contract(town, one)).state is ContractState.PARENT_SIGNED


async def test_C15_a_contract_ends_with_a_voucher_whose_own_term_is_over(town: Town) -> None:
    await city(town, kindergarten())
    await opens(town)
    phone, final = await asks(town)
    await passes(town, moment(30, 10), timers=False)
    one = await sends_contract(town, final)
    await passes(town, moment(3, 12, month=12))
    one = await contract(town, one)
    assert (one.state, one.contract.end) == (ContractState.EXPIRED, "voucher_expired")
    assert (await again(town, final)).voucher.state is VoucherState.EXPIRED_UNUSED
    assert (await told(town, phone))[-1] == "N14"
    assert "N25" not in await told(town, phone)


async def test_C16_a_voucher_that_is_annulled_ends_the_contract_that_is_being_checked(town: Town) -> None:
    _phone, saule, one = await sent(town)
    final = await voucher_of(town, one.application_id)
    act = Act(VoucherAction.ANNUL, Actor.DEPARTMENT, "staff:2", "Қате", heard=True)
    await acts(town, final, act)
    one = await contract(town, one)
    assert (one.state, one.contract.end) == (ContractState.CANCELLED, "request_ended")
    saule.hears(f"Contract {one.number} has ended")


async def test_nobody_signs_what_has_ended(town: Town) -> None:
    phone, _saule, one = await begun(town)
    one = await frozen(town, one)
    signing = await link(town, phone, one)
    await passes(town, moment(27, 0, 1))
    with pytest.raises(ContractNotAllowed) as refused:
        await moves(town, one, ContractAction.SIGN, verdict=valid(town.clock.now()))
    assert refused.value.code is ContractBar.NOT_IN_THIS_STATE
    await page_says(town, signing, valid(moment(26)))
    assert (await contract(town, one)).state is ContractState.EXPIRED
