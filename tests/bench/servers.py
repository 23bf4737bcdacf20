"""The processes that are measured: the program, aiogram's echo, and a Bot API and a Twilio that always say yes."""

from __future__ import annotations

import asyncio
import base64
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from tests.bench.posts import SECRET, TWILIO, FromTelegram, FromTwilio
from tests.e2e.desk import BALAPAN, ROOT, answers, free_port, until

SLOW_DOWNLOAD_S = 2.0
SENT_PICTURE = b""
"""What a phone has sent, where it is not the usual page."""
SENT = {"message_id": 1, "date": 1795000000, "chat": {"id": 1, "type": "private"}, "text": "…"}
ANSWERS = {
    "getfile": {"file_id": "f", "file_unique_id": "u", "file_path": "p.jpg"},
    "getme": {"id": 1000001, "is_bot": True, "first_name": "b", "username": "bench_bot"},
    "sendmessage": SENT,
    "editmessagetext": SENT,
}


@dataclass
class Server:
    """A process that takes webhooks."""

    process: subprocess.Popen[bytes]
    port: int
    folder: Path

    api: str = ""

    @property
    def telegram(self) -> FromTelegram:
        return FromTelegram(f"http://127.0.0.1:{self.port}/telegram/parent")

    @property
    def whatsapp(self) -> FromTwilio:
        return FromTwilio(f"http://127.0.0.1:{self.port}/whatsapp/inbound", self.api)

    @property
    def peak_mb(self) -> float:
        """The most memory it has held so far, in megabytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        return int(found[1]) / 1024 if found else 0.0

    def count(self, query: str) -> int:
        """A number from its database."""
        with sqlite3.connect(f"file:{self.folder}/balapan.sqlite3?mode=ro", uri=True) as database:
            return int(database.execute(query).fetchone()[0])

    def turns_done(self) -> int:
        """How many inputs have had their turn."""
        return self.count("select count(*) from inbox where state = 'done'")


@contextmanager
def program(api: str) -> Iterator[Server]:
    """`balapan run` with webhooks, as it runs anywhere, on SQLite with synchronous=FULL."""
    with tempfile.TemporaryDirectory() as name:
        port, folder = free_port(), Path(name)
        env = {
            "PATH": os.environ["PATH"],
            "SANDBOX": "1",
            "LOG_LEVEL": "error",
            "TELEGRAM_TOKEN": "1000001:bench",
            "TELEGRAM_API_URL": api,
            "TELEGRAM_WEBHOOK_SECRET": SECRET,
            **TWILIO,
            "TWILIO_API_URL": api,
            "PUBLIC_URL": f"http://127.0.0.1:{port}",
            "PORT": str(port),
            "DATABASE_URL": f"sqlite:///{folder}/balapan.sqlite3",
            "FILES_URL": (folder / "files").as_uri(),
            "KEYRING": base64.b64encode(b"k" * 32).decode(),
            "INDEX_KEY": base64.b64encode(b"i" * 32).decode(),
            "CATALOGUE": str(ROOT / "catalogues" / "demo.csv"),
        }
        process = subprocess.Popen([BALAPAN, "run"], cwd=folder, env=env)
        try:
            until(lambda: answers(f"http://127.0.0.1:{port}/readyz"), lambda: process.poll() is not None)
            yield Server(process, port, folder, api)
        finally:
            process.terminate()
            process.wait()


@contextmanager
def echo() -> Iterator[Server]:
    """aiogram's echo."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.echo", str(port)], cwd=ROOT)
    try:
        until(lambda: _listens(port), lambda: process.poll() is not None)
        yield Server(process, port, ROOT)
    finally:
        process.terminate()
        process.wait()


def _listens(port: int) -> bool:
    import socket

    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


async def yes(request: web.Request) -> web.StreamResponse:
    """Any method succeeds at once; a file takes two seconds to arrive."""
    if "/file/" in request.path or "/Media/" in request.path:
        await asyncio.sleep(SLOW_DOWNLOAD_S)
        return web.Response(body=SENT_PICTURE or _picture(), content_type="image/jpeg")
    if request.path.endswith("Messages.json"):
        return _messages(request)
    method = request.path.rsplit("/", 1)[-1].lower()
    return web.json_response({"ok": True, "result": ANSWERS.get(method, True)})


def _messages(request: web.Request) -> web.Response:
    """Twilio's list of messages, which is empty, or the one that was sent."""
    if request.method == "GET":
        return web.json_response({"messages": [], "next_page_uri": None})
    return web.json_response({"sid": f"SM{0:032x}", "status": "accepted"}, status=201)


def _picture() -> bytes:
    from tests.e2e.journey import photo

    return photo()


async def bot_api() -> tuple[web.AppRunner, str]:
    """The Bot API that says yes, in the load's own process."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", yes)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    return runner, f"http://127.0.0.1:{port}"
