"""Parents say what a kindergarten is like: who may, who reads it first, who answers, what is shown. S1-09."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dialogs.conversation import Conversation
from dialogs.effects import DeleteMyData
from dialogs.feedback_effects import AnswerFeedback, DecideFeedback, WithdrawFeedback, WriteFeedback
from dialogs.inputs import Refused
from dialogs.page import Go
from enrolment.application_states import ApplicationState as State
from enrolment.application_states import Transition
from enrolment.enrolment_request_states import PlaceEffect, RequestState, RequestTransition
from enrolment.feedback import FeedbackState, Rating
from enrolment.voucher_states import Actor
from handlers.export import everything
from handlers.feedback import ONE_OF_A_CHILD
from storage.feedback import Feedback
from tests.handlers.families import relative
from tests.handlers.kindergartens import AIGUL, BOTA, asks, city, employee, kindergarten, opens, request_of
from tests.handlers.neighbours import does
from tests.handlers.staff.people import administrator, doctor, parent
from tests.handlers.town import Phone, Town

WORDS = "The teachers are kind, the yard is small."
SIGNED = Transition("A14", State.IN_PROCESS, State.COMPLETED)
ENROLLED = RequestTransition("E6", RequestState.SENT, RequestState.COMPLETED, PlaceEffect.KEPT)


async def enrolled(town: Town, chat: str = "1001", **wishes: Any) -> Phone:
    """A parent whose child has just been enrolled in the only kindergarten with a place."""
    await opens(town)
    phone, voucher = await asks(town, chat, **wishes)
    request = await request_of(town, voucher)
    async with town.database.transaction("enrolled") as uow:
        one = await uow.applications.get(voucher.application_id)
        assert one is not None
        await uow.requests.move(request, ENROLLED, town.clock.now())
        await uow.applications.move(one, SIGNED, town.clock.now())
    return phone


async def opens_reviews(phone: Phone, bin_: str = BOTA) -> Phone:
    """The page with what is said of the kindergarten, from a link as a notification has it."""
    town = phone.town
    account = await phone.account()
    async with town.database.transaction("shown") as uow:
        row = (await uow.conversations.load([account.id]))[account.id]
        at = replace(Conversation.from_json(row.data or {}), page=Go("feedback", {"bin": bin_}), stack=())
        await uow.conversations.save([replace(row, data=at.to_json(), updated_at=town.clock.now())])
    phone.forgets()
    return await phone.says("?")


async def writes(phone: Phone, words: str = WORDS, stars: str = "Good", signature: str = "My first name") -> Phone:
    await opens_reviews(phone)
    await phone.picks("Write a")
    await phone.picks(stars)
    await phone.says(words)
    await phone.picks(signature)
    await phone.picks("Send")
    return phone


async def stored(town: Town, bin_: str = BOTA) -> list[Feedback]:
    async with town.database.reading() as uow:
        return [*await uow.feedback.waiting(None, 9), *await uow.feedback.published(bin_, 0, 9)]


async def publishes(admin: Phone) -> Phone:
    await admin.says("menu")
    await admin.picks("Reviews: 1")
    await admin.picks("of 5")
    await admin.picks("Publish")
    return admin


@pytest.mark.rule("S1-09")
async def test_a_review_is_read_first_and_published_then(town: Town) -> None:
    await city(town, kindergarten(BOTA))
    admin, saule = await administrator(town), await employee(town)
    phone = await enrolled(town)
    await writes(phone)
    phone.hears("Rating: Good", f"Text: {WORDS}", "Signature: My first name", "Sent. An administrator reads")
    phone.hears("Your review, 4 of 5: waits for the administrator")
    admin.hears("A review of a kindergarten waits for you.", "Детский сад «Бота»", "4 of 5", WORDS)
    stranger = await parent(town, "1900")
    (await opens_reviews(stranger)).hears("Nobody has written yet.").hears_not(WORDS, "[Write a review]")

    await publishes(admin)
    admin.hears("Published.", "No review waits.")
    phone.hears("Your review is published. Thank you.")
    saule.hears("A parent’s review of your kindergarten is published. You can answer it once.", WORDS)
    (await opens_reviews(stranger)).hears("4 of 5, 1 review", "4 of 5 · Әлия · 23 November 2026", WORDS)
    async with town.database.reading() as uow:
        rating = (await uow.feedback.ratings([BOTA, AIGUL]))[BOTA]
    assert (str(rating.average), rating.count) == ("4.0", 1)


@pytest.mark.rule("S1-09")
async def test_the_kindergarten_answers_once_and_the_administrator_reads_that_too(town: Town) -> None:
    await city(town, kindergarten(BOTA))
    admin, saule = await administrator(town), await employee(town)
    phone = await enrolled(town)
    await writes(phone, signature="A parent")
    await publishes(admin)
    await saule.says("menu")
    await saule.picks("Reviews of parents")
    saule.hears("1 review is published.")
    await saule.picks("of 5")
    await saule.picks("Answer")
    await saule.says("Thank you. The yard grows next summer.")
    await saule.picks("Send")
    saule.hears("Sent. An administrator reads it first")
    stranger = await parent(town, "1900")
    (await opens_reviews(stranger)).hears("· A parent ·").hears_not("grows next summer", "Әлия")
    await publishes(admin)
    saule.hears("Your answer to the review is published.")
    phone.hears("The kindergarten has answered your review.", "The yard grows next summer.")
    (await opens_reviews(stranger)).hears("Answer of the kindergarten: Thank you. The yard grows next summer.")
    (one,) = await stored(town)
    assert isinstance(await does(town, saule, AnswerFeedback(one.id, "Another answer to it.")), Refused)


@pytest.mark.rule("S1-09")
async def test_what_is_declined_comes_back_with_the_reason_and_can_be_written_anew(town: Town) -> None:
    await city(town, kindergarten(BOTA))
    admin = await administrator(town)
    phone = await enrolled(town)
    await writes(phone)
    await admin.says("menu")
    await admin.picks("Reviews: 1")
    await admin.picks("of 5")
    await admin.picks("Do not publish")
    await admin.says("It names an employee, write without names.")
    await admin.picks("Do not publish")
    admin.hears("Declined. The author reads the reason.", "No review waits.")
    phone.hears("Your review is not published.", "Reason: It names an employee, write without names.")
    await writes(phone, "Now without any names in it.", "Very good")
    assert [(one.words, one.stars) for one in await stored(town)] == [("Now without any names in it.", 5)]


@pytest.mark.rule("S1-09")
async def test_a_child_has_one_review_and_a_newer_one_takes_its_place_when_it_is_approved(town: Town) -> None:
    await city(town, kindergarten(BOTA))
    admin = await administrator(town)
    phone = await enrolled(town)
    await writes(phone, "The first words about it.")
    await writes(phone, "The second words about it.")
    assert [one.words for one in await stored(town)] == ["The second words about it."]
    await publishes(admin)
    await writes(phone, "The third words about it.", "Very bad")
    phone.hears("Your review, 4 of 5: published", "Your review, 1 of 5: waits for the administrator")
    stranger = await parent(town, "1900")
    (await opens_reviews(stranger)).hears("The second words").hears_not("The third words")
    await publishes(admin)
    (await opens_reviews(stranger)).hears("1 of 5, 1 review", "The third words").hears_not("The second words")


@pytest.mark.rule("S1-09")
async def test_only_a_parent_whose_child_goes_there_writes(town: Town) -> None:
    await city(town, kindergarten(BOTA))
    await opens(town)
    waiting, voucher = await asks(town)
    (await opens_reviews(waiting)).hears_not("[Write a review]")
    other = await parent(town, "1900")
    for phone in (waiting, other):
        outcome = await does(town, phone, WriteFeedback(voucher.application_id, 5, WORDS, signed=False))
        assert isinstance(outcome, Refused)
    assert await stored(town) == []


async def test_what_was_rewritten_is_not_published_unread(town: Town) -> None:
    await city(town, kindergarten(BOTA))
    admin = await administrator(town)
    phone = await enrolled(town)
    await writes(phone)
    await admin.says("menu")
    await admin.picks("Reviews: 1")
    await admin.picks("of 5")
    await writes(phone, "Something quite different now.")
    await admin.picks("Publish")
    admin.hears("Something quite different now.", "[Publish]").hears_not("Published.")
    (one,) = await stored(town)
    assert isinstance(await does(town, admin, DecideFeedback(one.id, one.rev - 1, answer=False)), Refused)
    assert [one.state for one in await stored(town)] == [FeedbackState.WAITING]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("Good.", "Write at least 10 characters"),
        ("a" * 401, "Please keep to 400 characters."),
        ("Call me, 8 701 123 45 67, any time.", "Phone numbers, IINs and other long numbers"),
        ("Ask for 220315500104 at the door.", "Phone numbers, IINs and other long numbers"),
        ("Photos are at www.example.kz for all.", "Links, e-mail addresses"),
    ],
)
async def test_words_that_cannot_be_published_are_asked_for_again(town: Town, words: str, why: str) -> None:
    await city(town, kindergarten(BOTA))
    phone = await enrolled(town)
    await opens_reviews(phone)
    await phone.picks("Write a")
    await phone.says("4")
    await phone.says(words)
    phone.hears(why)
    person = await phone.account()
    async with town.database.reading() as uow:
        (one,) = await uow.feedback.enrolled(person.id)
    assert isinstance(await does(town, phone, WriteFeedback(one.application_id, 4, words, signed=True)), Refused)


async def test_a_second_parent_writes_too_but_a_child_has_one_review(town: Town) -> None:
    await city(town, kindergarten(BOTA))
    phone = await enrolled(town)
    mother, now = await phone.account(), town.clock.now()
    father, aunt = await relative(town, "1002", Actor.SECOND_PARENT), await relative(town, "1003", Actor.DELEGATE)
    members = [(Actor.SECOND_PARENT, await father.account()), (Actor.DELEGATE, await aunt.account())]
    async with town.database.transaction("let in") as uow:
        (one,) = await uow.feedback.enrolled(mother.id)
        for role, member in members:
            tie = await uow.family.invite(one.child_id, role, role.value, now, now)
            await uow.family.ask(tie.id, member.id, now)
            await uow.family.join(tie.id, now)
    await opens_reviews(aunt)
    aunt.hears_not("Write a")
    await writes(father)
    (his,) = await stored(town)
    assert his.account_id == (await father.account()).id
    assert await does(town, phone, WriteFeedback(one.application_id, 4, WORDS, signed=True)) == Refused(ONE_OF_A_CHILD)
    await does(town, father, WithdrawFeedback(his.id))
    await writes(phone)
    assert [review.account_id for review in await stored(town)] == [mother.id]


async def test_its_author_takes_it_back(town: Town) -> None:
    await city(town, kindergarten(BOTA))
    admin = await administrator(town)
    phone = await enrolled(town)
    await writes(phone)
    await publishes(admin)
    await writes(phone, "A newer one that still waits.")
    await opens_reviews(phone)
    await phone.picks("Take my review back")
    phone.hears("Delete your review for good?")
    await phone.picks("Yes, delete")
    phone.hears("Your review is deleted.", "Nobody has written yet.")
    assert await stored(town) == []
    assert isinstance(await does(town, phone, WithdrawFeedback(1)), Refused)


async def test_it_goes_with_the_data_of_its_author(town: Town) -> None:
    await city(town, kindergarten(BOTA))
    admin = await administrator(town)
    phone = await enrolled(town)
    await writes(phone)
    await publishes(admin)
    await does(town, phone, DeleteMyData())
    assert await stored(town) == []


async def test_it_is_among_the_data_of_its_author(town: Town) -> None:
    await city(town, kindergarten(BOTA))
    phone = await enrolled(town)
    await writes(phone)
    (one,) = (await town.at_desk(phone, everything))["reviews_of_kindergartens"]
    assert (one["text"], one["stars"], one["signed"], one["state"]) == (WORDS, 4, "Әлия", "waiting")


async def test_nobody_decides_or_answers_beyond_their_role_and_city(town: Town) -> None:
    await city(town, kindergarten(BOTA), kindergarten(AIGUL))
    await employee(town)
    phone = await enrolled(town)
    await writes(phone)
    (one,) = await stored(town)
    elsewhere = await administrator(town, "702", "astana")
    decide = DecideFeedback(one.id, one.rev, answer=False)
    for member in (elsewhere, await doctor(town), await employee(town, "802", bin_=AIGUL), phone):
        assert isinstance(await does(town, member, decide), Refused)
    await elsewhere.says("menu")
    elsewhere.hears("[Reviews: 0]")
    admin = await administrator(town)
    await publishes(admin)
    stranger = await employee(town, "803", bin_=AIGUL)
    assert isinstance(await does(town, stranger, AnswerFeedback(one.id, "An answer of somebody else.")), Refused)
    await stranger.says("menu")
    await stranger.picks("Reviews of parents")
    stranger.hears("No review is published yet.")


async def test_reviews_come_newest_first_by_sheets_of_three(town: Town) -> None:
    await city(town, kindergarten(BOTA))
    author = await (await parent(town, "1500")).account()
    async with town.database.transaction("reviews") as uow:
        for number in range(5):
            key = bytes([number]) * 16
            one = Feedback(BOTA, author.id, key, number % 5 + 1, f"Review number {number}.", None, town.clock.now())
            await uow.feedback.write(one)
            town.clock.move(minutes=1)
            assert await uow.feedback.decide(one, FeedbackState.APPROVED, "staff:1", town.clock.now(), None)
        assert await uow.feedback.ratings([BOTA]) == {
            BOTA: Rating((await uow.feedback.ratings([BOTA]))[BOTA].average, 5)
        }
    stranger = await parent(town, "1900")
    await opens_reviews(stranger)
    stranger.hears("3 of 5, 5 reviews", "number 4", "number 3", "number 2").hears_not("number 1")
    await stranger.picks("More")
    stranger.hears("number 1", "number 0")
    await stranger.picks("Previous")
    stranger.hears("number 4")
