"""Support in the staff chat. S2-70, S3-17."""

from __future__ import annotations

import pytest

from dialogs.effects import AnswerCase, CloseCase
from dialogs.inputs import Refused
from handlers.desk import Desk
from handlers.staff.cases import announce_case
from tests.handlers.staff.people import administrator, doctor, does, events_of, parent
from tests.handlers.town import Phone, Town


async def asks(town: Town, phone: Phone, text: str = "When is our turn?", kind: str = "question") -> int:
    """A parent opens a case."""

    async def open_case(desk: Desk) -> int:
        case = await desk.uow.support.open(desk.account.id, kind, text, desk.now)
        await announce_case(desk, case.id)
        return case.id

    number: int = await town.at_desk(phone, open_case)
    return number


@pytest.mark.rule("S2-70")
@pytest.mark.rule("S3-17")
async def test_a_question_reaches_the_administrator_and_the_answer_the_parent(town: Town) -> None:
    admin, family = await administrator(town), await parent(town)
    case = await asks(town, family)
    admin.hears("A question of a parent: H-2026-000001.", "When is our turn?", "[Reply]")
    await admin.picks("Reply")
    await admin.says("Your place is 13.")
    await admin.picks("Send")
    admin.hears("Sent: case H-2026-000001.", "No question waits for an answer.")
    family.hears("Answer of support, case H-2026-000001:", "Your place is 13.", "[Open the case]")
    assert await events_of(town, f"case:{case}") == [("staff", "answered")]


async def test_a_report_about_money_says_so(town: Town) -> None:
    admin, family = await administrator(town), await parent(town)
    await asks(town, family, "The director asked for money", "money")
    admin.hears("A report that somebody asks for money: H-2026-000001.")


async def test_a_case_is_read_answered_and_closed_from_the_list(town: Town) -> None:
    admin, family = await administrator(town), await parent(town)
    case = await asks(town, family)
    await admin.says("menu")
    await admin.picks("Support: 1")
    await admin.picks("H-2026-000001")
    admin.hears("Parent, 10:00: When is our turn?")
    await admin.picks("Close the case")
    admin.hears("Closed: case H-2026-000001.")
    family.hears("Your case H-2026-000001 is closed.")
    await does(town, admin, CloseCase(case))
    family.hears("closed")
    assert await events_of(town, f"case:{case}") == [("staff", "closed")]


async def test_only_administrators_answer(town: Town) -> None:
    phone, family = await doctor(town), await parent(town)
    case = await asks(town, family)
    phone.hears_not("When is our turn?")
    for effect in (AnswerCase(case, "No."), CloseCase(case)):
        for other in (phone, family):
            assert isinstance(await does(town, other, effect), Refused)
    admin = await administrator(town)
    for effect in (AnswerCase(99, "No."), CloseCase(99)):
        assert isinstance(await does(town, admin, effect), Refused)


async def test_nothing_is_told_of_a_case_that_is_not_there(town: Town) -> None:
    admin, family = await administrator(town), await parent(town)
    await town.at_desk(family, lambda desk: announce_case(desk, 99))
    admin.hears_not("H-2026")
