"""What Twilio reports ends on the message that it is about, in whatever order and however often it comes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request
from sqlalchemy import select

from bot.letters import Delivered
from bot.web import Readiness, create_app
from bot.whatsapp.statuses import MOST_ATTEMPTS, Reports, status_route
from handlers.telling import FALLBACK
from storage.accounts import Accounts, Address
from storage.chat_tables import delivery_report
from storage.database import Database
from storage.flow_tables import outbox
from tests.bot.lanes import Lanes
from tests.channels.whatsapp.posted import ACCOUNT, PHONE, signature

SID = "SM" + "d4" * 16


@dataclass
class Street:
    """Messages that Twilio took, and what it says of them."""

    lanes: Lanes
    client: TestClient[Request, Application]
    reports: Reports
    address: Address | None = None

    async def sent(self, text: str = "hello") -> int:
        """A message that Twilio has taken; its id."""
        self.lanes.postman.results[text] = [Delivered(SID, confirmed=False)]
        self.address = await self.lanes.say(PHONE, text, channel="whatsapp", notification=1)
        await self.lanes.rounds(self.lanes.sender(), 2)
        async with self.lanes.database.reading() as uow:
            found = await uow.connection.execute(select(outbox.c.id).order_by(outbox.c.id.desc()).limit(1))
            return int(found.scalar_one())

    async def sends_again(self, number: int, text: str = "hello") -> str:
        """What is due is sent anew, and taken; Twilio's id of it."""
        sid = f"SM{number:032x}"
        self.lanes.postman.results[text] = [Delivered(sid, confirmed=False)]
        await self.lanes.rounds(self.lanes.sender(), 2)
        return sid

    async def tells(self, about: str, status: str, error: int | str = "", **changed: str) -> int:
        """Twilio posts a status; returns the HTTP status of the answer."""
        form = {
            "AccountSid": ACCOUNT.sid,
            "MessageSid": SID,
            "SmsSid": SID,
            "MessageStatus": status,
            "SmsStatus": status,
            "ErrorCode": str(error),
            "ChannelStatusMessage": "",
            "To": f"whatsapp:{PHONE}",
        } | changed
        path = "/whatsapp/status" + (f"?{about}" if about else "")
        shown = {"X-Twilio-Signature": signature(f"{ACCOUNT.public_url}{path}", form)}
        async with self.client.post(path, data=form, headers=shown) as response:
            return response.status

    async def row(self, id_: int) -> Any:
        """The outbox row."""
        async with self.lanes.database.reading() as uow:
            return (await uow.connection.execute(select(outbox).where(outbox.c.id == id_))).one()

    async def chat(self) -> Address:
        """The person's chat."""
        assert self.address is not None
        return await self.lanes.chat(self.address)


@pytest.fixture
async def street(lanes: Lanes) -> AsyncIterator[Street]:
    async def feel() -> Readiness:
        return Readiness(database=True, migrated=True)

    app = create_app({}, feel, [status_route(ACCOUNT, lanes.database, lanes.clock)])
    client = TestClient(TestServer(app))
    await client.start_server()
    yield Street(lanes, client, Reports(lanes.database, lanes.clock))
    await client.close()


@pytest.mark.parametrize("order", list(permutations(["queued", "sent", "delivered", "read"])))
async def test_a_message_is_delivered_whatever_comes_first(street: Street, order: tuple[str, ...]) -> None:
    id_ = await street.sent()
    assert (await street.row(id_)).delivered_at is None
    for status in (*order, *order):
        assert await street.tells(f"message={id_}.0", status) == 204
        await street.reports.work()
    row = await street.row(id_)
    assert (row.status, row.delivered_at) == ("sent", street.lanes.clock.now())
    async with street.lanes.database.reading() as uow:
        assert (await uow.outbox.fate(1)).delivered


async def test_what_decides_nothing_is_not_kept(street: Street) -> None:
    id_ = await street.sent()
    for status in ("accepted", "scheduled", "queued", "sending", "sent", "canceled", "of tomorrow", ""):
        assert await street.tells(f"message={id_}.0", status) == 204
    async with street.lanes.database.reading() as uow:
        assert (await uow.connection.execute(select(delivery_report))).all() == []


@pytest.mark.parametrize("status", ["failed", "undelivered"])
@pytest.mark.parametrize("code", [63033, 63024, 63003, 21610])
async def test_who_is_not_there_gets_nothing_more(street: Street, code: int, status: str) -> None:
    id_ = await street.sent()
    await street.tells(f"message={id_}.0", status, code)
    await street.reports.work()
    assert (await street.row(id_)).status == "never"
    assert (await street.chat()).blocked_at == street.lanes.clock.now()


async def test_what_whatsapp_keeps_back_is_never_sent_and_blocks_nobody(street: Street) -> None:
    id_ = await street.sent()
    await street.tells(f"message={id_}.0", "undelivered", 63032)
    await street.reports.work()
    assert (await street.row(id_)).status == "never"
    assert (await street.chat()).blocked_at is None


