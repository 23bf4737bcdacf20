"""A kindergarten answers: the contract, a refusal, silence, and an employee who is the parent. E2, E3, V7a, edge 45."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.contract_effects import ReturnContract
from dialogs.enrol_effects import DeclareOwnChild, RefuseRequest, SendContract
from dialogs.inputs import Refused
from enrolment.enrolment_request import RequestState
from enrolment.preschools import Group
from enrolment.voucher_states import Actor, VoucherState
from storage.stored_voucher import StoredVoucher
from tests.handlers.contracts import PAPERS, begun, frozen, marks, opened, signs
from tests.handlers.kindergartens import (
    AIGUL,
    BOTA,
    asks,
    chooses,
    city,
    employee,
    kindergarten,
    left,
    opens,
    request_of,
    rows_of_request,
)
from tests.handlers.staff.people import department, does
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import accepted, again, fires, moment, passes, rows_of, told

COMMENT = "The certificate has expired. Bring a new one from the clinic."


async def asked(town: Town) -> tuple[Phone, Phone, StoredVoucher]:
    """An employee and a family that has sent its request, on Monday at ten, everything but the request read."""
    await city(town, kindergarten())
    await opens(town)
    saule = await employee(town)
    phone, one = await asks(town)
    return saule, phone, one


async def ties(town: Town, one: StoredVoucher, father: Phone) -> None:
    """The second parent has joined the child of that voucher."""
    account, now = await father.account(), town.clock.now()
    async with town.database.transaction("tie") as uow:
        application = await uow.applications.get(one.application_id)
        assert application is not None
        tie = await uow.family.invite(application.child_id, Actor.SECOND_PARENT, "K7Q2-M4XP", now, now)
        await uow.family.ask(tie.id, account.id, now)
        await uow.family.join(tie.id, now)


async def refuses(saule: Phone, reason: str = "A document has expired") -> None:
    await saule.picks("Refuse")
    await saule.picks(reason)
    await saule.says(COMMENT)
    await saule.picks("Refuse")


@pytest.mark.rule("S3-51")
async def test_E2_the_employee_sends_the_contract_and_the_parent_reads_until_when_to_sign(town: Town) -> None:
    saule, phone, one = await asked(town)
    await saule.picks("Open the request")
    saule.hears("Request E-2026-000001", "Answer by: 24 November, Tuesday, 23:59 (1 working day left).")
    await saule.picks("Send the contract")
    saule.hears("This cannot be undone.", "no relative of yours")
    await saule.picks("Send the contract")
    saule.hears("The contract is sent: E-2026-000001. The parent is told.", "No request waits for an answer.")
    phone.hears(
        "The kindergarten has sent the contract: Детский сад «Бота». Child: Арман.",
        "Status: “The contract is to be signed”.",
        "by Thursday, 26 November, 23:59",
    )
    request = await request_of(town, one)
    assert request.state is RequestState.CONTRACT_SENT
    assert await rows_of_request(town, request) == ["E1", "E2"]
    assert await left(town) == [(19, 0)]
    assert (await again(town, one)).contract_by is not None
    await saule.says("menu")
    await saule.picks("Contracts sent: 1")
    await saule.picks("E-2026-000001")
    saule.hears("the contract is sent").hears_not("[Refuse]")


async def test_E2_after_the_term_to_sign_the_card_names_the_vouchers_own_end(town: Town) -> None:
    saule, phone, one = await asked(town)
    await does(town, saule, SendContract((await request_of(town, one)).id))
    await phone.picks("Open application")
    await phone.picks("Open the voucher")
    await phone.picks("Why this day?")
    phone.hears("The term ends 26 November, Thursday, 23:59.", "26 November, Thursday — day 3")
    town.clock.moment = moment(27, 10)
    await phone.picks("Back")
    phone.hears("sign the contract by Monday, 30 November, 23:59 (1 working day left)")


async def test_E4_also_after_the_contract_was_sent_another_kindergarten_can_be_chosen(town: Town) -> None:
    saule, phone, one = await asked(town)
    await does(town, saule, SendContract((await request_of(town, one)).id))
    await phone.picks("Open application")
    await phone.picks("Open the voucher")
    await phone.picks("Change my choice")
    await phone.picks("Cancel the request")
    assert await left(town) == [(20, 1)]
    assert (await again(town, one)).contract_by is None


@pytest.mark.rule("E-20")
async def test_E3_a_refusal_names_its_reason_and_the_place_is_free_again(town: Town) -> None:
    saule, phone, one = await asked(town)
    await saule.picks("Open the request")
    await refuses(saule)
    saule.hears("Refused: E-2026-000001. The parent is told the reason.")
    phone.hears(
        "The kindergarten refused: Детский сад «Бота». Child: Арман.",
        "Reason: A document has expired.",
        f"Детский сад «Бота»: {COMMENT}",
        "You can choose another kindergarten by",
        "[Choose kindergarten]",
    )
    request = await request_of(town, one)
    assert (request.state, request.reason, request.comment) == (RequestState.REFUSED, "expired_document", COMMENT)
    assert await rows_of_request(town, request) == ["E1", "E3"]
    assert await left(town) == [(20, 1)]
    await phone.picks("Choose kindergarten")
    phone.hears(
        "Only a kindergarten that refused has a place now.", "Refused you: Детский сад «Бота» (A document has expired)"
    )
    phone.hears_not("Is everything right?", "[Waiting lists]")
    assert (await request_of(town, one)).state is RequestState.REFUSED
    await phone.picks("Бота")
    phone.hears("Refused you: Детский сад «Бота» (A document has expired)", "Is everything right?")


async def test_E3_where_only_who_refused_has_a_place_the_waiting_lists_are_offered(town: Town) -> None:
    await city(town, kindergarten(BOTA), kindergarten(AIGUL))
    await opens(town, BOTA)
    saule = await employee(town)
    phone, one = await asks(town)
    await does(town, saule, RefuseRequest((await request_of(town, one)).id, "other", COMMENT))
    await phone.picks("Choose kindergarten")
    await phone.picks("Waiting lists")
    phone.hears("No other kindergarten has an open place that fits your child now.", "[Детский сад «Айгөлек»]")
    assert (await request_of(town, one)).state is RequestState.REFUSED


async def test_E3_who_has_refused_is_offered_last(town: Town) -> None:
    await city(town, kindergarten(BOTA), kindergarten(AIGUL))
    await opens(town, BOTA)
    saule = await employee(town)
    phone, one = await asks(town, details={"language": "kk", "preschools": [BOTA]})
    await opens(town, AIGUL)
    await does(town, saule, RefuseRequest((await request_of(town, one)).id, "other", COMMENT))
    await phone.picks("Choose kindergarten")
    assert [choice.label for choice in phone.heard[-1].choices] == ["Детский сад «Айгөлек»", "Детский сад «Бота»"]
    phone.hears("Refused you: Детский сад «Бота» (Another reason)")


async def test_E3_never_without_a_reason_of_the_profile_and_a_comment(town: Town) -> None:
    saule, _phone, one = await asked(town)
    request = await request_of(town, one)
    for reason, comment, at in (("", COMMENT, "reason"), ("unheard", COMMENT, "reason"), ("other", " ", "comment")):
        outcome = await does(town, saule, RefuseRequest(request.id, reason, comment))
        assert isinstance(outcome, Refused)
        assert outcome.at == at
    assert (await request_of(town, one)).state is RequestState.SENT


async def test_E3_on_the_last_day_at_least_one_working_day_remains(town: Town) -> None:
    saule, phone, one = await asked(town)
    await passes(town, moment(30, 20))
    await does(town, saule, RefuseRequest((await request_of(town, one)).id, "other", COMMENT))
    phone.hears("by Tuesday, 1 December, 23:59")


async def test_E2_of_two_employees_the_second_is_told_that_it_is_answered(town: Town) -> None:
    saule, _phone, one = await asked(town)
    other = await employee(town, "802", "Ли Анна")
    request = await request_of(town, one)
    await does(town, saule, SendContract(request.id))
    for effect in (SendContract(request.id), RefuseRequest(request.id, "other", COMMENT)):
        await does(town, other, effect)
    assert (await request_of(town, one)).state is RequestState.CONTRACT_SENT
    assert await rows_of_request(town, request) == ["E1", "E2"]


async def test_only_the_employees_of_that_kindergarten_see_and_decide_a_request(town: Town) -> None:
    await city(town, kindergarten(BOTA), kindergarten(AIGUL))
    await opens(town)
    stranger = await employee(town, "803", "Ким Вера", AIGUL)
    clerk = await department(town)
    phone, one = await asks(town)
    request = await request_of(town, one)
    stranger.hears_not("E-2026")
    for who in (stranger, clerk, phone):
        await does(town, who, SendContract(request.id))
        await does(town, who, DeclareOwnChild(request.id))
    assert (await request_of(town, one)).state is RequestState.SENT
    await stranger.says("menu")
    stranger.hears("[Requests: 0]")


@pytest.mark.rule("E-17")
async def test_E2_a_silent_kindergarten_is_reminded_and_then_the_department_is_told(town: Town) -> None:
    saule, _phone, one = await asked(town)
    clerk = (await department(town)).forgets()
    saule.forgets()
    await passes(town, moment(24, 10))
    saule.hears("Request E-2026-000001 waits for your answer: 24 November, Tuesday, 23:59.")
    clerk.hears_not("E-2026")
    await passes(town, moment(25, 1))
    clerk.hears(
        "The kindergarten has not answered request E-2026-000001 within 1 working day: Детский сад «Бота».",
        "The family keeps the place meanwhile.",
    )
    assert await rows_of_request(town, await request_of(town, one)) == ["E1", "E2"]
    clerk.forgets()
    assert await fires(town) == 0
    clerk.hears_not("E-2026")


async def test_E2_an_answer_ends_the_timers(town: Town) -> None:
    saule, _phone, one = await asked(town)
    clerk = (await department(town)).forgets()
    request = await request_of(town, one)
    await does(town, saule, SendContract(request.id))
    saule.forgets()
    await passes(town, moment(25, 1))
    saule.hears_not("waits for your answer")
    clerk.hears_not("has not answered")


@pytest.mark.rule("E-17")
async def test_V7a_silence_never_costs_the_place(town: Town) -> None:
    saule, phone, one = await asked(town)
    await passes(town, moment(1, 9, month=12))
    held = await again(town, one)
    assert held.voucher.state is VoucherState.HELD
    assert (await request_of(town, one)).open
    assert await left(town) == [(19, 0)]
    assert "V7a" in await rows_of(town, one)
    await does(town, saule, SendContract((await request_of(town, one)).id))
    assert (await again(town, one)).voucher.state is VoucherState.CONFIRMED
    assert (await told(town, phone))[-1] == "N20a"
    phone.hears("sign with your EDS by Friday, 4 December, 23:59")


async def test_V7a_whoever_waits_for_a_late_kindergarten_may_choose_another(town: Town) -> None:
    _saule, phone, one = await asked(town)
    await passes(town, moment(1, 9, month=12))
    await phone.says("menu")
    await phone.picks("My vouchers")
    await phone.picks("Арман")
    phone.hears("If the kindergarten is silent, the education department is told. The place stays yours.")
    await phone.picks("Change my choice")
    await phone.picks("Cancel the request")
    assert (await again(town, one)).voucher.state is VoucherState.CONFIRMED
    assert await left(town) == [(20, 1)]
    await phone.picks("Choose kindergarten")
    phone.hears("Is everything right?")


@pytest.mark.rule("E-14")
async def test_edge_14_a_child_who_has_outgrown_the_group_is_not_sent_a_contract(town: Town) -> None:
    await city(town, kindergarten(BOTA, Group("Ортаңғы", 3, 3.75, 20)))
    await opens(town)
    saule = await employee(town)
    _phone, one = await asks(town)
    await passes(town, moment(16, 9, month=12))
    request = await request_of(town, one)
    await does(town, saule, SendContract(request.id))
    assert (await request_of(town, one)).state is RequestState.SENT
    await saule.says("menu")
    await saule.picks("Requests: 1")
    await saule.picks("E-2026")
    await saule.picks("Send the contract")
    await saule.picks("Send the contract")
    saule.hears("The child is not of the group’s age any more.")
    await saule.picks("Refuse")
    await saule.picks("More")
    await saule.picks("The child's age does not fit the group")
    await saule.says(COMMENT)
    await saule.picks("Refuse")
    assert (await request_of(town, one)).state is RequestState.REFUSED


@pytest.mark.rule("E-45")
async def test_edge_45_an_employee_cannot_decide_the_request_of_their_own_family(town: Town) -> None:
    await city(town, kindergarten())
    await opens(town)
    clerk = (await department(town)).forgets()
    saule = await employee(town, "1001")
    _phone, one = await asks(town, "1001")
    request = await request_of(town, one)
    saule.hears_not("E-2026")
    clerk.hears("Nobody in this chat can answer request E-2026-000001 for the kindergarten: Детский сад «Бота».")
    for effect in (SendContract(request.id), RefuseRequest(request.id, "other", COMMENT)):
        await does(town, saule, effect)
    assert (await request_of(town, one)).state is RequestState.SENT
    await saule.says("menu")
    saule.hears("[Requests: 0]")
    await saule.picks("Requests: 0")
    saule.hears("1 request is of your own family: another employee answers it.")
    await does(town, saule, SendContract(request.id))


@pytest.mark.rule("E-45")
async def test_edge_45_a_second_parent_does_not_decide_either_and_is_told_why(town: Town) -> None:
    await city(town, kindergarten())
    await opens(town)
    saule = await employee(town, "2002")
    anna = await employee(town, "802", "Ли Анна")
    father = town.phone("telegram", "2002")
    _phone, one = await asks(town)
    saule.hears("E-2026-000001")
    await ties(town, one, father)
    request = await request_of(town, one)
    await saule.picks("Open the request")
    saule.hears("This request is of your own family", "Another employee answers it").hears_not("Арман")
    await does(town, saule, SendContract(request.id))
    assert (await request_of(town, one)).state is RequestState.SENT
    await does(town, anna, SendContract(request.id))
    assert (await request_of(town, one)).state is RequestState.CONTRACT_SENT


@pytest.mark.rule("E-45")
async def test_edge_45_who_declares_a_relative_steps_back_and_a_colleague_decides(town: Town) -> None:
    saule, _phone, one = await asked(town)
    anna = await employee(town, "802", "Ли Анна")
    clerk = (await department(town)).forgets()
    await saule.picks("Open the request")
    await saule.picks("A relative")
    await saule.picks("Yes, a relative")
    saule.hears("Thank you. Somebody else will decide.", "No request waits for an answer.")
    clerk.hears_not("E-2026")
    request = await request_of(town, one)
    await does(town, saule, SendContract(request.id))
    assert (await request_of(town, one)).state is RequestState.SENT
    await does(town, anna, DeclareOwnChild(request.id))
    clerk.hears("Nobody in this chat can answer request E-2026-000001")


async def test_a_long_list_of_requests_is_shown_in_sheets(town: Town) -> None:
    await city(town, kindergarten())
    await opens(town, count=9)
    saule = await employee(town)
    for number in range(8):
        await asks(town, f"4{number:03}")
    await saule.says("menu")
    await saule.picks("Requests: 8")
    assert "E-2026-000008" not in saule.last
    await saule.picks("More")
    saule.hears("[E-2026-000008]", "[Previous]")
    await saule.picks("Previous")
    saule.hears("[E-2026-000001]")


async def test_a_kindergarten_with_another_term_is_told_its_own(town: Town) -> None:
    profile = town.office.profile
    slow = replace(profile, staff=replace(profile.staff, contract_working_days=3))
    town.office = replace(town.office, profile=slow)
    saule, _phone, one = await asked(town)
    saule.hears("Answer by: 26 November, Thursday, 23:59 (3 working days left).")
    assert (await request_of(town, one)).answer_by is not None


async def test_a_voucher_can_be_chosen_with_by_the_button_of_a_refusal_from_anywhere(town: Town) -> None:
    saule, phone, one = await asked(town)
    await does(town, saule, RefuseRequest((await request_of(town, one)).id, "other", COMMENT))
    await phone.says("help")
    await phone.picks("Choose kindergarten")
    phone.hears("Enrolment")
    again_, _other = await accepted(town, "1002")
    await chooses(again_)


async def test_the_menu_counts_a_contract_as_sent_or_as_to_be_checked_and_never_as_both(town: Town) -> None:
    phone, saule, one = await begun(town)

    async def hears(sent: int, to_check: int) -> None:
        await saule.forgets().says("menu")
        saule.hears(f"[Contracts sent: {sent}]", f"[To check: {to_check}]")

    await hears(sent=1, to_check=0)
    one = await signs(town, phone, await frozen(town, one))
    await hears(sent=0, to_check=1)
    await saule.picks("Contracts sent: 0")
    saule.hears("No contract is on its way.").hears_not("E-2026-000001")
    one = await opened(town, one)
    await hears(sent=0, to_check=1)
    await marks(town, one, wrong=(PAPERS[0],))
    await does(town, saule, ReturnContract(one.id))
    await hears(sent=1, to_check=0)
    await saule.picks("Contracts sent: 1")
    saule.hears("The contract is sent to 1 family.", "E-2026-000001")
