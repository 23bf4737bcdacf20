"""The whole program beside a simulator: it answers, stops cleanly, and goes on where it was."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.health import check
from bot.program import run_until
from bot.settings import BadSetting, Settings
from bot.telegram.bots import derived_secret
from bot.web import PROOF_HEADER
from tests.channels.updates import message
from tests.simulator.desk import Desk, picture

ROOT = Path(__file__).parents[2]
PARENT = "1000001:parent-demo"
PATIENCE_S = 30


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings_for(desk: Desk, folder: Path, **given: Any) -> Settings:
    api = desk.url("").rstrip("/")
    values: dict[str, Any] = {
        "sandbox": True,
        "telegram_token": PARENT,
        "staff_telegram_token": "1000002:staff-demo",
        "telegram_api_url": api,
        "clock_url": f"{api}/clock",
        "registry_url": api,
        "sms_url": f"{api}/sms",
        "port": free_port(),
        "database_url": f"sqlite:///{folder}/balapan.sqlite3",
        "files_url": (folder / "files").as_uri(),
        "catalogue": ROOT / "catalogues" / "demo.csv",
    }
    return Settings(**{**values, **given})


@asynccontextmanager
async def program(settings: Settings) -> AsyncIterator[str]:
    """The running program; its web address."""
    told = asyncio.Event()
    running = asyncio.create_task(run_until(told, settings))
    try:
        yield f"http://127.0.0.1:{settings.port}"
    finally:
        told.set()
        async with asyncio.timeout(PATIENCE_S):
            await running


async def hears(desk: Desk, words: str, after: int = 0) -> dict[str, Any]:
    """The first message from the bot with these words that is newer than the record `after`."""
    for record in await desk.reads(from_="bot", contains=words, wait=PATIENCE_S, after=after):
        if words in record["text"]:
            return record
    raise AssertionError(f"{words!r} never came")


async def test_a_parent_is_answered_and_the_conversation_survives_a_restart(desk: Desk, tmp_path: Path) -> None:
    settings = settings_for(desk, tmp_path)
    async with program(settings) as address:
        await desk.does("start")
        await hears(desk, "2 Русский")
        async with desk.http.get(f"{address}/readyz") as response:
            assert (await response.json())["status"] == "ready"
        assert await asyncio.to_thread(check, settings.host, settings.port) is None
    written_while_away = await desk.does("text", text="2")
    async with program(settings):
        await hears(desk, "В каком городе", after=written_while_away["seq"])
    sent = [call for call in (await desk.get("/sim/calls?method=sendMessage"))["calls"] if call["bot"] == "parent"]
    assert len(sent) == 2


@pytest.mark.postgres
async def test_it_is_the_same_on_postgresql(desk: Desk, tmp_path: Path, empty_postgres_url: str) -> None:
    key = base64.b64encode(bytes(32)).decode()
    settings = settings_for(desk, tmp_path, database_url=empty_postgres_url, keyring=key, index_key=key)
    async with program(settings) as address:
        started = await desk.does("start")
        await hears(desk, "2 Русский", after=started["seq"])
        written = await desk.does("text", text="2")
        await hears(desk, "В каком городе", after=written["seq"])
        async with desk.http.get(f"{address}/readyz") as response:
            assert (await response.json())["status"] == "ready"


async def test_a_file_nobody_asked_for_is_fetched_and_answered(desk: Desk, tmp_path: Path) -> None:
    async with program(settings_for(desk, tmp_path)):
        await desk.does("start")
        await hears(desk, "3 English")
        await desk.does("text", text="3")
        chosen = await hears(desk, "In which city")
        await desk.sends("photo", ("photo.jpg", "image/jpeg", picture()))
        await hears(desk, "1 ", after=chosen["seq"])
    methods = [call["method"] for call in (await desk.get("/sim/calls"))["calls"]]
    assert "getFile" in methods


async def test_webhooks_are_set_and_only_telegram_is_let_in(desk: Desk, tmp_path: Path) -> None:
    port = free_port()
    settings = settings_for(desk, tmp_path, port=port, public_url=f"http://127.0.0.1:{port}")
    async with program(settings) as address:
        await desk.does("start")
        await hears(desk, "2 Русский")
        for secret, status in (("", 403), (derived_secret(PARENT), 200)):
            headers = {PROOF_HEADER: secret}
            update = message(text="hello")
            async with desk.http.post(f"{address}/telegram/parent", json=update, headers=headers) as response:
                assert response.status == status
    assert (await desk.result("getWebhookInfo"))["url"] == f"http://127.0.0.1:{port}/telegram/parent"


@pytest.mark.parametrize("token", ["", "1000002:staff-demo"])
async def test_without_a_staff_bot_the_start_warns_that_applications_wait(
    desk: Desk, tmp_path: Path, token: str
) -> None:
    await desk.get("/clock")
    told = asyncio.Event()
    told.set()
    with capture_logs() as logs:
        await run_until(told, settings_for(desk, tmp_path, staff_telegram_token=token))
    warned = [line["log_level"] for line in logs if line["event"] == "no_staff_bot"]
    assert warned == ([] if token else ["warning"])


async def test_a_port_that_is_taken_stops_the_start(desk: Desk, tmp_path: Path) -> None:
    await desk.get("/clock")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings = settings_for(desk, tmp_path, port=taken.getsockname()[1])
        with pytest.raises(BadSetting, match=r"^PORT: cannot listen"):
            await run_until(asyncio.Event(), settings)


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid"])
async def test_a_host_that_is_none_of_ours_is_named(desk: Desk, tmp_path: Path, host: str) -> None:
    await desk.get("/clock")
    with pytest.raises(BadSetting, match=rf"^HOST: cannot listen on {host}"):
        await run_until(asyncio.Event(), settings_for(desk, tmp_path, host=host))


def environment(desk: Desk, folder: Path) -> dict[str, str]:
    settings = settings_for(desk, folder)
    given = {name.upper(): getattr(settings, name) for name in settings.model_fields_set}
    told = {name: getattr(value, "get_secret_value", lambda value=value: str(value))() for name, value in given.items()}
    return {**os.environ, **told, "SANDBOX": "1"}


async def test_sigterm_ends_the_process_cleanly_and_its_logs_tell_nothing(desk: Desk, tmp_path: Path) -> None:
    with (tmp_path / "log").open("wb") as log:
        command = (sys.executable, "-m", "bot", "run")
        process = await asyncio.create_subprocess_exec(
            *command, env=environment(desk, tmp_path), stdout=log, stderr=log
        )
    try:
        await desk.does("contact", own=True)
        await desk.does("text", text="880719300107")
        await hears(desk, "2 Русский")
    finally:
        process.terminate()
        async with asyncio.timeout(PATIENCE_S):
            code = await process.wait()
    assert code == 0
    lines = (tmp_path / "log").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["event"] for line in lines][-2:] == ["stopping", "stopped"]
    told = "\n".join(lines)
    assert not any(secret in told for secret in ("parent-demo", "880719300107", "77010000001", "Айгерім"))
