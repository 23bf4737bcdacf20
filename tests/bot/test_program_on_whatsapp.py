"""The whole program on WhatsApp, beside a local Twilio: alone, with Telegram, and after it was away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from aiohttp import FormData

from bot.health import check
from bot.settings import Settings
from tests.bot.test_program import PARENT, PATIENCE_S, free_port, hears, program, settings_for
from tests.simulator.desk import AIGERIM, Desk

HERE = f"/sim/whatsapp/{AIGERIM}"
WELCOME = "Тілді таңдаңыз"


def on_whatsapp(desk: Desk, folder: Path, **given: Any) -> Settings:
    """The settings of a program without Telegram."""
    port = free_port()
    twilio: dict[str, Any] = {
        "telegram_token": "",
        "twilio_account_sid": f"AC{1:032d}",
        "twilio_auth_token": "demo-token",
        "twilio_whatsapp_from": "whatsapp:+77000000000",
        "twilio_api_url": desk.url("").rstrip("/"),
        "public_url": f"http://127.0.0.1:{port}",
        "port": port,
    }
    return settings_for(desk, folder, **{**twilio, **given})


@asynccontextmanager
async def listening(desk: Desk, settings: Settings) -> AsyncIterator[None]:
    """The program runs, answers, and Twilio knows where it is."""
    await desk.post("/sim/twilio/webhook", {"url": settings.public_url})
    async with program(settings):
        await looked_for(partial(asyncio.to_thread, check, settings.host, settings.port), None)
        yield


async def reads(desk: Desk, words: str) -> dict[str, Any]:
    """The first message with these words on the phone."""
    found = (await desk.get(f"{HERE}/messages?from=bot&contains={words}&wait={PATIENCE_S}"))["messages"]
    assert found, f"{words!r} never came"
    return dict(found[-1])


async def until_called(desk: Desk, method: str) -> None:
    """Return when the program called Twilio so."""

    async def has_been() -> bool:
        return bool((await desk.get(f"/sim/twilio/calls?method={method}"))["calls"])

    await looked_for(has_been, True)


async def looked_for(look: Callable[[], Awaitable[object]], wanted: object) -> None:
    """Look again and again until it is there."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            if await look() == wanted:
                return
            await asyncio.sleep(0.02)


async def test_whoever_writes_first_is_welcomed_whatever_they_wrote(desk: Desk, tmp_path: Path) -> None:
    settings = on_whatsapp(desk, tmp_path)
    async with listening(desk, settings):
        await desk.post(f"{HERE}/text", {"text": "Қайырлы таң"})
        await reads(desk, WELCOME)
    [webhook] = (await desk.get("/sim/twilio/webhooks?kind=inbound"))["webhooks"]
    assert (webhook["status"], webhook["problem"]) == (200, None)


async def test_both_channels_run_side_by_side(desk: Desk, tmp_path: Path) -> None:
    settings = on_whatsapp(desk, tmp_path, telegram_token=PARENT)
    async with listening(desk, settings):
        await desk.post(f"{HERE}/start")
        await desk.does("start")
        await reads(desk, WELCOME)
        await hears(desk, "2 Русский")


async def test_a_voice_message_is_explained_and_forgotten_at_twilio(desk: Desk, tmp_path: Path) -> None:
    settings = on_whatsapp(desk, tmp_path)
    async with listening(desk, settings):
        form = FormData({"kind": "voice"})
        form.add_field("file", b"OggS", filename="voice.ogg", content_type="audio/ogg")
        assert (await desk.ask("POST", f"{HERE}/file", data=form))[0] == 200
        await reads(desk, WELCOME)
        await until_called(desk, "media.delete")


async def test_what_was_written_while_the_program_was_away_is_answered(desk: Desk, tmp_path: Path) -> None:
    settings = on_whatsapp(desk, tmp_path)
    await desk.post("/sim/twilio/webhook", {"url": settings.public_url})
    await desk.post(f"{HERE}/text", {"text": "Здравствуйте"})
    await desk.post("/clock", {"forward_seconds": 20 * 60})
    with structlog.testing.capture_logs() as logs:
        async with listening(desk, settings):
            await reads(desk, WELCOME)
    assert "whatsapp.caught_up" in [line["event"] for line in logs]
    assert not any(secret in str(logs) for secret in ("77010000001", "Здравствуйте", "Айгерім"))
