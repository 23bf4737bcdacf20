"""Delivers messages to WhatsApp chats through Twilio, a part at a time, and never what the window forbids."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import structlog

from bot.attachments import Contents
from bot.channels import WHATSAPP
from bot.delivery import Held, Wrong
from bot.letters import Delivered, Letter
from bot.media_links import GOOD_FOR
from bot.reading import NEWS
from bot.whatsapp.contents import Shelf
from bot.whatsapp.failures import Unfit
from bot.whatsapp.messenger import Messenger
from bot.whatsapp.render import PICTURES, Part, SentFile, SentRich, SentText, render
from bot.whatsapp.window import has_news, is_open, variables, whole
from dialogs.message import Spoken
from handlers.clock import Clock
from locales.catalogue import Locale
from locales.text import Text, _, joined, n_, verbatim

log = structlog.get_logger()


class Links(Protocol):
    """Whoever makes addresses of files."""

    def link(self, outbox_id: int, index: int) -> str:
        """Where the provider can fetch that file of this message for a while."""
        ...


@dataclass(frozen=True)
class WhatsAppTransport:
    """One sender's deliveries; nothing is confirmed before a report says so."""

    messenger: Messenger
    shelf: Shelf
    attachments: Contents
    links: Links
    clock: Clock

    async def deliver(self, letter: Letter) -> Delivered:
        """The next part of the letter; raises `Undelivered`, MissingFile or DamagedFile."""
        await self.shelf.refresh()
        spoken = Spoken.from_json(letter.message)
        if not is_open(letter.seen_at, self.clock.now()):
            return await self._by_template(letter, spoken)
        parts = render(spoken, WHATSAPP, self.shelf.shapes)
        if letter.step >= len(parts):
            raise Wrong("there is nothing to say in this message")
        sid = await self._send(letter, parts[letter.step], spoken.locale)
        left = (step for step in range(letter.step + 1, len(parts)) if step not in letter.accepted)
        return Delivered(sid, next(left, None), confirmed=False)

    # Within the window

    async def _send(self, letter: Letter, part: Part, locale: Locale) -> str:
        match part:
            case SentText(body):
                return await self.messenger.send(letter, body=body)
            case SentRich():
                return await self._send_rich(letter, part)
            case SentFile():
                return await self._send_file(letter, part, locale)

    async def _send_rich(self, letter: Letter, part: SentRich) -> str:
        """In its shape, or in plain words where Twilio finds that the shape does not take them."""
        try:
            return await self.messenger.send(letter, **_content(part.sid, part.variables))
        except Unfit as error:
            log.error("shape.refused", message=letter.id, error=str(error))
            return await self.messenger.send(letter, body=part.plain[0].body)

    async def _send_file(self, letter: Letter, part: SentFile, locale: Locale) -> str:
        size = len(await self.attachments.content(part.file))
        link = self.links.link(letter.id, letter.step)
        most = WHATSAPP.photo_bytes if part.file.mime in PICTURES else WHATSAPP.file_bytes
        if part.linked or size > most:
            return await self.messenger.send(letter, body=_linked(part, link).in_(locale))
        caption = {"body": part.caption} if part.caption else {}
        return await self.messenger.send(letter, media_url=[link], **caption)

    # Outside the window

    async def _by_template(self, letter: Letter, spoken: Spoken) -> Delivered:
        """As an approved template; else word goes once that something waits, and the letter is held."""
        begun = bool(letter.step or letter.accepted)
        ready = self.shelf.template(spoken.purpose, spoken.locale) if whole(spoken) and not begun else None
        values = variables(spoken, ready, WHATSAPP) if ready else None
        if ready is None or values is None:
            raise Held(await self._tell_news(letter, spoken.locale))
        try:
            return Delivered(await self.messenger.send(letter, **_content(ready.sid, values)), confirmed=False)
        except (Unfit, Held) as error:
            log.error("template.refused", message=letter.id, purpose=spoken.purpose, error=str(error))
        raise Held(await self._tell_news(letter, spoken.locale))

    async def _tell_news(self, letter: Letter, locale: Locale) -> str | None:
        """Twilio's id of the word that has gone now; None when it went before, or WhatsApp has not approved it."""
        if has_news(letter):
            return None
        ready = self.shelf.template(NEWS, locale)
        if ready is None:
            log.warning("template.missing", purpose=NEWS, locale=locale, advice="balapan whatsapp templates sync")
            return None
        try:
            return await self.messenger.send_news(letter, **_content(ready.sid, {}))
        except (Wrong, Held) as error:
            log.error("template.refused", message=letter.id, purpose=NEWS, error=str(error))
            return None


def _content(sid: str, values: Mapping[str, str]) -> dict[str, Any]:
    variables = {"content_variables": json.dumps(values, ensure_ascii=False)} if values else {}
    return {"content_sid": sid, **variables}


def _linked(part: SentFile, link: str) -> Text:
    """The words with a link in place of the file."""
    minutes = int(GOOD_FOR.total_seconds()) // 60
    until = n_(
        "The link works for {count} minute.",
        "The link works for {count} minutes.",
        minutes,
    )
    later = _("Later it shows how to get the file again.")
    return joined(verbatim(part.caption), verbatim(f"{part.file.name}: {link}"), joined(until, later, separator=" "))
