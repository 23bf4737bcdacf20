"""The referral way of Karaganda and Astana: the run names the kindergarten, nothing is to be chosen. S2-15, V2, G.0."""

from __future__ import annotations

import pytest

from enrolment.profile import Profile, load_profile
from enrolment.profile_terms import ContractStarter
from enrolment.terms import PlaceInstrument, QueueType
from enrolment.voucher_states import VoucherState
from tests.handlers.kindergartens import BOTA, city, kindergarten, left, opens
from tests.handlers.staff.distributing import issued, queued, vouchers
from tests.handlers.staff.people import department
from tests.handlers.town import Town
from tests.handlers.vouchers import moment, passes, rows_of


@pytest.fixture
def profile() -> Profile:
    """The referral profile instead of the default one."""
    return load_profile("indigo_karaganda_astana")


@pytest.mark.rule("S2-15", "X-17", "S2-04", "S2-08")
async def test_V2_the_run_names_the_kindergarten_and_reserves_its_place(town: Town) -> None:
    assert town.office.profile.contract.starter is ContractStarter.PARENT
    await city(town, kindergarten(BOTA, locality="astana"))
    await opens(town)
    wishes = {"language": "kk", "preschools": [BOTA]}
    families = await queued(town, 2, queue_type=QueueType.GENERAL, locality="astana", details=wishes, profile="x")
    clerk = await issued(town, await department(town, locality="astana"))
    clerk.hears("1 referral is issued")
    (one,) = await vouchers(town)
    assert (one.instrument, one.voucher.state) == (PlaceInstrument.REFERRAL, VoucherState.CONFIRMED)
    assert await left(town) == [(19, 0)]
    phone, _application = families[0]
    phone.hears("An electronic referral is issued", "Детский сад «Бота»")
    await phone.says("menu")
    phone.hears("Conclude the contract with the kindergarten by Monday, 30 November").hears_not("Choose a kindergarten")
    await phone.picks("My referrals")
    await phone.picks("Арман")
    phone.hears("Детский сад «Бота»").hears_not("[Accept")
    await passes(town, moment(1, month=12))
    assert await rows_of(town, one) == ["V2", "V11"]
    assert await left(town) == [(20, 1)]
