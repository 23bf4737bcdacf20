"""A page that signs, served under the policy that the real one will have, and everything that leaves the browser."""

from __future__ import annotations

import asyncio
import base64
import json
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, FilePayload, Page

from simulator.ncalayer import NcaLayer
from tests.signing_gateway.browser.keys import PASSWORD
from tests.signing_gateway.stage import CONTRACT, IIN, NOW

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
]
FLAGS += ["--disable-sync"]
BUNDLE = Path(__file__).parents[3] / "signing_gateway/browser/bundle"
PAGE = Path(__file__).parent / "page"
POLICY = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self' {ncalayer}; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
JSON = dict[str, Any]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Desk:
    """The page, the NCALayer beside it, what the page has asked of anybody, and the signatures that came in."""

    page: Page
    ncalayer: NcaLayer
    ncalayer_url: str
    traffic: list[bytes] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    signatures: list[bytes] = field(default_factory=list)

    async def wants(
        self, now: datetime = NOW, purpose: str = "sign", iin: str | None = IIN, bin: str | None = None
    ) -> None:
        """What the server asks for with the next attempts."""
        wanted = {"purpose": purpose, "iin": iin, "bin": bin}
        known = {name: value for name, value in wanted.items() if value is not None}
        await self.tells("wanted", json.dumps(known))
        await self.tells("now", now.isoformat())

    async def tells(self, name: str, value: str) -> None:
        """A data attribute of the page."""
        await self.page.evaluate("([name, value]) => { document.body.dataset[name] = value; }", [name, value])

    async def shows(self, file: bytes, password: str = PASSWORD, button: str = "Sign with the key file") -> str:
        """Choose a key file, type its password, press; what the page then says."""
        given = FilePayload(name="GOST512_1.p12", mimeType="application/x-pkcs12", buffer=file)
        await self.page.get_by_label("Key file").set_input_files(given)
        await self.page.get_by_label("Password").fill(password)
        return await self.presses(button)

    async def presses(self, button: str) -> str:
        """What the page says after it."""
        await self.page.get_by_role("button", name=button).click()
        return await self.says()

    async def forgets(self) -> None:
        """Until nothing is left of the worker that knew a key."""
        async with asyncio.timeout(8):
            while self.page.workers:
                await self.tells("seen", "true")

    async def says(self) -> str:
        """What the page says as soon as it does."""
        return await self.page.locator("output:not(:empty)").text_content() or ""


@asynccontextmanager
async def desk_in(browser: Browser) -> AsyncIterator[Desk]:
    """A fresh page; an error of a script or a broken policy fails the test."""
    ncalayer = NcaLayer()
    async with TestServer(ncalayer.app()) as beside, await browser.new_context() as context:
        desk = Desk(await context.new_page(), ncalayer, str(beside.make_url("/").with_scheme("ws")))
        desk.page.set_default_timeout(8000)
        context.on("request", lambda request: desk.asked.append(request.url))
        desk.page.on("websocket", lambda socket: desk.asked.append(socket.url))
        desk.page.on("console", lambda message: desk.complaints.append(message.text))
        desk.page.on("pageerror", lambda error: desk.complaints.append(str(error)))
        async with TestServer(application(desk)) as server:
            await desk.page.goto(str(server.make_url("/")))
            await desk.wants()
            yield desk
            assert not desk.complaints, desk.complaints
            own = (str(server.make_url("/")), desk.ncalayer_url)
            assert [url for url in desk.asked if not url.startswith(own)] == []


def application(desk: Desk) -> web.Application:
    """The server of the page; it writes down every request that reaches it, whatever its path."""

    @web.middleware
    async def recorded(request: web.Request, handler: Handler) -> web.StreamResponse:
        headers = "".join(f"{name}: {value}\n" for name, value in request.headers.items())
        desk.traffic.append(f"{request.method} {request.raw_path}\n{headers}".encode() + await request.read())
        response = await handler(request)
        response.headers["Content-Security-Policy"] = POLICY.format(ncalayer=desk.ncalayer_url)
        return response

    async def take(request: web.Request) -> web.Response:
        desk.signatures.append(base64.b64decode(await request.read(), validate=True))
        return web.Response(status=204)

    async def page(request: web.Request) -> web.FileResponse:
        return web.FileResponse(PAGE / "index.html")

    async def document(request: web.Request) -> web.Response:
        return web.Response(body=CONTRACT)

    async def nothing(request: web.Request) -> web.Response:
        return web.Response(status=204)

    app = web.Application(middlewares=[recorded])
    app.add_routes([web.get("/", page), web.get("/document", document), web.post("/signature", take)])
    app.add_routes([web.get("/favicon.ico", nothing), web.static("/bundle", BUNDLE), web.static("/", PAGE)])
    return app


def forms_of(secret: bytes) -> set[bytes]:
    """How a secret may look when somebody has passed it on: as it is, backwards, in hex, Base64, escaped, in UTF-16."""
    forms = {secret, secret[::-1], secret.hex().encode(), secret.hex().upper().encode(), quote(secret).encode()}
    for shift in range(3):
        whole = base64.b64encode(b"\0" * shift + secret)[4 * (shift > 0) : -4]
        forms |= {whole, whole.translate(bytes.maketrans(b"+/", b"-_")), quote(whole, safe="").encode()}
    return forms | {form.decode("latin-1").encode(wide) for form in forms for wide in ("utf-16-le", "utf-16-be")}
