"""NCALayer, the NCA's program on a computer: its WebSocket, its dialog, and whoever sits before it (eds.md 3)."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from aiohttp import WSCloseCode, WSMsgType, web

from simulator.wire import JSON

MODULE = "kz.gov.pki.knca.basics"
HEARTBEAT = "--heartbeat--"
GREETING: JSON = {"result": {"version": "1.4"}}
LARGEST_FRAME = 64 << 20


class Will(StrEnum):
    """What the person does with the dialog; instead of one of these NCALayer may answer with an error's code."""

    SIGN = "sign"
    CANCEL = "cancel"
    LEAVE = "leave"
    THINK = "think"


@dataclass(frozen=True)
class OfferedKey:
    """A key that the dialog can show; `sign` makes a detached CMS over the octets."""

    iin: str = field(repr=False)
    purposes: frozenset[str]
    sign: Callable[[bytes], bytes]
    bin: str | None = None

    def fits(self, wanted: JSON) -> bool:
        """Whether NCALayer shows it for these `signerParams`."""
        same = (wanted.get(name) in {None, mine} for name, mine in (("iin", self.iin), ("bin", self.bin)))
        return self.purposes.issuperset(wanted.get("extKeyUsageOids", [])) and all(same)


class Declined(Exception):
    """NCALayer does not do it; the message is its code."""


@dataclass
class NcaLayer:
    """One NCALayer; `frames` is all that pages have sent it, `in_array` how version 1.4 writes signatures."""

    keys: list[OfferedKey] = field(default_factory=list)
    will: str = Will.SIGN
    greets: bool = True
    in_array: bool = True
    module: str = MODULE
    frames: list[str] = field(default_factory=list)

    def app(self) -> web.Application:
        """Its WebSocket, at the root of the address."""
        app = web.Application()
        app.add_routes([web.get("/", self.talk)])
        return app

    async def talk(self, request: web.Request) -> web.WebSocketResponse:
        """Until the page leaves."""
        socket = web.WebSocketResponse(max_msg_size=LARGEST_FRAME)
        await socket.prepare(request)
        if self.greets:
            await socket.send_json(GREETING)
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await self._hear(socket, message.data)
        return socket

    async def _hear(self, socket: web.WebSocketResponse, frame: str) -> None:
        self.frames.append(frame)
        if frame == HEARTBEAT:
            await socket.send_str(HEARTBEAT)
        elif self.will == Will.LEAVE:
            await socket.close(code=WSCloseCode.GOING_AWAY)
        elif (answer := await asyncio.to_thread(self._answer, frame)) is not None:
            await socket.send_json(answer)

    def _answer(self, frame: str) -> JSON | None:
        try:
            order = json.loads(frame)
            if order["module"] != self.module:
                return {"success": False, "errorCode": "MODULE_NOT_FOUND"}
            return self._dialog(order)
        except Declined as declined:
            return {"status": False, "code": str(declined), "message": str(declined), "details": ""}
        except (ValueError, KeyError, TypeError, AttributeError):
            return {"status": False, "code": "INVOCATION_ERROR", "message": "no such order", "details": ""}

    def _dialog(self, order: JSON) -> JSON | None:
        data, wanted = document(order), order["args"]["signerParams"]
        key = next((key for key in self.keys if key.fits(wanted)), None)
        if self.will == Will.THINK:
            return None
        if self.will == Will.CANCEL or (self.will == Will.SIGN and key is None):
            return {"status": True, "body": {}}
        if self.will != Will.SIGN or key is None:
            raise Declined(self.will)
        cms = armoured(key.sign(data))
        return {"status": True, "body": {"result": [cms] if self.in_array else cms}}


def document(order: JSON) -> bytes:
    """The octets to sign. Raises Declined for what NCALayer, or this one, does not do."""
    args = order["args"]
    params = args["signingParams"]
    detached = params.get("decode") is True and not params.get("encapsulate") and not params.get("digested")
    if order["method"] != "sign" or args.get("format") != "cms" or not detached:
        raise Declined("INVALID_SIGNING_PARAMS")
    try:
        return base64.b64decode(args["data"], validate=True)
    except ValueError as error:
        raise Declined("INVALID_SIGNING_PARAMS") from error


def armoured(cms: bytes) -> str:
    """As NCALayer writes a signature: Base64 in lines between its borders."""
    text = base64.encodebytes(cms).decode()
    return f"-----BEGIN CMS-----\n{text}-----END CMS-----\n"
