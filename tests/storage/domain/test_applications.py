"""Applications: one active a child and queue type, numbered, moved by one function only."""

from __future__ import annotations

from dataclasses import replace

import pytest

from enrolment.application_states import ApplicationState as State
from enrolment.application_states import ArchiveReason, Transition
from enrolment.terms import QueueType
from storage.applications import AlreadyActive, Application, Applications, Changed
from storage.children import Child
from storage.database import Database
from storage.uow import Uow
from tests.storage.domain.families import (
    CONFIRMED,
    NOW,
    PLACE_OFFERED,
    SENT,
    WITHDRAWN,
    Kindergarten,
    boy,
    later,
    mother,
    unsent,
)
from tests.storage.domain.racing import race


async def _family(uow: Uow) -> tuple[Application, Child]:
    parent = await mother(uow)
    child = await boy(uow, parent.id)
    one = unsent(parent.id, child.id, child.key)
    return replace(one, details={"rehabilitation_type": "tuberculosis"}, consent_version="2", consent_at=NOW), child


async def test_numbers_count_up_for_each_queue_and_year(database: Database) -> None:
    async with database.transaction("test") as uow:
        numbers = [
            await Applications(uow).create_number(queue_type, year)
            for queue_type, year in [
                (QueueType.SANATORIUM, 2026),
                (QueueType.SANATORIUM, 2026),
                (QueueType.GENERAL, 2026),
                (QueueType.SANATORIUM, 2027),
            ]
        ]
        numbers.append(await Applications(uow).create_number(QueueType.CORRECTIONAL, 2026))
    assert numbers == ["S-2026-000001", "S-2026-000002", "G-2026-000001", "S-2027-000001", "C-2026-000001"]


async def test_two_at_once_never_get_the_same_number(database: Database) -> None:
    async def number(uow: Uow) -> str:
        return await Applications(uow).create_number(QueueType.SANATORIUM, 2026)

    assert await race(database, number, number) == ("S-2026-000001", "S-2026-000002")


async def test_an_application_is_found_as_it_was_sent(database: Database) -> None:
    async with database.transaction("test") as uow:
        applications = Applications(uow)
        one, child = await _family(uow)
        await applications.add(one)
        assert await applications.get(one.id) == one
        assert await applications.by_number(" s-2026-000001 ") == one
        assert await applications.by_number("S-2026-000002") is None
        assert await applications.of_account(one.account_id) == [one]
        assert await applications.active_for(child.key, QueueType.SANATORIUM) == one
        assert await applications.active_for(child.key, QueueType.GENERAL) is None
    assert one.active


async def test_a_child_has_one_active_application_in_a_queue(database: Database) -> None:
    async with database.transaction("test") as uow:
        applications = Applications(uow)
        one, _ = await _family(uow)
        await applications.add(one)
        twice = replace(one, id=one.id + 1, number="S-2026-000002")
        with pytest.raises(AlreadyActive):
            await applications.add(twice)
        await applications.add(replace(twice, id=one.id + 2, number="G-2026-000001", queue_type=QueueType.GENERAL))
        archived = await applications.move(one, WITHDRAWN, NOW)
        await applications.add(twice)
        assert not archived.active


async def test_two_parents_of_one_child_cannot_both_send(database: Database) -> None:
    async with database.transaction("families") as uow:
        mine, _ = await _family(uow)
        father = await mother(uow, "2")
        theirs = unsent(father.id, (await boy(uow, father.id)).id, mine.child_key)

    async def mother_sends(uow: Uow) -> bool:
        await Applications(uow).add(mine)
        return True

    async def father_sends(uow: Uow) -> Application | None:
        with pytest.raises(AlreadyActive):
            await Applications(uow).add(replace(theirs, number="S-2026-000002"))
        return await Applications(uow).active_for(theirs.child_key, QueueType.SANATORIUM)

    assert await race(database, mother_sends, father_sends) == (True, mine)


async def test_moving_writes_state_reason_and_time(database: Database) -> None:
    async with database.transaction("test") as uow:
        applications = Applications(uow)
        one, _ = await _family(uow)
        await applications.add(one)
        pending = await applications.move(one, SENT, later(hours=1))
        assert pending == replace(one, state=State.DOCS_PENDING, submitted_at=later(hours=1))
        queued = await applications.move(pending, CONFIRMED, later(days=2))
        assert (queued.submitted_at, queued.decided_at) == (later(hours=1), later(days=2))
        archived = await applications.move(queued, WITHDRAWN, later(days=3))
        assert await applications.get(one.id) == archived
    assert archived.archive_reason is ArchiveReason.WITHDRAWN


