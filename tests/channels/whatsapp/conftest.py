"""A local Twilio, and the sender's lanes."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from tests.bot import conftest as program
from tests.channels.whatsapp.twilio import Twilio

lease_clock, lanes = program.lease_clock, program.lanes


@pytest.fixture
async def twilio() -> AsyncIterator[Twilio]:
    async with Twilio().serving() as serving:
        yield serving


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as opened:
        yield opened
