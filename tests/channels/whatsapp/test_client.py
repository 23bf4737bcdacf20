"""The SDK speaks to the server that the settings name, whatever host it means, and in the form that it says."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.whatsapp import client
from bot.whatsapp.client import AsyncHttp, elsewhere, open_twilio, open_twilio_sync
from tests.channels.whatsapp.posted import ACCOUNT
from tests.channels.whatsapp.twilio import MESSAGES, SHOWN, Twilio


@pytest.mark.parametrize("product", ["api", "content", "messaging", "media", "api.dublin.ie1"])
def test_every_host_of_the_sdk_is_replaced(product: str) -> None:
    url = f"https://{product}.twilio.com/v1/Content?PageSize=5&of=https://api.twilio.com"
    there = "http://127.0.0.1:8081/v1/Content?PageSize=5&of=https://api.twilio.com"
    assert elsewhere(url, "http://127.0.0.1:8081") == there
    assert elsewhere(url, "") == url


@pytest.mark.parametrize("url", ["https://twilio.com.evil.example/x", "https://evil.example/api.twilio.com", "/v1"])
def test_nothing_else_is(url: str) -> None:
    assert elsewhere(url, "http://127.0.0.1:8081") == url


async def test_messages_go_as_a_form_with_each_file(twilio: Twilio, session: ClientSession) -> None:
    opened = open_twilio(twilio.settings, session)
    made = await opened.messages.create_async(
        to="whatsapp:+7", from_="whatsapp:+8", body="Қош & келдіңіз = 100%", media_url=["http://a/1?x=1&y=2"]
    )
    assert made.sid.startswith("SM")
    assert twilio.asked == [f"POST {MESSAGES}"]
    assert twilio.sent == [
        {"To": "whatsapp:+7", "From": "whatsapp:+8", "Body": "Қош & келдіңіз = 100%", "MediaUrl": "http://a/1?x=1&y=2"}
    ]


async def test_json_goes_as_json(twilio: Twilio, session: ClientSession) -> None:
    headers = {"Content-Type": "application/json"}
    data = {"friendly_name": "x", "types": {"twilio/text": {"body": "{{1}}"}}}
    options: dict[str, Any] = {"params": None, "data": data, "headers": headers, "auth": (ACCOUNT.sid, ACCOUNT.token)}
    answer = await AsyncHttp(session, twilio.address).request(
        "POST", "https://content.twilio.com/v1/Content", **options
    )
    assert answer.status_code == 201
    assert json.loads(answer.text)["types"] == data["types"]


async def test_a_slow_answer_is_not_waited_for(
    twilio: Twilio, session: ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "TIMEOUT_S", 0.05)
    twilio.gate = asyncio.Event()
    with pytest.raises(TimeoutError):
        await open_twilio(twilio.settings, session).messages.create_async(to="+7", from_="+8", body="x")
    twilio.gate.set()


async def test_all_pages_of_contents_are_read(twilio: Twilio) -> None:
    for number in range(7):
        twilio.contents[f"HX{number}"] = {"sid": f"HX{number}", "friendly_name": str(number), "types": {}}
    opened = open_twilio_sync(twilio.settings)
    found = await asyncio.to_thread(opened.content.v1.contents.list, page_size=3)
    assert [one.friendly_name for one in found] == list("0123456")
    assert len(twilio.asked) == 3
    opened.http_client.close()


def test_credentials_are_shown_as_twilio_wants_them(twilio: Twilio) -> None:
    assert client._shown((ACCOUNT.sid, ACCOUNT.token)) == {"Authorization": SHOWN}
    assert client._shown(None) == {}
