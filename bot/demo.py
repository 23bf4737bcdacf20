"""`make run`: the program, and without a token the simulator beside it, with one address to open."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, Process
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from bot.loops import unless
from bot.settings import BadSetting, Settings, load_settings, require_no_real_bot

ROOT = Path(__file__).parents[1]
DESK = "127.0.0.1"
TRUST, AUTHORITY = Path("data", "demo-trust"), Path("data", "demo-authority.json")
PARENT, STAFF = "1000001:parent-demo", "1000002:staff-demo"
TWILIO = {
    "TWILIO_ACCOUNT_SID": f"AC{1:032d}",
    "TWILIO_AUTH_TOKEN": "demo-token",
    "TWILIO_WHATSAPP_FROM": "whatsapp:+77000000000",
}
INVITED = ("phthisiatrician", "education_department", "admin")
KINDS_OF_KEYS = ("gost", "rsa")
START_S = 60.0
GRACE_S = {"program": 30.0, "simulator": 3.0, "templates": 3.0}
PAUSE_S = 0.05


class Trouble(Exception):
    """The demo cannot start or go on; the message is one line for whoever started it."""


def main() -> int:
    """Run until Ctrl-C or SIGTERM; returns the exit code."""
    try:
        settings = load_settings()
        live = settings.on_telegram or settings.on_whatsapp
        if not live:
            require_no_real_bot(settings)
            os.environ.update(demo_environment(settings))
            settings = load_settings()
        asyncio.run(_until_signalled(settings, live=live))
    except (BadSetting, Trouble) as error:
        print(f"balapan: {error}", file=sys.stderr)
        return 1
    return 0


def demo_environment(settings: Settings) -> dict[str, str]:
    """The settings of a program whose whole world is the simulator."""
    desk = f"http://{DESK}:{settings.simulator_port}"
    return {
        "SANDBOX": "1",
        "TRUST_DIR": str(Path.cwd() / TRUST),
        "SIMULATOR_AUTHORITY": str(Path.cwd() / AUTHORITY),
        "TELEGRAM_TOKEN": PARENT,
        "STAFF_TELEGRAM_TOKEN": STAFF,
        "TELEGRAM_API_URL": desk,
        **TWILIO,
        "TWILIO_API_URL": desk,
        "PUBLIC_URL": f"http://{DESK}:{settings.port}",
        "CLOCK_URL": f"{desk}/clock",
        "REGISTRY_URL": desk,
        "SMS_URL": f"{desk}/sms",
        "SIGNING_URL": f"http://{DESK}:{settings.signing_port}",
        "OCSP_URL": f"{desk}/nca/ocsp",
        "TSP_URL": f"{desk}/nca/tsp",
        "CRL_URL": " ".join(f"{desk}/nca/{kind}.crl" for kind in KINDS_OF_KEYS),
        "NCALAYER_URL": f"ws://{DESK}:{settings.simulator_port}/ncalayer",
        "CATALOGUE": str(settings.catalogue or ROOT / "catalogues" / "demo.csv"),
        "LOG_LEVEL": os.environ.get("LOG_LEVEL") or "warning",
    }


async def _until_signalled(settings: Settings, *, live: bool) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    children: dict[str, Process] = {}
    try:
        await unless(stop, _run(settings, children, live=live))
    finally:
        await _end(children)


async def _run(settings: Settings, children: dict[str, Process], *, live: bool) -> None:
    """Start everything, say where to look, and watch; raises Trouble when a process ends by itself."""
    _usable("PORT", settings.host, settings.port)
    if not live:
        _usable("SIMULATOR_PORT", DESK, settings.simulator_port)
        _usable("SIGNING_PORT", settings.host, settings.signing_port)
        children["simulator"] = await _balapan("simulator")
    try:
        async with asyncio.TaskGroup() as group:
            if not live:
                group.create_task(_watch("simulator", children["simulator"]))
                await _trust(settings)
            children["program"] = await _balapan("run")
            group.create_task(_watch("program", children["program"]))
            await _welcome(settings, children, live=live)
    except ExceptionGroup as several:
        raise several.exceptions[0] from None


async def _trust(settings: Settings) -> None:
    """On this desk the signatures count whose authority is the simulator's; it stays for `verify-package --trust`."""
    await answering(DESK, settings.simulator_port, "/clock")
    settings.trust_dir.mkdir(parents=True, exist_ok=True)
    for kind in KINDS_OF_KEYS:
        kept = settings.trust_dir / f"{kind}.cer"
        await asyncio.to_thread(fetch_from_the_desk, settings.simulator_port, f"/nca/{kind}.cer", kept)


