"""A referral names the kindergarten, and the parent begins the contract. E7, C1, S2-15."""

from __future__ import annotations

import pytest

from dialogs.contract_effects import StartContract
from dialogs.enrol_effects import SendContract
from enrolment.contract import ContractState
from enrolment.enrolment_request import RequestState
from enrolment.profile import Profile, load_profile
from enrolment.terms import QueueType
from enrolment.voucher import VoucherState
from enrolment.voucher_states import Actor, VoucherAction
from handlers.vouchers import Act
from storage.stored_voucher import StoredVoucher
from tests.handlers.contracts import rows_of_contract
from tests.handlers.kindergartens import BOTA, city, employee, kindergarten, left, opens, request_of, rows_of_request
from tests.handlers.staff.distributing import issued, queued, vouchers
from tests.handlers.staff.people import department, does
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import acts, again, moment, passes, rows_of, told


@pytest.fixture
def profile() -> Profile:
    """The referral profile instead of the default one."""
    return load_profile("indigo_karaganda_astana")


async def referred(town: Town, channel: str = "electronic") -> tuple[Phone, StoredVoucher]:
    """A family whose referral names the kindergarten."""
    await city(town, kindergarten(BOTA, locality="astana", contract_channel=channel))
    await opens(town)
    wishes = {"language": "kk", "preschools": [BOTA]}
    ((phone, _application),) = await queued(
        town, 1, queue_type=QueueType.GENERAL, locality="astana", details=wishes, profile="x"
    )
    await issued(town, await department(town, locality="astana"))
    (one,) = await vouchers(town)
    return phone.forgets(), one


@pytest.mark.rule("S2-15")
async def test_E7_the_parent_begins_the_contract_once_and_the_place_stays(town: Town) -> None:
    phone, one = await referred(town)
    for _twice in range(2):
        await does(town, phone, StartContract(one.id))
    async with town.database.reading() as uow:
        (begun,) = await uow.contracts.of_voucher(one.id)
    assert (begun.state, begun.preschool_bin) == (ContractState.DRAFT, BOTA)
    assert begun.contract.sign_by is not None
    assert begun.contract.sign_by.at == moment(26, 23, 59, second=59)
    request = await request_of(town, one)
    assert request.state is RequestState.CONTRACT_SENT
    assert await rows_of_request(town, request) == ["E7"]
    assert await rows_of(town, one) == ["V2", "E7"]
    assert await rows_of_contract(town, begun) == ["C1"]
    assert await left(town) == [(19, 0)]


async def test_E7_C15_a_contract_that_was_not_signed_in_time_is_begun_again_while_the_referral_runs(town: Town) -> None:
    phone, one = await referred(town)
    await does(town, phone, StartContract(one.id))
    await passes(town, moment(27, 0, 1))
    assert (await told(town, phone))[-1] == "N25"
    phone.hears("Your place is kept: begin the contract again.")
    assert (await again(town, one)).voucher.state is VoucherState.CONFIRMED
    assert await left(town) == [(19, 0)]
    await does(town, phone, StartContract(one.id))
    async with town.database.reading() as uow:
        second, first = await uow.contracts.of_voucher(one.id)
    assert (first.state, second.state) == (ContractState.EXPIRED, ContractState.DRAFT)


async def test_C16_who_withdraws_keeps_the_place_of_the_referral_and_begins_the_contract_again(town: Town) -> None:
    phone, one = await referred(town)
    await does(town, phone, StartContract(one.id))
    async with town.database.reading() as uow:
        (begun,) = await uow.contracts.of_voucher(one.id)
    await phone.says("menu")
    for pressed in ("My contracts", "In processing", begun.number, "Withdraw", "Withdraw"):
        await phone.picks(pressed)
    phone.hears("The place stays yours while the referral runs").hears_not("another family")
    await phone.picks("Yes, withdraw")
    assert (await told(town, phone))[-1] == "N27r"
    assert await left(town) == [(19, 0)]
    await phone.picks("Open the referral")
    await phone.picks("Conclude contract")
    async with town.database.reading() as uow:
        second, first = await uow.contracts.of_voucher(one.id)
    assert (first.id, first.state, second.state) == (begun.id, ContractState.CANCELLED, ContractState.DRAFT)


async def test_E4_a_request_on_paper_that_is_taken_back_leaves_the_place_with_the_referral(town: Town) -> None:
    phone, one = await referred(town, "both")
    await phone.says("menu")
    for pressed in ("My referrals", "Арман", "Sign on paper", "Confirm", "Cancel the request"):
        await phone.picks(pressed)
    phone.hears("The place stays yours").hears_not("another family")
    await phone.picks("Cancel the request")
    assert (await told(town, phone))[-1] == "N27r"
    assert (await again(town, one)).group_id == one.group_id
    await phone.picks("Open the referral")
    phone.hears("[Conclude contract]", "[Sign on paper]")


async def test_E7_no_contract_is_begun_with_a_kindergarten_of_paper_or_a_referral_that_has_ended(town: Town) -> None:
    phone, one = await referred(town, "paper")
    await does(town, phone, StartContract(one.id))
    await acts(town, one, Act(VoucherAction.ANNUL, Actor.DEPARTMENT, "staff:2", "Қате", heard=True))
    await does(town, phone, StartContract(one.id))
    async with town.database.reading() as uow:
        assert await uow.contracts.of_voucher(one.id) == []
        assert await uow.requests.of_voucher(one.id) == []


@pytest.mark.rule("S2-15", "E-41")
async def test_edge_41_a_family_that_chose_paper_is_admitted_on_paper_and_sent_no_contract(town: Town) -> None:
    phone, one = await referred(town, "both")
    saule = await employee(town)
    await phone.says("menu")
    await phone.picks("My referrals")
    await phone.picks("Арман")
    await phone.picks("Sign on paper")
    await phone.picks("Confirm")
    saule.hears("[Open the request]")
    await saule.picks("Open the request")
    saule.hears("[Signed on paper]", "[Refuse]").hears_not("[Send the contract]")
    request = await request_of(town, one)
    await does(town, saule, SendContract(request.id))
    assert (await request_of(town, one)).state is RequestState.SENT
    async with town.database.reading() as uow:
        assert await uow.contracts.of_voucher(one.id) == []


@pytest.mark.rule("S2-15")
async def test_where_the_kindergarten_signs_on_paper_alone_nothing_is_to_be_chosen(town: Town) -> None:
    phone, _one = await referred(town, "paper")
    await phone.says("menu")
    await phone.picks("My referrals")
    await phone.picks("Арман")
    phone.hears("[Sign on paper]").hears_not("[Choose kindergarten]", "[Waiting lists]", "[Conclude contract]")
