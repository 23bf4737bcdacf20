"""One call of the API: who asks, ordered faults, the log, and the answer with what comes after it."""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from simulator.telegram.server import cut
from simulator.whatsapp.account import Account
from simulator.whatsapp.errors import TwilioError
from simulator.whatsapp.faults import CUT
from simulator.wire import JSON, answer

FORM = "application/x-www-form-urlencoded"
METHOD_OF_CREATE = "messages.create"


@dataclass(frozen=True)
class Answer:
    """What a call answers; `after` is done when the answer has been written, `note` goes into the log."""

    status: int
    body: JSON | None = None
    after: Callable[[], Awaitable[None]] | None = None
    note: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Call:
    """A call with its fields: a form's, or a JSON body's; `repeated` holds form fields that may come several times."""

    request: web.Request
    fields: Mapping[str, Any]
    repeated: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def path(self) -> Mapping[str, str]:
        """What the path names."""
        return self.request.match_info


Handler = Callable[[Account, Call], Awaitable[Answer]]


def served(account: Account, method: str, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The handler behind authentication, faults and the log."""

    async def serve(request: web.Request) -> web.StreamResponse:
        account.address = own_address(request)
        entry = logged(account, method)
        try:
            authenticated(account, request)
            call = await read_call(request)
            entry["arguments"] = {
                **request.query,
                **call.fields,
                **{name: list(call.repeated[name]) for name in call.repeated},
            }
            answered = await carried_out(account, method, handler, call, entry)
        except TwilioError as error:
            entry |= {"status": error.status, "code": error.code}
            return refused(error)
        return cut(request) if answered is None else await written(request, answered)

    return serve


async def carried_out(account: Account, method: str, handler: Handler, call: Call, entry: JSON) -> Answer | None:
    """The call between ordered faults; None when its connection is cut. Raises TwilioError."""
    user = account.users.on_whatsapp(str(call.fields.get("To", "")).removeprefix("whatsapp:"))
    fault = account.fault_for(method, user.id if user else None, of_delivery=False)
    answered = Answer(CUT)
    if fault is None or fault.applied:
        answered = await handler(account, call)
        entry |= {"applied": True, "status": answered.status, **answered.note}
    if fault is None:
        return answered
    if answered.after is not None:
        account.spawn(later(answered.after))
    if fault.status == CUT:
        entry["status"] = CUT
        return None
    raise fault.error()


async def later(work: Callable[[], Awaitable[None]]) -> None:
    """Do what follows a call whose answer is lost."""
    await work()


async def written(request: web.Request, answered: Answer) -> web.StreamResponse:
    """Write the answer out; what follows begins only then."""
    body = b"" if answered.body is None else json.dumps(answered.body, ensure_ascii=False).encode()
    response = web.Response(status=answered.status, body=body, content_type="application/json")
    await response.prepare(request)
    await response.write_eof()
    if answered.after is not None:
        await answered.after()
    return response


def refused(error: TwilioError) -> web.Response:
    """The error as Twilio answers it."""
    response = answer(error.wire(), error.status)
    if error.status == 401:
        response.headers["WWW-Authenticate"] = 'Basic realm="Twilio API"'
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def authenticated(account: Account, request: web.Request) -> None:
    """Raises TwilioError 20003 unless the account's SID and token are given, and the path is the account's own."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    try:
        user, _, token = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, ValueError) as error:
        raise TwilioError(20003) from error
    right = secrets.compare_digest(token.encode(), account.options.twilio_auth_token.encode())
    own = request.match_info.get("account", account.sid) == account.sid
    if scheme.lower() != "basic" or user != account.sid or not right or not own:
        raise TwilioError(20003)


async def read_call(request: web.Request) -> Call:
    """The fields of a form or of a JSON object. Raises TwilioError 20001 for broken JSON."""
    if request.content_type != "application/json":
        form = await request.post()
        texts = {name: str(value) for name, value in form.items()}
        return Call(
            request, texts, {name: tuple(map(str, form.getall(name))) for name in ("MediaUrl",) if name in form}
        )
    try:
        read = json.loads(await request.read() or b"{}")
    except ValueError as error:
        raise TwilioError(20001) from error
    if not isinstance(read, dict):
        raise TwilioError(20001, "expected an object")
    return Call(request, read)


def logged(account: Account, method: str) -> JSON:
    """A new entry in the log of calls."""
    account.call_count += 1
    entry: JSON = {
        "number": account.call_count,
        "method": method,
        "arguments": {},
        "at": account.clock.now().isoformat(),
    }
    entry |= {"status": None, "code": None, "applied": False, "message_id": None}
    account.calls.append(entry)
    return entry


def own_address(request: web.Request) -> str:
    """Where this server is reached on this machine, whatever name the request used."""
    name = request.transport.get_extra_info("sockname") if request.transport else None
    return f"http://127.0.0.1:{name[1]}" if name else str(request.url.origin())
