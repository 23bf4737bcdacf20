"""`balapan run`: everything wired together, running until it is told to stop."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from errno import EADDRNOTAVAIL
from functools import partial
from socket import gaierror

import structlog
from aiohttp import ClientSession, web

from bot.clock import SandboxClock
from bot.fetching import Fetcher
from bot.heart import Heart
from bot.instance import Instance, open_instance
from bot.intake import Intake
from bot.lines import Lines, open_lines
from bot.loops import Loop, kept_running
from bot.pace import paces_of
from bot.readiness import Pulse
from bot.registry import Registry
from bot.sending import Sender
from bot.settings import BadSetting, Settings, require_channel
from bot.signing import Beside, Signing, open_signing
from bot.sms import open_sms
from bot.tasks import Errands
from bot.web import check_page_at, create_app
from bot.working import Worker
from bot.workshop import Workshop
from documents.quarantine import Quarantine
from storage.migrate import is_current

DOWNLOADS = 3
ERRANDS = 4
GRACE_S = 20.0
SWITCH_EVERY_S = 0.0005
COLLECTED_AFTER = (20_000, 20, 50)
log = structlog.get_logger()


def run(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT. Raises BadSetting."""
    require_channel(settings)
    asyncio.run(_until_signalled(settings))


async def run_until(told: asyncio.Event, settings: Settings) -> None:
    """Run until `told` to stop: first nothing more comes in, then what is in hand is finished. Raises BadSetting."""
    async with (
        open_instance(settings) as instance,
        ClientSession() as session,
        Quarantine() as quarantine,
        _on_time(instance),
        open_signing(instance) as signing,
    ):
        heart = Heart(instance.database, instance.clock)
        await heart.begin()
        await instance.service.start()
        intake = Intake(instance.database, instance.clock)
        lines = open_lines(instance, session, intake)
        sender = _sender(instance, lines)
        working = heart.loops() | _working(instance, lines, sender) | _fetching(instance, lines, quarantine)
        working |= _errands(instance, lines, session, quarantine, signing.beside) | dict(signing.loops)
        async with (
            _closing(lines),
            _running(working),
            _settling(intake),
            _serving(instance, lines, sender),
            _serving_signers(instance.settings, signing),
            _running(lines.receiving(settings)),
        ):
            _announce(settings)
            spare_the_collector()
            let_threads_in()
            await told.wait()
            log.info("stopping")
    log.info("stopped")


async def _until_signalled(settings: Settings) -> None:
    told = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    await run_until(told, settings)


def spare_the_collector() -> None:
    """What was made for the start stays for ever: looking through it again took a third of a second each time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTED_AFTER)


def let_threads_in() -> None:
    """A thread that comes back from the disk waits this long at most for the interpreter, instead of 5 ms."""
    sys.setswitchinterval(SWITCH_EVERY_S)


def _announce(settings: Settings) -> None:
    if not settings.staff_telegram_token.get_secret_value():
        log.warning("no_staff_bot", meaning="applications wait until STAFF_TELEGRAM_TOKEN is set")
    channels = {"telegram": settings.on_telegram, "whatsapp": settings.on_whatsapp}
    log.info("running", port=settings.port, profile=settings.profile, webhooks=bool(settings.public_url), **channels)


# The loops


def _sender(instance: Instance, lines: Lines) -> Sender:
    paces = paces_of(lines.transports, sandbox=instance.settings.sandbox)
    return Sender(instance.database, instance.clock, lines.transports, paces)


def _working(instance: Instance, lines: Lines, sender: Sender) -> dict[str, Loop]:
    """Turns, deadlines and the sender."""
    worker = Worker(instance.database, instance.service)
    loops = {"turns": worker.turns, "deadlines": worker.deadlines, "sender": sender.run}
    return loops | dict(lines.whatsapp.working)


def _fetching(instance: Instance, lines: Lines, quarantine: Quarantine) -> dict[str, Loop]:
    fetcher = Fetcher(instance.database, instance.files, instance.clock, quarantine, lines.sources, instance.limits)
    return {"fetching": Workshop(instance.database, "fetch", fetcher.claim, fetcher.fetch, DOWNLOADS).run}


def _errands(
    instance: Instance, lines: Lines, session: ClientSession, quarantine: Quarantine, beside: Beside
) -> dict[str, Loop]:
    settings = instance.settings
    registry, sms = Registry(session, settings.registry_url), open_sms(settings, session)
    catalogue = partial(instance.service.read_catalogue, quarantine)
    done, keepers = instance.service.task_done, lines.whatsapp.media
    errands = Errands(instance.database, registry, sms, catalogue, done, keepers, {**instance.service.beside, **beside})
    return {"errands": Workshop(instance.database, "tasks", errands.claim, errands.run, ERRANDS).run}


# What is open for a while


@asynccontextmanager
async def _running(loops: Mapping[str, Loop]) -> AsyncIterator[None]:
    """The loops run inside; at the end they are told to stop and given twenty seconds."""
    stop = asyncio.Event()
    tasks = [asyncio.create_task(kept_running(name, loop, stop), name=name) for name, loop in loops.items()]
    try:
        yield
    finally:
        stop.set()
        _done, late = await asyncio.wait(tasks, timeout=GRACE_S)
        for task in late:
            log.error("loop.late", loop=task.get_name())
            task.cancel()


@asynccontextmanager
async def _on_time(instance: Instance) -> AsyncIterator[None]:
    """In the sandbox the foreign clock is followed."""
    if not isinstance(instance.clock, SandboxClock):
        yield
        return
    following = asyncio.create_task(instance.clock.run(), name="clock")
    try:
        yield
    finally:
        following.cancel()


@asynccontextmanager
async def _serving(instance: Instance, lines: Lines, sender: Sender) -> AsyncIterator[None]:
    """The web server answers inside; at the end requests in hand are finished. Raises BadSetting."""
    settings = instance.settings
    pulse = Pulse(instance.database, instance.clock, partial(is_current, settings.database_url), sender.troubles)
    app = create_app(lines.doors, pulse.feel, [*lines.whatsapp.routes, *check_page_at(settings.signing_url)])
    async with _listening(app, settings, "port"):
        yield


@asynccontextmanager
async def _serving_signers(settings: Settings, signing: Signing) -> AsyncIterator[None]:
    """The signing site answers inside, if there is one. Raises BadSetting."""
    if signing.app is None:
        yield
        return
    async with _listening(signing.app, settings, "signing_port"):
        yield


@asynccontextmanager
async def _listening(app: web.Application, settings: Settings, port: str) -> AsyncIterator[None]:
    """Raises BadSetting, which names the host where that is no address of this machine, else that setting of a port."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=5)
    await runner.setup()
    number: int = getattr(settings, port)
    try:
        await _listen(web.TCPSite(runner, settings.host, number), port, f"{settings.host}:{number}")
        yield
    finally:
        await runner.cleanup()


async def _listen(site: web.TCPSite, port: str, address: str) -> None:
    try:
        await site.start()
    except OSError as error:
        name = "host" if isinstance(error, gaierror) or error.errno == EADDRNOTAVAIL else port
        raise BadSetting(name, f"cannot listen on {address}: {error.strerror}") from None


@asynccontextmanager
async def _settling(intake: Intake) -> AsyncIterator[None]:
    try:
        yield
    finally:
        await intake.settled()


@asynccontextmanager
async def _closing(lines: Lines) -> AsyncIterator[None]:
    try:
        yield
    finally:
        await lines.close()
