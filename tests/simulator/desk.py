"""A simulator on loopback and the two sides that talk to it, in few words."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, FormData
from aiohttp.test_utils import TestServer
from PIL import Image

from simulator.options import DEMO_BOTS, Options
from simulator.server import create_app

JSON = dict[str, Any]
AIGERIM = 7010000001


@dataclass
class Time:
    """Seconds that pass only when a test says so."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Remember how long it would have been."""
        self.slept.append(seconds)
        self.now += seconds


@dataclass
class Desk:
    """One running simulator, a client, and shorthands for both sides of the parents' bot."""

    server: TestServer
    http: ClientSession
    time: Time

    def url(self, path: str) -> str:
        """The address of a path."""
        return str(self.server.make_url(path))

    async def ask(self, method: str, path: str, **options: Any) -> tuple[int, Any]:
        """Status and JSON answer of one request."""
        async with self.http.request(method, self.url(path), **options) as response:
            return response.status, await response.json()

    async def get(self, path: str) -> Any:
        """The JSON answer of a GET that must succeed."""
        status, content = await self.ask("GET", path)
        assert status == 200, content
        return content

    async def post(self, path: str, content: JSON | None = None) -> Any:
        """The JSON answer of a POST that must succeed."""
        status, got = await self.ask("POST", path, json=content or {})
        assert status == 200, got
        return got

    async def does(self, action: str, content: JSON | None = None, **form: Any) -> Any:
        """Something Aigerim does with her phone."""
        return await self.post(f"/sim/parent/{AIGERIM}/{action}", {**(content or {}), **form})

    async def sends(self, kind: str, *files: tuple[str, str, bytes], caption: str = "") -> Any:
        """Aigerim sends files: name, type, bytes of each."""
        form = FormData({"kind": kind, "caption": caption})
        for name, mime, content in files:
            form.add_field("file", content, filename=name, content_type=mime)
        status, got = await self.ask("POST", f"/sim/parent/{AIGERIM}/file", data=form)
        assert status == 200, got
        return got

    async def call(self, method: str, **arguments: Any) -> JSON:
        """One call of the parents' bot, whatever its outcome."""
        _, content = await self.ask("POST", f"/bot{DEMO_BOTS['parent']}/{method}", json=arguments)
        return dict(content)

    async def result(self, method: str, **arguments: Any) -> Any:
        """The result of a call that must succeed."""
        content = await self.call(method, **arguments)
        assert content["ok"], content
        return content["result"]

    async def says(self, text: str, **arguments: Any) -> Any:
        """The parents' bot writes to Aigerim."""
        return await self.result("sendMessage", chat_id=AIGERIM, text=text, **arguments)

    async def updates(self, **arguments: Any) -> list[JSON]:
        """What waits for the parents' bot."""
        return list(await self.result("getUpdates", **arguments))

    async def reads(self, **query: Any) -> list[JSON]:
        """The records of Aigerim's chat."""
        words = "&".join(f"{name.rstrip('_')}={value}" for name, value in query.items())
        return list((await self.get(f"/sim/parent/{AIGERIM}/messages?{words}"))["messages"])


async def running(options: Options, time: Time) -> Desk:
    """A simulator that listens on a free port of this machine."""
    server = TestServer(create_app(options))
    await server.start_server()
    return Desk(server, ClientSession(), time)


def keyboard(*labels: str) -> JSON:
    """Inline buttons, one a row; each carries its label as data."""
    return {"inline_keyboard": [[{"text": label, "callback_data": label}] for label in labels]}


def picture(width: int = 640, height: int = 480) -> bytes:
    """A plain JPEG."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, "JPEG")
    return out.getvalue()