async def test_a_move_that_comes_too_late_changes_nothing(database: Database) -> None:
    async with database.transaction("test") as uow:
        applications = Applications(uow)
        one, _ = await _family(uow)
        await applications.add(one)
        queued = await applications.move(one, CONFIRMED, NOW)
        with pytest.raises(Changed):
            await applications.move(one, WITHDRAWN, NOW)
        assert await applications.get(one.id) == queued
        assert await applications.queue_size(one.queue) == 1


async def test_a_withdrawal_and_a_decision_at_once_count_once(database: Database) -> None:
    async with database.transaction("family") as uow:
        one = await Kindergarten(uow).applies(state=State.DOCS_PENDING)

    async def confirm(uow: Uow) -> str:
        return (await Applications(uow).move(one, CONFIRMED, NOW)).state

    async def withdraw(uow: Uow) -> str:
        with pytest.raises(Changed):
            await Applications(uow).move(one, WITHDRAWN, NOW)
        return "too late"

    assert await race(database, confirm, withdraw) == ("queued", "too late")
    async with database.reading() as uow:
        assert await Applications(uow).queue_size(one.queue) == 1
        assert await Applications(uow).reconcile() == []


async def test_answers_consent_and_the_told_place_can_change_alone(database: Database) -> None:
    async with database.transaction("test") as uow:
        applications = Applications(uow)
        one, _ = await _family(uow)
        await applications.add(one)
        await applications.amend(replace(one, details={"language": "kk"}, consent_version="3", category=1))
        await applications.set_notified_place(one.id, 7)
        found = await applications.get(one.id)
    assert found == replace(
        one,
        details={"language": "kk"},
        consent_version="3",
        notified_place=7,
        notified_iteration=one.iteration,
        notified_category=one.category,
    )


async def test_answers_cannot_change_once_the_application_has_moved_on(database: Database) -> None:
    async with database.transaction("test") as uow:
        applications = Applications(uow)
        one = await Kindergarten(uow).applies(details={"language": "kk"})
        moved = await applications.move(one, PLACE_OFFERED, NOW)
        with pytest.raises(Changed):
            await applications.amend(replace(one, details={"language": "ru"}))
        assert await applications.get(one.id) == moved


async def test_many_move_together_as_one_by_one(database: Database) -> None:
    async with database.transaction("test") as uow:
        applications, kindergarten = Applications(uow), Kindergarten(uow)
        ones = [await kindergarten.applies(category=1 + n % 2, submitted_at=later(days=n)) for n in range(5)]
        moved = await applications.move_all(ones[:4], PLACE_OFFERED, later(days=9))
        assert await applications.load([one.id for one in ones]) == {**moved, ones[4].id: ones[4]}
        assert moved[ones[0].id] == replace(ones[0], state=State.IN_PROCESS, decided_at=later(days=9))
        assert await applications.queue_size(ones[0].queue) == 1
        assert await applications.reconcile() == []
        assert await applications.move_all([], PLACE_OFFERED, NOW) == {}
        assert await applications.load([]) == {}


async def test_of_many_nobody_moves_when_one_was_changed(database: Database) -> None:
    async with database.transaction("test") as uow:
        applications, kindergarten = Applications(uow), Kindergarten(uow)
        ones = [await kindergarten.applies() for _ in range(2)]
        other = await applications.reorder(ones[1], ones[1].queue, 1, 1, NOW)
        with pytest.raises(Changed):
            await applications.move_all(ones, PLACE_OFFERED, NOW)
        with pytest.raises(Changed):
            await applications.move_all([replace(ones[0], id=1)], PLACE_OFFERED, NOW)
        assert await applications.load([one.id for one in ones]) == {ones[0].id: ones[0], other.id: other}


async def test_who_comes_back_may_stand_by_a_new_date(database: Database) -> None:
    back = Transition("A15", State.STOP_LISTED, State.QUEUED)
    async with database.transaction("test") as uow:
        applications, kindergarten = Applications(uow), Kindergarten(uow)
        await kindergarten.applies(submitted_at=later(days=1))
        rested = await kindergarten.applies(state=State.STOP_LISTED)
        restored = await applications.move(replace(rested, submitted_at=later(days=2)), back, later(days=2))
        assert (await applications.position(restored)).position == 2
        assert await applications.get(rested.id) == restored
        assert await applications.reconcile() == []


async def test_erasing_empties_the_answers_of_archived_applications_only(database: Database) -> None:
    async with database.transaction("test") as uow:
        applications = Applications(uow)
        one, child = await _family(uow)
        await applications.add(one)
        archived = await applications.move(one, WITHDRAWN, NOW)
        running = replace(one, id=one.id + 1, number="S-2026-000002")
        await applications.add(running)
        await applications.erase(child.account_id)
        erased = await applications.get(archived.id)
        assert erased is not None
        assert erased == replace(archived, details={}, child_key=erased.child_key)
        assert erased.child_key != archived.child_key
        assert await applications.get(running.id) == running
