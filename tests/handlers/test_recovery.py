"""Recovery: the account moves to the chat of whoever proved its phone, and nobody learns what is known."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from dialogs.effects import OpenCase, Recover, UseAccount
from dialogs.inputs import Fine
from handlers.book import perform
from handlers.desk import Desk
from handlers.turns import Turns
from storage.flow_tables import conversation
from tests.handlers.neighbours import (
    IIN,
    OTHER_IIN,
    OTHER_PHONE,
    PHONE,
    code_of,
    does,
    newcomer,
    registered,
    registers,
    why,
)
from tests.handlers.town import Phone, Town


async def recovers(town: Town, phone: Phone) -> Phone:
    """Phone, IIN, the code of the SMS."""
    await phone.picks("I have an account")
    await phone.picks("By phone and IIN")
    await phone.says("8 701 000 00 01")
    await phone.says(IIN)
    await phone.says(await code_of(town))
    return await phone.picks("Only here")


@pytest.mark.rule("S3-12")
@pytest.mark.rule("S3-10")
@pytest.mark.rule("E-35")
async def test_edge_35_phone_iin_and_code_bring_the_account_to_a_new_chat(town: Town) -> None:
    old = await registered(town)
    account = await old.account()
    new = await recovers(town, await newcomer(town, "1002", language="English"))
    new.hears("Welcome back. Your account with everything in it is in this chat now.", "[My applications]")
    old.hears("Your account was opened in another chat, 23 November, Monday, 10:00", "The contact centre helps")
    assert (await new.account()).id == account.id


@pytest.mark.rule("S3-12")
async def test_before_anything_moves_it_is_asked_where_the_account_is_to_be_open(town: Town) -> None:
    old = (await registered(town)).forgets()
    account = await old.account()
    new = await newcomer(town, "1002", language="English")
    for label in ("I have an account", "By phone and IIN"):
        await new.picks(label)
    for words in ("8 701 000 00 01", IIN):
        await new.says(words)
    await new.says(await code_of(town))
    new.hears("You have an account already, in another chat:", "[Use both chats]", "[Only here]", "[Leave it as it is]")
    assert (await old.account()).id == account.id
    await new.picks("Use both chats")
    assert (await old.account()).id == (await new.account()).id == account.id


async def test_the_old_chat_starts_anew_and_its_conversation_is_gone(town: Town) -> None:
    old = await registered(town)
    await old.picks("Add a child")
    await recovers(town, await newcomer(town, "1002"))
    await old.forgets().says("220315500104")
    old.hears("Тілді таңдаңыз").hears_not("child")
    assert (await old.account()).registered_at is None


async def test_the_conversation_goes_on_as_that_of_the_account(town: Town) -> None:
    await registers(town)
    new = await recovers(town, await newcomer(town, "1002"))
    await new.picks("Profile")
    new.hears("Оспанова Айгерім Серікқызы", f"IIN: {IIN}")
    await new.picks("Back")
    new.hears("Next step: add your child.")


async def test_nothing_typed_stays_with_the_guest_that_the_chat_was(town: Town) -> None:
    await registers(town)
    new = await newcomer(town, "1002")
    guest = await new.account()
    await recovers(town, new)
    async with town.database.reading() as uow:
        rows = await uow.conversations.load([guest.id])
        sealed = await uow.connection.execute(select(conversation.c.data).where(conversation.c.account_id == guest.id))
        accounts = await uow.accounts.load([guest.id])
    assert rows[guest.id].data == {}
    assert sealed.scalar_one() is not None
    assert accounts[guest.id].deleted_at is not None


async def test_a_message_of_the_old_chat_in_the_same_moment_does_no_harm(town: Town) -> None:
    old = await registered(town)
    new = await newcomer(town, "1002")
    await new.picks("I have an account")
    await new.picks("By phone and IIN")
    await new.says("8 701 000 00 01")
    await new.says(IIN)
    await new.says(await code_of(town))
    await old.writes({"said": "menu"})
    await new.writes({"said": "2"})
    await old.writes({"said": "menu"})
    await town.settle()
    new.hears("Welcome back.")
    old.hears("Your account was opened in another chat")
    assert (await new.account()).iin == IIN


@pytest.mark.parametrize(
    ("phone", "iin"), [(PHONE, OTHER_IIN), (OTHER_PHONE, IIN), (OTHER_PHONE, OTHER_IIN)], ids=["iin", "phone", "both"]
)
async def test_whatever_does_not_fit_is_answered_in_the_same_words(town: Town, phone: str, iin: str) -> None:
    await registers(town)
    refused = await does(town, await newcomer(town, "1002"), Recover(phone, iin))
    assert why(refused) == (
        "I cannot open an account with this phone and this IIN together. Check both and try again.\n"
        "The contact centre helps: +7 (700) 000-00-00. Support is in the menu under “Help”."
    )


@pytest.mark.rule("S3-12")
async def test_after_three_tries_a_day_even_the_right_iin_waits_for_tomorrow(town: Town) -> None:
    await registers(town)
    stranger = await newcomer(town, "1002")
    for _try in range(3):
        assert "together" in why(await does(town, stranger, Recover(PHONE, OTHER_IIN)))
    another = await newcomer(town, "1003")
    assert "last try for today" in why(await does(town, another, Recover(PHONE, IIN)))
    town.clock.move(days=1, seconds=1)
    assert isinstance(await does(town, another, Recover(PHONE, IIN)), Fine)


async def test_who_is_registered_has_nothing_to_recover(town: Town) -> None:
    await registers(town)
    other = await registers(town, "1002", OTHER_PHONE, OTHER_IIN)
    outcome = await does(town, other, Recover(PHONE, IIN))
    assert isinstance(outcome, Fine)
    assert (await other.account()).iin == OTHER_IIN


async def test_questions_asked_before_the_recovery_come_along(town: Town) -> None:
    await registers(town)
    guest = await newcomer(town, "1002")
    await does(town, guest, OpenCase("question", "I cannot get in."))

    async def recover(desk: Desk) -> int:
        await perform(desk, UseAccount(PHONE, IIN, True, None, desk.now.isoformat()))
        return len(await desk.uow.support.of_account(desk.account.id))

    assert await town.at_desk(guest, recover) == 1


@pytest.mark.rule("E-35")
async def test_what_was_typed_before_the_account_came_answers_nothing_there(town: Town) -> None:
    old = await registered(town)
    await old.picks("Add a child")
    new = await newcomer(town, "1002", language="English")
    for label in ("I have an account", "By phone and IIN"):
        await new.picks(label)
    await new.says("8 701 000 00 01")
    await new.says(IIN)
    await new.says(await code_of(town))
    await new.sends({"said": "2"}, {"said": "1"})
    new.hears("Welcome back.", "That message is out of date.", "[Continue]").hears_not("Type the child's IIN")


@pytest.mark.rule("E-35")
async def test_nothing_that_waits_goes_to_the_chat_that_the_account_left(town: Town) -> None:
    old = await registered(town)
    new = await newcomer(town, "1002", language="English")
    for label in ("I have an account", "By phone and IIN"):
        await new.picks(label)
    await new.says("8 701 000 00 01")
    await new.says(IIN)
    await new.says(await code_of(town))
    old.forgets()
    await old.writes({"said": "menu"})
    await turns(town)
    await new.says("2")
    new.hears("Welcome back.")
    assert len(old.heard) == 1
    old.hears("Your account was opened in another chat")


async def turns(town: Town) -> None:
    """Every turn that waits, while nothing is delivered."""
    while await Turns(town.database, town.office).take():
        pass
