"""A fresh simulator for every test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from simulator.options import Options
from tests.simulator.desk import Desk, Time, running


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    """A desk with the demo's phones whose seconds pass only on demand."""
    time = Time()
    desk = await running(Options(monotonic=time, sleep=time.sleep), time)
    yield desk
    await desk.http.close()
    await desk.server.close()


@pytest.fixture
async def started(desk: Desk) -> Desk:
    """The desk after Aigerim pressed Start and the bot has read it."""
    await desk.does("start")
    [update] = await desk.updates()
    await desk.updates(offset=update["update_id"] + 1)
    return desk
