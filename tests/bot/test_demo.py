"""`make run`: one command, one address to open, and everything ends together."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from csv import DictReader
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer, unused_port

from bot.demo import AUTHORITY, DESK, TRUST, Trouble, answering, demo_environment, fetch_from_the_desk, main
from bot.settings import Settings
from signing_gateway.certificates import read_certificate
from signing_gateway.trust import NotTrusted, anchors_in, trusted_in
from simulator.options import DEMO_TWILIO
from simulator.server import create_app

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60


def free_ports() -> dict[str, str]:
    """One for each server of the demo, by the name of its setting."""
    with ExitStack() as probes:
        sockets = [probes.enter_context(socket.socket()) for _name in range(3)]
        for probe in sockets:
            probe.bind(("127.0.0.1", 0))
        ports = (str(probe.getsockname()[1]) for probe in sockets)
        return dict(zip(("PORT", "SIMULATOR_PORT", "SIGNING_PORT"), ports, strict=True))


@asynccontextmanager
async def demo(folder: Path, **given: str) -> AsyncIterator[Process]:
    names = {name.upper() for name in Settings.model_fields}
    clean = {name: value for name, value in os.environ.items() if name not in names}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.demo", cwd=folder, env={**clean, **given}, stdout=PIPE, stderr=PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        async with asyncio.timeout(PATIENCE_S):
            await process.communicate()


async def address_of(process: Process) -> str:
    """What it says to open."""
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE_S):
        async for line in process.stdout:
            if line.startswith(b"Open "):
                return line.split()[1].decode()
    raise AssertionError("it said nothing")


def children(process: Process) -> list[int]:
    """The processes that it started."""
    found = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [int(number) for number in found]


def command_of(number: int) -> str:
    """What a process was started as."""
    return Path(f"/proc/{number}/cmdline").read_bytes().rstrip(b"\0").rpartition(b"\0")[2].decode()


def alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


async def hints(session: ClientSession, desk: str) -> list[str]:
    """The lines on the simulator's page, once they are there."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            async with session.get(f"{desk}/sim/state") as response:
                state: dict[str, Any] = await response.json()
            if state["hints"]:
                return list(state["hints"])
            await asyncio.sleep(0.05)


def head_of(bin_: str) -> str:
    """Who heads the kindergarten, as its contracts name them: its own keys have the same name."""
    with (ROOT / "catalogues" / "demo.csv").open(encoding="utf-8") as file:
        (head,) = {row["head"] for row in DictReader(file) if row["bin"] == bin_}
    return head


