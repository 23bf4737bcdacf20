"""Support cases."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from storage.database import Database
from storage.domain_tables import support_message
from storage.support import Support
from tests.storage.domain.families import NOW, employee, later, mother


@pytest.mark.rule("S2-70", "S3-17")
async def test_a_question_is_answered_and_asked_again(database: Database) -> None:
    async with database.transaction("test") as uow:
        support, parent = Support(uow), await mother(uow)
        case = await support.open(parent.id, "question", "Когда моя очередь?", NOW)
        assert (case.number, case.state) == ("H-2026-000001", "open")
        assert await support.open_cases() == [case]
        await support.say(case.id, "staff", "Скоро.", later(hours=1))
        assert await support.open_cases() == []
        await support.say(case.id, "parent", "А точнее?", later(hours=2))
        found = await support.by_number("h-2026-000001")
        said = (await support.messages([case.id]))[case.id]
    assert found is not None
    assert (found.id, found.state, found.updated_at) == (case.id, "open", later(hours=2))
    assert [(one.author, one.text) for one in said] == [
        ("parent", "Когда моя очередь?"),
        ("staff", "Скоро."),
        ("parent", "А точнее?"),
    ]


async def test_cases_of_an_account_and_all_that_wait(database: Database) -> None:
    async with database.transaction("test") as uow:
        support, parent, other = Support(uow), await mother(uow, "1"), await mother(uow, "2")
        first = await support.open(parent.id, "money", "Просят деньги", NOW)
        second = await support.open(parent.id, "question", "?", later(hours=1))
        third = await support.open(other.id, "question", "?", later(hours=2))
        assert await support.of_account(parent.id) == [second, first]
        assert await support.open_cases() == [first, second, third]
        await support.close(first.id, later(hours=3))
        closed = await support.get(first.id)
        assert await support.open_cases() == [second, third]
        assert await support.get(first.id + 1) is None
    assert closed is not None
    assert closed.state == "closed"


async def test_one_administrator_takes_a_case(database: Database) -> None:
    async with database.transaction("test") as uow:
        support, parent = Support(uow), await mother(uow)
        one, other = await employee(uow, "1"), await employee(uow, "2")
        case = await support.open(parent.id, "question", "?", NOW)
        assert await support.take(case.id, one.id, NOW)
        assert not await support.take(case.id, other.id, NOW)


async def test_what_was_said_lies_sealed_and_can_be_erased(database: Database) -> None:
    async with database.transaction("test") as uow:
        support, parent = Support(uow), await mother(uow)
        case = await support.open(parent.id, "question", "Менің ЖСН", NOW)
        sealed = (await uow.connection.execute(select(support_message.c.text))).scalar_one()
        assert "ЖСН".encode() not in sealed
        await support.erase(parent.id)
        assert await support.messages([case.id]) == {case.id: []}
        assert await support.get(case.id) == case
