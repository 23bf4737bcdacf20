"""Which applications are of an employee's own family. Edge 45."""

from __future__ import annotations

import pytest

from enrolment.voucher_states import Actor
from storage.applications import Application
from storage.database import Database
from storage.own_family import RELATIVE, REVIEW
from storage.uow import Uow
from tests.storage.domain.families import NOW, boy, employee, later, mother, unsent
from tests.storage.domain.test_family import tied

pytestmark = pytest.mark.rule("E-45")


async def applied(uow: Uow, chat: str = "1001") -> Application:
    """What the parent with this chat sent."""
    child = await boy(uow, (await mother(uow, chat)).id)
    one = unsent(child.account_id, child.id, child.key)
    await uow.applications.add(one)
    return one


async def test_edge_45_own_is_what_the_same_person_sent(database: Database) -> None:
    async with database.transaction("test") as uow:
        one = await applied(uow)
        herself, colleague = await employee(uow, "1001"), await employee(uow, "7002")
        assert await uow.applications.of_own_family(one.id, herself)
        assert not await uow.applications.of_own_family(one.id, colleague)


async def test_edge_45_own_is_a_child_whom_they_care_for_as_long_as_they_do(database: Database) -> None:
    async with database.transaction("test") as uow:
        one = await applied(uow)
        aunt = await mother(uow, "1002", iin=None)
        tie = await tied(uow, one.child_id, aunt, Actor.DELEGATE)
        herself = await employee(uow, "1002")
        assert await uow.applications.of_own_family(one.id, herself)
        await uow.family.settle(tie.id, "ended", later(hours=1))
        assert not await uow.applications.of_own_family(one.id, herself)


async def test_edge_45_own_is_whom_they_declared_a_relative_and_nobody_elses(database: Database) -> None:
    async with database.transaction("test") as uow:
        one = await applied(uow)
        declared, colleague = await employee(uow), await employee(uow, "7002")
        by = f"staff:{declared.id}"
        await uow.events.append(f"{REVIEW}{one.id}", by, None, "taken", at=NOW)
        assert not await uow.applications.of_own_family(one.id, declared)
        await uow.events.append(f"{REVIEW}{one.id}", by, None, RELATIVE, at=NOW)
        assert await uow.applications.of_own_family(one.id, declared)
        assert not await uow.applications.of_own_family(one.id, colleague)
