"""Links to the files of a message, for a provider that fetches them: signed, good for a quarter of an hour."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
import struct
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import quote

import structlog
from aiohttp import web
from cryptography.exceptions import InvalidTag

from bot.attachments import Contents
from dialogs.message import FileOut, Spoken
from handlers.clock import Clock
from storage.database import Database
from storage.files import DamagedFile, MissingFile
from storage.sealing import UnknownKey

GOOD_FOR = timedelta(minutes=15)
LABEL = b"balapan media link"
ROUTE = "/media/{token}/{name}"
_WHAT = struct.Struct(">QHI")
_MAC = 16
_STRANGE = re.compile(r"[^A-Za-z0-9._-]")
log = structlog.get_logger()


class Forged(Exception):
    """We never gave this link."""


class Expired(Exception):
    """Its time is over."""


@dataclass(frozen=True)
class MediaLinks:
    """Makes and reads links; the key is derived from `key` for this use alone."""

    key: bytes = field(repr=False)
    base_url: str
    clock: Clock

    def link(self, file: FileOut, outbox_id: int, index: int) -> str:
        """The address of this file: number `index` of that message."""
        until = int((self.clock.now() + GOOD_FOR).timestamp())
        what = _WHAT.pack(outbox_id, index, until)
        token = base64.urlsafe_b64encode(what + self._mac(what)).decode().rstrip("=")
        return f"{self.base_url}/media/{token}/{quote(file.name, safe='')}"

    def read(self, token: str) -> tuple[int, int]:
        """The message and the number of the file in it; raises Forged or Expired."""
        try:
            told = base64.b64decode(token.encode() + b"=" * (-len(token) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            raise Forged from None
        what, shown = told[: _WHAT.size], told[_WHAT.size :]
        if len(what) != _WHAT.size or not hmac.compare_digest(shown, self._mac(what)):
            raise Forged
        outbox_id, index, until = _WHAT.unpack(what)
        if self.clock.now().timestamp() >= until:
            raise Expired
        return outbox_id, index

    def _mac(self, what: bytes) -> bytes:
        return hmac.digest(hmac.digest(self.key, LABEL, "sha256"), what, "sha256")[:_MAC]


def media_route(links: MediaLinks, database: Database, attachments: Contents) -> web.RouteDef:
    """GET and HEAD: 404 for a link that we never gave or whose file is gone, 410 for one whose time is over."""

    async def give(request: web.Request) -> web.Response:
        try:
            outbox_id, index = links.read(request.match_info["token"])
            file = await _file(database, outbox_id, index)
            content = await attachments.content(file)
        except Expired:
            return web.Response(status=410, headers=_PRIVATE)
        except (Forged, MissingFile):
            return web.Response(status=404, headers=_PRIVATE)
        except (DamagedFile, InvalidTag, UnknownKey):
            log.error("media.damaged", message=outbox_id, file=index)
            return web.Response(status=404, headers=_PRIVATE)
        return web.Response(body=content, headers={**_PRIVATE, **_described(file)})

    return web.get(ROUTE, give)


async def _file(database: Database, outbox_id: int, index: int) -> FileOut:
    async with database.reading() as uow:
        row = await uow.outbox.get(outbox_id)
    files = Spoken.from_json(row.message).files if row else ()
    if index >= len(files):
        raise MissingFile(f"file {index} of message {outbox_id}")
    return files[index]


def _described(file: FileOut) -> dict[str, str]:
    """RFC 6266: the name in any language, and a plain one for who cannot read that."""
    plain = _STRANGE.sub("_", file.name)
    named = f"inline; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name, safe='')}"
    mime = f"{file.mime}; charset=utf-8" if file.mime.startswith("text/") else file.mime
    return {"Content-Type": mime, "Content-Disposition": named}


_PRIVATE = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Robots-Tag": "noindex",
}
