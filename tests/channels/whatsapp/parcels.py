"""Letters to a parent on WhatsApp, the contents that Twilio has for them, and a transport to send them through."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiohttp import ClientSession

from bot.letters import Letter
from bot.media_links import MediaLinks
from bot.whatsapp.client import open_twilio
from bot.whatsapp.contents import Shelf, Wanted, version_of
from bot.whatsapp.messenger import Messenger
from bot.whatsapp.templates import wanted_contents
from bot.whatsapp.transport import WhatsAppTransport
from dialogs.message import FileOut, Message, Spoken
from locales.catalogue import Locale
from storage.contents import Content, ContentStatus
from storage.database import Database
from storage.files import MissingFile
from tests.channels.whatsapp.posted import PHONE
from tests.channels.whatsapp.twilio import PUBLIC_URL, Twilio
from tests.handlers.town import MovableClock

WANTED = wanted_contents()
SIDS = {base: f"HX{number:032x}" for number, base in enumerate(WANTED, start=1)}
HOUR = timedelta(hours=1)


def letter(message: Spoken | Message, seen_at: datetime | None, *, step: int = 0, locale: Locale = Locale.RU) -> Letter:
    """Message 12 for Aigerim, who wrote at `seen_at`."""
    spoken = message.spoken(locale) if isinstance(message, Message) else message
    return Letter(12, PHONE, spoken.to_json(), step=step, purpose=spoken.purpose, address_id=7, seen_at=seen_at)


def content(wanted: Wanted, status: ContentStatus = "approved", **changed: str) -> Content:
    """What the database notes of it."""
    kept = {"name": wanted.base, "sid": SIDS[wanted.base], "fingerprint": wanted.fingerprint} | changed
    return Content(kept["name"], kept["sid"], kept["fingerprint"], status if wanted.for_approval else "session")


async def note(database: Database, *contents: Content) -> None:
    """These are at Twilio."""
    async with database.transaction("contents") as uow:
        for one in contents:
            assert version_of(one.name)[0] in WANTED
            await uow.contents.save(one)


@dataclass
class Drawer:
    """Files to send, by their ids."""

    stored: dict[int, bytes] = field(default_factory=dict)

    async def content(self, file: FileOut) -> bytes:
        """The plain bytes; raises MissingFile."""
        if file.stored is None:
            return (file.content or "").encode()
        if file.stored not in self.stored:
            raise MissingFile(f"file {file.stored}")
        return self.stored[file.stored]


def open_transport(
    twilio: Twilio, session: ClientSession, database: Database, clock: MovableClock, drawer: Drawer | None = None
) -> WhatsAppTransport:
    """A transport to that Twilio."""
    return WhatsAppTransport(
        Messenger(open_twilio(twilio.settings, session), twilio.settings.twilio_whatsapp_from, PUBLIC_URL),
        Shelf(database, WANTED),
        drawer or Drawer(),
        MediaLinks(b"k" * 32, PUBLIC_URL, clock),
        clock,
    )
