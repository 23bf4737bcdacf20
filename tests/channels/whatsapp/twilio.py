"""Twilio's messages and contents on loopback: takes what it is sent, and refuses what a test tells it to."""

from __future__ import annotations

import asyncio
import json
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from bot.settings import Settings
from tests.channels.whatsapp.posted import ACCOUNT

PUBLIC_URL = ACCOUNT.public_url
MESSAGES = f"/2010-04-01/Accounts/{ACCOUNT.sid}/Messages.json"
SHOWN = f"Basic {b64encode(f'{ACCOUNT.sid}:{ACCOUNT.token}'.encode()).decode()}"


@dataclass
class Answer:
    """One refusal: an HTTP status, Twilio's code, and headers."""

    status: int
    code: int = 0
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Twilio:
    """One account; `sent` are the forms of messages that came, `contents` the resources by their sid.

    `answers` are given to the next calls, one each; `judgement` is what becomes of a submitted template.
    """

    sent: list[dict[str, str]] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    contents: dict[str, dict[str, Any]] = field(default_factory=dict)
    approvals: dict[str, dict[str, Any]] = field(default_factory=dict)
    judgement: str = "received"
    gate: asyncio.Event | None = None
    asked: list[str] = field(default_factory=list)
    address: str = ""
    _numbers: Any = field(default_factory=lambda: count(1))

    @property
    def settings(self) -> Settings:
        """Settings that lead here."""
        return Settings(
            twilio_account_sid=ACCOUNT.sid,
            twilio_auth_token=SecretStr(ACCOUNT.token),
            twilio_whatsapp_from=ACCOUNT.sender,
            twilio_api_url=self.address,
            public_url=PUBLIC_URL,
        )

    @property
    def last(self) -> dict[str, str]:
        """The newest message, without who sends it to whom and where reports go."""
        return {name: value for name, value in self.sent[-1].items() if name not in {"To", "From", "StatusCallback"}}

    def names(self) -> list[str]:
        """What its contents are called."""
        return [one["friendly_name"] for one in self.contents.values()]

    async def handle(self, request: web.Request) -> web.Response:
        """One request."""
        assert request.headers["Authorization"] == SHOWN
        self.asked.append(f"{request.method} {request.path}")
        if self.gate is not None:
            await self.gate.wait()
        if self.answers:
            refused = self.answers.pop(0)
            body = {"code": refused.code, "message": "refused", "status": refused.status}
            return web.json_response(body, status=refused.status, headers=refused.headers)
        if request.path == MESSAGES:
            return await self._take(request)
        return await self._content(request, request.path.split("/")[3:])

    async def _take(self, request: web.Request) -> web.Response:
        form = await request.post()
        self.sent.append({name: str(value) for name, value in form.items()})
        return web.json_response({"sid": f"SM{next(self._numbers):032x}", "status": "queued"}, status=201)

    async def _content(self, request: web.Request, path: list[str]) -> web.Response:
        match request.method, path:
            case "GET", []:
                return self._listed(request)
            case "POST", []:
                return self._made(json.loads(await request.read()))
            case "GET", [sid, "ApprovalRequests"]:
                found = self.approvals.get(sid)
                return web.json_response({"sid": sid, "whatsapp": found}, status=200 if found else 404)
            case "POST", [sid, "ApprovalRequests", "whatsapp"]:
                asked = json.loads(await request.read())
                self.approvals[sid] = {**asked, "status": self.judgement, "rejection_reason": ""}
                return web.json_response({**self.approvals[sid], "status": "received"}, status=201)
        return web.json_response({"code": 20404, "message": "not found", "status": 404}, status=404)

    def _listed(self, request: web.Request) -> web.Response:
        size, page = int(request.query["PageSize"]), int(request.query.get("Page", 0))
        found = list(self.contents.values())[page * size : (page + 1) * size]
        more = len(self.contents) > (page + 1) * size
        following = f"https://content.twilio.com/v1/Content?PageSize={size}&Page={page + 1}" if more else None
        return web.json_response({"contents": found, "meta": {"key": "contents", "next_page_url": following}})

    def _made(self, asked: dict[str, Any]) -> web.Response:
        sid = f"HX{next(self._numbers):032x}"
        types = json.loads(json.dumps(asked["types"]))
        for content in types.values():
            for action in content.get("actions", ()):
                action["index"] = None
        self.contents[sid] = {"sid": sid, "account_sid": ACCOUNT.sid, **asked, "types": types}
        return web.json_response(self.contents[sid], status=201)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[Twilio]:
        """Itself, for as long as it serves."""
        app = web.Application(client_max_size=1 << 20)
        app.router.add_route("*", "/{path:.*}", self.handle)
        async with TestServer(app) as server:
            self.address = str(server.make_url("")).rstrip("/")
            yield self
