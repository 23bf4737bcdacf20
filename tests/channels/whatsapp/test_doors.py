"""The door for Twilio: who may come in, and what is kept before the answer."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
import structlog
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer, make_mocked_request
from aiohttp.web import Application, Request
from multidict import MultiDict

from bot.intake import Crowded, Intake
from bot.web import Readiness, create_app
from bot.whatsapp.account import TwilioAccount
from bot.whatsapp.doors import INBOUND, inbound_route
from bot.whatsapp.signature import is_signed
from storage.database import Database
from storage.inbox import InboxRow
from tests.channels.whatsapp.posted import ACCOUNT, BUSINESS_SCOPED, PHONE, posted, signature
from tests.handlers.town import MovableClock

PUBLIC = f"{ACCOUNT.public_url}{INBOUND}"
SIDS = (f"SM{number:032x}" for number in itertools.count(1))


class Door:
    """The program's web server, and Twilio in front of it."""

    def __init__(self, client: TestClient[Request, Application], database: Database) -> None:
        self.client = client
        self.database = database

    async def knock(
        self,
        form: Mapping[str, str] | bytes,
        *,
        signed: str | None = None,
        query: str = "",
        token: str | None = None,
        host: str = "10.0.0.7:8080",
    ) -> ClientResponse:
        """Post a form, signed for the public address unless `signed` says otherwise."""
        if signed is None:
            signed = signature(f"{PUBLIC}{query}", {} if isinstance(form, bytes) else form)
        headers = {"X-Twilio-Signature": signed, "Host": host, "X-Forwarded-Host": "evil.example"}
        if token is not None:
            headers["I-Twilio-Idempotency-Token"] = token
        return await self.client.post(f"{INBOUND}{query}", data=form, headers=headers)

    async def kept(self) -> list[InboxRow]:
        """What waits for its turn."""
        async with self.database.transaction("look") as uow:
            return await uow.inbox.claim(10)


async def opened(account: TwilioAccount, intake: Any) -> TestClient[Request, Application]:
    async def feel() -> Readiness:
        return Readiness(database=True, migrated=True)

    client = TestClient(TestServer(create_app({}, feel, [inbound_route(account, intake)])))
    await client.start_server()
    return client


@pytest.fixture
async def door(database: Database, clock: MovableClock) -> AsyncIterator[Door]:
    client = await opened(ACCOUNT, Intake(database, clock))
    yield Door(client, database)
    await client.close()


async def said(door: Door) -> list[str]:
    return [row.payload["said"] for row in await door.kept()]


async def test_a_message_is_kept_and_twilio_is_told_nothing_more(door: Door) -> None:
    response = await door.knock(posted())
    assert (response.status, response.content_type, await response.text()) == (200, "text/xml", "<Response/>")
    assert await said(door) == ["Сәлем"]


async def test_fields_that_nobody_knows_yet_and_blank_ones_are_signed_too(door: Door) -> None:
    form = posted(Body=" Сәлем + әлем & 100% ", Zukunft="2027", OriginalRepliedMessageSid="", ButtonText="")
    assert (await door.knock(form)).status == 200
    assert await said(door) == [" Сәлем + әлем & 100% "]


async def test_the_address_that_counts_is_the_public_one_whatever_the_proxy_says(door: Door) -> None:
    for number, host in enumerate(("127.0.0.1:8080", "balapan", "balapan.example.kz")):
        assert (await door.knock(posted(f"SM{number:032x}"), host=host)).status == 200
    assert len(await said(door)) == 3


async def test_a_signature_for_the_address_of_the_request_is_none(door: Door) -> None:
    forged = signature(f"http://evil.example{INBOUND}", posted())
    assert (await door.knock(posted(), signed=forged, host="evil.example")).status == 403


async def test_the_query_is_signed_as_it_stands(door: Door) -> None:
    query = "?from=sender%2Bone&a=&b=%D0%B0"
    assert (await door.knock(posted(), query=query)).status == 200
    assert (await door.knock(posted(), query=query, signed=signature(PUBLIC, posted()))).status == 403


