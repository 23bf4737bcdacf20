"""Twins: linked by their parent, offered places together by the run, apart again whenever the parent likes. Edge 11."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dialogs.family_effects import LinkChildren, UnlinkChild
from enrolment.application import ApplicationState
from enrolment.terms import QueueType
from storage.applications import Application
from tests.handlers.staff.distributing import issued, opened, queued
from tests.handlers.staff.people import applies, department, does, events_of, now_is, parent
from tests.handlers.town import Phone, Town

QUEUED = ApplicationState.QUEUED


async def renamed(town: Town, child_id: int, first_name: str) -> None:
    """The child has a name of its own."""
    async with town.database.transaction("renamed") as uow:
        child = await uow.children.get(child_id)
        assert child is not None
        await uow.children.save(replace(child, person=replace(child.person, first_name=first_name)))


async def twins(town: Town, **wishes: Any) -> tuple[Phone, Application, Application]:
    """Two children of one parent in the queue, another family between them, everything read."""
    phone = await parent(town, "1001")
    first = await applies(town, phone, state=QUEUED)
    town.clock.move(minutes=1)
    await queued(town, 1)
    second = await applies(town, phone, state=QUEUED, **wishes)
    await renamed(town, second.child_id, "Әмина")
    return phone.forgets(), first, second


async def linked(phone: Phone) -> Phone:
    """The parent links the two."""
    await phone.says("menu")
    await phone.picks("My children")
    await phone.picks("Арман")
    await phone.picks("Places together")
    return await phone.picks("Together: Әмина")


async def families_of(town: Town, *applications: Application) -> list[int | None]:
    """The family of each child."""
    async with town.database.reading() as uow:
        known = await uow.children.load([one.child_id for one in applications])
        return [known[one.child_id].family_id for one in applications]


@pytest.mark.rule("E-11")
async def test_edge_11_linked_twins_get_their_places_together_at_the_turn_of_the_earlier(town: Town) -> None:
    await opened(town, 2)
    phone, first, second = await twins(town)
    await linked(phone)
    phone.hears(
        "at the turn of the earlier one, when there are enough places",
        "Done: Арман and Әмина are offered places together.",
        "Places together with: Әмина.",
        "[Offer places apart]",
    )
    assert await events_of(town, f"child:{second.child_id}") == [("account", "twins_linked")]
    await phone.says("menu")
    await phone.picks("My applications")
    await phone.picks("Әмина")
    phone.hears("Places together with: Арман.").forgets()
    await issued(town, await department(town))
    states = [(await now_is(town, one)).state for one in (first, second)]
    assert states == [ApplicationState.IN_PROCESS] * 2
    phone.hears("Child: Арман.", "Child: Әмина.")


@pytest.mark.rule("E-11")
async def test_edge_11_apart_again_each_waits_for_its_own_turn(town: Town) -> None:
    await opened(town, 2)
    phone, first, second = await twins(town)
    await linked(phone)
    await phone.picks("Offer places apart")
    phone.hears("Done: Арман is offered a place alone again.")
    assert await families_of(town, first, second) == [None, None]
    await issued(town, await department(town))
    assert [(await now_is(town, one)).state for one in (first, second)] == [ApplicationState.IN_PROCESS, QUEUED]


@pytest.mark.rule("E-11")
async def test_edge_11_only_ones_own_children_in_the_same_queue_are_linked(town: Town) -> None:
    phone, first, second = await twins(town, queue_type=QueueType.GENERAL)
    stranger, theirs = (await queued(town, 1, first=7))[0]
    await phone.says("menu")
    await phone.picks("My children")
    await phone.picks("Арман")
    phone.hears_not("[Places together]")
    await does(town, phone, LinkChildren(first.child_id, second.child_id))
    await does(town, phone, LinkChildren(first.child_id, theirs.child_id))
    await does(town, stranger, UnlinkChild(first.child_id))
    await does(town, phone, LinkChildren(first.child_id, first.child_id))
    assert await families_of(town, first, second, theirs) == [None, None, None]
