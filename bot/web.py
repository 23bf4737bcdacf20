"""The web server: health, readiness, and the doors through which channels deliver."""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import structlog
from aiohttp import web

from bot.intake import Crowded

LARGEST_UPDATE = 1 << 20
LONGEST_FOR_A_TURN_S = 120.0
PROOF_HEADER = "X-Telegram-Bot-Api-Secret-Token"
log = structlog.get_logger()


@dataclass(frozen=True)
class Door:
    """Where one bot's updates come in: the secret that Telegram shows, and who keeps what came."""

    secret: str = field(repr=False)
    take: Callable[[list[Any]], Awaitable[None]]


@dataclass(frozen=True)
class ChannelState:
    """How long the oldest unsent message of a channel has waited (seconds), and what keeps it, where that is known."""

    oldest_unsent_s: float | None = None
    trouble: str = ""


@dataclass(frozen=True)
class Readiness:
    """Whether this process can serve, what waits on each channel, and for how long the oldest input has (seconds).

    A channel that does not send makes nothing unready: the others go on. Inputs that nobody takes do.
    """

    database: bool
    migrated: bool
    channels: Mapping[str, ChannelState] = field(default_factory=dict)
    oldest_input_s: float | None = None

    @property
    def ready(self) -> bool:
        return self.database and self.migrated and (self.oldest_input_s or 0.0) <= LONGEST_FOR_A_TURN_S

    @property
    def oldest_unsent_s(self) -> float | None:
        """Of all channels."""
        waiting = [one.oldest_unsent_s for one in self.channels.values() if one.oldest_unsent_s is not None]
        return max(waiting, default=None)


def create_app(
    doors: Mapping[str, Door],
    readiness: Callable[[], Awaitable[Readiness]],
    more: Sequence[web.AbstractRouteDef] = (),
) -> web.Application:
    """The application; a door named `parent` is at /telegram/parent, and the other channels bring their own routes."""
    app = web.Application(client_max_size=LARGEST_UPDATE)
    app.add_routes([web.get("/healthz", _healthy), web.get("/readyz", _ready(readiness))])
    app.add_routes([web.post(f"/telegram/{name}", _webhook(door)) for name, door in doors.items()])
    app.add_routes(more)
    return app


def check_page_at(signing_url: str) -> list[web.RouteDef]:
    """Contracts printed before there was a signing page name this origin: their QR codes go on to where the page is."""

    async def onwards(request: web.Request) -> web.Response:
        # Not for ever: the page may move once more.
        headers = {"Cache-Control": "max-age=3600", "Referrer-Policy": "no-referrer"}
        to = f"{signing_url.rstrip('/')}/check/{request.match_info['code']}"
        return web.Response(status=308, headers={"Location": to, **headers})

    return [web.get("/check/{code:[a-z2-7]{32}}", onwards)] if signing_url else []


async def _healthy(_request: web.Request) -> web.Response:
    return web.json_response({"status": "up"})


def _ready(readiness: Callable[[], Awaitable[Readiness]]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def ready(_request: web.Request) -> web.Response:
        state = await readiness()
        body = {
            "status": "ready" if state.ready else "not ready",
            "database": state.database,
            "migrated": state.migrated,
            "oldest_unsent_s": state.oldest_unsent_s,
            "oldest_input_s": state.oldest_input_s,
            "channels": {name: asdict(channel) for name, channel in state.channels.items()},
        }
        return web.json_response(body, status=200 if state.ready else 503)

    return ready


def _webhook(door: Door) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Answers 200 once the update is durable.

    What can never be kept is answered with 200 as well: Telegram would repeat it for a day and hold up all that the
    same person sends after it. A database that is away or too slow is answered with 503: Telegram does come again.
    """

    async def webhook(request: web.Request) -> web.Response:
        shown = request.headers.get(PROOF_HEADER, "")
        if not hmac.compare_digest(shown.encode("utf-8", "replace"), door.secret.encode()):
            return web.Response(status=403)
        body = await request.read()
        try:
            update = json.loads(body)
        except ValueError:
            log.warning("webhook.malformed", bytes=len(body))
            return web.Response()
        try:
            await door.take([update])
        except Crowded as error:
            log.warning("webhook.crowded", error=str(error))
            return web.Response(status=503)
        except Exception:
            log.exception("webhook.not_kept")
            return web.Response(status=503)
        return web.Response()

    return webhook
