"""Who may come in: requests that Twilio signed for our account, at the address that the settings name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from importlib import import_module
from urllib.parse import parse_qsl

import structlog
from aiohttp import web
from multidict import MultiDict

from bot.whatsapp.account import TwilioAccount

HEADER = "X-Twilio-Signature"
MOST_FIELDS = 500
log = structlog.get_logger()

Form = Mapping[str, str]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def for_twilio_only(account: TwilioAccount, handle: Callable[[web.Request, Form], Awaitable[web.Response]]) -> Handler:
    """The handler for signed requests of our account; everybody else is answered 403."""

    async def checked(request: web.Request) -> web.StreamResponse:
        fields = fields_of(await request.read())
        if not is_signed(account, request, fields):
            log.warning("twilio.not_signed", path=request.path)
            return web.Response(status=403)
        if fields.get("AccountSid") != account.sid:
            log.warning("twilio.foreign_account", path=request.path)
            return web.Response(status=403)
        return await handle(request, fields)

    return checked


def fields_of(body: bytes) -> MultiDict[str]:
    """The fields of a posted form, blank ones kept; none of what is no form."""
    try:
        return MultiDict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        return MultiDict()


def is_signed(account: TwilioAccount, request: web.Request, fields: MultiDict[str]) -> bool:
    """Whether Twilio signed these fields for this path and query at our public address.

    What the request says of its host counts for nothing: a proxy changes it, and so could anybody else.
    """
    _path, mark, query = request.raw_path.partition("?")
    validator = import_module("twilio.request_validator").RequestValidator(account.token)
    shown = request.headers.get(HEADER, "")
    try:
        return bool(validator.validate(f"{account.public_url}{request.path}{mark}{query}", fields, shown))
    except ValueError:
        return False