@pytest.mark.parametrize(
    "signed",
    [
        "",
        "sesame",
        "ключ",
        signature(PUBLIC, posted(), token="another token"),
        signature(PUBLIC, posted(Body="something else")),
        signature("https://balapan.example.kz/telegram/parent", posted()),
    ],
)
async def test_who_is_not_twilio_is_turned_away(door: Door, signed: str) -> None:
    assert (await door.knock(posted(), signed=signed)).status == 403
    assert await door.kept() == []


async def test_another_account_is_turned_away_and_logged_without_telling_anything(door: Door) -> None:
    form = posted(AccountSid="AC" + "f" * 32)
    with structlog.testing.capture_logs() as logs:
        assert (await door.knock(form)).status == 403
    assert await door.kept() == []
    assert [line["event"] for line in logs] == ["twilio.foreign_account"]
    assert not any(secret in str(logs) for secret in (PHONE, "Сәлем", "Айгерім"))


async def test_the_same_message_again_is_one(door: Door) -> None:
    for _time in range(3):
        assert (await door.knock(posted())).status == 200
    assert await said(door) == ["Сәлем"]


async def test_the_same_token_again_is_one_message(door: Door) -> None:
    for number in range(2):
        assert (await door.knock(posted(f"SM{number:032x}"), token="8d0e3a4c-1")).status == 200
    assert (await door.knock(posted(f"SM{7:032x}"), token="another")).status == 200
    assert len(await said(door)) == 2


@pytest.mark.parametrize("missing", ["MessageSid", "From"])
async def test_a_signed_form_that_makes_no_sense_is_not_asked_for_again(door: Door, missing: str) -> None:
    form = {name: value for name, value in posted().items() if name != missing}
    with structlog.testing.capture_logs() as logs:
        assert (await door.knock(form)).status == 200
    assert await door.kept() == []
    assert [line["event"] for line in logs] == ["whatsapp.malformed"]
    assert PHONE not in str(logs)


@pytest.mark.parametrize("body", [b"", b"\xff\xfe=%", b"{}", b"&".join(b"a=1" for _field in range(600))])
async def test_what_is_no_form_is_not_from_twilio(door: Door, body: bytes) -> None:
    assert (await door.knock(body)).status == 403


async def test_a_path_that_is_no_text_is_not_from_twilio() -> None:
    request = make_mocked_request("POST", f"{INBOUND}?a=\udcff", headers={"X-Twilio-Signature": "x"})
    assert not is_signed(ACCOUNT, request, MultiDict())


async def test_phone_and_business_scoped_id_of_one_person_are_one_chat(door: Door) -> None:
    name = f"whatsapp:{BUSINESS_SCOPED}"
    for changed in (
        {"ExternalUserId": name},
        {"From": name, "ExternalUserId": name},
        {"From": f"whatsapp:{PHONE}"},
    ):
        assert (await door.knock(posted(next(SIDS), **changed))).status == 200
    rows = await door.kept()
    assert len(rows) == 3
    assert len({row.account_id for row in rows}) == 1


@pytest.mark.parametrize("error", [OSError("the database is away"), Crowded("2000 wait")])
async def test_what_cannot_be_kept_now_is_not_answered_for(error: Exception) -> None:
    class Away:
        async def store(self, arrivals: object) -> None:
            raise error

    client = await opened(ACCOUNT, Away())
    headers = {"X-Twilio-Signature": signature(PUBLIC, posted())}
    assert (await client.post(INBOUND, data=posted(), headers=headers)).status == 503
    await client.close()


async def test_a_program_without_a_token_lets_nobody_in() -> None:
    client = await opened(replace(ACCOUNT, token=""), None)
    headers = {"X-Twilio-Signature": signature(PUBLIC, posted())}
    assert (await client.post(INBOUND, data=posted(), headers=headers)).status == 403
    await client.close()


def test_the_token_does_not_show_when_the_account_is_printed() -> None:
    assert ACCOUNT.token not in repr(ACCOUNT)
