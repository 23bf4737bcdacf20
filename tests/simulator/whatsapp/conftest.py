"""A desk with a program beside it that takes Twilio's webhooks, and Twilio's own client."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from simulator.options import Options
from tests.simulator import test_page
from tests.simulator.desk import Desk, Time, running
from tests.simulator.whatsapp.program import Program, Twilio, listening

page = test_page.page


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    """A desk with the demo's phones whose seconds pass only on demand."""
    time = Time()
    desk = await running(Options(monotonic=time, sleep=time.sleep), time)
    yield desk
    await desk.http.close()
    await desk.server.close()


@pytest.fixture
async def program(desk: Desk) -> AsyncIterator[Program]:
    """The program's side, known to the desk."""
    program = await listening()
    await desk.post("/sim/twilio/webhook", {"url": program.url("")})
    yield program
    program.gate.set()
    await program.server.close()


@pytest.fixture
def twilio(desk: Desk) -> Twilio:
    """Twilio's own client, sent to the desk."""
    return Twilio(desk.url("").rstrip("/"))
