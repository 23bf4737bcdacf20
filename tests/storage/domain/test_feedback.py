"""Reviews of kindergartens as they are kept: one of a child waits, one is published, and nobody else's words move."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from enrolment.feedback import FeedbackState, Rating
from storage.database import Database
from storage.feedback import Feedback
from storage.feedback_answers import FeedbackAnswer
from storage.feedback_tables import feedback
from storage.uow import Uow
from tests.storage.domain.families import NOW, employee, later, stranger
from tests.storage.domain.issuing import BOTA
from tests.storage.domain.racing import race

OTHER = replace(BOTA, bin="150140000011", locality="astana")
KEY = b"k" * 16


async def written(uow: Uow, **changes: Any) -> Feedback:
    """A review of one child, as it is kept."""
    author = await stranger(uow, "4001")
    known: dict[str, Any] = {"stars": 4, "words": "Добрые воспитатели.", "name": "Әлия", "written_at": NOW}
    one = Feedback(**{"bin": BOTA.bin, "account_id": author.id, "child_key": KEY, **known, **changes})
    return await uow.feedback.write(one)


async def published(uow: Uow, **changes: Any) -> Feedback:
    one = await written(uow, **changes)
    assert await uow.feedback.decide(one, FeedbackState.APPROVED, "staff:1", later(days=1), None)
    found = await uow.feedback.get(one.id)
    assert found is not None
    return found


async def answered(uow: Uow, one: Feedback, words: str = "Спасибо вам.") -> FeedbackAnswer:
    member = await employee(uow)
    assert await uow.feedback_answers.write(FeedbackAnswer(one.id, words, member.id, NOW))
    return (await uow.feedback_answers.of([one.id]))[one.id]


@pytest.mark.rule("S1-09")
async def test_a_review_is_found_as_it_was_written_and_nobody_reads_it_in_the_table(database: Database) -> None:
    async with database.transaction("test") as uow:
        await uow.catalogue.replace([BOTA], NOW)
        one = await written(uow)
        assert await uow.feedback.get(one.id) == one
        assert await uow.feedback.of_child(KEY) == await uow.feedback.of_account(one.account_id) == [one]
        row = (await uow.connection.execute(select(feedback))).one()
        assert b"\xd0" not in row.words[:4] and "Добрые".encode() not in row.words + row.name


async def test_what_waits_is_rewritten_and_a_decision_about_the_old_words_does_not_count(database: Database) -> None:
    async with database.transaction("test") as uow:
        await uow.catalogue.replace([BOTA], NOW)
        one = await written(uow)
        again = await written(uow, words="Другие слова о садике.")
        assert (again.id, again.rev) == (one.id, 1)
        assert not await uow.feedback.decide(one, FeedbackState.APPROVED, "staff:1", NOW, None)
        assert await uow.feedback.decide(again, FeedbackState.DECLINED, "staff:1", NOW, "Имя")
        assert not await uow.feedback.decide(again, FeedbackState.APPROVED, "staff:1", NOW, None)
        found = await uow.feedback.get(one.id)
        assert found is not None
        assert (found.state, found.reason, found.words) == (FeedbackState.DECLINED, "Имя", "Другие слова о садике.")


async def test_what_is_written_anew_while_the_old_words_are_published_waits_beside_them(database: Database) -> None:
    async with database.transaction("test") as uow:
        await uow.catalogue.replace([BOTA], NOW)
        one = await written(uow)

    async def approves(uow: Uow) -> bool:
        return await uow.feedback.decide(one, FeedbackState.APPROVED, "staff:1", NOW, None)

    async def rewrites(uow: Uow) -> Feedback:
        return await uow.feedback.write(replace(one, id=one.id + 1, words="Другие слова о садике."))

    approved, again = await race(database, approves, rewrites)
    async with database.reading() as uow:
        assert approved
        assert [each.words for each in await uow.feedback.published(BOTA.bin, 0, 9)] == [one.words]
        assert await uow.feedback.waiting(None, 9) == [again]


@pytest.mark.rule("S1-09")
async def test_a_decision_that_does_not_count_replaces_nothing(database: Database) -> None:
    async with database.transaction("test") as uow:
        await uow.catalogue.replace([BOTA], NOW)
        first = await published(uow)
        stale = await written(uow, words="Второй отзыв о садике.")
        await written(uow, words="Третий отзыв о садике.")
        assert not await uow.feedback.decide(stale, FeedbackState.APPROVED, "staff:1", NOW, None)
        assert await uow.feedback.published(BOTA.bin, 0, 9) == [first]


async def test_the_rating_is_of_published_reviews_alone(database: Database) -> None:
    async with database.transaction("test") as uow:
        await uow.catalogue.replace([BOTA, OTHER], NOW)
        await published(uow, child_key=b"a" * 16, stars=5)
        await published(uow, child_key=b"b" * 16, stars=5)
        await published(uow, child_key=b"c" * 16, stars=1)
        await written(uow, child_key=b"d" * 16, stars=1)
        assert await uow.feedback.ratings([BOTA.bin, OTHER.bin]) == {BOTA.bin: Rating(Decimal("3.7"), 3)}
        assert await uow.feedback.ratings([]) == {}


async def test_two_published_reviews_of_one_child_are_impossible(database: Database) -> None:
    with pytest.raises(IntegrityError):
        async with database.transaction("test") as uow:
            await uow.catalogue.replace([BOTA], NOW)
            await published(uow)
            other = await written(uow)
            await uow.connection.execute(feedback.update().where(feedback.c.id == other.id).values(state="approved"))


async def test_what_waits_is_listed_by_city(database: Database) -> None:
    async with database.transaction("test") as uow:
        await uow.catalogue.replace([BOTA, OTHER], NOW)
        here = await written(uow)
        there = await written(uow, bin=OTHER.bin, child_key=b"z" * 16, written_at=later(days=-1))
        assert await uow.feedback.waiting(None, 9) == [there, here]
        assert await uow.feedback.waiting("almaty", 9) == [here]
        assert [await uow.feedback.waiting_count(city) for city in (None, "astana", "aktau")] == [2, 1, 0]


@pytest.mark.rule("S1-09")
async def test_there_is_one_answer_and_a_published_one_stays(database: Database) -> None:
    async with database.transaction("test") as uow:
        await uow.catalogue.replace([BOTA], NOW)
        one = await published(uow)
        first = await answered(uow, one)
        assert await uow.feedback_answers.waiting("almaty", 9) == [first]
        assert await uow.feedback_answers.waiting("astana", 9) == []
        assert [await uow.feedback_answers.waiting_count(city) for city in (None, "almaty", "astana")] == [1, 1, 0]
        second = await answered(uow, one, "Другой ответ.")
        assert second.rev == 1
        assert not await uow.feedback_answers.decide(first, FeedbackState.APPROVED, "staff:1", NOW, None)
        assert await uow.feedback_answers.decide(second, FeedbackState.DECLINED, "staff:1", NOW, "Имя")
        third = await answered(uow, one, "Третий ответ.")
        assert (third.state, third.reason) == (FeedbackState.WAITING, None)
        assert await uow.feedback_answers.decide(third, FeedbackState.APPROVED, "staff:1", NOW, None)
        assert not await uow.feedback_answers.write(replace(third, words="Четвёртый."))


async def test_an_answer_to_what_was_replaced_waits_for_nobody(database: Database) -> None:
    async with database.transaction("test") as uow:
        await uow.catalogue.replace([BOTA], NOW)
        await answered(uow, await published(uow))
        newer = await written(uow, words="Новый отзыв о садике.")
        assert await uow.feedback.decide(newer, FeedbackState.APPROVED, "staff:1", NOW, None)
        assert await uow.feedback_answers.waiting(None, 9) == []


async def test_it_goes_along_to_another_account_and_away_with_its_author(database: Database) -> None:
    async with database.transaction("test") as uow:
        await uow.catalogue.replace([BOTA], NOW)
        one = await published(uow)
        await answered(uow, one)
        other = await stranger(uow, "4002")
        await uow.accounts.hand_over(one.account_id, other.id)
        assert [found.id for found in await uow.feedback.of_account(other.id)] == [one.id]
        await uow.feedback.erase(other.id)
        assert await uow.feedback.get(one.id) is None
        assert await uow.feedback_answers.of([one.id]) == {}
