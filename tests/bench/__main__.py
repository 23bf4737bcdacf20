"""`make bench`: turns beside the echo, downloads, photos, memory, queues, contracts, signatures, a city."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import aiohttp

from tests.bench.intake import at_once, one_by_one
from tests.bench.load import Load, told, words
from tests.bench.posts import Posts
from tests.bench.queue import measure_queue
from tests.bench.servers import Server, bot_api, echo, program
from tests.city.__main__ import SEED, simulate

PARENTS = 64
TURNS_EACH = 80
ALONE = 200
WARM_UP = 20
LOOK_EVERY_S = 0.0003  # who looks without a pause takes the processor from what is measured
PARKED = 10_000
CITY = 5_000
ANSWERED = "update outbox set status = 'sent' where status in ('waiting', 'later')"
"""What is parked waits for its people: ten thousand answers on their way would be measured instead."""
UNSENT = "select count(*) from outbox where status in ('waiting', 'later')"


async def all_done(server: Server, count: int) -> None:
    """Wait until that many inputs have had their turn."""
    while server.turns_done() < count:
        await asyncio.sleep(0.005)


async def durable(server: Server, posts: Posts, users: list[int], each: int) -> tuple[float, Load]:
    """Turns a second from the first webhook to the last commit."""
    load, before = Load(posts), server.turns_done()
    started = time.perf_counter()
    await load.many(users, each, words)
    await all_done(server, before + len(users) * each)
    return len(users) * each / (time.perf_counter() - started), load


async def alone(server: Server) -> list[float]:
    """Seconds from a webhook to the committed answer, for one parent who answers what has arrived, with nobody else."""
    said, taken = words(9_000_001), []
    path = f"file:{server.folder}/balapan.sqlite3?mode=ro"
    load = Load(server.telegram)
    with sqlite3.connect(path, uri=True) as database:
        async with aiohttp.ClientSession() as session:
            for turn in range(WARM_UP + ALONE):
                before = database.execute("select max(id) from outbox").fetchone()[0] or 0
                started = time.perf_counter()
                await load.post(session, load.posts.text(9_000_001, next(said)))
                while (database.execute("select max(id) from outbox").fetchone()[0] or 0) <= before:
                    await asyncio.sleep(LOOK_EVERY_S)
                if turn >= WARM_UP:
                    taken.append(time.perf_counter() - started)
                while database.execute(UNSENT).fetchone()[0]:
                    await asyncio.sleep(0.002)
    return taken


async def during_downloads(posts: Posts) -> Load:
    """Webhooks of others while photos take two seconds to fetch."""
    downloads, load = Load(posts), Load(posts)
    async with aiohttp.ClientSession() as session:
        for user in range(8_000_001, 8_000_007):
            await downloads.post(session, posts.photo(user))
        until = time.perf_counter() + 2.0
        said = words(8_100_001)
        while time.perf_counter() < until:
            await load.post(session, posts.text(8_100_001, next(said)))
            await asyncio.sleep(0.005)
    return load


async def parked(server: Server) -> tuple[float, float]:
    """Turns a second with few and with ten thousand conversations in the database."""
    few, _ = await durable(server, server.telegram, list(range(5_000_001, 5_000_011)), 60)
    await durable(server, server.telegram, list(range(6_000_001, 6_000_001 + PARKED)), 1)
    with sqlite3.connect(f"{server.folder}/balapan.sqlite3", timeout=60) as database:
        database.execute(ANSWERED)
    many, _ = await durable(server, server.telegram, list(range(5_000_001, 5_000_011)), 60)
    return few, many


async def turns_of_many(api: str) -> None:
    """Durable turns of many parents at once, as a share of what keeps nothing."""
    users = list(range(7_000_001, 7_000_001 + PARENTS))
    with echo() as yardstick:
        seconds = await Load(yardstick.telegram).many(users, TURNS_EACH, words)
    plain = PARENTS * TURNS_EACH / seconds
    print(f"aiogram echo, in memory, nothing kept: {plain:8.0f} turns/s")
    for channel in ("telegram", "whatsapp"):
        with program(api) as server:
            turns, load = await durable(server, getattr(server, channel), users, TURNS_EACH)
            share = turns / plain
            print(
                f"{channel}: durable turns, {PARENTS} parents at once: {turns:8.0f} turns/s = {share:.2f} of the echo"
            )
            print(f"  their webhooks: {told(load.latencies)}")
            print(f"  memory under load: {server.peak_mb:.0f} MB at most")


async def webhooks_of_few(api: str) -> None:
    """One parent who waits for answers, and webhooks while files are on their way."""
    with program(api) as server:
        print(f"one parent alone, webhook to committed answer: {told(await alone(server))}")
    for channel in ("telegram", "whatsapp"):
        with program(api) as server:
            load = await during_downloads(getattr(server, channel))
            print(f"{channel}: webhooks while files take 2 s: {told(load.latencies)}")


async def measure() -> None:
    """Everything, printed a line each."""
    runner, api = await bot_api()
    try:
        await turns_of_many(api)
        await webhooks_of_few(api)
        with program(api) as server:
            few, many = await parked(server)
            print(f"with {PARKED} parked conversations: {many:.0f} turns/s against {few:.0f} = {many / few:.2f}")
            print(f"  memory: {server.peak_mb:.0f} MB at most")
        one_by_one()
        await at_once(api)
    finally:
        await runner.cleanup()


def city() -> bool:
    """A year of a city of some thousand children; whether it is intact in the end."""
    with tempfile.TemporaryDirectory() as name:
        return asyncio.run(simulate(f"sqlite:///{name}/city.sqlite3", Path(name), CITY, SEED)).intact


def main() -> int:
    """All measurements; what they compare with is only as good as the machine is idle."""
    print(f"a million additions take {adding() * 1e3:.0f} ms on this machine now (60 on an idle one)")
    asyncio.run(measure())
    asyncio.run(measure_queue())
    apart("tests.bench.contract")
    apart("tests.bench.signatures")
    return 0 if city() else 1


def apart(part: str) -> None:
    """A part in a process of its own, where the collector has nothing to look through that earlier parts have left."""
    sys.stdout.flush()
    subprocess.run([sys.executable, "-m", part], check=True)


def adding() -> float:
    """Seconds of processor for something that every Python does alike."""
    started, total = time.process_time(), 0
    for number in range(1_000_000):
        total += number
    return time.process_time() - started


if __name__ == "__main__":
    sys.exit(main())
