"""A chat leaves its account: by itself or by another one, with what it had sent and what waits for it. Edge 38."""

from __future__ import annotations

from dialogs.effects import DisconnectChat
from dialogs.inputs import Fine
from dialogs.message import Message
from locales.catalogue import Locale
from locales.text import verbatim
from storage.outbox import NewOutbox
from tests.handlers.neighbours import (
    connected_to,
    does,
    newcomer,
    registered,
    why,
)
from tests.handlers.test_linking import MASKED, last_event, on_whatsapp
from tests.handlers.town import Town


async def test_a_chat_is_disconnected_from_the_other_one(town: Town) -> None:
    old, new = await registered(town), await on_whatsapp(town)
    await connected_to(old, new)
    await old.says("menu")
    for label in ("Profile", "My chats", "WhatsApp •• 01", "Disconnect", "Disconnect"):
        await old.picks(label)
    old.hears("Disconnect the chat WhatsApp", f"Disconnected: {MASKED}. Your account and everything in it stay here.")
    new.hears("This chat was disconnected from the account, 23 November, Monday, 10:00.", "go on in its other chats")
    await new.says("menu")
    new.hears("Тілді таңдаңыз").hears_not("My applications")
    assert (await new.account()).registered_at is None
    assert (await old.account()).registered_at is not None
    assert await last_event(town, old) == "chat_disconnected"


async def test_a_chat_disconnects_itself_and_shows_nothing_more(town: Town) -> None:
    old, new = await registered(town), await on_whatsapp(town)
    await connected_to(old, new)
    old.forgets()
    await new.says("menu")
    for label in ("Profile", "My chats", "WhatsApp •• 01", "Disconnect"):
        await new.picks(label)
    yes = next(choice.data for choice in new.heard[-1].choices if choice.label == "Disconnect")
    new.forgets()
    await new.sends({"tapped": yes}, {"said": "menu"})
    new.hears("This chat was disconnected", "To begin anew, write to me again.").hears_not(
        "[My applications]", "My chats"
    )
    old.hears(f"Disconnected: {MASKED}.").hears_not("[My applications]")
    await new.says("hello")
    new.hears("Тілді таңдаңыз")


async def test_the_last_chat_stays_and_a_strangers_is_not_touched(town: Town) -> None:
    old, stranger = await registered(town), await newcomer(town, "1002")
    accounts = [(await phone.account()).id for phone in (old, stranger)]
    async with town.database.reading() as uow:
        chats = await uow.accounts.addresses(accounts)
    (mine,), (theirs,) = (chats[id_] for id_ in accounts)
    assert "your only chat" in why(await does(town, old, DisconnectChat(mine.id)))
    outcome = await does(town, old, DisconnectChat(theirs.id))
    assert isinstance(outcome, Fine)
    assert "does not belong" in str(outcome.value.notes[0].text)


async def test_two_chats_that_read_the_same_are_numbered(town: Town) -> None:
    old, new = await registered(town), await newcomer(town, "1002")
    await connected_to(old, new)
    await new.says("menu")
    await new.picks("Profile")
    await new.picks("My chats")
    new.hears("Telegram 1\nTelegram 2 (this chat)", "[Telegram 1]", "[Telegram 2]")


async def test_who_deletes_the_account_in_one_chat_is_told_in_the_other(town: Town) -> None:
    old, new = await registered(town), await on_whatsapp(town)
    await connected_to(old, new)
    await new.says("menu")
    for label in ("Profile", "Delete my data", "Delete", "Yes, delete"):
        await new.picks(label)
    old.hears("Your account was deleted in another chat of yours, 23 November, Monday, 10:00.")
    await old.says("menu")
    old.hears("Тілді таңдаңыз")


async def test_nothing_that_waits_goes_to_a_chat_that_was_disconnected(town: Town) -> None:
    old, new = await registered(town), await on_whatsapp(town)
    await connected_to(old, new)
    async with town.database.reading() as uow:
        [chat] = (await uow.addresses.live_at([("whatsapp", new.chat)])).values()
    async with town.database.transaction("unsent") as uow:
        waiting = Message(verbatim("Your child's place")).spoken(Locale.EN).to_json()
        await uow.outbox.add([NewOutbox(chat.account_id, chat.id, "reply", waiting, town.clock.now())])
    new.forgets()
    await does(town, old, DisconnectChat(chat.id))
    assert len(new.heard) == 1
    new.hears("This chat was disconnected from the account").hears_not("place")


async def test_what_a_disconnected_chat_had_sent_is_told_apart_from_a_new_beginning(town: Town) -> None:
    old, new = await registered(town), await on_whatsapp(town)
    await connected_to(old, new)
    async with town.database.reading() as uow:
        [chat] = (await uow.addresses.live_at([("whatsapp", new.chat)])).values()
    new.forgets()
    await new.writes({"said": "menu"})
    await does(town, old, DisconnectChat(chat.id))
    await town.settle()
    new.hears("This chat was disconnected", "To begin anew, write to me again.").hears_not("[My applications]")
    await new.says("hello")
    new.hears("Тілді таңдаңыз")
