"""Parents at their phones: webhooks posted by a process of its own, closed loop, with every latency kept."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp

SECRET = "bench-secret"
UPDATES = itertools.count(1)
ROUND = ("0", "7", "2", "1")
CONNECTIONS = 64


def text_update(user: int, text: str) -> dict[str, Any]:
    """A private text message as Telegram posts it."""
    person = {"id": user, "is_bot": False, "first_name": "Bench", "language_code": "ru"}
    chat = {"id": user, "type": "private", "first_name": "Bench"}
    number = next(UPDATES)
    message = {"message_id": number, "date": 1795000000, "from": person, "chat": chat, "text": text}
    return {"update_id": number, "message": message}


def photo_update(user: int) -> dict[str, Any]:
    """A photo, whose file has to be fetched."""
    update = text_update(user, "")
    del update["message"]["text"]
    size = {"file_id": f"f{user}", "file_unique_id": f"u{user}", "width": 900, "height": 1200, "file_size": 5000}
    update["message"]["photo"] = [size]
    return update


def words(user: int) -> Iterator[str]:
    """What one parent types: the first minute, then round and round the menu."""
    yield from ("/start", "2", "1")
    yield from itertools.cycle(ROUND)


@dataclass
class Load:
    """Posts to one server; latencies in seconds."""

    url: str
    latencies: list[float] = field(default_factory=list)

    async def post(self, session: aiohttp.ClientSession, update: dict[str, Any]) -> None:
        """One webhook, answered with 200."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        started = time.perf_counter()
        async with session.post(self.url, json=update, headers=headers) as answer:
            await answer.read()
            assert answer.status == 200, answer.status
        self.latencies.append(time.perf_counter() - started)

    async def parent(self, session: aiohttp.ClientSession, user: int, count: int, said: Iterator[str]) -> None:
        """One parent who writes again as soon as the last message was taken."""
        for _turn in range(count):
            await self.post(session, text_update(user, next(said)))

    async def many(self, users: list[int], count: int, said: Callable[[int], Iterator[str]]) -> float:
        """All these parents at once, over few connections as from Telegram; returns how long it took."""
        connector = aiohttp.TCPConnector(limit=CONNECTIONS)
        started = time.perf_counter()
        async with aiohttp.ClientSession(connector=connector) as session:
            await asyncio.gather(*(self.parent(session, user, count, said(user)) for user in users))
        return time.perf_counter() - started


def quantile(values: list[float], share: float) -> float:
    """The value below which that share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