async def templates(session: ClientSession, desk: str) -> None:
    """Return when the simulator's Twilio knows the first content."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            async with session.get(f"{desk}/sim/twilio/contents") as response:
                if (await response.json())["contents"]:
                    return
            await asyncio.sleep(0.05)


async def test_one_command_brings_up_everything_and_takes_it_down(tmp_path: Path) -> None:
    ports = free_ports()
    async with demo(tmp_path, **ports) as process:
        desk = await address_of(process)
        assert desk == f"http://127.0.0.1:{ports['SIMULATOR_PORT']}"
        async with ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{ports['SIGNING_PORT']}/healthz") as signing:
                assert signing.status == 200
            lines = await hints(session, desk)
            await templates(session, desk)
            async with session.get(f"{desk}/sim/nca") as response:
                key, *_others = (await response.json())["holders"]
        assert (key["organisation"], key["name"]) == ("Детский сад № 41 «Айголек»", "Айгүл Сейітқали")
        assert head_of(key["bin"]).startswith("Сейітқали Айгүл ")
        invited = ["phthisiatrician", "education_department", "admin"]
        invited.append("preschool_employee Детский сад № 41 «Айголек»")
        assert [line.split(":")[0] for line in lines] == invited
        started = children(process)
        assert {command_of(number) for number in started} >= {"simulator", "run"}
        process.send_signal(signal.SIGINT)
        async with asyncio.timeout(PATIENCE_S):
            assert await process.wait() == 0
    assert not any(alive(number) for number in started)
    kept = sorted(file.name for file in (tmp_path / "data").iterdir() if file.suffix == "")
    assert kept == ["demo-trust", "index_key", "keyring"]
    assert (tmp_path / AUTHORITY).is_file()
    folder = tmp_path / TRUST
    assert sorted(file.name for file in folder.iterdir()) == ["gost.cer", "rsa.cer"]
    assert len(anchors_in(folder)) == 2
    with pytest.raises(NotTrusted):
        trusted_in(folder, sandbox=False)


async def test_a_process_that_dies_takes_the_others_along_and_says_so(tmp_path: Path) -> None:
    async with demo(tmp_path, **free_ports(), PROFILE="atlantis") as process:
        async with asyncio.timeout(PATIENCE_S):
            out, err = await process.communicate()
    assert process.returncode == 1
    assert b"PROFILE: " in err
    assert err.splitlines()[-1] == b"balapan: the program ended with exit code 2"
    assert b"Open" not in out


async def test_a_taken_port_is_named(tmp_path: Path) -> None:
    port = free_ports()["PORT"]
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(port)))
        taken.listen()
        async with demo(tmp_path, PORT=port) as process:
            async with asyncio.timeout(PATIENCE_S):
                _out, err = await process.communicate()
    assert process.returncode == 1
    assert err.decode().startswith(f"balapan: PORT: port {port} cannot be used")
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [("STAFF_TELEGRAM_TOKEN", "123456788:AAreal"), ("TWILIO_ACCOUNT_SID", "AC" + "0" * 32)],
)
def test_beside_half_of_a_real_bot_no_simulator_is_started(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, value: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for setting in Settings.model_fields:
        monkeypatch.delenv(setting.upper(), raising=False)
    monkeypatch.setenv(name, value)
    assert main() == 1
    assert capsys.readouterr().err == f"balapan: {name}: is set: the simulator is never started beside a real bot\n"
    assert list(tmp_path.iterdir()) == []


def test_the_world_of_the_demo_is_the_simulator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LOG_LEVEL", raising=False)
    world = demo_environment(Settings(port=7000, simulator_port=7001, signing_port=7002))
    assert world["SANDBOX"] == "1"
    assert world["PUBLIC_URL"] == "http://127.0.0.1:7000"
    account = (world["TWILIO_ACCOUNT_SID"], world["TWILIO_AUTH_TOKEN"], world["TWILIO_WHATSAPP_FROM"])
    assert account == tuple(DEMO_TWILIO[name] for name in ("account", "token", "sender"))
    assert {value for name, value in world.items() if name.endswith("_URL")} == {
        "http://127.0.0.1:7000",
        "http://127.0.0.1:7001",
        "http://127.0.0.1:7001/clock",
        "http://127.0.0.1:7001/sms",
        "http://127.0.0.1:7002",
        "http://127.0.0.1:7001/nca/ocsp",
        "http://127.0.0.1:7001/nca/tsp",
        "http://127.0.0.1:7001/nca/gost.crl http://127.0.0.1:7001/nca/rsa.crl",
        "ws://127.0.0.1:7001/ncalayer",
    }
    assert Path(world["CATALOGUE"]).is_file()


async def test_an_authority_that_the_desk_does_not_give_is_trouble_and_nothing_is_kept(tmp_path: Path) -> None:
    kept = tmp_path / "gost.cer"
    async with TestServer(create_app()) as desk:
        assert desk.port is not None
        await asyncio.to_thread(fetch_from_the_desk, desk.port, "/nca/gost.cer", kept)
        assert read_certificate(kept.read_bytes()).authority
        kept.unlink()
        with pytest.raises(Trouble, match="answers 404 instead of /nca/dsa"):
            await asyncio.to_thread(fetch_from_the_desk, desk.port, "/nca/dsa.cer", kept)
    with pytest.raises(Trouble, match="ConnectionRefusedError"):
        await asyncio.to_thread(fetch_from_the_desk, unused_port(), "/nca/gost.cer", kept)
    assert not kept.exists()


async def test_invite_codes_are_told_until_the_desk_has_taken_them() -> None:
    heard: list[object] = []

    async def hints(request: web.Request) -> web.Response:
        heard.append(await request.json())
        return web.Response(status=200 if len(heard) == 3 else 503)

    app = web.Application()
    app.add_routes([web.post("/sim/hints", hints)])
    async with TestServer(app) as desk:
        assert desk.port is not None
        await answering(DESK, desk.port, "/sim/hints", '{"lines": ["admin: abc"]}')
    assert heard == [{"lines": ["admin: abc"]}] * 3
