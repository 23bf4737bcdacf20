"""Places that change: told when they cross a threshold, once, with the reason."""

from __future__ import annotations

from typing import Any

import pytest

from enrolment.application import ApplicationState
from enrolment.queue import QueueKey
from enrolment.terms import QueueType
from handlers.place_notices import notify_places, worth_telling
from storage.applications import Application
from tests.handlers.staff.people import applies, now_is, parent
from tests.handlers.town import Phone, Town


@pytest.mark.parametrize(
    ("told", "place", "worth"),
    [
        (12, 11, False),
        (11, 10, True),
        (10, 9, False),
        (2, 1, True),
        (1001, 1000, True),
        (1500, 40, True),
        (600, 501, False),
        (1, 1, False),
        (10, 11, False),
        (10, 20, True),
        (1, 11, True),
        (11, 40, False),
        (95, 104, False),
        (95, 105, True),
    ],
)
def test_thresholds_count_and_single_steps_do_not(told: int, place: int, worth: bool) -> None:
    assert worth_telling(told, place) is worth


async def queue_of(town: Town, size: int) -> list[tuple[Phone, Application]]:
    """So many families one after another in one queue, each told its place."""
    found = []
    for number in range(1, size + 1):
        phone = await parent(town, f"2{number:03}")
        wishes: dict[str, Any] = {"state": ApplicationState.QUEUED, "notified_place": number}
        found.append((phone, await applies(town, phone, queue_type=QueueType.GENERAL, **wishes)))
        town.clock.move(minutes=1)
    return found


async def leaves(town: Town, application: Application) -> None:
    async with town.database.transaction("test") as uow:
        elsewhere = QueueKey("astana", application.queue_type, application.birth_year)
        at = town.clock.now()
        await uow.applications.reorder(application, elsewhere, application.iteration, application.category, at)


@pytest.mark.rule("S3-39")
async def test_who_has_come_first_is_told_and_the_others_are_not(town: Town) -> None:
    (_first, gone), (second, one), (third, other) = await queue_of(town, 3)
    await leaves(town, gone)
    assert await notify_places(town.database, town.office) == 1
    await town.deliver()
    second.hears("The place in the queue has changed: 2 → 1.", "Child: Арман.", "[Open application]")
    second.hears("families ahead got a place or left the queue")
    assert third.heard == []
    assert (await now_is(town, one)).notified_place == 1
    assert (await now_is(town, other)).notified_place == 3


async def test_a_second_run_tells_nobody(town: Town) -> None:
    (_first, gone), *_others = await queue_of(town, 2)
    await leaves(town, gone)
    assert await notify_places(town.database, town.office) == 1
    assert await notify_places(town.database, town.office) == 0


@pytest.mark.rule("E-31")
async def test_a_fall_is_told_with_its_reason(town: Town) -> None:
    *ahead, (last, one) = await queue_of(town, 12)
    async with town.database.transaction("test") as uow:
        await uow.applications.set_notified_place(one.id, 1)
    assert await notify_places(town.database, town.office) == 1
    await town.deliver()
    last.hears("1 → 12", "families with an earlier turn have joined the queue")
    assert len(ahead) == 11


async def test_a_place_that_was_never_told_is_only_noted(town: Town) -> None:
    ((phone, one),) = await queue_of(town, 1)
    async with town.database.transaction("test") as uow:
        await uow.applications.set_notified_place(one.id, None)
    assert await notify_places(town.database, town.office) == 0
    await town.deliver()
    assert phone.heard == []
    assert (await now_is(town, one)).notified_place == 1


async def test_each_queue_has_its_own_first(town: Town) -> None:
    (_first, gone), (second, _one) = await queue_of(town, 2)
    other = await parent(town, "3001")
    await applies(town, other, locality="astana", state=ApplicationState.QUEUED, notified_place=1)
    await leaves(town, gone)
    assert await notify_places(town.database, town.office) == 1
    await town.deliver()
    assert (len(second.heard), other.heard) == (1, [])
