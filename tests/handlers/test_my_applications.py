"""The parent's applications: what the card says, what happened, and taking one back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.effects import AddChild, ChangeWishes, ConfirmReview, Person, RejectReview, TakeReview, WithdrawApplication
from dialogs.inputs import Fine, Refused
from dialogs.queries import History, MyApplication, MyApplications, Place
from enrolment.application import ApplicationState
from enrolment.terms import InstructionLanguage
from handlers.book import answer
from simulator.people import ALIKHAN
from storage.applications import Application
from tests.handlers.neighbours import (
    OTHER_IIN,
    OTHER_PHONE,
    application,
    does,
    kindergarten,
    parent_with_child,
    registered,
    stock,
    why,
)
from tests.handlers.staff.people import applies, doctor, now_is
from tests.handlers.town import Phone, Town


async def queued(town: Town) -> tuple[Phone, Application]:
    """A parent whose child stands in the general queue."""
    await stock(town, kindergarten())
    phone, child = await parent_with_child(town)
    assert isinstance(await does(town, phone, application(child)), Fine)
    account = await phone.account()
    async with town.database.reading() as uow:
        (one,) = await uow.applications.of_account(account.id)
    return phone, one


async def neighbour_applies(town: Town) -> Phone:
    """Another family's child of the same year, in the same queue."""
    phone = await registered(town, "1002", OTHER_PHONE, OTHER_IIN)
    child = Person("Ким", "София", "", ALIKHAN.birth_date)
    added = await does(town, phone, AddChild("220315500000", None, child, "none"))
    assert isinstance(added, Fine)
    await does(town, phone, application(int(added.value.result)))
    return phone


@pytest.mark.rule("S1-69")
@pytest.mark.rule("S3-39")
async def test_the_card_says_place_and_who_is_ahead(town: Town) -> None:
    first, one = await queued(town)
    town.clock.move(minutes=1)
    second = await neighbour_applies(town)
    (card,) = await town.at_desk(second, lambda desk: answer(desk, MyApplications()))
    assert card.place == Place(2, ((3, 1),))
    assert (card.number, card.state, card.language) == ("G-2026-000002", "queued", "kk")
    assert [one.name.ru for one in card.preschools] == ["Балапан"]
    (own,) = await town.at_desk(first, lambda desk: answer(desk, MyApplications()))
    assert (own.id, own.place) == (one.id, Place(1, ()))


async def test_the_chat_shows_list_card_and_history(town: Town) -> None:
    phone, one = await queued(town)
    await phone.says("menu")
    await phone.picks("My applications")
    phone.hears(f"[Алихан: {one.number}]")
    await phone.picks(one.number)
    phone.hears(
        "In the queue: place 1",
        "Nobody is ahead of you.",
        "Child: Алихан",
        "Kindergarten: Балапан",
    )
    await phone.picks("History")
    phone.hears("23 November, Monday, 10:00 — In the queue")


async def test_somebody_elses_application_reads_like_an_unknown_one(town: Town) -> None:
    _phone, one = await queued(town)
    stranger = await registered(town, "1002", OTHER_PHONE, OTHER_IIN)
    assert await town.at_desk(stranger, lambda desk: answer(desk, MyApplication(one.id))) is None
    assert await town.at_desk(stranger, lambda desk: answer(desk, MyApplication(17))) is None
    assert await town.at_desk(stranger, lambda desk: answer(desk, History(one.id))) == ()
    not_yours = why(await does(town, stranger, WithdrawApplication(one.id)))
    assert not_yours == why(await does(town, stranger, WithdrawApplication(17)))


@pytest.mark.rule("E-34")
async def test_a_rejection_is_explained_on_the_card_and_in_the_history(town: Town) -> None:
    phone = await registered(town)
    reviewer = await doctor(town)
    one = await applies(town, phone)
    await does(town, reviewer, RejectReview(one.id, "illegible_document", "Печать не видна"))
    card = await town.at_desk(phone, lambda desk: answer(desk, MyApplication(one.id)))
    assert (card.state, card.archive_reason, card.rejection) == ("archived", "docs_rejected", "illegible_document")
    assert (card.rejection_comment, card.rejected_by) == ("Печать не видна", "Ахметова Дана")
    history = await town.at_desk(phone, lambda desk: answer(desk, History(one.id)))
    assert [(line.to_state, line.reason, line.comment) for line in history] == [
        ("docs_pending", None, None),
        ("archived", "docs_rejected", "Печать не видна"),
    ]


