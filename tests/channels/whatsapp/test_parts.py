"""A message of several parts of which one fails late: that one is sent again, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from aiohttp import ClientSession
from sqlalchemy import select, update

from bot.pace import UNLIMITED
from bot.sending import Sender
from bot.whatsapp.statuses import Mailbox, Reports
from dialogs.message import FileOut, Spoken
from storage.database import Database
from storage.flow_tables import outbox
from storage.outbox import NewOutbox
from tests import conftest as databases
from tests.bot.lanes import Lanes
from tests.channels.whatsapp.parcels import WANTED, Drawer, content, note, open_transport
from tests.channels.whatsapp.posted import PHONE
from tests.channels.whatsapp.twilio import Twilio

database_url = databases.database_url


PDF = FileOut("contract.pdf", "application/pdf", stored=1)
THREE = Spoken("\n\n".join((f"first {'а' * 1500}", f"second {'б' * 1500}")), files=(PDF,))
TOO_MUCH, TOO_LATE, NOT_THERE = "63018", "63016", "63032"


@dataclass
class Parcel:
    """One message to a parent, sent through a sender, and what Twilio tells of its parts."""

    lanes: Lanes
    twilio: Twilio
    sender: Sender
    told: int = 0
    parts: list[str] = field(default_factory=list)

    async def goes(self, spoken: Spoken) -> None:
        """To a parent who has just written."""
        await self.lanes.writes(PHONE, channel="whatsapp")
        now = self.lanes.clock.now()
        async with self.lanes.database.transaction("say") as uow:
            chat = (await uow.accounts.at([("whatsapp", PHONE)], now))["whatsapp", PHONE]
            await uow.outbox.add([NewOutbox(chat.account_id, chat.id, "reply", spoken.to_json(), now)])
        await self.arrives()

    async def arrives(self) -> list[str]:
        """Everything due is sent; returns what Twilio got anew, by the beginning of its words."""
        await self.lanes.rounds(self.sender, 6)
        new, self.told = self.twilio.sent[self.told :], len(self.twilio.sent)
        return [form.get("Body", "file").split()[0] for form in new]

    async def fails(self, *numbers: int, error: str = TOO_MUCH) -> None:
        """Twilio tells that what it got as its number so-and-so, from 1, did not arrive."""
        mailbox = Mailbox(self.lanes.database, self.lanes.clock)
        for number in numbers:
            about = self.twilio.sent[number - 1]["StatusCallback"].partition("message=")[2]
            form = {"MessageSid": f"SM{number:032x}", "MessageStatus": "failed", "ErrorCode": error}
            await mailbox.take(about, "", form)
        await Reports(self.lanes.database, self.lanes.clock).work()
        self.lanes.lease_clock.seconds += 3601

    async def status(self) -> str:
        async with self.lanes.database.reading() as uow:
            return str((await uow.connection.execute(select(outbox.c.status))).scalar_one())


@pytest.fixture
async def parcel(lanes: Lanes, twilio: Twilio, session: ClientSession) -> Parcel:
    transport = open_transport(twilio, session, lanes.database, lanes.clock, Drawer({1: b"%PDF"}))
    sender = Sender(lanes.database, lanes.clock, {"whatsapp": transport}, {"whatsapp": UNLIMITED})
    parcel = Parcel(lanes, twilio, sender)
    await parcel.goes(THREE)
    assert [form.get("Body", "file").split()[0] for form in twilio.sent] == ["file", "first", "second"]
    parcel.told = 3
    return parcel


@pytest.mark.parametrize(("number", "words"), [(1, "file"), (2, "first"), (3, "second")])
async def test_one_part_that_failed_is_sent_again_alone(parcel: Parcel, number: int, words: str) -> None:
    await parcel.fails(number)
    assert await parcel.arrives() == [words]
    assert await parcel.status() == "sent"


async def test_two_parts_that_failed_are_sent_again_in_their_order(parcel: Parcel) -> None:
    await parcel.fails(3, 1)
    assert await parcel.arrives() == ["file", "second"]


async def test_a_part_that_fails_after_another_was_sent_again_is_sent_again_too(parcel: Parcel) -> None:
    await parcel.fails(2)
    assert await parcel.arrives() == ["first"]
    await parcel.fails(3)
    assert await parcel.arrives() == ["second"]
    await parcel.fails(4)
    assert await parcel.arrives() == ["first"]


async def test_what_fails_while_another_part_waits_is_looked_at_afterwards(parcel: Parcel) -> None:
    await parcel.fails(2)
    await parcel.fails(3)
    assert await parcel.arrives() == ["first"]
    await Reports(parcel.lanes.database, parcel.lanes.clock).work()
    parcel.lanes.lease_clock.seconds += 3601
    assert await parcel.arrives() == ["second"]


async def test_an_earlier_attempt_at_a_part_tells_nothing_any_more(parcel: Parcel) -> None:
    await parcel.fails(2)
    assert await parcel.arrives() == ["first"]
    mailbox = Mailbox(parcel.lanes.database, parcel.lanes.clock)
    about = parcel.twilio.sent[1]["StatusCallback"].partition("message=")[2]
    form = {"MessageSid": "SM" + "e" * 32, "MessageStatus": "failed", "ErrorCode": NOT_THERE}
    await mailbox.take(about, "", form)
    await Reports(parcel.lanes.database, parcel.lanes.clock).work()
    assert await parcel.status() == "sent"


async def test_a_file_that_fails_after_the_words_have_arrived_is_sent_again(parcel: Parcel) -> None:
    async with parcel.lanes.database.transaction("receipt") as uow:
        await uow.connection.execute(update(outbox).values(delivered_at=parcel.lanes.clock.now()))
    await parcel.fails(1)
    assert await parcel.arrives() == ["file"]


async def test_a_part_that_came_too_late_waits_for_the_person_alone(parcel: Parcel, database: Database) -> None:
    await note(database, content(WANTED["balapan_news_ru"]))
    await parcel.fails(2, error=TOO_LATE)
    assert (await parcel.status(), await parcel.arrives()) == ("held", [])
    parcel.lanes.clock.move(hours=1)
    await parcel.lanes.writes(PHONE, channel="whatsapp")
    assert await parcel.arrives() == ["first"]


async def test_one_part_that_cannot_be_sent_at_all_is_an_operators_matter(parcel: Parcel) -> None:
    await parcel.fails(2, error="63013")
    assert (await parcel.arrives(), await parcel.status()) == ([], "operator")
