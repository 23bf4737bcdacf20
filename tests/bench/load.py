"""Parents at their phones: webhooks posted by a process of its own, closed loop, with every latency kept."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import aiohttp

from tests.bench.posts import Post, Posts

ROUND = ("0", "7", "2", "1")
CONNECTIONS = 64


def words(user: int) -> Iterator[str]:
    """What one parent types: the first minute, then round and round the menu."""
    yield from ("/start", "2", "1")
    yield from itertools.cycle(ROUND)


@dataclass
class Load:
    """Posts to one server; latencies in seconds."""

    posts: Posts
    latencies: list[float] = field(default_factory=list)

    async def post(self, session: aiohttp.ClientSession, post: Post) -> None:
        """One webhook, answered with 200."""
        started = time.perf_counter()
        async with session.post(self.posts.url, **post) as answer:
            await answer.read()
            assert answer.status == 200, answer.status
        self.latencies.append(time.perf_counter() - started)

    async def parent(self, session: aiohttp.ClientSession, user: int, count: int, said: Iterator[str]) -> None:
        """One parent who writes again as soon as the last message was taken."""
        for _turn in range(count):
            await self.post(session, self.posts.text(user, next(said)))

    async def many(self, users: list[int], count: int, said: Callable[[int], Iterator[str]]) -> float:
        """All these parents at once, over few connections as from Telegram; returns how long it took."""
        connector = aiohttp.TCPConnector(limit=CONNECTIONS)
        started = time.perf_counter()
        async with aiohttp.ClientSession(connector=connector) as session:
            await asyncio.gather(*(self.parent(session, user, count, said(user)) for user in users))
        return time.perf_counter() - started


def told(latencies: list[float]) -> str:
    """The median and the slowest hundredth, in milliseconds."""
    p50, p99 = (quantile(latencies, share) * 1e3 for share in (0.5, 0.99))
    return f"p50 {p50:.1f} ms, p99 {p99:.1f} ms ({len(latencies)} of them)"


def verdict(kept: bool) -> str:
    """Whether a bar is kept, in a word that catches the eye where it is not."""
    return "kept" if kept else "MISSED"


def quantile(values: list[float], share: float) -> float:
    """The value below which that share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
