"""Control API: what there is to see in a chat, in the log of calls, and as it happens."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

from aiohttp import web

from simulator.chats import seen
from simulator.control_paths import bot_in, phone_in, seconds, whole
from simulator.journal import Journal
from simulator.phones import Phone
from simulator.wire import JSON, Refused, answer
from simulator.world import World

SHOWN = "message,edited,deleted,answer"
HEARTBEAT_SECONDS = 15.0
Wanted = Callable[[JSON], bool]


def routes(world: World) -> list[web.RouteDef]:
    """All `GET /sim/…` about chats, calls and events."""

    async def messages(request: web.Request) -> web.Response:
        phone = phone_in(world, request)
        query = request.query
        kinds = query.get("kinds", SHOWN).split(",")
        belongs = in_chat(phone.bot.label, phone.user.id, kinds, query.get("from"))
        enough = saying(belongs, query.get("contains", ""))
        after = whole(query.get("after"))
        await wait_for(world.journal, after, enough, seconds(query.get("wait")))
        return answer({"last": world.journal.last, "messages": world.journal.after(after, belongs)})

    async def chat(request: web.Request) -> web.Response:
        return answer({**chat_seen(phone_in(world, request)), "last": world.journal.last})

    async def calls(request: web.Request) -> web.Response:
        return answer(calls_seen(world, request))

    async def file(request: web.Request) -> web.Response:
        stored = bot_in(world, request).files.by_id(request.match_info["file_id"])
        if stored is None:
            raise Refused("no such file", 404)
        return file_answer(stored.content, stored.mime)

    async def events(request: web.Request) -> web.StreamResponse:
        return await stream(world, request)

    return [
        web.get("/sim/calls", calls),
        web.get("/sim/events", events),
        web.get("/sim/{bot}/files/{file_id}", file),
        web.get("/sim/{bot}/{user:\\d+}/messages", messages),
        web.get("/sim/{bot}/{user:\\d+}/chat", chat),
    ]


def calls_seen(world: World, request: web.Request) -> JSON:
    """The logged calls that the query asks for, and the number to go on from."""
    wanted, method, after = request.query.get("bot"), request.query.get("method"), whole(request.query.get("after"))
    found = [
        call
        for bot in world.bots.values()
        if wanted in (None, bot.label, str(bot.id))
        for call in bot.calls
        if call["number"] > after and method in (None, call["method"])
    ]
    return {"last": max((call["number"] for call in found), default=after), "calls": found}


def in_chat(label: str, user_id: int, kinds: list[str], sender: str | None) -> Wanted:
    """Records of one chat, of these kinds, by that side."""
    where = (label, user_id)
    return lambda record: (
        (record.get("bot"), record.get("user_id")) == where
        and record["kind"] in kinds
        and sender in (None, record.get("from"))
    )


def saying(belongs: Wanted, words: str) -> Wanted:
    """Those of them that contain the words."""
    return lambda record: belongs(record) and words in str(record.get("text", ""))


async def wait_for(journal: Journal, after: int, enough: Wanted, patience: float) -> None:
    """Return when a wanted record is there, or the seconds ran out."""
    clock = asyncio.get_running_loop().time
    until = clock() + patience
    while not journal.after(after, enough) and not journal.closed:
        left = until - clock()
        if left <= 0:
            return
        await journal.bell.wait(left)


def chat_seen(phone: Phone) -> JSON:
    """The chat as the phone shows it now."""
    messages = [seen(message) for message in phone.chat.standing()]
    return {"messages": messages, "keyboard": phone.chat.keyboard, "blocked": phone.chat.blocked}


async def stream(world: World, request: web.Request) -> web.StreamResponse:
    """The journal from `after` (or the Last-Event-ID) on, as server-sent events, until the reader leaves."""
    at = whole(request.headers.get("Last-Event-ID") or request.query.get("after"), world.journal.last)
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await response.prepare(request)
    while not world.journal.closed:
        fresh = world.journal.after(at)
        at = fresh[-1]["seq"] if fresh else at
        lines = [f"id: {each['seq']}\ndata: {json.dumps(each, ensure_ascii=False)}\n\n" for each in fresh]
        try:
            await response.write(("".join(lines) or ": still here\n\n").encode())
        except ConnectionResetError:
            break
        if world.journal.last == at:
            await world.journal.bell.wait(HEARTBEAT_SECONDS)
    return response


def file_answer(content: bytes, mime: str) -> web.Response:
    """A file to look at in the browser."""
    headers = {"Content-Disposition": "inline", "X-Content-Type-Options": "nosniff"}
    return web.Response(body=content, content_type=safe_type(mime), headers=headers)


def safe_type(mime: str) -> str:
    """A type that a browser shows without running anything in it."""
    return mime if mime in ("image/jpeg", "image/png", "image/webp", "application/pdf") else "application/octet-stream"
