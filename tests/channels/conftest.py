"""The simulator's desk, and the program's side of the parents' bot."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.telegram.client import Telegram
from simulator.options import DEMO_BOTS
from tests.bot import conftest as program
from tests.simulator import conftest as simulator
from tests.simulator.desk import Desk

database_url, clock = program.database_url, program.clock
desk, started = program.desk, simulator.started


@pytest.fixture
async def telegram(desk: Desk) -> AsyncIterator[Telegram]:
    opened = Telegram(DEMO_BOTS["parent"], desk.url("").rstrip("/"))
    yield opened
    await opened.close()
