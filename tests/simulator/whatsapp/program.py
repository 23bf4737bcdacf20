"""A stand-in for the program: takes webhooks, serves files, and calls Twilio with Twilio's own client."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from aiohttp import encode_basic_auth, web
from aiohttp.test_utils import TestServer

from simulator.options import DEMO_TWILIO
from tests.simulator.desk import Desk

JSON = dict[str, Any]
DANIYAR, ALINA = 7010000002, 6000000001
HIS, HERS = "whatsapp:+77010000002", "whatsapp:KZ.15026000000001"
MESSAGES = f"/2010-04-01/Accounts/{DEMO_TWILIO['account']}/Messages.json"
HOSTS = ("https://api.twilio.com", "https://content.twilio.com")
TEMPLATE = {
    "friendly_name": "balapan_place_ru",
    "language": "ru",
    "variables": {"1": "A-1", "2": "5"},
    "types": {"twilio/text": {"body": "Заявка {{1}}: ваше место {{2}}. Напишите, чтобы узнать больше."}},
}


@dataclass
class Program:
    """What came, in order; `answers` are used up first, then all is `<Response/>`. A closed gate holds answers."""

    server: TestServer
    came: asyncio.Queue[web.Request] = field(default_factory=asyncio.Queue)
    forms: list[JSON] = field(default_factory=list)
    answers: list[web.Response] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    fetched: list[str] = field(default_factory=list)

    def url(self, path: str) -> str:
        """The address of a path, without a slash at its end."""
        return str(self.server.make_url(path)).rstrip("/")

    async def take(self, request: web.Request) -> web.Response:
        """One webhook."""
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.forms.append(form)
        await self.came.put(request)
        await self.gate.wait()
        if self.answers:
            return self.answers.pop(0)
        return web.Response(text="<Response/>", content_type="text/xml")

    async def serve(self, request: web.Request) -> web.Response:
        """A file."""
        name = request.match_info["name"]
        self.fetched.append(f"{request.method} {name}")
        if name not in self.files:
            raise web.HTTPNotFound
        mime, content = self.files[name]
        headers = {"Content-Type": mime, "Content-Disposition": f'inline; filename="{name}"'}
        return web.Response(body=content, headers=headers)

    async def inbound(self) -> tuple[JSON, web.Request]:
        """The next webhook, its form first."""
        request = await asyncio.wait_for(self.came.get(), 5)
        return {name: str(value) for name, value in (await request.post()).items()}, request

    async def statuses(self, count: int) -> list[JSON]:
        """The next so many status callbacks."""
        return [(await self.inbound())[0] for _ in range(count)]


async def listening() -> Program:
    """A program on a free port, its gate open."""
    app = web.Application()
    server = TestServer(app)
    program = Program(server)
    program.gate.set()
    app.router.add_post("/whatsapp/inbound", program.take)
    app.router.add_post("/whatsapp/status", program.take)
    app.router.add_get("/media/{name}", program.serve)
    await server.start_server()
    return program


class Twilio:
    """Twilio's synchronous client in a thread, each call sent to the desk."""

    def __init__(self, address: str, token: str = DEMO_TWILIO["token"], account: str = DEMO_TWILIO["account"]) -> None:
        http = import_module("twilio.http.http_client").TwilioHttpClient(pool_connections=False)
        inner = http.request

        def redirected(method: str, url: str, *rest: Any, **options: Any) -> Any:
            for host in HOSTS:
                url = url.replace(host, address, 1)
            return inner(method, url, *rest, **options)

        http.request = redirected
        self.client = import_module("twilio.rest").Client(account, token, http_client=http)

    async def does(self, work: Callable[[Any], Any]) -> Any:
        """What the work with the client returns."""
        return await asyncio.to_thread(work, self.client)

    async def sends(self, to: str, **wish: Any) -> Any:
        """Messages create from the demo's sender."""
        return await self.does(lambda client: client.messages.create(to=to, from_=DEMO_TWILIO["sender"], **wish))

    async def says(self, program: Program, body: str, to: str = HIS, **wish: Any) -> Any:
        """A text with a status callback."""
        return await self.sends(to, body=body, status_callback=program.url("/whatsapp/status"), **wish)


async def refusal(work: Any) -> tuple[int, int]:
    """HTTP status and code with which a call is refused."""
    failure = import_module("twilio.base.exceptions").TwilioRestException
    try:
        await work
    except failure as error:
        assert str(error.code) in error.uri or error.code
        return int(error.status), int(error.code)
    raise AssertionError("the call was not refused")


async def content(desk: Desk, wish: JSON, *, approve: bool = False) -> str:
    """A new content; returns its SID."""
    made = await api(desk, "POST", "/v1/Content", wish)
    assert made[0] == 201, made
    sid = str(made[1]["sid"])
    if approve:
        asked = {"name": wish["friendly_name"], "category": "UTILITY"}
        status, _ = await api(desk, "POST", f"/v1/Content/{sid}/ApprovalRequests/whatsapp", asked)
        assert status == 201
    return sid


async def api(
    desk: Desk, method: str, path: str, body: JSON | None = None, form: list[tuple[str, str]] | None = None
) -> tuple[int, JSON]:
    """A call with the account's credentials, a JSON body or a form."""
    headers = {"Authorization": encode_basic_auth(DEMO_TWILIO["account"], DEMO_TWILIO["token"])}
    async with desk.http.request(method, desk.url(path), json=body, data=form, headers=headers) as response:
        text = await response.text()
        return response.status, json.loads(text) if text else {}


async def does(desk: Desk, action: str, content: JSON | None = None, user: int = DANIYAR) -> JSON:
    """Something a person does with WhatsApp."""
    return dict(await desk.post(f"/sim/whatsapp/{user}/{action}", content or {}))


async def reads(desk: Desk, query: str = "from=bot", user: int = DANIYAR) -> list[JSON]:
    """The records of a chat."""
    return list((await desk.get(f"/sim/whatsapp/{user}/messages?{query}"))["messages"])
