"""Places in the queue: by sums, and always those that walking along the queue would give."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from enrolment.application_states import ApplicationState as State
from enrolment.queue import QueueKey
from enrolment.terms import QueueType
from storage.applications import Application, Applications, Changed, Place
from storage.database import Database
from storage.domain_tables import queue_counter, queue_span
from storage.queue_counters import DAYS, Difference
from tests.storage.domain.families import NOW, PLACE_OFFERED, WITHDRAWN, Kindergarten, later


@pytest.mark.rule("S3-36", "S3-39")
async def test_the_place_says_who_is_ahead(database: Database) -> None:
    async with database.transaction("test") as uow:
        kindergarten = Kindergarten(uow)
        for _ in range(2):
            await kindergarten.applies(category=1, submitted_at=later(days=30))
        await kindergarten.applies(category=2)
        await kindergarten.applies(submitted_at=later(days=-400))
        await kindergarten.applies(submitted_at=later(seconds=-1))
        me = await kindergarten.applies()
        await kindergarten.applies(submitted_at=later(seconds=1))
        await kindergarten.applies(category=4, submitted_at=later(days=-400))
        assert await Applications(uow).position(me) == Place(6, {1: 2, 2: 1}, 2)


async def test_of_two_at_the_same_instant_the_smaller_id_is_first(database: Database) -> None:
    async with database.transaction("test") as uow:
        first, second = sorted(
            [await Kindergarten(uow).applies(), await Kindergarten(uow, 1).applies()], key=lambda one: one.order
        )
        assert (await Applications(uow).position(first)).position == 1
        assert (await Applications(uow).position(second)).position == 2


async def test_an_earlier_iteration_is_ahead_whatever_its_category(database: Database) -> None:
    async with database.transaction("test") as uow:
        kindergarten = Kindergarten(uow)
        await kindergarten.applies(iteration=1, category=9, submitted_at=later(days=9))
        await kindergarten.applies(iteration=1, category=3, submitted_at=later(days=9))
        me = await kindergarten.applies(iteration=2, category=3)
        assert await Applications(uow).position(me) == Place(3, {9: 1}, 1)


async def test_other_queues_are_not_ahead(database: Database) -> None:
    async with database.transaction("test") as uow:
        kindergarten = Kindergarten(uow)
        await kindergarten.applies(category=1, locality="astana")
        await kindergarten.applies(category=1, queue_type=QueueType.GENERAL)
        await kindergarten.applies(category=1, birth_year=2021)
        await kindergarten.applies(state=State.DOCS_PENDING, category=1)
        me = await kindergarten.applies()
        assert (await Applications(uow).position(me)).position == 1
        assert await Applications(uow).queue_size(me.queue) == 1
        assert await Applications(uow).queue_size(QueueKey("karaganda", QueueType.GENERAL, 2022)) == 0


async def test_who_stands_in_no_queue_has_no_place(database: Database) -> None:
    async with database.transaction("test") as uow:
        me = await Kindergarten(uow).applies(state=State.DOCS_PENDING)
        with pytest.raises(ValueError, match="only a queued"):
            await Applications(uow).position(me)


async def test_a_changed_category_keeps_the_date(database: Database) -> None:
    async with database.transaction("test") as uow:
        applications = Applications(uow)
        first, me = await Kindergarten(uow).applies(), await Kindergarten(uow, 1).applies(submitted_at=later(days=1))
        moved = await applications.reorder(me, me.queue, 1, 2, NOW)
        assert (await applications.position(moved)).position == 1
        assert (await applications.position(first)).position == 2
        assert await applications.get(me.id) == moved
        with pytest.raises(Changed):
            await applications.reorder(me, me.queue, 1, 1, NOW)
        elsewhere = await applications.reorder(moved, QueueKey("astana", QueueType.SANATORIUM, 2022), 1, 2, NOW)
        assert await applications.queue_size(me.queue) == 1
        assert await applications.queue_size(elsewhere.queue) == 1
        assert await applications.reconcile() == []
    assert moved.submitted_at == me.submitted_at


async def test_a_random_life_of_the_queue_agrees_with_walking_along_it(database: Database) -> None:
    dice = random.Random(20260901)
    async with database.transaction("test") as uow:
        applications, kindergarten = Applications(uow), Kindergarten(uow)
        queued: list[Application] = []
        for _ in range(40):
            when = later(hours=dice.choice([-2400, -1000, -72, -30, -5, -4, 0, 0, 1, 20]))
            order = dice.randint(1, 2), dice.randint(1, 3)
            queued.append(await kindergarten.applies(submitted_at=when, iteration=order[0], category=order[1]))
        for leaver in dice.sample(queued, 10):
            queued.remove(leaver)
            await applications.move(leaver, WITHDRAWN, NOW)
        for mover in dice.sample(queued, 8):
            queued.remove(mover)
            queued.append(await applications.reorder(mover, mover.queue, 2, dice.randint(1, 3), NOW))
        places = [(await applications.position(one)).position for one in sorted(queued, key=lambda one: one.order)]
        assert await applications.reconcile() == []
        assert await applications.queue_size(queued[0].queue) == 30
    assert places == list(range(1, 31))


async def test_reconciling_finds_what_somebody_changed_by_hand(database: Database) -> None:
    async with database.transaction("test") as uow:
        one = await Kindergarten(uow).applies()
        await uow.connection.execute(update(queue_counter).values(n=5))
        (found,) = await Applications(uow).reconcile()
    assert found == Difference(one.queue, one.order.bucket, counted=5, actual=1)


async def test_reconciling_finds_a_sum_of_days_that_somebody_changed_by_hand(database: Database) -> None:
    async with database.transaction("test") as uow:
        one = await Kindergarten(uow).applies()
        await uow.connection.execute(update(queue_span).values(n=5))
        (found,) = await Applications(uow).reconcile()
    first = one.order.bucket.day // DAYS * DAYS
    assert found == Difference(one.queue, one.order.bucket._replace(day=first), counted=5, actual=1)


async def test_reconciling_finds_an_application_that_was_never_counted(database: Database) -> None:
    async with database.transaction("test") as uow:
        one = await Kindergarten(uow).applies()
        await uow.connection.execute(queue_counter.delete())
        (found,) = await Applications(uow).reconcile()
        assert (found.counted, found.actual) == (0, 1)
        await Applications(uow).move(one, PLACE_OFFERED, NOW)
        (found,) = await Applications(uow).reconcile()
        assert (found.counted, found.actual) == (-1, 0)


async def test_places_go_on_across_midnight(database: Database) -> None:
    midnight = datetime(2026, 9, 2, tzinfo=UTC)
    async with database.transaction("test") as uow:
        kindergarten = Kindergarten(uow)
        await kindergarten.applies(submitted_at=midnight - timedelta(microseconds=1))
        me = await kindergarten.applies(submitted_at=midnight)
        assert (await Applications(uow).position(me)).position == 2
