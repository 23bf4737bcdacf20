"""The program learns by itself what WhatsApp decides on its templates."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import ClientSession
from structlog.testing import capture_logs

from bot.whatsapp import judging
from bot.whatsapp.client import open_twilio
from bot.whatsapp.judging import Judgements
from storage.contents import Content
from storage.database import Database
from tests.channels.whatsapp.parcels import WANTED, content, note
from tests.channels.whatsapp.twilio import Answer, Twilio
from tests.handlers.town import MovableClock

WAITING = content(WANTED["balapan_n03_ru"], "received")
SHAPE = content(WANTED["balapan_quick_1_2_2"])


@pytest.fixture
async def judgements(twilio: Twilio, session: ClientSession, database: Database, clock: MovableClock) -> Judgements:
    await note(database, WAITING, SHAPE)
    return Judgements(open_twilio(twilio.settings, session), database, clock)


async def kept(judgements: Judgements) -> Content:
    async with judgements.database.reading() as uow:
        return (await uow.contents.all())[WAITING.name]


async def test_what_is_approved_is_noted_and_shapes_are_not_asked_for(judgements: Judgements, twilio: Twilio) -> None:
    twilio.approvals[WAITING.sid] = {"status": "approved", "rejection_reason": ""}
    await judgements.ask()
    noted = await kept(judgements)
    assert (noted.status, noted.reason, noted.checked_at) == ("approved", None, judgements.clock.now())
    assert twilio.asked == [f"GET /v1/Content/{WAITING.sid}/ApprovalRequests"]


async def test_what_is_taken_back_is_noted_with_the_reason_and_logged(judgements: Judgements, twilio: Twilio) -> None:
    twilio.approvals[WAITING.sid] = {"status": "paused", "rejection_reason": "low quality"}
    with capture_logs() as logs:
        await judgements.ask()
        await judgements.ask()
    noted = await kept(judgements)
    assert (noted.status, noted.reason) == ("paused", "low quality")
    assert [(entry["event"], entry["status"]) for entry in logs] == [("template.judged", "paused")]


@pytest.mark.parametrize("answer", [Answer(503), Answer(404, 20404), Answer(429, 20429)])
async def test_a_twilio_that_does_not_answer_changes_nothing(
    judgements: Judgements, twilio: Twilio, answer: Answer
) -> None:
    twilio.answers = [answer]
    await judgements.ask()
    assert await kept(judgements) == WAITING


async def test_no_word_is_no_decision(judgements: Judgements, twilio: Twilio) -> None:
    twilio.approvals[WAITING.sid] = {"status": ""}
    await judgements.ask()
    assert await kept(judgements) == WAITING


async def test_the_loop_asks_again_and_again_until_it_is_told_to_stop(
    judgements: Judgements, twilio: Twilio, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, asked = asyncio.Event(), Judgements.ask
    words = iter(["received", "approved"])

    async def ask(judgements: Judgements) -> None:
        twilio.approvals[WAITING.sid] = {"status": next(words)}
        await asked(judgements)
        if (await kept(judgements)).status == "approved":
            stop.set()

    monkeypatch.setattr(judging, "EVERY_S", 0)
    monkeypatch.setattr(Judgements, "ask", ask)
    async with asyncio.timeout(5):
        await judgements.run(stop)
    assert len(twilio.asked) == 2


async def test_told_to_stop_the_loop_asks_no_more(judgements: Judgements, twilio: Twilio) -> None:
    stop = asyncio.Event()
    stop.set()
    await judgements.run(stop)
    assert twilio.asked == []
