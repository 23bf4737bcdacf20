"""Which bot and whose phone a control request is about."""

from __future__ import annotations

from aiohttp import web

from simulator.bots import Bot
from simulator.phones import Phone
from simulator.wire import Refused
from simulator.world import World


def bot_in(world: World, request: web.Request) -> Bot:
    """The bot of the path. Raises Refused (404)."""
    bot = world.bot_named(request.match_info["bot"])
    if bot is None:
        raise Refused("no such bot", 404)
    return bot


def phone_in(world: World, request: web.Request) -> Phone:
    """The phone of the path, open at the bot of the path. Raises Refused (404)."""
    user = world.users.get(int(request.match_info["user"]))
    if user is None:
        raise Refused("no such user", 404)
    return Phone(bot_in(world, request), user)


def whole(text: str | None, default: int = 0) -> int:
    """A whole number from the query. Raises Refused."""
    try:
        return int(text) if text else default
    except ValueError as error:
        raise Refused(f"{text!r} is not a whole number") from error


def seconds(text: str | None, longest: float = 60.0) -> float:
    """How long to wait, at most a minute. Raises Refused."""
    try:
        return min(longest, max(0.0, float(text or 0)))
    except ValueError as error:
        raise Refused(f"{text!r} is not a number of seconds") from error
