"""The department annuls a voucher: with a reason, asked twice, the family told, the place given back. V12, A19, N17."""

from __future__ import annotations

from dialogs.inputs import Refused
from dialogs.staff.department_effects import AnnulVoucher, FindVoucher
from dialogs.staff.words import NOT_YOUR_ROLE
from enrolment.application import ApplicationState
from enrolment.voucher_states import VoucherState
from handlers.staff.department_annulling import NOT_AMONG_YOURS, TOO_LATE
from handlers.vouchers import voucher_subject
from storage.applications import Application
from storage.stored_voucher import StoredVoucher
from tests.handlers.kindergartens import asks, city, employee, kindergarten, left, opens
from tests.handlers.staff.distributing import issued, opened, queued, vouchers
from tests.handlers.staff.people import department, doctor, does, events_of, now_is
from tests.handlers.town import Phone, Town

COMMENT = "The kindergarten has closed. You will get another voucher."
HEARD = "By phone on 24 November, the parent agrees."


async def with_voucher(town: Town) -> tuple[Phone, Phone, Application, StoredVoucher]:
    """A clerk, a family with a voucher, everything read."""
    await opened(town, 1)
    ((family, application),) = await queued(town, 1)
    clerk = await issued(town, await department(town))
    (voucher,) = await vouchers(town)
    family.forgets()
    await clerk.says("menu")
    return clerk, family, application, voucher


async def state_of(town: Town, voucher: StoredVoucher) -> VoucherState:
    async with town.database.reading() as uow:
        found = await uow.vouchers.get(voucher.id)
    assert found is not None
    return found.voucher.state


async def test_V12_without_fault_the_application_goes_back_to_its_place(town: Town) -> None:
    clerk, family, application, voucher = await with_voucher(town)
    await clerk.picks("A voucher")
    await clerk.says(voucher.number)
    clerk.hears(f"Voucher {voucher.number} · waits for the family’s answer", f"Application {application.number}")
    await clerk.picks("Annul")
    await clerk.picks("Kindergarten closed")
    await clerk.picks("No")
    await clerk.says("Closed")
    clerk.hears("This is too short to help anybody.")
    await clerk.says(COMMENT)
    clerk.hears(
        f"Annul voucher {voucher.number}? Child: Арман.",
        f"Reason: Kindergarten closed. {COMMENT}",
        "The application goes back to its old place in the queue.",
    )
    assert await state_of(town, voucher) is VoucherState.ISSUED
    await clerk.picks("Yes, annul")
    clerk.hears(f"Annulled: {voucher.number}. The family is told.").hears_not("[Annul]")
    assert await state_of(town, voucher) is VoucherState.ANNULLED
    after = await now_is(town, application)
    assert (after.state, after.submitted_at) == (ApplicationState.QUEUED, application.submitted_at)
    family.hears("Reason: Kindergarten closed.", COMMENT)
    assert ("staff", "found") in await events_of(town, voucher_subject(voucher.id))


async def test_V12_A19_with_fault_the_parent_is_heard_and_the_application_ends(town: Town) -> None:
    clerk, family, application, voucher = await with_voucher(town)
    await clerk.picks("A voucher")
    await clerk.says(application.number)
    for answer in ("Annul", "Privilege not right", "Yes, the parent"):
        await clerk.picks(answer)
    clerk.hears("When and how was the parent heard")
    await clerk.says(HEARD)
    await clerk.says("The certificate was not yours. Apply again without the privilege.")
    clerk.hears("The application goes to the archive, and the place in the queue is lost.")
    await clerk.picks("Yes, annul")
    assert await state_of(town, voucher) is VoucherState.ANNULLED
    assert (await now_is(town, application)).state is ApplicationState.ARCHIVED
    assert family.heard


async def test_while_a_kindergarten_holds_a_request_annulling_says_what_becomes_of_it(town: Town) -> None:
    await city(town, kindergarten())
    await opens(town)
    saule, clerk = await employee(town), await department(town)
    _phone, one = await asks(town)
    saule.forgets()
    await clerk.says("menu")
    await clerk.picks("A voucher")
    await clerk.says(one.number)
    lost = "Annulling ends this request too: the place there becomes free, and the kindergarten is told."
    clerk.hears("A kindergarten holds request E-2026-000001, sent", "Kindergarten: Детский сад «Бота»", lost)
    for answer in ("Annul", "Issued by mistake", "No"):
        await clerk.picks(answer)
    await clerk.says(COMMENT)
    clerk.hears(
        "A kindergarten holds request E-2026-000001", "Ортаңғы", lost, "The family is told the comment at once."
    )
    await clerk.picks("Yes, annul")
    clerk.hears("Annulled").hears_not("E-2026-000001")
    saule.hears("Request E-2026-000001 has ended")
    assert await left(town) == [(20, 1)]


async def test_a_second_thought_changes_nothing(town: Town) -> None:
    clerk, family, _application, voucher = await with_voucher(town)
    await clerk.picks("A voucher")
    await clerk.says(voucher.number)
    for answer in ("Annul", "Issued by mistake", "No"):
        await clerk.picks(answer)
    await clerk.says(COMMENT)
    await clerk.picks("Do not annul")
    assert await state_of(town, voucher) is VoucherState.ISSUED
    assert not family.heard


async def test_edge_5_an_annulled_voucher_is_not_annulled_again(town: Town) -> None:
    clerk, family, _application, voucher = await with_voucher(town)
    effect = AnnulVoucher(voucher.id, "other", COMMENT, parent_at_fault=False)
    assert not isinstance(await does(town, clerk, effect), Refused)
    family.forgets()
    assert await does(town, clerk, effect) == Refused(TOO_LATE)
    assert not family.heard


async def test_nothing_is_annulled_without_reason_comment_and_hearing(town: Town) -> None:
    clerk, _family, _application, voucher = await with_voucher(town)
    for reason, comment, at_fault in (("", COMMENT, False), ("other", " ", False), ("other", COMMENT, True)):
        effect = AnnulVoucher(voucher.id, reason, comment, parent_at_fault=at_fault)
        assert isinstance(await does(town, clerk, effect), Refused)
    assert await state_of(town, voucher) is VoucherState.ISSUED


async def test_only_the_department_of_the_city_finds_and_annuls(town: Town) -> None:
    _clerk, _family, _application, voucher = await with_voucher(town)
    effect = AnnulVoucher(voucher.id, "other", COMMENT, parent_at_fault=False)
    assert await does(town, await doctor(town), effect) == Refused(NOT_YOUR_ROLE)
    elsewhere = await department(town, "602", "astana")
    assert await does(town, elsewhere, effect) == Refused(NOT_AMONG_YOURS)
    assert await does(town, elsewhere, FindVoucher(voucher.number)) == Refused(NOT_AMONG_YOURS, at="number")
    assert await does(town, elsewhere, FindVoucher("2026-999999")) == Refused(NOT_AMONG_YOURS, at="number")
    await elsewhere.sends({"tapped": "voucher.0.x"})
    elsewhere.hears_not(voucher.number)
