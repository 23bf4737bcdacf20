"""Rate limits hold over any second, whoever asks, and obey the provider's own word."""

from __future__ import annotations

import asyncio
import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.database import Database
from storage.rates import Room
from storage.sealing import Sealer

BLINK = 1e-6
_names = (f"channel {number}" for number in itertools.count())


async def take(database: Database, name: str, now: float, per_second: float = 25, burst: int = 5) -> float:
    async with database.transaction("take") as uow:
        return await uow.rates.take(name, now, per_second, burst)


async def room(database: Database, name: str, now: float) -> Room:
    async with database.reading() as uow:
        return (await uow.rates.room([name], now, 25, 5))[name]


def busiest_second(moments: list[float]) -> int:
    return max(sum(start <= moment < start + 1 for moment in moments) for start in moments)


@given(
    start=st.sampled_from([0.0, 1_788_235_200.0]),
    gaps=st.lists(st.sampled_from([0.0, 0.001, 0.03, 0.5, 2.0]) | st.floats(0, 1), min_size=1, max_size=60),
    per_second=st.sampled_from([1.0, 4.0, 25.0]),
    burst=st.integers(1, 5),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_no_second_ever_sees_more_than_rate_and_burst(
    database: Database, start: float, gaps: list[float], per_second: float, burst: int
) -> None:
    name, moments = next(_names), []
    async with database.transaction("take") as uow:
        for now in itertools.accumulate(gaps, initial=start):
            wait = await uow.rates.take(name, now, per_second, burst)
            if not wait:
                moments.append(now)
            assert wait <= 1 / per_second + BLINK
    assert moments[0] == start
    assert busiest_second(moments) <= per_second + burst


async def test_after_the_wait_it_goes(database: Database) -> None:
    now, gone = 100.0, 0
    while gone < 40:
        wait = await take(database, "telegram", now)
        gone += not wait
        now += wait + BLINK
    assert now == pytest.approx(100 + (40 - 5) / 25, abs=0.01)


async def test_a_rest_brings_no_more_than_the_burst(database: Database) -> None:
    await take(database, "telegram", 0)
    assert [await take(database, "telegram", 1000) > 0 for _ in range(7)] == [False] * 5 + [True] * 2


async def test_names_do_not_count_for_each_other(database: Database) -> None:
    assert await take(database, "chat 1", 0, 1, 1) == 0
    assert await take(database, "chat 1", 0, 1, 1) == pytest.approx(1, abs=0.001)
    assert await take(database, "chat 2", 0, 1, 1) == 0


async def test_what_is_left_is_what_may_go(database: Database) -> None:
    name = next(_names)
    for left in (5, 4, 3, 2, 1):
        assert (await room(database, name, 100)).left == left
        await take(database, name, 100)
    used_up = await room(database, name, 100)
    assert (used_up.left, round(used_up.whole_in, 4)) == (0, 0.2)
    assert (await room(database, name, 100.04)).left == 1
    assert (await room(database, name, 100.2)).left == 5


async def test_nothing_is_left_before_the_provider_s_word_ends(database: Database) -> None:
    name = next(_names)
    async with database.transaction("flooded") as uow:
        await uow.rates.push_back(name, 130)
    assert await room(database, name, 100) == Room(0, 30)
    assert (await room(database, name, 130)).left == 5


async def test_a_refused_one_is_not_counted(database: Database) -> None:
    await take(database, "chat", 0, 1, 1)
    assert [await take(database, "chat", 0.5, 1, 1) for _ in range(5)] == pytest.approx([0.5] * 5, abs=0.001)
    assert await take(database, "chat", 1, 1, 1) == 0


async def test_the_provider_s_word_is_kept(database: Database) -> None:
    async with database.transaction("429") as uow:
        await uow.rates.push_back("telegram", 107)
        await uow.rates.push_back("telegram", 103)
    assert await take(database, "telegram", 100) == pytest.approx(7)
    assert await take(database, "telegram", 107) == 0


async def test_the_provider_s_word_holds_for_a_limit_that_was_already_running(database: Database) -> None:
    await take(database, "telegram", 100)
    async with database.transaction("429") as uow:
        await uow.rates.push_back("telegram", 107)
    assert await take(database, "telegram", 106) == pytest.approx(1)


async def test_after_a_reboot_the_old_clock_holds_nothing_up_for_more_than_a_minute(database: Database) -> None:
    await take(database, "telegram", 1_000_000)
    async with database.transaction("429") as uow:
        await uow.rates.push_back("whatsapp", 1_000_000)
    async with database.transaction("start") as uow:
        await uow.rates.restart(5)
    assert 0 < await take(database, "telegram", 5, 1, 1) <= 60
    assert 0 < await take(database, "whatsapp", 5, 1, 1) <= 60
    assert await take(database, "whatsapp", 65, 1, 1) == 0


@pytest.mark.postgres
async def test_the_limit_holds_across_workers(postgres_url: str, sealer: Sealer) -> None:
    workers = [Database.open(postgres_url, sealer) for _ in range(4)]
    waits = await asyncio.gather(*(take(worker, "telegram", 100) for _ in range(5) for worker in workers))
    assert sorted(wait > 0 for wait in waits) == [False] * 5 + [True] * 15
    for worker in workers:
        await worker.close()
