"""A site that asks for a signature through eGov Mobile, as simple as it can be."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

JSON = dict[str, Any]
CONTRACT = b"%PDF-1.7 contract"
PASS = "Bearer pass-1"


@dataclass
class Site:
    """What it says, what it answers to a signature, and what the app has sent."""

    address: str = ""
    answers: tuple[int, JSON] = (200, {"message": "Қабылданды"})
    asked: list[str] = field(default_factory=list)
    sent: list[JSON] = field(default_factory=list)
    method: str = "CMS_SIGN_ONLY"
    elsewhere: str = ""

    def app(self) -> web.Application:
        """Its addresses."""
        app = web.Application()
        app.add_routes([web.get("/1", self._invite), web.get("/2", self._give), web.put("/2", self._take)])
        return app

    async def _invite(self, request: web.Request) -> web.Response:
        self.asked.append(request.headers["Accept-Language"])
        organisation = {"nameRu": "Сад", "nameKz": "Балабақша", "nameEn": "Kindergarten", "bin": "150140000002"}
        token = PASS.removeprefix("Bearer ")
        uri = self.elsewhere or f"{self.address}/2"
        told = {"description": "Договор № 1", "expiry_date": "2026-11-21T16:21:37.06+0500"}
        document = {"uri": uri, "auth_type": "Token", "auth_token": token}
        return web.json_response({**told, "organisation": organisation, "document": document})

    async def _give(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != PASS:
            return web.json_response({"message": "no"}, status=401)
        file = {"mime": "@file/pdf", "data": base64.b64encode(CONTRACT).decode()}
        named = {"nameRu": "Договор", "nameKz": "Шарт", "nameEn": "Contract"}
        document = {"id": 1, **named, "meta": [{"name": "Бет", "value": "12"}], "document": {"file": file}}
        return web.json_response({"signMethod": self.method, "version": 1, "documentsToSign": [document]})

    async def _take(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == PASS
        self.sent.append(await request.json())
        status, said = self.answers
        return web.json_response(said, status=status)


async def opened(site: Site) -> TestServer:
    """Listening on this machine."""
    server = TestServer(site.app())
    await server.start_server()
    site.address = str(server.make_url("")).rstrip("/")
    return server
