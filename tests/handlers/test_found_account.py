"""Registering with phone and IIN of an account that one has: both chats, only this one, or nothing. S1-13, edge 35."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.effects import Person, Register, UseAccount
from dialogs.inputs import Fine
from storage.uow import Uow
from tests.handlers.neighbours import (
    CHILD_IIN,
    IIN,
    OTHER_IIN,
    OTHER_PHONE,
    PHONE,
    code_of,
    connected_to,
    does,
    newcomer,
    registered,
    registered_by_number,
    registers,
)
from tests.handlers.town import Phone, Town

TYPED = Person("Оспанова", "Айгуль", "")
AGAIN = Register(PHONE, IIN, TYPED, "2026-11", "2026-11-23T10:00:00+05:00", "none")
MASKED = "WhatsApp +7 701 ••• •• 01"


async def again_on_telegram(town: Town) -> tuple[Phone, Phone]:
    """Somebody who is registered on WhatsApp, and stands before the question on Telegram, everything read there."""
    old = await registered_by_number(town)
    return old, await registers(town, "1002")


@pytest.mark.rule("S1-13", "E-38")
async def test_who_registers_again_is_asked_and_keeps_both_chats(town: Town) -> None:
    old, new = await again_on_telegram(town)
    guest = await new.account()
    new.hears(f"You have an account already, in another chat: {MASKED}.", "[Use both chats]", "[Only here]")
    assert guest.registered_at is None
    old.hears_not("opened")
    await new.picks("Use both chats")
    new.hears("Welcome back. Your account with everything in it is in this chat too.", "Next step: add your child.")
    old.hears("Your account is now open in one more chat: Telegram", "If it was not you, disconnect that chat.")
    assert (await new.account()).id == (await old.account()).id != guest.id
    async with town.database.reading() as uow:
        assert (await uow.accounts.load([guest.id]))[guest.id].deleted_at is not None
        assert await last_event(uow, (await old.account()).id) == "chat_connected"
    await old.says("menu")
    old.hears("Next step: add your child.")


@pytest.mark.rule("E-38")
async def test_the_old_chat_undoes_it_with_one_button_and_one_answer(town: Town) -> None:
    old, new = await again_on_telegram(town)
    await new.picks("Use both chats")
    await old.picks("Disconnect it")
    old.hears("Disconnect the chat Telegram?", "[Keep it]", "[Disconnect]")
    await old.picks("Disconnect")
    old.hears("Disconnected: Telegram.")
    new.hears("This chat was disconnected from the account")
    await new.says("hello")
    assert (await new.account()).id != (await old.account()).id
    new.hears("Тілді таңдаңыз")


async def test_a_chat_that_has_left_already_cannot_be_disconnected_again(town: Town) -> None:
    old, new = await again_on_telegram(town)
    await new.picks("Use both chats")
    button = old.heard[-1].choices[0].data
    await old.picks("Disconnect it")
    await old.picks("Disconnect")
    await old.forgets().sends({"tapped": button})
    old.hears("This chat does not belong to your account any more.", "My chats")


@pytest.mark.rule("S1-13", "E-35")
async def test_only_here_moves_the_account(town: Town) -> None:
    old, new = await again_on_telegram(town)
    first = await old.account()
    await new.picks("Only here")
    new.hears("Welcome back. Your account with everything in it is in this chat now.", "Next step: add your child.")
    old.hears("Your account was opened in another chat", "If it was not you, tell us at once.")
    assert (await new.account()).id == first.id
    await old.says("hello")
    assert (await old.account()).id != first.id
    old.hears("Тілді таңдаңыз")


async def test_left_as_it_is_nothing_changes_and_nobody_is_told(town: Town) -> None:
    old, new = await again_on_telegram(town)
    first, guest = await old.account(), await new.account()
    old.forgets()
    await new.picks("Leave it as it is")
    new.hears("[Register]")
    assert old.heard == []
    assert ((await old.account()).id, (await new.account()).id) == (first.id, guest.id)


async def test_what_was_begun_in_the_old_chat_is_taken_up_in_the_new_one(town: Town) -> None:
    old = await registered_by_number(town)
    await old.picks("Add a child")
    new = await registers(town, "1002")
    await new.picks("Use both chats")
    await new.picks("Continue")
    await new.says(CHILD_IIN)
    await new.says("Оспанов Алихан")
    await new.picks("Add")
    await old.says("menu")
    await old.picks("My children")
    old.hears("You have 1 child here.")


async def test_a_typed_phone_is_proved_by_a_code_before_anything_is_told(town: Town) -> None:
    await registered_by_number(town)
    new = await newcomer(town, "KZ.150212345678", channel="whatsapp")
    await new.picks("Register")
    await new.says("8 701 000 00 01")
    await new.says(await code_of(town))
    await new.says(IIN)
    new.hears_not("already")
    await new.picks("I agree")
    await new.says("Оспанова Айгерім Серікқызы")
    new.hears_not("already")
    await new.picks("Register")
    new.hears(f"You have an account already, in another chat: {MASKED}.")


async def test_every_chat_of_the_account_is_named_and_told(town: Town) -> None:
    old, second = await registered_by_number(town), await newcomer(town, "1001")
    await connected_to(old, second)
    new = await registers(town, "1002")
    new.hears(f"in another chat: {MASKED}, Telegram.")
    await new.picks("Use both chats")
    for chat in (old, second):
        chat.hears("open in one more chat: Telegram")


async def test_the_old_chat_reads_the_hidden_name_of_the_new_one(town: Town) -> None:
    old, new = await again_on_telegram(town)
    button = next(choice.data for choice in new.heard[-1].choices if choice.label == "Use both chats")
    await new.sends({"tapped": button, "called": "А***м"})
    old.hears("open in one more chat: Telegram «А***м»")


async def test_a_family_that_shares_a_phone_is_not_asked(town: Town) -> None:
    await registered(town)
    other = await registers(town, "1002", PHONE, OTHER_IIN)
    other.hears("You are registered")
    third = await registers(town, "1003", OTHER_PHONE, IIN)
    third.hears("You are registered")


@pytest.mark.rule("S3-12")
async def test_what_was_found_may_be_gone_when_the_answer_comes(town: Town) -> None:
    old, new = await again_on_telegram(town)
    await change_phone(town, old)
    guest = await new.account()
    await new.picks("Use both chats")
    new.hears("I cannot open an account with this phone and this IIN together.", "[Register]")
    assert (await new.account()).id == guest.id


@pytest.mark.rule("S1-13")
@pytest.mark.parametrize("answer", ["Use both chats", "Only here"])
async def test_the_phone_is_proved_again_where_the_answer_comes_late(town: Town, answer: str) -> None:
    old, new = await again_on_telegram(town)
    guest = await new.account()
    old.forgets()
    town.clock.move(minutes=16)
    await new.picks(answer)
    new.hears("Your phone was proved too long ago. Please prove it once more.", "phone")
    assert (await new.account()).id == guest.id
    assert old.heard == []


async def test_a_quarter_of_an_hour_is_soon_enough(town: Town) -> None:
    old, new = await again_on_telegram(town)
    town.clock.move(minutes=14)
    await new.picks("Use both chats")
    assert (await new.account()).id == (await old.account()).id


async def test_who_has_an_account_by_now_keeps_it(town: Town) -> None:
    await registered_by_number(town)
    other = await registered(town, "1002", OTHER_PHONE, OTHER_IIN)
    outcome = await does(town, other, UseAccount(PHONE, IIN, False, None, town.clock.now().isoformat()))
    assert isinstance(outcome, Fine)
    assert str(outcome.value.notes[0].text) == "You are registered in this chat already."
    assert (await other.account()).iin == OTHER_IIN


async def test_an_account_without_any_chat_comes_at_once(town: Town) -> None:
    old = await registered_by_number(town)
    first = await old.account()
    async with town.database.transaction("the number is somebody else's now") as uow:
        [chat] = (await uow.accounts.addresses([first.id]))[first.id]
        await uow.accounts.lose_chat(chat.id, town.clock.now())
    new = await registers(town, "1002")
    new.hears("Welcome back.")
    assert (await new.account()).id == first.id


@pytest.mark.parametrize("answer", ["Use both chats", "Only here"])
async def test_the_registry_proves_the_account_wherever_it_is_open(connected: Town, answer: str) -> None:
    old = await newcomer(connected)
    await does(connected, old, AGAIN)
    assert (await old.account()).iin_proof == "none"
    new = await registers(connected, "1002")
    assert (await old.account()).iin_proof == "none"
    await new.picks(answer)
    account = await new.account()
    assert account.iin_proof == "registry"
    assert account.person is not None
    assert account.person.first_name == "Айгерім"


async def test_a_chat_that_shut_the_bot_out_is_not_written_to(town: Town) -> None:
    old, new = await again_on_telegram(town)
    await old.writes({"blocked": True})
    await town.settle()
    old.forgets()
    await new.picks("Use both chats")
    assert old.heard == []
    assert (await new.account()).id == (await old.account()).id


async def change_phone(town: Town, phone: Phone) -> None:
    account = await phone.account()
    async with town.database.transaction("another phone") as uow:
        await uow.accounts.save(replace(account, phone=OTHER_PHONE))


async def last_event(uow: Uow, account: int) -> str:
    return (await uow.events.history(f"account:{account}"))[-1].to
