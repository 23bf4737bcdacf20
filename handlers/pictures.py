"""Pictures in the chat: wanted in a turn, drawn beside it, sent with the same in words. S1-08, S1-10, S3-39."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from dialogs.message import FileOut, Message
from dialogs.picture_effects import SendPicture
from documents.drawing.sheet import Sheet
from documents.drawing.studio import NotDrawn
from handlers.account_files import sealed
from handlers.book import Outcome, performs
from handlers.desk import Desk
from handlers.made_files import hand_over, have_made
from handlers.office import Office
from handlers.telling import locale_of
from locales.catalogue import Locale
from locales.text import Text, _, joined
from storage.accounts import Account
from storage.database import Database
from storage.file_records import FileRecord
from storage.tasks import TaskRow
from storage.uow import Uow

PICTURE = "picture"
DRAWN = "image/vnd.balapan.drawn+png"
"""The media type of the record of a drawn picture, by which the night's work finds those that were sent long ago."""
PNG = "image/png"
DRAWN_FOR = timedelta(days=2)
"""How long a drawn picture is kept: a message that could not be delivered by then is very late."""

WAIT = _("The picture comes in a few seconds.")
NOT_DRAWN = _("The picture could not be drawn just now. Here is the same in words.")

log = structlog.get_logger()


@dataclass(frozen=True)
class Drawing:
    """What is to be drawn, in any language, and the same in words, at most 1024 characters (a caption)."""

    sheet: Callable[[Locale], Sheet]
    words: Text


@dataclass(frozen=True)
class Viewing:
    """What a painter may look at: a transaction that only reads, and who wants to see it."""

    uow: Uow
    office: Office
    now: datetime
    account: Account


Painter = Callable[[Viewing, Mapping[str, Any]], Awaitable[Drawing | Text]]
_PAINTERS: dict[str, Painter] = {}


def paints(picture: str) -> Callable[[Painter], Painter]:
    """Enter the function as the painter of pictures of that name; where there is nothing to draw it returns why."""

    def enter(painter: Painter) -> Painter:
        _PAINTERS[picture] = painter
        return painter

    return enter


@performs(SendPicture)
async def want_picture(desk: Desk, effect: SendPicture) -> Outcome:
    """Have it drawn after this turn; the page is shown again with the word that it comes."""
    return await have_made(desk, PICTURE, {"picture": effect.picture, "about": dict(effect.about)}, WAIT)


async def send_picture(database: Database, office: Office, task: TaskRow) -> dict[str, Any]:
    """Draw what the task wants and put it into the outbox, once; nothing where the chat is not the account's now."""
    now = office.clock.now()
    async with database.reading() as uow:
        account = (await uow.accounts.load([task.account_id]))[task.account_id]
        painter = _PAINTERS[task.payload["picture"]]
        drawing = await painter(Viewing(uow, office, now, account), task.payload["about"])
    png = await _drawn(office, drawing.sheet(locale_of(account))) if isinstance(drawing, Drawing) else None
    made = [await sealed(office, account.id, png, DRAWN)] if png is not None else []
    await hand_over(database, office, task, _message(drawing, task.payload["picture"], made), made)
    return {"status": "drawn" if made else "said"}


def _message(drawing: Drawing | Text, picture: str, made: Sequence[FileRecord]) -> Message:
    if isinstance(drawing, Text):
        return Message(drawing)
    if not made:
        return Message(joined(NOT_DRAWN, drawing.words, separator="\n\n"))
    return Message(drawing.words, files=tuple(FileOut(f"{picture}.png", PNG, stored=record.id) for record in made))


async def _drawn(office: Office, sheet: Sheet) -> bytes | None:
    try:
        return await office.album.picture(sheet)
    except NotDrawn as error:
        log.error("picture.not_drawn", template=sheet.template, error=str(error))
        return None
