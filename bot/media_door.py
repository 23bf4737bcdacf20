"""Where links to files lead: a quarter of an hour to the file, then to a page that has it sent to the chat again."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import quote

import structlog
from aiohttp import web
from cryptography.exceptions import InvalidTag

from bot.attachments import Contents
from bot.media_links import FOLDER, Expired, Forged, MediaLinks
from bot.media_pages import GONE, ON_ITS_WAY, OVER, SENT_OFTEN, in_all_languages, page
from dialogs.message import FileOut, Spoken
from handlers.clock import Clock
from storage.database import Database
from storage.files import DamagedFile, MissingFile
from storage.outbox import NewOutbox, OutboxRow
from storage.sealing import UnknownKey
from storage.uow import Uow

ROUTE = FOLDER + "/{token}"
DAY_S = 86_400
AGAIN_A_DAY = 3
_STRANGE = re.compile(r"[^A-Za-z0-9._-]")
log = structlog.get_logger()
Answer = Callable[[web.Request], Awaitable[web.Response]]


@dataclass(frozen=True)
class Linked:
    """A file that a link leads to, and the message that it went with."""

    row: OutboxRow
    spoken: Spoken
    file: FileOut


@dataclass(frozen=True)
class MediaDoor:
    """Gives files by their links; 404 for a link that we never gave or whose file is gone, 410 for one that is over."""

    links: MediaLinks
    database: Database
    attachments: Contents
    clock: Clock

    def routes(self) -> list[web.RouteDef]:
        """GET and HEAD for the file, POST to have it sent again."""
        return [web.get(ROUTE, self.give), web.post(ROUTE, self.send_again)]

    async def give(self, request: web.Request) -> web.Response:
        """The file, or the page that offers to send it again."""
        try:
            file = (await self._file(*self.links.read(request.match_info["token"]))).file
            content = await self.attachments.content(file)
        except Expired as over:
            return await self._offer(over)
        except (Forged, MissingFile):
            return _nothing()
        except (DamagedFile, InvalidTag, UnknownKey):
            log.error("media.damaged", path=FOLDER)
            return _nothing()
        return web.Response(body=content, headers={**_PRIVATE, **_described(file)})

    async def send_again(self, request: web.Request) -> web.Response:
        """The file goes to the chat that it was meant for, and to nobody else, whoever presses the button.

        Nothing goes to a chat that has left the account since.
        """
        try:
            found = await self._file(*self.links.read(request.match_info["token"]))
        except Expired as over:
            try:
                found = await self._file(over.outbox_id, over.index)
            except MissingFile:
                return _nothing()
        except (Forged, MissingFile):
            return _nothing()
        async with self.database.transaction("file again") as uow:
            if not await _still_theirs(uow, found.row):
                return _nothing()
            sent = await self._put(uow, found)
        if not sent:
            return _page(429, page(found.spoken.locale, SENT_OFTEN))
        return _page(200, page(found.spoken.locale, ON_ITS_WAY))

    async def _put(self, uow: Uow, found: Linked) -> bool:
        """Into the outbox; False when that was done often enough today."""
        now, row = self.clock.now(), found.row
        if not await uow.limits.hit(f"file again {row.id}", now, DAY_S, AGAIN_A_DAY):
            return False
        spoken = Spoken("", files=(found.file,), locale=found.spoken.locale)
        await uow.outbox.add([NewOutbox(row.account_id, row.address_id, spoken.purpose, spoken.to_json(), now)])
        uow.wake("outbox")
        return True

    async def _offer(self, over: Expired) -> web.Response:
        try:
            found = await self._file(over.outbox_id, over.index)
        except MissingFile:
            return _nothing()
        return _page(410, page(found.spoken.locale, OVER, found.file.name))

    async def _file(self, outbox_id: int, index: int) -> Linked:
        """Raises MissingFile, at once too where the chat has left the account, or the account has ended."""
        async with self.database.reading() as uow:
            row = await uow.outbox.get(outbox_id)
            if row is not None and not await _still_theirs(uow, row):
                row = None
        spoken = Spoken.from_json(row.message) if row else None
        if row is None or spoken is None or index >= len(spoken.files):
            raise MissingFile(f"file {index} of message {outbox_id}")
        return Linked(row, spoken, spoken.files[index])


async def _still_theirs(uow: Uow, row: OutboxRow) -> bool:
    return await uow.accounts.has_chat(row.account_id, row.address_id)


def _nothing() -> web.Response:
    return _page(404, in_all_languages(GONE))


def _page(status: int, html: str) -> web.Response:
    return web.Response(status=status, text=html, content_type="text/html", headers=_PRIVATE | _FORM_ONLY)


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
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}
_FORM_ONLY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
}
