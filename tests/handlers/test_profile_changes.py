"""The account's own data: shown to their owner, corrected, given out as a file, and given up."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from dialogs.effects import (
    ChangePerson,
    ChangePhone,
    DeleteMyData,
    ExportMyData,
    OpenCase,
    Person,
    RejectReview,
    RemoveChild,
)
from dialogs.inputs import Fine
from dialogs.queries import MyProfile
from enrolment.application import ApplicationState
from handlers.book import answer, perform
from handlers.desk import Desk
from storage.events import SubjectForgotten
from tests.handlers.neighbours import IIN, OTHER_PHONE, PHONE, does, parent_with_child, registered, registers, why
from tests.handlers.staff.people import applies, doctor, stored
from tests.handlers.town import Phone, Town

MARRIED = Person("Серікова", "Айгерім", "", date(1991, 12, 5), "female")


async def exported(town: Town, phone: Phone) -> dict[str, Any]:
    outcome = await does(town, phone, ExportMyData())
    assert isinstance(outcome, Fine)
    (file,) = outcome.value.notes[0].files
    assert (file.name, file.mime) == ("balapan-2026-11-23.json", "application/json")
    data: dict[str, Any] = json.loads(file.content)
    return data


async def deletes(town: Town, phone: Phone) -> Phone:
    """Through the dialog, asked twice."""
    await phone.says("menu")
    await phone.picks("Profile")
    await phone.picks("Delete my data")
    await phone.picks("Delete")
    return await phone.picks("Yes, delete")


@pytest.mark.rule("S1-65")
async def test_name_and_birth_date_are_corrected(town: Town) -> None:
    phone = await registered(town)
    await phone.picks("Profile")
    await phone.picks("Change name")
    await phone.says("Серікова Айгерім")
    await phone.says("05.12.1991")
    phone.hears("Your data are changed.", "Серікова Айгерім", f"IIN: {IIN}")


async def test_the_phone_is_changed_to_a_proved_one(town: Town) -> None:
    phone = await registered(town)
    outcome = await does(town, phone, ChangePhone(OTHER_PHONE))
    assert isinstance(outcome, Fine)
    assert str(outcome.value.notes[0].text) == "Your phone is now +7 (701) 000-00-09."
    assert (await phone.account()).phone == OTHER_PHONE


@pytest.mark.parametrize("effect", [ChangePerson(MARRIED), ChangePhone(OTHER_PHONE), ExportMyData()], ids=repr)
async def test_who_is_not_registered_has_nothing_to_change(
    town: Town, effect: ChangePerson | ChangePhone | ExportMyData
) -> None:
    guest = town.phone("telegram", "1")
    assert why(await does(town, guest, effect)) == "Please register first."
    assert await town.at_desk(guest, lambda desk: answer(desk, MyProfile())) is None


async def test_the_export_holds_everything_and_no_member_of_staff(town: Town) -> None:
    phone = await registered(town)
    reviewer = await doctor(town)
    application = await applies(town, phone)
    await does(town, reviewer, RejectReview(application.id, "illegible_document", "Печать не видна"))
    await does(town, phone, OpenCase("question", "Когда очередь?"))
    await does(town, phone, ChangePerson(MARRIED))
    data = await exported(town, phone)
    assert data["account"]["person"]["last_name"] == "Серікова"
    assert (data["account"]["phone"], data["account"]["iin"]) == (PHONE, IIN)
    (chat,) = data["chats"]
    assert (chat["channel"], chat["id"], chat["phone"]) == (phone.channel, phone.chat, None)
    assert chat["known_since"] <= chat["last_wrote_at"] <= town.clock.now().isoformat(timespec="seconds")
    assert not chat["chosen_for_notifications"]
    assert [event["to"] for event in data["account_history"]] == ["registered", "person_changed"]
    assert data["account_history"][1]["details"]["last_name"] == "Оспанова"
    assert len(data["children"]) == 1
    (told,) = data["applications"]
    assert (told["number"], told["archive_reason"]) == (application.number, "docs_rejected")
    assert told["history"][-1]["by"] == "staff"
    assert told["history"][-1]["details"]["comment"] == "Печать не видна"
    assert told["documents"][0]["files"] == 1
    assert "Печать не видна" in data["notifications"][0]["text"]
    assert data["support"][0]["messages"] == [
        {"at": data["support"][0]["messages"][0]["at"], "by": "you", "text": "Когда очередь?"}
    ]
    member = await town.at_desk(reviewer, lambda desk: desk.uow.staff.by_account(desk.account.id))
    assert str(member.id) not in json.dumps(data)
    assert str(member.account_id) not in json.dumps(data)


async def test_the_export_comes_as_a_file_from_the_profile(town: Town) -> None:
    phone = await registered(town)
    await phone.picks("Profile")
    await phone.picks("Download my data")
    phone.hears("This file holds everything", "<balapan-2026-11-23.json>")


async def test_ten_exports_a_day_are_enough(town: Town) -> None:
    phone = await registered(town)
    for _try in range(10):
        await exported(town, phone)
    assert "try again tomorrow" in why(await does(town, phone, ExportMyData()))


async def test_deleting_ones_data_gives_no_exports_and_no_questions_back(town: Town) -> None:
    phone = await registered(town)
    for _try in range(10):
        await exported(town, phone)
        await does(town, phone, OpenCase("question", "Когда очередь?"))
    await deletes(town, phone)
    phone = await registered(town)
    assert "try again tomorrow" in why(await does(town, phone, ExportMyData()))
    assert "10 questions a day" in why(await does(town, phone, OpenCase("question", "Когда очередь?")))


@pytest.mark.rule("E-40")
async def test_edge_40_deleted_data_are_gone_and_the_farewell_says_what_stays(town: Town) -> None:
    phone, _child = await parent_with_child(town)
    gone = await phone.account()
    await deletes(town, phone)
    phone.hears("Your data are deleted", "The law makes me keep numbers, dates and decisions", "30 days")
    async with town.database.reading() as uow:
        account = (await uow.accounts.load([gone.id]))[gone.id]
        assert (account.phone, account.iin, account.person) == (None, None, None)
        assert await uow.children.of(gone.id) == []
        assert await uow.notifications.count(gone.id) == 0
        assert (await uow.conversations.load([gone.id]))[gone.id].data == {}
        history = await uow.events.history(f"account:{gone.id}")
        assert [event.details for event in history] == [None] * len(history)
        assert await uow.events.verify(f"account:{gone.id}")
    await phone.says("hello")
    phone.hears("Тілді таңдаңыз")
    assert (await phone.account()).id != gone.id


async def test_what_is_erased_cannot_be_written_to_again(town: Town) -> None:
    phone, _child = await parent_with_child(town)
    gone = await phone.account()
    await deletes(town, phone)
    async with town.database.transaction("test") as uow:
        with pytest.raises(SubjectForgotten):
            await uow.events.append(f"account:{gone.id}", "x", None, "x", at=town.clock.now(), details={"a": 1})


@pytest.mark.rule("E-40")
async def test_an_application_under_way_is_withdrawn_first(town: Town) -> None:
    phone = await registered(town)
    application = await applies(town, phone)
    await deletes(town, phone)
    phone.hears(f"An application is under way: {application.number}. Withdraw it first, then delete your data.")
    assert (await phone.account()).registered_at is not None


async def test_documents_of_ended_applications_lose_their_keys(town: Town) -> None:
    phone = await registered(town)
    reviewer = await doctor(town)
    application = await applies(town, phone)
    await does(town, reviewer, RejectReview(application.id, "illegible_document", "Печать не видна"))
    async with town.database.reading() as uow:
        (paper,) = await uow.papers.of_application(application.id)
    await deletes(town, phone)
    async with town.database.reading() as uow:
        assert await uow.files.get(paper.file_ids) == {}
        assert await uow.papers.of_application(application.id) == []
        kept = await uow.applications.get(application.id)
        assert kept is not None
        assert (kept.number, kept.details) == (application.number, {})
        history = await uow.events.history(f"application:{application.id}")
    assert {event.details is None for event in history} == {True}


async def test_what_was_sent_for_no_application_yet_and_whose_child_it_was_are_forgotten(town: Town) -> None:
    phone = await registered(town)
    application = await applies(town, phone, state=ApplicationState.ARCHIVED)
    loose = await stored(town, phone, b"conclusion", "image/jpeg")
    await does(town, phone, DeleteMyData())
    async with town.database.reading() as uow:
        assert await uow.files.get([loose]) == {}
        kept = await uow.applications.get(application.id)
        assert kept is not None
        assert kept.child_key != application.child_key
        assert await uow.children.kept(application.account_id) == []


async def test_of_a_removed_child_nothing_stays_but_what_its_applications_need(town: Town) -> None:
    phone, child = await parent_with_child(town)
    ended = await applies(town, phone, state=ApplicationState.ARCHIVED)
    for one in (child, ended.child_id):
        assert isinstance(await does(town, phone, RemoveChild(one)), Fine)
    (kept,) = (await exported(town, phone))["children"]
    assert kept["person"]["first_name"] == "Арман"
    assert kept["removed_at"] is not None


async def test_the_same_phone_may_register_again(town: Town) -> None:
    phone = await registered(town)
    await deletes(town, phone)
    again = await registers(town, "1002")
    again.hears("You are registered")


async def test_erasing_leaves_the_turn_with_nothing_to_keep(town: Town) -> None:
    phone = await registered(town)

    async def delete(desk: Desk) -> tuple[Any, ...]:
        await perform(desk, DeleteMyData())
        return desk.account.phone, desk.account.person, desk.account.registered_at

    assert await town.at_desk(phone, delete) == (None, None, None)