async def _welcome(settings: Settings, children: dict[str, Process], *, live: bool) -> None:
    await answering(settings.host, settings.port, "/readyz")
    if live:
        print(f"The bot is running; its state is at http://{settings.host}:{settings.port}/readyz", flush=True)
        return
    print(f"\nOpen http://{DESK}:{settings.simulator_port} — Ctrl-C ends everything.\n", flush=True)
    await asyncio.gather(_offer_invites(settings), _sync_templates(children))


async def _balapan(*command: str, quiet: bool = False) -> Process:
    """A command in a process of its own, which Ctrl-C reaches through us only."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *command, start_new_session=True, stdout=DEVNULL if quiet else None
    )


async def _watch(name: str, child: Process) -> None:
    raise Trouble(f"the {name} ended with exit code {await child.wait()}")


async def _end(children: dict[str, Process]) -> None:
    """First the program, so that it can say its last words to the simulator."""
    for name, child in reversed(children.items()):
        if child.returncode is None:
            child.terminate()
            try:
                async with asyncio.timeout(GRACE_S[name]):
                    await child.wait()
            except TimeoutError:
                child.kill()
                await child.wait()


def _usable(name: str, host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Trouble(f"{name}: port {port} cannot be used ({error.strerror}); set another one") from None


async def answering(host: str, port: int, path: str, body: str | None = None) -> None:
    """Ask, or tell the body, until the answer is 200; a busy machine may let a first try go unanswered."""
    for _try in range(int(START_S / PAUSE_S)):
        if await asyncio.to_thread(_asked, host, port, path, body) == 200:
            return
        await asyncio.sleep(PAUSE_S)
    raise Trouble(f"nothing answers at {host}:{port} after {START_S:.0f} seconds")


async def _offer_invites(settings: Settings) -> None:
    """Fresh invite codes on the simulator's page, so that staff can join at once: the role, where, and the code."""
    from bot.commands import busiest_preschool, invite_codes
    from enrolment.terms import Role
    from handlers.invitations import Invitee

    invited = {role: Invitee(Role(role)) for role in INVITED}
    preschool = await busiest_preschool(settings)
    if preschool is not None:
        known = {"organisations": [{"bin": preschool.bin, "name": preschool.name_ru}]}
        await asyncio.to_thread(_asked, DESK, settings.simulator_port, "/sim/nca", json.dumps(known))
        employee = Invitee(Role.PRESCHOOL_EMPLOYEE, preschool.locality, preschool.bin)
        invited[f"{employee.role} {preschool.name_ru}"] = employee
    codes = await invite_codes(settings, list(invited.values()))
    lines = [f"{name}: {code}" for name, code in zip(invited, codes, strict=True)]
    await answering(DESK, settings.simulator_port, "/sim/hints", json.dumps({"lines": lines}))


async def _sync_templates(children: dict[str, Process]) -> None:
    """What WhatsApp messages with buttons are made from; until it is there, they come as numbered text."""
    children["templates"] = await _balapan("whatsapp", "templates", "sync", quiet=True)
    if await children["templates"].wait() != 0:
        print("balapan: the WhatsApp templates could not be made", file=sys.stderr)


def fetch_from_the_desk(port: int, path: str, kept: Path) -> None:
    """Keep what the desk gives there. Raises Trouble."""
    connection = HTTPConnection(DESK, port, timeout=5)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        if answer.status != HTTPStatus.OK:
            raise Trouble(f"the simulator answers {answer.status} instead of {path}")
        kept.write_bytes(answer.read())
    except (OSError, HTTPException) as error:
        raise Trouble(f"the simulator does not give {path}: {type(error).__name__}") from None
    finally:
        connection.close()


def _asked(host: str, port: int, path: str, body: str | None = None) -> int:
    """The status of the answer; 0 when there is none."""
    connection = HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET" if body is None else "POST", path, body, {"Content-Type": "application/json"})
        return connection.getresponse().status
    except (OSError, HTTPException):
        return 0
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