@pytest.mark.parametrize("code", [63013, 63015, 63021, 63027, 63028, 11751, 99999, ""])
async def test_the_rest_is_an_operators_matter(street: Street, code: int | str) -> None:
    id_ = await street.sent()
    await street.tells(f"message={id_}.0", "failed", code)
    await street.reports.work()
    assert (await street.row(id_)).status == "operator"


async def test_too_much_for_a_chat_is_tried_again_after_minutes_up_to_an_hour(street: Street) -> None:
    id_, sid = await street.sent(), SID
    for number, minutes in enumerate((1, 2, 4, 8, 16, 32, 60, 60)):
        for _time in range(2):
            await street.tells(f"message={id_}.0", "failed", 63018, MessageSid=sid)
            await street.reports.work()
        row = await street.row(id_)
        assert (row.status, row.next_try_at) == ("later", street.lanes.lease_clock.seconds + minutes * 60)
        street.lanes.lease_clock.seconds += minutes * 60 + 1
        sid = await street.sends_again(number)
        assert (await street.row(id_)).status == "sent"


async def test_too_much_for_a_chat_for_two_days_is_an_operators_matter_and_the_other_chats(street: Street) -> None:
    id_, sid = await street.sent(), SID
    async with street.lanes.database.transaction("fallback") as uow:
        await uow.deadlines.set("notification:1", FALLBACK, street.lanes.clock.now() + timedelta(days=9))
    for hour in range(50):
        await street.tells(f"message={id_}.0", "failed", 63018, MessageSid=sid)
        await street.reports.work()
        assert ((await street.row(id_)).status == "operator") == (hour >= 48)
        street.lanes.clock.move(hours=1)
        street.lanes.lease_clock.seconds += 3601
        sid = await street.sends_again(hour)
    async with street.lanes.database.reading() as uow:
        assert [one.kind for one in await uow.deadlines.due(street.lanes.clock.now(), 9)] == [FALLBACK]


