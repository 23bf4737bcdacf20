"""Whom a message is for, and what becomes of one that will never arrive."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.delivery import Gone, Lost, Throttled, Wrong
from dialogs.message import Spoken
from handlers.telling import FALLBACK
from storage.accounts import Accounts
from storage.outbox import NewOutbox
from tests.bot.lanes import Lanes


async def moved(lanes: Lanes, chat: str, to: str, message: str) -> None:
    """A turn puts a message into the outbox while its chat goes to another account."""
    mine, theirs = await lanes.say(chat), await lanes.say(to)
    async with lanes.database.transaction("moved") as uow:
        await uow.accounts.move_address(mine.id, theirs.account_id)
        said = Spoken(message).to_json()
        await uow.outbox.add([NewOutbox(mine.account_id, mine.id, "reply", said, lanes.clock.now())])


async def test_a_message_finds_its_chat_whatever_account_that_has_now(lanes: Lanes) -> None:
    await moved(lanes, "aigul", "daniyar", "hello")
    await lanes.rounds(lanes.sender(), 2)
    assert lanes.postman.brought == [("aigul", "hello")]


async def test_who_met_the_bot_anew_gets_nothing_of_the_account_before(lanes: Lanes) -> None:
    before = await lanes.say("aigul", "for the account before")
    async with lanes.database.transaction("end") as uow:
        await uow.accounts.erase(before.account_id, lanes.clock.now())
    lanes.clock.move(minutes=1)
    assert (await lanes.say("aigul", "welcome")).account_id != before.account_id
    await lanes.rounds(lanes.sender(), 3)
    assert lanes.postman.texts == ["welcome"]


async def test_who_was_taken_out_of_an_account_gets_nothing_of_it(lanes: Lanes) -> None:
    aigul = await lanes.say("aigul")
    async with lanes.database.transaction("release") as uow:
        await uow.accounts.release(aigul.id, lanes.clock.now())
        said = Spoken("not for this chat").to_json()
        await uow.outbox.add([NewOutbox(aigul.account_id, aigul.id, "reply", said, lanes.clock.now())])
    await lanes.rounds(lanes.sender(), 2)
    assert (lanes.postman.letters, await lanes.oldest()) == ([], False)


async def test_too_much_for_a_chat_for_two_days_is_an_operators_matter(lanes: Lanes) -> None:
    lanes.postman.results["hello"] = [Throttled("63018")] * 99
    await lanes.say("aigul", "hello", "after", channel="whatsapp")
    sender = lanes.sender()
    for hour in range(60):
        await lanes.rounds(sender, 2)
        lanes.lease_clock.seconds += 3601
        lanes.clock.move(hours=1)
        assert ("after" in lanes.postman.texts) == (hour >= 48)


@pytest.mark.parametrize("error", [Gone("63033"), Lost("63032"), Wrong("63013")])
async def test_a_notification_that_will_never_arrive_is_brought_to_the_other_chat_at_once(
    lanes: Lanes, error: Exception
) -> None:
    lanes.postman.results["news"] = [error]
    async with lanes.database.transaction("fallback") as uow:
        await uow.deadlines.set("notification:7", FALLBACK, lanes.clock.now() + timedelta(hours=1))
    await lanes.say("aigul", "news", notification=7)
    await lanes.rounds(lanes.sender(), 2)
    async with lanes.database.reading() as uow:
        assert [one.kind for one in await uow.deadlines.due(lanes.clock.now(), 9)] == [FALLBACK]


async def test_outcomes_are_settled_in_one_order_whatever_order_they_come_in(
    lanes: Lanes, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled: list[int] = []
    noted = Accounts.set_blocked

    async def note(accounts: Accounts, address_id: int, at: datetime | None) -> None:
        settled.append(address_id)
        await noted(accounts, address_id, at)

    monkeypatch.setattr(Accounts, "set_blocked", note)
    chats = [await lanes.say(f"chat {number}") for number in range(6)]
    for chat in reversed(chats):
        lanes.postman.results[chat.external_id] = [Gone("blocked")]
        await lanes.say(chat.external_id, chat.external_id)
    await lanes.rounds(lanes.sender(), 2)
    assert settled == sorted(chat.id for chat in chats)
