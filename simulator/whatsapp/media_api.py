"""Media: the address that a webhook names, the address it sends on to, and deletion."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from simulator.whatsapp.account import Account
from simulator.whatsapp.calls import Answer, Call, authenticated, own_address, refused, served
from simulator.whatsapp.errors import TwilioError
from simulator.whatsapp.messages_api import MESSAGES
from simulator.wire import JSON, Refused, answer

PIECE = 64 << 10


def routes(account: Account) -> list[web.RouteDef]:
    """The Media resource and the place where the bytes are."""
    media = f"{MESSAGES}/{{sid}}/Media"
    return [
        web.get(f"{media}.json", served(account, "media.list", listing)),
        web.get(f"{media}/{{media}}.json", served(account, "media.fetch", fetch)),
        web.delete(f"{media}/{{media}}.json", served(account, "media.delete", delete)),
        web.delete(f"{media}/{{media}}", served(account, "media.delete", delete)),
        web.get(f"{media}/{{media}}", redirected(account)),
        web.get("/cdn/{key}", downloaded(account)),
    ]


async def listing(account: Account, call: Call) -> Answer:
    """What of a message's media is still there."""
    found = [media.wire() for media in account.media.of(call.path["sid"])]
    body: JSON = {"media_list": found, "page": 0, "page_size": 50, "start": 0, "end": max(0, len(found) - 1)}
    uris = {"uri": call.request.path_qs, "first_page_uri": call.request.path_qs}
    return Answer(200, {**body, **uris, "next_page_uri": None, "previous_page_uri": None})


async def fetch(account: Account, call: Call) -> Answer:
    """What there is to say of one file."""
    return Answer(200, account.media.get(call.path["sid"], call.path["media"]).wire())


async def delete(account: Account, call: Call) -> Answer:
    """Delete a file for good: 204."""
    account.media.get(call.path["sid"], call.path["media"]).deleted = True
    account.journal.write("media_deleted", message_id=call.path["sid"], media_id=call.path["media"])
    return Answer(204)


def redirected(account: Account) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The bytes' own address: with Basic auth, and only sends on to where they are."""

    async def handler(request: web.Request) -> web.StreamResponse:
        try:
            authenticated(account, request)
            media = account.media.get(request.match_info["sid"], request.match_info["media"])
            if media.missing:
                media.missing -= 1
                raise TwilioError(20404, request.path)
        except TwilioError as error:
            return refused(error)
        return web.Response(status=302, headers={"Location": f"{own_address(request)}/cdn/{media.key}"})

    return handler


def downloaded(account: Account) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The bytes themselves, for whoever has the address; credentials do not belong here."""

    async def handler(request: web.Request) -> web.StreamResponse:
        if "Authorization" in request.headers:
            account.journal.write("leaked", path=request.path)
            return answer({"error": "credentials were sent to the place of the bytes"}, 400)
        media = account.media.by_key(request.match_info["key"])
        if media is None or media.deleted:
            raise Refused("no such file", 404)
        if not account.media_trouble.chunked:
            return web.Response(body=media.content, headers={"Content-Type": media.mime})
        response = web.StreamResponse(headers={"Content-Type": media.mime})
        response.enable_chunked_encoding()
        await response.prepare(request)
        for start in range(0, len(media.content), PIECE):
            await response.write(media.content[start : start + PIECE])
        return response

    return handler
