"""Control API: what a person does with their phone."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import unquote

from aiohttp import web

from simulator.control_paths import phone_in
from simulator.phones import Phone
from simulator.taps import ALMATY, number, press
from simulator.telegram.arguments import Upload
from simulator.wire import JSON, Refused, answer, read_object
from simulator.world import World

LARGEST_MADE_UP = 60 << 20
Action = Callable[[Phone, JSON], JSON]

ACTIONS: dict[str, Action] = {
    "text": lambda phone, wish: phone.says(str(wish.get("text", ""))),
    "start": lambda phone, wish: phone.starts(str(wish.get("payload") or "")),
    "edit": lambda phone, wish: phone.edits(number(wish.get("message_id")), str(wish.get("text", ""))),
    "tap": press,
    "contact": lambda phone, wish: phone.shares_contact(wish),
    "location": lambda phone, wish: phone.shares_location(*place(wish)),
    "block": lambda phone, wish: phone.blocks(),
    "unblock": lambda phone, wish: phone.unblocks(),
}


def routes(world: World) -> list[web.RouteDef]:
    """`POST /sim/{bot}/{user}/…`, one route an action."""

    def serve(action: Action) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handler(request: web.Request) -> web.Response:
            phone = phone_in(world, request)
            return answer(action(phone, await read_object(request)))

        return handler

    async def file(request: web.Request) -> web.Response:
        phone = phone_in(world, request)
        kind, caption, uploads = await (
            read_files(request) if request.content_type.startswith("multipart/") else make_up_file(request)
        )
        return answer(await phone.sends_files(kind, uploads, caption))

    paths = [web.post(f"/sim/{{bot}}/{{user:\\d+}}/{name}", serve(action)) for name, action in ACTIONS.items()]
    return [*paths, web.post("/sim/{bot}/{user:\\d+}/file", file)]


def place(wish: JSON) -> tuple[float, float]:
    """Latitude and longitude in degrees. Raises Refused."""
    try:
        return float(wish.get("latitude", ALMATY[0])), float(wish.get("longitude", ALMATY[1]))
    except (TypeError, ValueError) as error:
        raise Refused("latitude and longitude are degrees") from error


async def read_files(request: web.Request) -> tuple[str, str, list[Upload]]:
    """Kind, caption and files of a multipart form; a field `mime` overrides the type (a file may lie about it)."""
    form = await request.post()
    parts = [part for part in form.getall("file", []) if isinstance(part, web.FileField)]
    mime = str(form.get("mime", ""))
    uploads = [Upload(unquote(part.filename), mime or part.content_type, part.file.read()) for part in parts]
    return str(form.get("kind", "document")), str(form.get("caption", "")), uploads


async def make_up_file(request: web.Request) -> tuple[str, str, list[Upload]]:
    """A file of random bytes as JSON describes it. Raises Refused."""
    wish = await read_object(request)
    size = number(wish.get("size", 1024))
    if not 0 <= size <= LARGEST_MADE_UP:
        raise Refused("size is up to 60 MiB")
    block = secrets.token_bytes(4096)
    content = (block * (size // 4096 + 1))[:size]
    name, mime = str(wish.get("name", "file.bin")), str(wish.get("mime", "application/octet-stream"))
    return str(wish.get("kind", "document")), str(wish.get("caption", "")), [Upload(name, mime, content)]
