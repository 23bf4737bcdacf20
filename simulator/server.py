"""The simulator's HTTP server: Bot API, Twilio, control API, clock, SMS, registry, NCA and page, on this machine."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web

from simulator import clock, control, registry, sms
from simulator.egov import serving as egov
from simulator.nca import key_desk, ncalayer_desk
from simulator.nca import serving as nca
from simulator.options import Options
from simulator.page import serving
from simulator.telegram import server as telegram
from simulator.whatsapp import server as whatsapp
from simulator.wire import Refused, answer
from simulator.world import World

LOOPBACK = ("127.0.0.1", "localhost", "::1")
LARGEST_REQUEST = 120 << 20
WORLD = web.AppKey("world", World)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

__all__ = ["WORLD", "Options", "create_app", "serve"]


def create_app(options: Options | None = None) -> web.Application:
    """The whole simulator as one application; its state is new and lives in memory."""
    world = World(options or Options())
    app = web.Application(client_max_size=LARGEST_REQUEST, middlewares=[this_desk_only, plain_errors])
    app[WORLD] = world
    app.add_routes(clock.routes(world.clock, world.journal))
    app.add_routes(sms.routes(world.sms))
    app.add_routes(registry.routes(world.registry))
    app.add_routes(nca.routes(world.nca))
    app.add_routes(key_desk.routes(world.nca, world.journal))
    app.add_routes(ncalayer_desk.routes(world.nca, world.ncalayer))
    app.add_routes(egov.routes(world))
    app.add_routes(whatsapp.routes(world.twilio))
    app.add_routes(control.routes(world))
    app.add_routes(serving.routes())
    app.add_routes(telegram.routes(world.bot_of))
    app.cleanup_ctx.append(living)
    app.on_shutdown.append(letting_go)
    return app


def serve(host: str = "127.0.0.1", port: int = 8081, options: Options | None = None) -> None:
    """Run until stopped, for a program at `PUBLIC_URL` or else next door. Raises ValueError for a foreign host."""
    if host not in LOOPBACK:
        raise ValueError(f"the simulator serves this machine only, not {host}")
    options = options or _options(port)
    web.run_app(create_app(options), host=host, port=port, print=None, access_log=None, shutdown_timeout=1.0)


def _options(port: int) -> Options:
    """As `make run` wants it: the program's address, and where the authority is kept."""
    url, authority = os.environ.get("PUBLIC_URL"), os.environ.get("SIMULATOR_AUTHORITY")
    return Options(whatsapp_url=url or f"http://127.0.0.1:{port - 1}", authority=Path(authority) if authority else None)


async def living(app: web.Application) -> AsyncIterator[None]:
    """The world lives as long as the server."""
    await app[WORLD].start()
    yield
    await app[WORLD].stop()


async def letting_go(app: web.Application) -> None:
    """Long polls and event streams end, so that the server stops at once."""
    app[WORLD].let_go()


@web.middleware
async def this_desk_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what a foreign web page in the same browser may try: other hosts, and origins (NCALayer takes any)."""
    origin = request.headers.get("Origin")
    foreign = origin is not None and urlsplit(origin).netloc != request.host and request.path != ncalayer_desk.PATH
    if foreign or urlsplit(f"//{request.host}").hostname not in LOOPBACK:
        return answer({"error": "this desk only"}, 403)
    return await handler(request)


@web.middleware
async def plain_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A refused request answers in JSON."""
    try:
        return await handler(request)
    except Refused as error:
        return answer({"error": str(error)}, error.status)
