"""What comes back from outside: to the right chat, once, and never more than its owner may know."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from dialogs.effects import DeleteMyData, LookUpChild, LookUpPerson, UseAccount
from dialogs.inputs import Fine
from handlers.look_ups import COMPARED
from handlers.outside_work import person_result, task_done
from simulator.people import AMINA
from storage.flow_tables import task as task_table
from tests.handlers.neighbours import (
    CHILD_IIN,
    IIN,
    OTHER_IIN,
    PHONE,
    begins_registration,
    does,
    newcomer,
    registered,
    registers,
    registry_says,
    tasks,
    why,
    work_outside,
)
from tests.handlers.town import Phone, Town

NOTHING_SHOWN = {"status": "unknown"}


async def waits_for_the_registry(town: Town, chat: str = "1001") -> Phone:
    phone = await newcomer(town, chat)
    await phone.picks("Register")
    await phone.sends({"contact": {"phone": PHONE, "own": True}})
    await phone.says(IIN)
    return await phone.picks("I agree")


async def token(town: Town, phone: Phone, effect: LookUpChild | LookUpPerson) -> int:
    outcome = await does(town, phone, effect)
    assert isinstance(outcome, Fine)
    found: dict[str, int] = outcome.value
    return found["token"]


async def test_without_a_registry_nobody_is_asked(town: Town) -> None:
    phone = await newcomer(town)
    for effect in (LookUpPerson(IIN, PHONE), LookUpChild(CHILD_IIN)):
        assert await does(town, phone, effect) == Fine({"result": {"status": "none"}})
    assert await tasks(town) == []


async def test_the_answer_reaches_the_dialog_that_waits(connected: Town) -> None:
    phone = await waits_for_the_registry(connected)
    phone.hears("One moment, I am checking the IIN.")
    await work_outside(connected)
    phone.hears("Name: Оспанова Айгерім Серікқызы")


async def test_an_answer_that_comes_twice_counts_once(connected: Town) -> None:
    phone = await waits_for_the_registry(connected)
    (task,) = await tasks(connected)
    for _time in range(2):
        await task_done(connected.database, connected.office, task, registry_says(task))
    await connected.settle()
    phone.forgets()
    await task_done(connected.database, connected.office, task, registry_says(task))
    await connected.settle()
    assert phone.heard == []
    assert await tasks(connected) == []


async def test_an_answer_for_a_dialog_that_was_set_aside_is_kept_for_it(connected: Town) -> None:
    phone = await waits_for_the_registry(connected)
    await phone.says("menu")
    await work_outside(connected)
    phone.hears("To apply for a kindergarten, register first.").hears_not("Is everything right?")
    await phone.picks("Continue")
    phone.hears("Is everything right?", "Оспанова Айгерім")


async def test_an_answer_for_a_chat_that_went_elsewhere_is_dropped(connected: Town) -> None:
    await registers(connected)
    guest = await waits_for_the_registry(connected, "1002")
    here = UseAccount(PHONE, IIN, True, None, connected.clock.now().isoformat())
    assert isinstance(await does(connected, guest, here), Fine)
    await work_outside(connected)
    await guest.says("menu")
    guest.hears("Next step: add your child.")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({"status": "not_related"}, NOTHING_SHOWN),
        ({"status": "unknown"}, NOTHING_SHOWN),
        ({"status": "unavailable"}, {"status": "unavailable"}),
        ({"status": "found", "last_name": "Х", "phone_matches": False}, NOTHING_SHOWN),
        ({"status": "found", "last_name": "Х", "phone_matches": None}, NOTHING_SHOWN),
        ({"status": "found", "last_name": "Х", "phone_matches": "yes"}, NOTHING_SHOWN),
        ({"status": "found", "last_name": "Х"}, NOTHING_SHOWN),
    ],
    ids=str,
)
def test_a_dialog_learns_of_a_person_nothing_but_proved_data(said: dict[str, Any], shown: dict[str, Any]) -> None:
    assert person_result(said, phone_sent=True) == shown


def test_of_a_proved_person_only_names_birth_and_sex_are_kept() -> None:
    said = {"status": "found", "last_name": "Х", "phone_matches": True, "iin": IIN, "salary": 1}
    assert person_result(said, phone_sent=True).keys() == {
        "status",
        "last_name",
        "first_name",
        "middle_name",
        "birth_date",
        "sex",
    }


async def test_of_another_familys_child_digests_are_all_that_stays(connected: Town) -> None:
    phone = await registered(connected)
    await token(connected, phone, LookUpChild(AMINA.iin))
    await work_outside(connected)
    account = await phone.account()
    async with connected.database.reading() as uow:
        history = await uow.events.history(f"account:{account.id}")
    (compared,) = [event for event in history if event.to == COMPARED]
    assert compared.details is not None
    assert compared.details.keys() == {"child", "data"}
    assert AMINA.last_name not in str(compared.details)


async def test_known_and_unknown_children_cost_the_registry_the_same_questions(connected: Town) -> None:
    phone = await registered(connected)
    asked = []
    for iin in (AMINA.iin, "211102600003"):
        await token(connected, phone, LookUpChild(iin))
        rounds = []
        while waiting := await tasks(connected):
            (task,) = waiting
            rounds.append(task.kind)
            await task_done(connected.database, connected.office, task, registry_says(task))
        asked.append(rounds)
    assert asked == [["registry_child", "registry_person"]] * 2


async def test_who_asks_about_too_many_people_goes_on_by_typing(connected: Town) -> None:
    phone = await newcomer(connected)
    for _try in range(5):
        await token(connected, phone, LookUpPerson(OTHER_IIN, PHONE))
    outcome = await does(connected, phone, LookUpPerson(IIN, PHONE))
    assert outcome == Fine({"result": {"status": "unavailable"}})


async def test_deleting_ones_data_gives_no_look_ups_back(connected: Town) -> None:
    phone = await registered(connected)
    for _try in range(5):
        await token(connected, phone, LookUpChild(CHILD_IIN))
    assert "5 IINs an hour" in why(await does(connected, phone, LookUpChild(CHILD_IIN)))
    await does(connected, phone, DeleteMyData())
    assert "5 IINs an hour" in why(await does(connected, phone, LookUpChild(CHILD_IIN)))


async def test_what_an_account_wanted_that_is_gone_is_finished_and_forgotten(connected: Town) -> None:
    phone = await registered(connected, iin=OTHER_IIN)
    await token(connected, phone, LookUpChild(CHILD_IIN))
    await token(connected, phone, LookUpChild(AMINA.iin))
    (asked, other) = await tasks(connected)
    await does(connected, phone, DeleteMyData())
    async with connected.database.reading() as uow:
        kept = (await uow.connection.execute(select(task_table.c.payload).where(task_table.c.done_at.is_(None)))).all()
        payloads = (
            await uow.connection.execute(select(task_table.c.payload).where(task_table.c.payload.is_not(None)))
        ).all()
    assert (kept, payloads) == ([], [])
    await task_done(connected.database, connected.office, asked, {"status": "found", "last_name": "Х"})
    await task_done(connected.database, connected.office, other, {"status": "not_related"})
    assert await tasks(connected) == []


async def test_work_that_nobody_knows_does_no_harm(connected: Town) -> None:
    phone = await newcomer(connected)
    account = await phone.account()
    async with connected.database.transaction("test") as uow:
        await uow.tasks.add(account.id, "horoscope", {}, connected.clock.now())
    (task,) = await tasks(connected)
    await task_done(connected.database, connected.office, task, {"status": "unavailable"})
    assert await tasks(connected) == []


async def test_the_registry_is_asked_again_when_the_iin_changes(connected: Town) -> None:
    phone = await begins_registration(connected, await newcomer(connected), PHONE, OTHER_IIN)
    await phone.says("back")
    await phone.says("back")
    await phone.says(IIN)
    await work_outside(connected)
    phone.hears("Name: Оспанова Айгерім Серікқызы")
