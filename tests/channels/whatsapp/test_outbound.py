"""The way out, wired as the program wires it: a file goes to Twilio, Twilio fetches it, and says that it arrived."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request

from bot.attachments import Attachments
from bot.instance import Instance, open_instance
from bot.pace import paces_of
from bot.sending import Sender
from bot.settings import Settings
from bot.web import Readiness, create_app
from bot.whatsapp.outbound import WhatsAppOutbound, open_whatsapp_outbound
from dialogs.message import FileOut, Spoken
from storage.inbox import Arrival
from storage.outbox import NewOutbox
from tests.channels.whatsapp.posted import ACCOUNT, PHONE, signature
from tests.channels.whatsapp.twilio import PUBLIC_URL, Twilio

LOG = FileOut("log.csv", "text/csv", content="a,b")


@pytest.fixture
async def instance(twilio: Twilio, sqlite_url: str, tmp_path: Path) -> AsyncIterator[Instance]:
    places = {"database_url": sqlite_url, "files_url": (tmp_path / "files").as_uri()}
    async with open_instance(Settings(**{**dict(twilio.settings), **places})) as opened:
        yield opened


@pytest.fixture
def outbound(instance: Instance, session: ClientSession) -> WhatsAppOutbound:
    return open_whatsapp_outbound(instance, session, Attachments(instance.database, instance.files))


@pytest.fixture
async def web(outbound: WhatsAppOutbound) -> AsyncIterator[TestClient[Request, Application]]:
    async def feel() -> Readiness:
        return Readiness(database=True, migrated=True)

    async with TestClient(TestServer(create_app({}, feel, outbound.routes))) as client:
        yield client


async def written_and_answered(instance: Instance) -> None:
    """Aigerim wrote, and is answered with a file."""
    now = instance.clock.now()
    async with instance.database.transaction("turn") as uow:
        await uow.inbox.store([Arrival("whatsapp", "SM1", PHONE, {"said": "export"}, fetch=False)], now)
        address = (await uow.accounts.at([("whatsapp", PHONE)], now))["whatsapp", PHONE]
        spoken = Spoken("Your data.", files=(LOG,)).to_json()
        await uow.outbox.add([NewOutbox(address.account_id, address.id, "reply", spoken, now, notification_id=1)])


async def delivered(instance: Instance) -> bool:
    async with instance.database.reading() as uow:
        return (await uow.outbox.fate(1)).delivered


async def test_a_file_goes_is_fetched_and_arrives(
    instance: Instance, outbound: WhatsAppOutbound, web: TestClient[Request, Application], twilio: Twilio
) -> None:
    await written_and_answered(instance)
    sender = Sender(instance.database, instance.clock, {"whatsapp": outbound.transport}, paces_of(["whatsapp"]))
    for _round in range(2):
        await sender.round()
        await sender.landed()
    link = next(word for word in twilio.last["Body"].split() if word.startswith(PUBLIC_URL))
    async with web.get(urlsplit(link).path) as fetched:
        assert (fetched.status, await fetched.text()) == (200, "a,b")
    reports = urlsplit(twilio.sent[0]["StatusCallback"])
    form = {"AccountSid": ACCOUNT.sid, "MessageSid": "SM" + "0" * 31 + "1", "MessageStatus": "delivered"}
    shown = {"X-Twilio-Signature": signature(twilio.sent[0]["StatusCallback"], form)}
    async with web.post(f"{reports.path}?{reports.query}", data=form, headers=shown) as told:
        assert told.status == 204
    assert not await delivered(instance)
    stop = asyncio.Event()
    running = asyncio.gather(*(loop(stop) for loop in outbound.loops.values()))
    async with asyncio.timeout(5):
        await handled(instance)
    stop.set()
    await running
    assert await delivered(instance)


async def handled(instance: Instance) -> None:
    """Return when no report waits."""
    for _try in range(1000):
        async with instance.database.reading() as uow:
            if not await uow.reports.unhandled(1):
                return
        await asyncio.sleep(0)


def test_the_loops_have_names(outbound: WhatsAppOutbound) -> None:
    assert sorted(outbound.loops) == ["whatsapp held", "whatsapp reports", "whatsapp templates"]
