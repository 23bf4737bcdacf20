"""A webhook gets every update, a chat's messages one after another, as long as Telegram would try."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.simulator.desk import AIGERIM, Desk, keyboard

ANOTHER = 7010000002


@dataclass
class Hook:
    """A program that receives; `answers` are used up first, then everything is 200. A closed `gate` holds answers."""

    url: str = ""
    got: asyncio.Queue[dict[str, Any]] = field(default_factory=asyncio.Queue)
    secrets: list[str | None] = field(default_factory=list)
    answers: list[web.Response] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive(self, request: web.Request) -> web.Response:
        """Take one update."""
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        await self.got.put(await request.json())
        await self.gate.wait()
        return self.answers.pop(0) if self.answers else web.Response()

    async def next(self) -> dict[str, Any]:
        """The next update that comes."""
        return await asyncio.wait_for(self.got.get(), 5)


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    """A receiving program on this machine, its gate open."""
    hook = Hook()
    hook.gate.set()
    app = web.Application()
    app.router.add_post("/hook", hook.receive)
    server = TestServer(app)
    await server.start_server()
    hook.url = str(server.make_url("/hook"))
    yield hook
    hook.gate.set()
    await server.close()


async def test_an_update_comes_with_the_secret(desk: Desk, hook: Hook) -> None:
    await desk.result("setWebhook", url=hook.url, secret_token="s3cret")
    await desk.does("text", text="hello")
    assert (await hook.next())["message"]["text"] == "hello"
    assert hook.secrets == ["s3cret"]


async def test_what_waited_before_is_delivered_unless_dropped(desk: Desk, hook: Hook) -> None:
    await desk.does("text", text="dropped")
    await desk.result("deleteWebhook", drop_pending_updates=True)
    await desk.does("text", text="waited")
    await desk.result("setWebhook", url=hook.url)
    assert (await hook.next())["message"]["text"] == "waited"


async def test_a_refused_update_comes_again_at_once_then_later_and_later_and_holds_its_chat(
    desk: Desk, hook: Hook
) -> None:
    hook.answers = [web.Response(status=500), web.Response(status=503), web.Response(status=500)]
    await desk.result("setWebhook", url=hook.url)
    await desk.does("text", text="first")
    await desk.does("text", text="second")
    texts = [(await hook.next())["message"]["text"] for _ in range(5)]
    assert texts == ["first"] * 4 + ["second"]
    assert desk.time.slept == [0.0, 2.0, 4.0]
    info = await desk.result("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"


async def test_retry_after_is_obeyed(desk: Desk, hook: Hook) -> None:
    hook.answers = [web.Response(status=429, headers={"Retry-After": "30"})]
    await desk.result("setWebhook", url=hook.url)
    await desk.does("text", text="hello")
    assert (await hook.next())["update_id"] == (await hook.next())["update_id"]
    assert desk.time.slept == [30.0]


async def test_one_chat_waits_for_itself_but_other_chats_and_taps_do_not(desk: Desk, hook: Hook) -> None:
    hook.gate.clear()
    await desk.result("setWebhook", url=hook.url)
    await desk.does("text", text="slow")
    assert (await hook.next())["message"]["text"] == "slow"
    await desk.does("text", text="behind")
    await desk.post(f"/sim/parent/{ANOTHER}/text", {"text": "other chat"})
    assert (await hook.next())["message"]["text"] == "other chat"
    await desk.says("Which?", reply_markup=keyboard("A"))
    await desk.does("tap", label="A")
    assert (await hook.next())["callback_query"]["data"] == "A"
    hook.gate.set()
    assert (await hook.next())["message"]["text"] == "behind"


async def test_max_connections_bounds_how_many_come_at_once(desk: Desk, hook: Hook) -> None:
    hook.gate.clear()
    await desk.result("setWebhook", url=hook.url, max_connections=1)
    for user in (AIGERIM, ANOTHER):
        await desk.post(f"/sim/parent/{user}/text", {"text": "x"})
    await hook.next()
    assert hook.got.empty()
    hook.gate.set()
    await hook.next()


async def test_an_old_tap_is_given_up(desk: Desk, hook: Hook) -> None:
    await desk.does("start")
    await desk.says("Which?", reply_markup=keyboard("A"))
    await desk.does("tap", label="A")
    desk.time.now += 151
    await desk.result("setWebhook", url=hook.url)
    assert (await hook.next())["message"]["text"] == "/start"
    await desk.does("text", text="after")
    assert (await hook.next())["message"]["text"] == "after"


async def test_an_answer_may_name_a_method_whose_result_nobody_sees(desk: Desk, hook: Hook) -> None:
    order = {"method": "sendMessage", "chat_id": AIGERIM, "text": "by answer"}
    hook.answers = [web.json_response(order), web.json_response({"method": "dance"}), web.Response(text="ok")]
    await desk.result("setWebhook", url=hook.url)
    for _ in range(3):
        await desk.does("text", text="hello")
    assert (await desk.reads(from_="bot", wait=5))[0]["text"] == "by answer"


async def test_a_webhook_that_is_not_there_is_tried_again(desk: Desk, hook: Hook) -> None:
    await desk.result("setWebhook", url="http://127.0.0.1:9/hook")
    await desk.does("text", text="hello")
    while "last_error_message" not in await desk.result("getWebhookInfo"):
        pass
    await desk.result("setWebhook", url=hook.url)
    assert (await hook.next())["message"]["text"] == "hello"


@pytest.mark.parametrize(
    ("wish", "problem"),
    [
        ({"url": "http://balapan.kz/hook"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            {"url": "https://balapan.kz:8080/hook"},
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        ({"url": "https://balapan.kz", "secret_token": "с"}, "secret token contains unallowed characters"),
    ],
)
async def test_a_webhook_is_checked(desk: Desk, wish: dict[str, str], problem: str) -> None:
    assert (await desk.call("setWebhook", **wish))["description"] == f"Bad Request: {problem}"


async def test_setting_and_taking_away_say_what_happened(desk: Desk) -> None:
    url = "https://balapan.kz:8443/hook"
    wishes = [("setWebhook", url), ("setWebhook", url), ("setWebhook", ""), ("deleteWebhook", "")]
    said = [(await desk.call(method, url=address))["description"] for method, address in wishes]
    assert said == ["Webhook was set", "Webhook is already set", "Webhook was deleted", "Webhook is already deleted"]
    assert (await desk.result("getWebhookInfo"))["url"] == ""


async def test_a_running_poll_ends_when_a_webhook_is_set(desk: Desk) -> None:
    poll = asyncio.create_task(desk.call("getUpdates", timeout=50))
    while not poll.done():
        await desk.call("setWebhook", url="https://balapan.kz/hook")
        await desk.call("deleteWebhook")
    assert (await poll)["error_code"] == 409
