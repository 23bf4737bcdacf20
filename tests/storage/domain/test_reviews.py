"""Reviews: taken by one, decided once, given back, counted while they wait."""

from __future__ import annotations

import pytest

from enrolment.application_states import ApplicationState
from enrolment.terms import Role
from storage.database import Database
from storage.reviews import Review, Reviews
from storage.uow import Uow
from tests.storage.domain.families import NOW, Kindergarten, employee, later
from tests.storage.domain.racing import race

DOCTOR = Role.PHTHISIATRICIAN


async def _waiting(uow: Uow, count: int = 0, locality: str = "almaty") -> int:
    one = await Kindergarten(uow, count).applies(state=ApplicationState.DOCS_PENDING, locality=locality)
    await Reviews(uow).open(one.id, DOCTOR, locality, later(hours=count))
    return one.id


@pytest.mark.rule("S3-36")
async def test_a_review_waits_for_its_role_and_locality(database: Database) -> None:
    async with database.transaction("test") as uow:
        second, first = await _waiting(uow, 2), await _waiting(uow, 1)
        elsewhere = await _waiting(uow, 3, "astana")
        reviews = Reviews(uow)
        assert [one.application_id for one in await reviews.waiting(DOCTOR, "almaty")] == [first, second]
        assert [one.application_id for one in await reviews.waiting(DOCTOR, None)] == [first, second, elsewhere]
        assert await reviews.waiting(Role.PMPC_REVIEWER, "almaty") == []
        assert await reviews.get(first) == Review(first, DOCTOR, "almaty", later(hours=1))
        assert await reviews.get(first + 1) is None


async def test_the_second_doctor_learns_who_was_first(database: Database) -> None:
    async with database.transaction("staff") as uow:
        application = await _waiting(uow)
        first, second = await employee(uow, "1"), await employee(uow, "2")

    async def first_takes(uow: Uow) -> bool:
        return await Reviews(uow).take(application, first.id, NOW)

    async def second_takes(uow: Uow) -> tuple[bool, Review | None]:
        return await Reviews(uow).take(application, second.id, NOW), await Reviews(uow).get(application)

    mine, (theirs, seen) = await race(database, first_takes, second_takes)
    assert (mine, theirs) == (True, False)
    assert seen is not None
    assert seen.taken_by == first.id


async def test_taking_twice_is_harmless_and_giving_back_is_for_the_taker(database: Database) -> None:
    async with database.transaction("test") as uow:
        reviews, application = Reviews(uow), await _waiting(uow)
        doctor, other = await employee(uow, "1"), await employee(uow, "2")
        assert await reviews.take(application, doctor.id, NOW)
        assert await reviews.take(application, doctor.id, NOW)
        assert await reviews.waiting(DOCTOR, "almaty") == []
        assert [one.application_id for one in await reviews.mine(doctor.id)] == [application]
        assert not await reviews.release(application, other.id)
        assert await reviews.release(application, doctor.id)
        assert await reviews.take(application, other.id, NOW)


async def test_a_review_is_decided_once_and_by_its_taker(database: Database) -> None:
    async with database.transaction("test") as uow:
        reviews, application = Reviews(uow), await _waiting(uow)
        doctor, other = await employee(uow, "1"), await employee(uow, "2")
        await reviews.take(application, doctor.id, NOW)
        assert not await reviews.decide(application, other.id, "rejected", NOW)
        assert await reviews.decide(application, doctor.id, "confirmed", later(hours=2))
        assert not await reviews.decide(application, doctor.id, "rejected", NOW)
        assert not await reviews.take(application, doctor.id, NOW)
        assert await reviews.mine(doctor.id) == []
        decided = await reviews.get(application)
    assert decided is not None
    assert (decided.decision, decided.decided_by, decided.decided_at) == ("confirmed", doctor.id, later(hours=2))


async def test_a_withdrawn_application_waits_for_nobody(database: Database) -> None:
    async with database.transaction("test") as uow:
        reviews, application = Reviews(uow), await _waiting(uow)
        doctor = await employee(uow)
        assert await reviews.call_off(application, "withdrawn", NOW)
        assert not await reviews.call_off(application, "withdrawn", NOW)
        assert not await reviews.take(application, doctor.id, NOW)
        assert await reviews.waiting(DOCTOR, None) == []


async def test_the_reviews_of_a_doctor_who_leaves_wait_again(database: Database) -> None:
    async with database.transaction("test") as uow:
        reviews, doctor = Reviews(uow), await employee(uow)
        decided, open_ = await _waiting(uow, 1), await _waiting(uow, 2)
        for application in (decided, open_):
            await reviews.take(application, doctor.id, NOW)
        await reviews.decide(decided, doctor.id, "confirmed", NOW)
        assert await reviews.release_all(doctor.id) == [open_]
        assert [one.application_id for one in await reviews.waiting(DOCTOR, "almaty")] == [open_]


async def test_a_reminder_is_counted_once(database: Database) -> None:
    async with database.transaction("test") as uow:
        reviews, application = Reviews(uow), await _waiting(uow)
        assert await reviews.note_reminder(application, 1)
        assert not await reviews.note_reminder(application, 1)
        assert await reviews.note_reminder(application, 2)


async def test_a_decided_review_opens_anew_and_an_open_one_keeps_who_has_it(database: Database) -> None:
    async with database.transaction("test") as uow:
        reviews, application = Reviews(uow), await _waiting(uow)
        doctor = await employee(uow, "1")
        await reviews.take(application, doctor.id, NOW)
        await reviews.open(application, DOCTOR, "almaty", later(hours=1))
        assert [one.application_id for one in await reviews.mine(doctor.id)] == [application]
        await reviews.decide(application, doctor.id, "confirmed", NOW)
        await reviews.open(application, Role.EDUCATION_DEPARTMENT, "astana", later(hours=2))
        anew = Review(application, Role.EDUCATION_DEPARTMENT, "astana", later(hours=2))
        assert await reviews.waiting(Role.EDUCATION_DEPARTMENT, "astana") == [anew]
