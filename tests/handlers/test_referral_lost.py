"""A referral that loses the kindergarten it names: the family queues again with the old date. V12, E3, C13, edge 16."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.contract_effects import RejectContract, StartContract
from dialogs.enrol_effects import RefuseRequest
from enrolment.application import ApplicationState
from enrolment.contract import ContractState
from enrolment.enrolment_request import RequestState
from enrolment.profile import Profile, load_profile
from enrolment.profile_terms import OnReject
from enrolment.voucher import VoucherState
from handlers.contract_links import SIGNING
from storage.stored_contract import StoredContract
from storage.stored_voucher import StoredVoucher
from tests.handlers.contracts import MOTHER_IIN, frozen, known_by, opened, signs
from tests.handlers.kindergartens import AIGUL, BOTA, city, employee, kindergarten, left, opens, request_of
from tests.handlers.staff.distributing import issued, vouchers
from tests.handlers.staff.people import department, does
from tests.handlers.test_contract_referral import referred
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import again, application_of, rows_of, told

pytestmark = pytest.mark.rule("S2-15")


@pytest.fixture
def profile() -> Profile:
    """The referral profile instead of the default one."""
    return load_profile("indigo_karaganda_astana")


async def on_paper(town: Town) -> tuple[Phone, StoredVoucher]:
    """A family that asked the kindergarten of its referral for a contract on paper."""
    phone, one = await referred(town, "both")
    await phone.says("menu")
    for pressed in ("My referrals", "Арман", "Sign on paper", "Confirm"):
        await phone.picks(pressed)
    return phone.forgets(), one


async def with_contract(town: Town) -> tuple[Phone, StoredVoucher, StoredContract]:
    """A family that began the contract of its referral."""
    phone, one = await referred(town)
    await does(town, phone, StartContract(one.id))
    async with town.database.reading() as uow:
        (begun,) = await uow.contracts.of_voucher(one.id)
    return phone.forgets(), one, begun


async def checked(town: Town) -> tuple[Phone, StoredVoucher, StoredContract]:
    """Its parent has signed, and an employee has opened it."""
    town.office.links[SIGNING] = "https://sign.example.kz"
    phone, one, begun = await with_contract(town)
    await known_by(town, phone, MOTHER_IIN)
    return phone, one, await opened(town, await signs(town, phone, await frozen(town, begun)))


async def queues_again(town: Town, one: StoredVoucher) -> None:
    """The referral is over, and the application stands where it stood, before any referral is issued."""
    application = await application_of(town, one)
    assert application.state is ApplicationState.QUEUED
    assert application.submitted_at is not None and application.submitted_at < one.voucher.issued_at
    assert (await again(town, one)).voucher.state is VoucherState.ANNULLED
    assert (await rows_of(town, one))[-1] == "V12"
    assert (await request_of(town, one)).state is RequestState.REFUSED


async def test_E3_V12_who_is_refused_by_the_kindergarten_of_the_referral_queues_again_with_the_old_date(
    town: Town,
) -> None:
    phone, one = await on_paper(town)
    saule = await employee(town)
    request = await request_of(town, one)
    await does(town, saule, RefuseRequest(request.id, "incomplete_documents", "Нет справки"))
    await queues_again(town, one)
    assert await left(town) == [(20, 1)]
    assert (await told(town, phone))[-1] == "N22r"
    phone.hears("it is not your fault", "back in the queue with its old date. Place: 1.", "Нет справки")
    phone.hears_not("choose", "hoose kindergarten")


async def test_edge_16_V12_a_kindergarten_that_closes_takes_its_referrals_along_and_the_families_queue_again(
    town: Town,
) -> None:
    phone, one, begun = await with_contract(town)
    await city(town, kindergarten(AIGUL, locality="astana"))
    await queues_again(town, one)
    async with town.database.reading() as uow:
        found = await uow.contracts.get(begun.id)
        assert await uow.deadlines.of(f"voucher:{one.id}") == []
    assert found is not None and found.state is ContractState.CANCELLED
    assert (await told(town, phone))[-1] == "N22r"
    phone.hears("closed or has fewer places", "Place: 1.").hears_not("hoose")


async def test_C13_V12_a_rejected_contract_of_a_referral_leads_back_to_the_queue(town: Town) -> None:
    phone, one, begun = await checked(town)
    saule = await employee(town)
    await does(town, saule, RejectContract(begun.id, "data_mismatch", "Адрес другой"))
    await queues_again(town, one)
    assert await left(town) == [(20, 1)]
    assert (await told(town, phone))[-1] == "N24"
    phone.hears("it is not your fault", "Place: 1.").hears_not("choose another")


async def test_C13_A13_where_the_city_wants_it_a_rejected_contract_archives_and_the_place_is_free_once(
    town: Town, profile: Profile
) -> None:
    phone, one, begun = await checked(town)
    strict = replace(profile, contract=replace(profile.contract, on_reject=OnReject.ARCHIVE))
    town.office = replace(town.office, profile=strict)
    saule = await employee(town)
    await does(town, saule, RejectContract(begun.id, "data_mismatch", "Адрес другой"))
    assert (await application_of(town, one)).state is ApplicationState.ARCHIVED
    assert (await request_of(town, one)).state is RequestState.REFUSED
    assert await left(town) == [(20, 1)]
    phone.hears("The application is in the archive")


async def test_V12_the_next_referral_names_another_kindergarten_before_the_one_that_refused(town: Town) -> None:
    phone, one = await on_paper(town)
    saule = await employee(town)
    request = await request_of(town, one)
    await does(town, saule, RefuseRequest(request.id, "incomplete_documents", "Нет справки"))
    await city(town, kindergarten(BOTA, locality="astana"), kindergarten(AIGUL, locality="astana"))
    await opens(town, AIGUL)
    await issued(town, await department(town, locality="astana"))
    (second,) = await vouchers(town)
    assert second.id != one.id
    async with town.database.reading() as uow:
        (group,) = await uow.places.of_preschool(AIGUL)
    assert second.group_id == group.id
    phone.hears("Айгөлек")