async def test_A20_other_wishes_are_kept_with_the_date_and_stand_in_the_history(town: Town) -> None:
    phone, one = await queued(town)
    await stock(town, kindergarten(), kindergarten("200141000004", "Күншуақ"))
    town.clock.move(days=3)
    wanted = ("200141000004", "150140000002")
    assert isinstance(await does(town, phone, ChangeWishes(one.id, wanted, InstructionLanguage.RUSSIAN)), Fine)
    card = await town.at_desk(phone, lambda desk: answer(desk, MyApplication(one.id)))
    assert ([each.bin for each in card.preschools], card.language, card.place) == ([*wanted], "ru", Place(1, ()))
    assert card.submitted_at == one.submitted_at
    await does(town, phone, ChangeWishes(one.id, wanted, InstructionLanguage.RUSSIAN))
    history = await town.at_desk(phone, lambda desk: answer(desk, History(one.id)))
    assert [(line.to_state, line.reason) for line in history] == [("queued", None), ("queued", "wishes_changed")]


async def test_A20_wishes_change_for_nobody_else_to_nothing_unknown_and_never_too_late(town: Town) -> None:
    phone, one = await queued(town)
    stranger = await registered(town, "1002", OTHER_PHONE, OTHER_IIN)
    wishes = ChangeWishes(one.id, ("150140000002",), InstructionLanguage.RUSSIAN)
    await does(town, stranger, wishes)
    closed = await does(town, phone, ChangeWishes(one.id, ("200141000004",), InstructionLanguage.RUSSIAN))
    assert isinstance(closed, Refused)
    assert closed.at == "preschools"
    await does(town, phone, WithdrawApplication(one.id))
    late = await does(town, phone, wishes)
    assert isinstance(late, Fine)
    assert "does not wait in the queue any more" in str(late.value.remark)
    async with town.database.reading() as uow:
        assert ((await uow.applications.get(one.id)) or one).details["language"] == one.details["language"]


async def test_withdrawing_is_asked_twice_and_frees_the_place(town: Town) -> None:
    phone, one = await queued(town)
    town.clock.move(minutes=1)
    second = await neighbour_applies(town)
    await phone.says("menu")
    await phone.picks("My applications")
    await phone.picks(one.number)
    await phone.picks("Withdraw")
    await phone.picks("Withdraw")
    phone.hears("The place in the queue will be lost for good.")
    await phone.picks("Yes, withdraw")
    phone.hears("now in the archive. Number: G-2026-000001.", "you have withdrawn it", "[Apply again]")
    (card,) = await town.at_desk(second, lambda desk: answer(desk, MyApplications()))
    assert card.place == Place(1, ())
    async with town.database.reading() as uow:
        assert await uow.applications.reconcile() == []


@pytest.mark.rule("E-33")
async def test_the_reviewer_who_holds_it_is_told_and_nobody_decides_any_more(town: Town) -> None:
    phone = await registered(town)
    holder = await doctor(town)
    one = await applies(town, phone)
    await does(town, holder, TakeReview(one.id))
    assert isinstance(await does(town, phone, WithdrawApplication(one.id)), Fine)
    holder.hears(f"The parent has withdrawn application {one.number}.")
    async with town.database.reading() as uow:
        review = await uow.reviews.get(one.id)
        deadlines = await uow.deadlines.of(f"application:{one.id}")
    assert review is not None
    assert (review.decision, deadlines) == ("withdrawn", [])
    await does(town, holder, ConfirmReview(one.id))
    assert (await now_is(town, one)).state is ApplicationState.ARCHIVED


async def test_what_has_ended_cannot_be_withdrawn(town: Town) -> None:
    phone, one = await queued(town)
    await does(town, phone, WithdrawApplication(one.id))
    assert "has ended already" in why(await does(town, phone, WithdrawApplication(one.id)))


@pytest.mark.rule("E-33")
async def test_with_a_voucher_the_voucher_is_answered_first(town: Town) -> None:
    phone = await registered(town)
    one = await applies(town, phone, state=ApplicationState.IN_PROCESS)
    assert "Answer the voucher first" in why(await does(town, phone, WithdrawApplication(one.id)))


async def test_an_application_that_changed_meanwhile_is_looked_at_again(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone, one = await queued(town)
    stale = replace(one, state=ApplicationState.STOP_LISTED)

    async def read_before(*_ids: object) -> Application:
        return stale

    monkeypatch.setattr("storage.applications.Applications.get", read_before)
    assert "has changed a moment ago" in why(await does(town, phone, WithdrawApplication(one.id)))


async def test_who_withdrew_may_apply_again(town: Town) -> None:
    phone, one = await queued(town)
    await does(town, phone, WithdrawApplication(one.id))
    assert isinstance(await does(town, phone, application(one.child_id)), Fine)
    phone.hears("Number: G-2026-000002.")
