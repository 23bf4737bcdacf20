"""Nobody is left without word: what is held back is told again until the person knows, however the telling failed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from itertools import pairwise

import pytest
from aiohttp import ClientSession
from structlog.testing import capture_logs

from bot.delivery import TryLater
from bot.pace import UNLIMITED
from bot.sending import Sender, hold_s
from bot.whatsapp import holding_back
from bot.whatsapp.client import open_twilio
from bot.whatsapp.holding_back import HoldingBack
from bot.whatsapp.judging import Judgements
from bot.whatsapp.statuses import Mailbox, Reports
from dialogs.message import Spoken
from locales.catalogue import Locale
from storage.accounts import Address
from storage.database import Database
from storage.outbox import NewOutbox
from tests.bot.lanes import Lanes
from tests.channels.whatsapp.parcels import SIDS, WANTED, Drawer, content, letter, note, open_transport
from tests.channels.whatsapp.posted import PHONE
from tests.channels.whatsapp.twilio import Twilio

NEWS = WANTED["balapan_news_ru"]
MINUTE = 60.0


@dataclass
class Evening:
    """A parent who wrote yesterday, the program's way out, and Twilio."""

    lanes: Lanes
    twilio: Twilio
    sender: Sender
    judgements: Judgements
    address: Address

    @property
    def database(self) -> Database:
        return self.lanes.database

    async def passes(self, seconds: float = 0) -> None:
        """Time passes; then the loops do what is to be done."""
        self.lanes.lease_clock.seconds += seconds
        self.lanes.clock.move(seconds=seconds)
        await Reports(self.database, self.lanes.clock).work()
        while await HoldingBack(self.database).work():
            await self.lanes.rounds(self.sender, 3)
        await self.lanes.rounds(self.sender, 3)

    async def says(self, text: str = "late") -> None:
        """Something that no template says."""
        one = self.address
        said = Spoken(text, locale=Locale.RU).to_json()
        async with self.database.transaction("say") as uow:
            await uow.outbox.add([NewOutbox(one.account_id, one.id, "reply", said, self.lanes.clock.now())])
        await self.passes()

    async def told(self, status: str, error: int) -> None:
        """Twilio reports on the last message that it took."""
        about, value = self.twilio.sent[-1]["StatusCallback"].partition("?")[2].split("=")
        form = {"MessageSid": f"SM{len(self.twilio.sent):032x}", "MessageStatus": status, "ErrorCode": str(error)}
        part, news = (value, "") if about == "message" else ("", value)
        await Mailbox(self.database, self.lanes.clock).take(part, news, form)

    @property
    def news(self) -> int:
        """How often word went that something waits."""
        return sum(form.get("ContentSid") == SIDS[NEWS.base] for form in self.twilio.sent)


@pytest.fixture
async def evening(lanes: Lanes, twilio: Twilio, session: ClientSession) -> Evening:
    transport = open_transport(twilio, session, lanes.database, lanes.clock, Drawer())
    transport.shelf.monotonic = lambda: lanes.lease_clock.seconds
    sender = Sender(lanes.database, lanes.clock, {"whatsapp": transport}, {"whatsapp": UNLIMITED})
    judgements = Judgements(open_twilio(twilio.settings, session), lanes.database, lanes.clock)
    await lanes.writes(PHONE, channel="whatsapp")
    address = await lanes.say(PHONE, channel="whatsapp")
    lanes.clock.move(hours=25)
    return Evening(lanes, twilio, sender, judgements, address)


async def test_who_could_not_be_told_is_told_when_whatsapp_approves_the_template(evening: Evening) -> None:
    await note(evening.database, content(NEWS, "pending"))
    await evening.says("one")
    await evening.says("two")
    for _day in range(3):
        await evening.passes(86_400)
    evening.twilio.approvals[SIDS[NEWS.base]] = {"status": "approved"}
    await evening.judgements.ask()
    assert evening.news == 0
    await evening.passes(MINUTE)
    assert evening.news == 1
    for _day in range(3):
        await evening.passes(86_400)
    assert (evening.news, len(evening.twilio.sent)) == (1, 1)
    await evening.lanes.writes(PHONE, channel="whatsapp")
    await evening.passes()
    assert [form["Body"] for form in evening.twilio.sent[1:]] == ["one", "two"]


@pytest.mark.parametrize("code", [63018, 63032])
async def test_who_was_not_reached_by_the_news_is_told_again_ever_more_seldom(evening: Evening, code: int) -> None:
    await note(evening.database, content(NEWS))
    await evening.says()
    times: list[int] = []
    for minute in range(100):
        if evening.news > len(times):
            times.append(minute)
            await evening.told("undelivered", code)
        await evening.passes(MINUTE)
    assert [after - before for before, after in pairwise(times)] == [1, 2, 4, 8, 16, 32]
    assert [hold_s(attempts) for attempts in (1, 10, 11, 99)] == [MINUTE, 512 * MINUTE, *[720 * MINUTE] * 2]


async def test_what_came_too_late_by_report_leaves_word_at_once(evening: Evening) -> None:
    await note(evening.database, content(NEWS))
    evening.lanes.clock.move(hours=-2)
    await evening.says()
    assert [form.get("Body") for form in evening.twilio.sent] == ["late"]
    evening.lanes.clock.move(hours=2)
    await evening.told("undelivered", 63016)
    await evening.passes()
    assert (evening.news, len(evening.twilio.sent)) == (1, 2)
    await evening.passes(86_400)
    assert len(evening.twilio.sent) == 2


async def test_the_loop_is_woken_and_stops_when_told(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    await evening.says()
    evening.lanes.lease_clock.seconds += MINUTE
    monkeypatch.setattr(holding_back, "EVERY_S", 3600.0)
    stop, worked = asyncio.Event(), asyncio.Event()
    work = HoldingBack.work

    async def noting(loop: HoldingBack) -> int:
        count = await work(loop)
        worked.set()
        return count

    monkeypatch.setattr(HoldingBack, "work", noting)
    running = asyncio.create_task(HoldingBack(evening.database).run(stop))
    async with asyncio.timeout(5):
        await worked.wait()
    stop.set()
    await running
    assert await evening.lanes.oldest()


async def test_a_chat_whose_id_cannot_be_read_is_not_called_and_nobody_is_taken_for_gone(
    lanes: Lanes, twilio: Twilio, session: ClientSession
) -> None:
    transport = open_transport(twilio, session, lanes.database, lanes.clock, Drawer())
    await note(lanes.database, content(NEWS))
    for seen_at in (lanes.clock.now(), None):
        with pytest.raises(TryLater), capture_logs() as logs:
            await transport.deliver(replace(letter(Spoken("hello", locale=Locale.RU), seen_at), chat=""))
        assert [(entry["event"], entry["log_level"]) for entry in logs] == [("chat.unreadable", "error")]
    assert twilio.asked == []