async def test_failures_are_worked_off_in_the_order_in_which_everybody_locks_chats(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked: list[int] = []
    sids = {f"+7701000000{number}": f"SM{number:032x}" for number in range(5)}
    chats = [(await street.lanes.say(phone, channel="whatsapp")).id for phone in sids]
    for phone, sid in reversed(sids.items()):
        street.lanes.postman.results[phone] = [Delivered(sid, confirmed=False)]
        await street.lanes.say(phone, phone, channel="whatsapp")
    await street.lanes.rounds(street.lanes.sender(), 2)

    async def note(_accounts: Accounts, address_id: int, _at: datetime | None) -> None:
        blocked.append(address_id)

    monkeypatch.setattr(Accounts, "set_blocked", note)
    for number, sid in enumerate(reversed(sids.values()), start=1):
        await street.tells(f"message={number}.0", "failed", 63033, MessageSid=sid)
    await street.reports.work()
    assert blocked == sorted(chats)


async def test_what_an_earlier_attempt_tells_late_decides_nothing(street: Street) -> None:
    id_ = await street.sent()
    await street.tells(f"message={id_}.0", "failed", 63012)
    await street.reports.work()
    street.lanes.lease_clock.seconds += 61
    await street.sends_again(1)
    for late in ("delivered", "read"):
        await street.tells(f"message={id_}.0", late)
        await street.reports.work()
    await street.tells(f"message={id_}.0", "failed", 63032, MessageSid="SM" + "e" * 32)
    await street.reports.work()
    row = await street.row(id_)
    assert (row.status, row.delivered_at) == ("sent", None)


async def test_what_fails_for_a_chat_that_left_its_account_is_never_sent_again(street: Street) -> None:
    id_ = await street.sent()
    async with street.lanes.database.transaction("release") as uow:
        await uow.accounts.release((await street.chat()).id, street.lanes.clock.now())
    await street.tells(f"message={id_}.0", "failed", 63018)
    await street.reports.work()
    assert (await street.row(id_)).status == "never"


async def test_a_file_that_twilio_did_not_get_is_sent_with_a_new_link_from_its_part(street: Street) -> None:
    id_ = await street.sent()
    await street.tells(f"message={id_}.1", "failed", 63019)
    await street.reports.work()
    row = await street.row(id_)
    assert (row.status, row.step) == ("later", 1)


async def test_what_fails_again_and_again_is_an_operators_matter(street: Street) -> None:
    id_, sid = await street.sent(), SID
    for number in range(MOST_ATTEMPTS):
        await street.tells(f"message={id_}.0", "failed", 63012, MessageSid=sid)
        await street.reports.work()
        street.lanes.lease_clock.seconds += 61
        sid = await street.sends_again(number)
    assert (await street.row(id_)).status == "operator"
    assert len(street.lanes.postman.letters) == MOST_ATTEMPTS


async def test_too_much_of_the_account_lets_the_channel_rest(street: Street) -> None:
    id_ = await street.sent()
    await street.tells(f"message={id_}.0", "failed", 63017)
    await street.reports.work()
    assert (await street.row(id_)).status == "later"
    async with street.lanes.database.reading() as uow:
        room = (await uow.rates.room(["whatsapp"], street.lanes.lease_clock.seconds, 70, 10))["whatsapp"]
    assert room.left == 0


@pytest.mark.parametrize("code", [63016, 63041])
async def test_what_came_too_late_is_held_until_the_person_writes(street: Street, code: int) -> None:
    id_ = await street.sent()
    await street.tells(f"message={id_}.0", "undelivered", code)
    await street.reports.work()
    assert (await street.row(id_)).status == "held"
    street.lanes.clock.move(minutes=1)
    await street.lanes.writes(PHONE, channel="whatsapp")
    await street.lanes.rounds(street.lanes.sender(), 2)
    assert street.lanes.postman.texts == ["hello", "hello"]


async def test_a_report_that_overtakes_our_own_commit_waits_for_it(street: Street) -> None:
    lanes = street.lanes
    lanes.postman.results["hello"] = [Delivered(SID, confirmed=False)]
    street.address = await lanes.say(PHONE, "hello", channel="whatsapp")
    sender = lanes.sender()
    await sender.round()
    await sender.landed()
    id_ = lanes.postman.letters[0].id
    await street.tells(f"message={id_}.0", "failed", 63033)
    assert await street.reports.work() == 0
    await sender.round()
    assert await street.reports.work() == 1
    assert (await street.row(id_)).status == "never"


async def test_a_late_failure_does_not_undo_what_has_arrived(street: Street) -> None:
    id_ = await street.sent()
    await street.tells(f"message={id_}.0", "read")
    await street.reports.work()
    await street.tells(f"message={id_}.0", "failed", 63018)
    await street.reports.work()
    row = await street.row(id_)
    assert (row.status, row.delivered_at is not None) == ("sent", True)


async def test_word_of_news_that_did_not_arrive_is_told_again(street: Street) -> None:
    await street.sent()
    chat = await street.chat()
    async with street.lanes.database.transaction("news") as uow:
        await uow.accounts.set_news(chat.id, street.lanes.clock.now())
    assert await street.tells(f"news={chat.id}", "delivered") == 204
    assert (await street.chat()).news_at is not None
    assert await street.tells(f"news={chat.id}", "failed", 63018) == 204
    assert ((await street.chat()).news_at, (await street.chat()).blocked_at) == (None, None)
    assert await street.tells(f"news={chat.id}", "undelivered", 63033) == 204
    assert (await street.chat()).blocked_at is not None


@pytest.mark.parametrize(
    "about",
    [
        "",
        "message=",
        "message=1",
        "message=x.0",
        "message=-1.0",
        f"message={'9' * 30}.0",
        "news=x",
        f"news={'9' * 19}",
        "a=b",
    ],
)
async def test_a_report_about_nothing_is_harmless(street: Street, about: str) -> None:
    assert await street.tells(about, "failed", 63018) == 204
    assert await street.tells(about, "delivered", MessageSid="") == 204
    assert await street.reports.work() == 0


async def test_a_report_about_a_message_that_is_unknown_here_is_harmless(street: Street) -> None:
    for about in ("message=999.0", "message=0.0"):
        assert await street.tells(about, "failed", "9" * 40) == 204
    assert await street.reports.work() == 0


async def test_only_twilio_and_only_for_our_account_may_report(street: Street) -> None:
    id_ = await street.sent()
    assert await street.tells(f"message={id_}.0", "failed", 63033, AccountSid="AC" + "9" * 32) == 403
    async with street.client.post(f"/whatsapp/status?message={id_}.0", data={"MessageStatus": "failed"}) as response:
        assert response.status == 403
    assert await street.reports.work() == 0


async def test_when_the_database_is_away_twilio_is_told(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(street.lanes.database, "transaction", None)
    assert await street.tells("message=1.0", "delivered") == 503


async def test_the_loop_works_when_a_report_comes_and_stops_when_told(
    street: Street, until_handled: Callable[[], Awaitable[None]]
) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(street.reports.run(stop))
    id_ = await street.sent()
    await street.tells(f"message={id_}.0", "delivered")
    await until_handled()
    stop.set()
    await running
    assert (await street.row(id_)).delivered_at is not None


@pytest.fixture
def until_handled(database: Database, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Awaitable[None]]:
    """Waits until a report was worked off."""
    done = asyncio.Event()
    work = Reports.work

    async def noting(reports: Reports) -> int:
        count = await work(reports)
        if count:
            done.set()
        return count

    monkeypatch.setattr(Reports, "work", noting)

    async def until() -> None:
        async with asyncio.timeout(5):
            await done.wait()

    return until
