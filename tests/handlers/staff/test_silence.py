"""A kindergarten that does not answer: whom the department calls, a reminder, the choice back. E2, V7a, edge 17."""

from __future__ import annotations

import pytest

from dialogs.enrol_effects import SendContract
from dialogs.staff.silence import RemindKindergarten, ReturnChoice, SettleSilence
from enrolment.enrolment_request import RequestState
from enrolment.voucher_states import VoucherState
from storage.stored_voucher import StoredVoucher
from tests.handlers.kindergartens import asks, city, employee, kindergarten, left, opens, request_of
from tests.handlers.staff.people import department, does
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import again, moment, passes, told


async def silent(town: Town) -> tuple[Phone, Phone, Phone, StoredVoucher]:
    """A clerk, an employee and a family whose request was due yesterday; all but the escalation is read."""
    await city(town, kindergarten(phone="+77272223344"))
    await opens(town)
    saule, clerk = await employee(town), await department(town)
    phone, one = await asks(town)
    await passes(town, moment(24, 20))
    for each in (saule, phone, clerk):
        each.forgets()
    await passes(town, moment(25, 9))
    return clerk, saule, phone, one


@pytest.mark.rule("E-17")
async def test_edge_17_the_card_names_the_kindergarten_and_reminds_it_once_a_working_day(town: Town) -> None:
    clerk, saule, _phone, one = await silent(town)
    await clerk.picks("Open the card")
    clerk.hears(
        "Kindergarten: Детский сад «Бота».",
        "Phone: +7 (727) 222-33-44",
        "1 employee of it can answer here.",
        "Request E-2026-000001 · waits since",
        "The term to answer ended: 24 November, Tuesday, 23:59.",
        "Child: Арман, 3 years, boy.",
        f"Voucher {one.number}: the family’s term ends",
    )
    await clerk.picks("Remind them")
    clerk.hears("The kindergarten is reminded.", "Reminded by the department:").hears_not("[Remind them]")
    saule.hears("The education department asks you to answer request E-2026-000001.", "[Open the request]")
    saule.forgets()
    request = await request_of(town, one)
    await does(town, clerk, RemindKindergarten(request.id))
    await passes(town, moment(28, 12))
    await does(town, clerk, RemindKindergarten(request.id))
    saule.hears_not("asks you to answer")
    await passes(town, moment(30, 12))
    await does(town, clerk, RemindKindergarten(request.id))
    saule.hears("asks you to answer")


@pytest.mark.rule("E-17")
async def test_edge_17_the_choice_goes_back_with_all_its_days_and_the_place_is_free(town: Town) -> None:
    clerk, saule, phone, one = await silent(town)
    await passes(town, moment(1, 9, month=12))
    assert (await again(town, one)).voucher.state is VoucherState.HELD
    await clerk.says("menu")
    await clerk.picks("No answer: 1")
    clerk.hears("1 request has had no answer in time.", "Детский сад «Бота»")
    await clerk.picks("E-2026-000001")
    clerk.hears("its term stands still while the family waits")
    await clerk.picks("Give the choice back")
    clerk.hears("End request E-2026-000001 and give the family the choice back?", "[Not yet]")
    assert (await request_of(town, one)).open
    await clerk.picks("Yes, give it back")
    clerk.hears("The family can choose again, and the place is free.").hears_not("[Remind them]", "[It is settled]")
    assert (await request_of(town, one)).state is RequestState.CANCELLED
    after = (await again(town, one)).voucher
    assert (after.state, await left(town)) == (VoucherState.CONFIRMED, [(20, 1)])
    assert (await told(town, phone))[-1] == "N27"
    phone.hears(
        "The kindergarten did not answer in time: Детский сад «Бота». Child: Арман.",
        "You can choose another kindergarten by Tuesday, 8 December, 23:59",
    )
    saule.hears("Request E-2026-000001 has ended")
    await phone.picks("Choose kindergarten")
    phone.hears("Is everything right?").hears_not("Refused you")
    await clerk.says("menu")
    clerk.hears("[No answer: 0]")


async def test_what_is_settled_leaves_the_list_and_the_request_waits_on(town: Town) -> None:
    clerk, saule, _phone, one = await silent(town)
    await clerk.picks("Open the card")
    await clerk.picks("It is settled")
    clerk.hears("Settled: E-2026-000001 is off the list.", "Every kindergarten answers in time.")
    request = await request_of(town, one)
    assert request.open
    await does(town, saule, SendContract(request.id))
    for effect in (RemindKindergarten(request.id), ReturnChoice(request.id)):
        await does(town, clerk, effect)
    assert (await request_of(town, one)).state is RequestState.CONTRACT_SENT


async def test_while_the_kindergarten_has_time_nobody_takes_its_request_away(town: Town) -> None:
    clerk, _saule, _phone, _one = await silent(town)
    stranger = await department(town, "602", "astana")
    await opens(town)
    _other, two = await asks(town, "1002")
    request = await request_of(town, two)
    for who in (clerk, stranger):
        await does(town, who, ReturnChoice(request.id))
    await does(town, stranger, SettleSilence(request.id))
    assert (await request_of(town, two)).state is RequestState.SENT
    await stranger.says("menu")
    stranger.hears("[No answer: 0]")
