"""The HTTP face of the Bot API: `/bot<TOKEN>/<method>` and `/file/bot<TOKEN>/<path>`."""

from __future__ import annotations

import re
from collections.abc import Callable

from aiohttp import web

from simulator.bots import Bot
from simulator.telegram.arguments import read_arguments
from simulator.telegram.errors import ApiError, NotFound
from simulator.telegram.methods import Cut, call
from simulator.telegram.settings import downloaded
from simulator.wire import answer

TOKEN = re.compile(r"\d{1,16}:[A-Za-z0-9_-]{1,64}")


def refused(error: ApiError) -> web.Response:
    """The error as Telegram answers it, with Retry-After where one has to wait."""
    response = answer(error.wire(), error.status)
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def cut(request: web.Request) -> web.Response:
    """Close the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


def routes(bot_of: Callable[[str], Bot]) -> list[web.RouteDef]:
    """Serves every token that looks like one; a bot comes to life at its first call."""

    def named(request: web.Request) -> Bot:
        token = request.match_info["token"]
        if not TOKEN.fullmatch(token):
            raise NotFound()
        return bot_of(token)

    async def method(request: web.Request) -> web.StreamResponse:
        try:
            bot = named(request)
            return answer(await call(bot, request.match_info["method"], await read_arguments(request)))
        except ApiError as error:
            return refused(error)
        except web.HTTPRequestEntityTooLarge:
            return refused(ApiError(413, "Request Entity Too Large"))
        except Cut:
            return cut(request)

    async def download(request: web.Request) -> web.StreamResponse:
        try:
            content = downloaded(named(request), request.match_info["path"])
        except ApiError as error:
            return refused(error)
        return web.Response(body=content, content_type="application/octet-stream")

    return [
        web.route("*", "/bot{token}/{method}", method),
        web.get("/file/bot{token}/{path:.+}", download),
    ]
