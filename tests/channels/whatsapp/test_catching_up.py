"""After an outage: what Twilio could not bring is read from its list, once, in order, and never as a wrong answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
import structlog
from aiohttp import ClientSession

from bot.delivery import TryLater
from bot.intake import Intake
from bot.whatsapp import catching_up
from bot.whatsapp.catching_up import CatchingUp
from bot.whatsapp.history import History
from bot.whatsapp.incoming import arrivals
from storage.database import Database
from storage.inbox import InboxRow
from tests.channels.whatsapp.posted import ACCOUNT, BUSINESS_SCOPED, PHONE, media_url, picture_form, posted
from tests.channels.whatsapp.servers import FileServer, serving
from tests.handlers.town import MovableClock

JSON = dict[str, Any]


@pytest.fixture
async def twilio() -> AsyncIterator[FileServer]:
    async with serving(FileServer()) as server:
        yield server


@pytest.fixture
async def catching(database: Database, clock: MovableClock, twilio: FileServer) -> AsyncIterator[CatchingUp]:
    async with ClientSession() as session:
        yield CatchingUp(database, clock, History(session, twilio.account))


def sid(number: int) -> str:
    return f"SM{number:032x}"


def listed(number: int, at: datetime, **changed: Any) -> JSON:
    """A message as Twilio lists it."""
    message = {
        "sid": sid(number),
        "account_sid": ACCOUNT.sid,
        "direction": "inbound",
        "from": f"whatsapp:{PHONE}",
        "to": ACCOUNT.sender,
        "body": f"message {number}",
        "num_media": "0",
        "status": "received",
        "date_sent": format_datetime(at),
    }
    return message | changed


async def kept(database: Database) -> list[InboxRow]:
    async with database.transaction("look") as uow:
        return await uow.inbox.claim(10)


async def said(database: Database) -> list[str]:
    return [row.payload["said"] for row in await kept(database)]


async def test_what_was_missed_is_kept_in_order_and_only_once(
    catching: CatchingUp, twilio: FileServer, database: Database, clock: MovableClock
) -> None:
    began = clock.now() - timedelta(minutes=20)
    await Intake(database, clock).store(arrivals(posted(sid(2))))
    twilio.messages = [listed(number, began + timedelta(minutes=number)) for number in range(5)]
    assert await catching.round() == 4
    assert await catching.round() == 0
    rows = await kept(database)
    assert [row.external_id for row in rows] == [sid(number) for number in (2, 0, 1, 3, 4)]


async def test_it_asks_for_our_sender_from_where_it_was_but_half_an_hour_at_least_and_a_day_at_most(
    catching: CatchingUp, twilio: FileServer, clock: MovableClock
) -> None:
    await catching.round()
    clock.move(hours=7)
    await catching.round()
    clock.move(days=3)
    await catching.round()
    assert {query["To"] for query in twilio.listings} == {ACCOUNT.sender}
    moments = ["2026-11-23T04:30:00Z", "2026-11-23T04:58:00Z", "2026-11-25T12:00:00Z"]
    assert [query["DateSent>"] for query in twilio.listings] == moments
    assert twilio.asked[0][2] == ACCOUNT.headers["Authorization"]


async def test_a_list_that_is_away_is_read_later_from_where_it_was_read_last(
    catching: CatchingUp, twilio: FileServer, database: Database, clock: MovableClock
) -> None:
    await catching.round()
    written = clock.now() + timedelta(minutes=1)
    clock.move(hours=5)
    twilio.messages, twilio.faults = [listed(1, written)], [503]
    with pytest.raises(TryLater):
        await catching.round()
    assert await catching.round() == 1
    assert await said(database) == ["message 1"]


async def test_the_last_two_minutes_are_left_to_the_webhook(
    catching: CatchingUp, twilio: FileServer, database: Database, clock: MovableClock
) -> None:
    twilio.messages = [listed(1, clock.now() - timedelta(seconds=119))]
    assert await catching.round() == 0
    clock.move(minutes=5)
    assert await catching.round() == 1


async def test_a_long_list_is_read_to_its_end(
    catching: CatchingUp, twilio: FileServer, database: Database, clock: MovableClock
) -> None:
    twilio.a_page = 2
    began = clock.now() - timedelta(minutes=20)
    twilio.messages = [listed(number, began + timedelta(minutes=number)) for number in range(5)]
    assert await catching.round() == 5
    assert await said(database) == [f"message {number}" for number in range(5)]


async def test_our_own_messages_and_nonsense_are_passed_over(
    catching: CatchingUp, twilio: FileServer, database: Database, clock: MovableClock
) -> None:
    at = clock.now() - timedelta(minutes=10)
    ours = listed(1, at, direction="outbound-api", **{"from": ACCOUNT.sender, "to": f"whatsapp:{PHONE}"})
    sms = listed(2, at, **{"from": PHONE})
    twilio.messages = [ours, sms, listed(3, at, date_sent=None), listed(4, at, sid="?"), listed(5, at)]
    with structlog.testing.capture_logs() as logs:
        await catching.round()
    assert await said(database) == ["message 5"]
    assert PHONE not in str(logs)


async def test_a_missed_picture_is_fetched_like_any_other(
    catching: CatchingUp, twilio: FileServer, database: Database, clock: MovableClock
) -> None:
    at = clock.now() - timedelta(minutes=10)
    message = "MM" + "c3" * 16
    twilio.messages = [listed(1, at, sid=message, body="", num_media="2", **{"from": f"whatsapp:{BUSINESS_SCOPED}"})]
    of = [("ME" + f"{place:032x}", mime) for place, mime in enumerate(("image/jpeg", "audio/ogg"))]
    twilio.media[message] = [{"sid": name, "content_type": mime} for name, mime in of]
    await catching.round()
    async with database.transaction("look") as uow:
        first, second = await uow.inbox.claim_fetches(10, await database.lease_now(), 60)
    assert first.payload == {"attached": {"id": media_url(twilio.address), "mime": "image/jpeg"}}
    assert second.external_id == f"{message}.1"


async def test_a_picture_that_came_by_the_webhook_is_not_asked_about(
    catching: CatchingUp, twilio: FileServer, database: Database, clock: MovableClock
) -> None:
    await Intake(database, clock).store(arrivals(picture_form(media_url(), sid=sid(1))))
    twilio.messages = [listed(1, clock.now() - timedelta(minutes=10), num_media="1")]
    assert await catching.round() == 0
    assert [path.rpartition("/")[2] for path in twilio.paths()] == ["Messages.json"]


async def test_what_the_chat_has_overtaken_is_out_of_date_and_answers_nothing(
    catching: CatchingUp, twilio: FileServer, database: Database, clock: MovableClock
) -> None:
    await Intake(database, clock).store(arrivals(posted(sid(9), Body="later")))
    at = clock.now() - timedelta(minutes=10)
    told = "Пароль от ЭЦП: Aa123456"
    twilio.messages = [
        listed(1, at, body="1"),
        listed(2, at, body=told),
        listed(3, at, **{"from": "whatsapp:+77010000002"}),
    ]
    await catching.round()
    payloads = {row.external_id: row.payload for row in await kept(database)}
    assert payloads[sid(1)] == {"tapped": ""}
    assert payloads[sid(2)]["refused"]["code"] == "eds_password"
    assert payloads[sid(3)] == {"said": "message 3"}


async def test_the_window_is_counted_from_when_it_was_written(
    catching: CatchingUp, twilio: FileServer, database: Database, clock: MovableClock
) -> None:
    at = clock.now() - timedelta(minutes=10)
    twilio.messages = [listed(1, at)]
    await catching.round()
    async with database.transaction("look") as uow:
        pair = ("whatsapp", PHONE)
        assert (await uow.accounts.at({pair}, clock.now()))[pair].seen_at == at


async def test_it_is_done_at_the_start_soon_again_and_every_five_minutes_whatever_fails(
    catching: CatchingUp, twilio: FileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, pauses = asyncio.Event(), []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            stop.set()

    monkeypatch.setattr(catching_up, "pause", pause)
    twilio.faults = [500]
    await catching.run(stop)
    assert pauses == [130.0, 300.0, 300.0]
    assert len(twilio.asked) == 3
