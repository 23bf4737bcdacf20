"""Turns beside broken rows, colliding workers and chats that change hands."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
import structlog

from handlers.turns import Turns
from storage.database import Database
from storage.transient import Transient
from tests.handlers.neighbours import kindergarten, newcomer, parent_with_child, registered, stock
from tests.handlers.staff.people import administrator, stored
from tests.handlers.town import Phone, Town


async def has_conversation(town: Town, phone: Phone, data: dict[str, Any]) -> None:
    account = await phone.account()
    async with town.database.transaction("spoilt") as uow:
        row = (await uow.conversations.load([account.id]))[account.id]
        await uow.conversations.save([replace(row, data=data)])


async def test_a_conversation_that_cannot_be_read_stops_nobody_else(town: Town) -> None:
    spoilt, other = await newcomer(town, "1001"), await newcomer(town, "1002")
    await has_conversation(town, spoilt, {"stack": [{"of": "another version"}]})
    with structlog.testing.capture_logs():
        await spoilt.writes({"said": "menu"})
        await other.says("menu")
        await town.settle()
    other.hears("To apply for a kindergarten, register first.")
    spoilt.hears("Something went wrong on our side.")


async def test_the_last_message_decides_what_a_number_means(town: Town) -> None:
    admin = await administrator(town)
    phone = await registered(town)
    await phone.picks("Help")
    await phone.picks("Write to support")
    await phone.writes({"said": "Where is the conclusion?"})
    await admin.writes({"said": "menu"})
    await town.settle()
    last = admin.heard[-1]
    await admin.says("1")
    admin.hears("Where is the conclusion?" if last.choices[0].data.startswith("!") else "Support")
    assert not last.choices[0].data.startswith("!")


async def test_a_refused_page_of_an_album_is_told_even_when_the_next_one_is_fine(town: Town) -> None:
    await stock(town, kindergarten())
    phone, _child = await parent_with_child(town)
    await phone.says("menu")
    for label in ("Apply", "Sanatorium queue", "Contact with a TB patient"):
        await phone.picks(label)
    phone.forgets()
    file = await stored(town, phone, b"photo", "image/jpeg")
    await phone.writes({"refused": {"code": "too_small", "details": {"width": 100, "height": 100, "limit": 480}}})
    await Turns(town.database, town.office).take()
    for _page in range(2):
        await phone.writes({"file": {"file": file, "mime": "image/jpeg", "pages": 1}})
        await Turns(town.database, town.office).take()
    await town.deliver()
    assert len(phone.heard) == 2, [message.text for message in phone.heard]
    assert "100 × 100" in phone.heard[0].text
    assert "I have 2 pages." in phone.heard[1].text


async def test_who_writes_again_has_let_the_bot_in_again(town: Town) -> None:
    phone = await registered(town)
    account = await phone.account()
    async with town.database.transaction("a late refusal") as uow:
        (address,) = (await uow.accounts.addresses([account.id]))[account.id]
        await uow.accounts.set_blocked(address.id, town.clock.now())
    await phone.says("menu")
    async with town.database.reading() as uow:
        (address,) = (await uow.accounts.addresses([account.id]))[account.id]
    assert address.blocked_at is None


async def test_a_button_that_no_notification_carried_is_an_old_one(town: Town) -> None:
    phone = await registered(town)
    for forged in ("!application.abc.nonce", "!application.21.no\x00nce", "!case.99999999999999999999.x", "!!!"):
        await phone.sends({"tapped": forged})
    phone.hears("out of date").hears_not("Something went wrong")


async def test_what_passes_is_tried_again_and_nobody_hears_of_it(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = await newcomer(town)
    works = Database.transaction
    failures = iter([True, True])

    def sometimes(self: Database, label: str, *, brief: bool = False) -> Any:
        if label == "turns" and next(failures, False):
            raise Transient("DeadlockDetectedError")
        return works(self, label, brief=brief)

    monkeypatch.setattr(Database, "transaction", sometimes)
    with structlog.testing.capture_logs() as logs:
        await phone.says("menu")
    phone.hears("Menu").hears_not("Something went wrong")
    assert [line["event"] for line in logs] == ["turns.again", "turns.again"]


async def test_workers_that_notify_each_others_people_lose_nothing(town: Town) -> None:
    admins = [await administrator(town, f"70{n}") for n in range(3)]
    parents = [await registered(town, f"90{n}", f"+7701000{n:04}") for n in range(3)]
    for phone in parents:
        await phone.picks("Help")
        await phone.picks("Write to support")
    for phone in (*parents, *admins):
        await phone.writes({"said": "Where is the conclusion?"})

    async def works(turns: Turns) -> None:
        while await turns.take(1):
            pass

    await asyncio.gather(*(works(Turns(town.database, town.office)) for _worker in range(3)))
    await town.settle()
    for phone in (*parents, *admins):
        phone.hears_not("Something went wrong")
