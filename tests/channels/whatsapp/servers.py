"""Twilio's media and lists on loopback, and a foreign server that nobody must talk to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.whatsapp.account import TwilioAccount
from tests.channels.whatsapp.posted import ACCOUNT

Asked = tuple[str, str, str]


@dataclass
class FileServer:
    """Answers as it is told, and remembers method, path and credentials of everything it was asked.

    `faults` are statuses to answer a media address with before the file; `redirects` are where it leads, one by one,
    with `{here}` for this server.
    """

    content: bytes = b""
    mime: str = "image/jpeg"
    chunked: bool = False
    faults: list[int] = field(default_factory=list)
    redirects: list[str] = field(default_factory=lambda: ["{here}/cdn/key"])
    messages: list[dict[str, Any]] = field(default_factory=list)
    media: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    a_page: int = 50
    listings: list[dict[str, str]] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    address: str = ""

    @property
    def account(self) -> TwilioAccount:
        """Our account at this server."""
        return replace(ACCOUNT, api=self.address)

    def paths(self, method: str = "GET") -> list[str]:
        """What was asked for."""
        return [path for asked, path, _credentials in self.asked if asked == method]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One request."""
        self.asked.append((request.method, request.path, request.headers.get("Authorization", "")))
        if self.faults:
            return web.Response(status=self.faults.pop(0), headers={"Retry-After": "7"})
        if request.method == "DELETE":
            return web.Response(status=204)
        if request.path.endswith("/Messages.json"):
            return self._listed(request)
        if request.path.endswith("/Media.json"):
            return web.json_response({"media_list": self.media[request.path.split("/")[-2]]})
        if self.redirects:
            return web.Response(status=302, headers={"Location": self.redirects.pop(0).format(here=self.address)})
        return await self._served(request)

    async def _served(self, request: web.Request) -> web.StreamResponse:
        if not self.chunked:
            return web.Response(body=self.content, content_type=self.mime)
        response = web.StreamResponse(headers={"Content-Type": self.mime})
        response.enable_chunked_encoding()
        await response.prepare(request)
        try:
            for at in range(0, len(self.content), 1 << 20):
                await response.write(self.content[at : at + (1 << 20)])
        except ConnectionResetError:
            return response
        return response

    def _listed(self, request: web.Request) -> web.Response:
        """A page of the messages, newest first, as Twilio does."""
        self.listings.append(dict(request.query))
        page = int(request.query.get("Page", "0"))
        shown = self.messages[::-1][page * self.a_page : (page + 1) * self.a_page]
        more = len(self.messages) > (page + 1) * self.a_page
        following = str(request.rel_url.update_query({"Page": str(page + 1)})) if more else None
        return web.json_response({"messages": shown, "next_page_uri": following})


@asynccontextmanager
async def serving(server: FileServer) -> AsyncIterator[FileServer]:
    """The server, with its address, for as long as it serves."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", server.handle)
    async with TestServer(app) as running:
        server.address = str(running.make_url("")).rstrip("/")
        yield server
