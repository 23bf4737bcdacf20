"""Pictures in the chat: wanted in a turn, drawn beside it, sent with the same in words. S1-08, S1-10, S3-39."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from dialogs.inputs import Fine, Refused
from dialogs.message import FileOut, Message
from dialogs.page import Finish
from dialogs.picture_effects import SendPicture
from documents.drawing.sheet import Sheet
from documents.drawing.studio import NotDrawn
from handlers.book import Outcome, performs
from handlers.desk import Desk
from handlers.office import Office
from handlers.telling import locale_of, post
from locales.catalogue import Locale
from locales.text import Text, _, joined
from storage.accounts import Account
from storage.database import Database
from storage.file_records import FileRecord
from storage.outbox import NewOutbox
from storage.schema import new_id
from storage.tasks import TaskRow
from storage.uow import Uow

PICTURE = "picture"
DRAWN = "image/vnd.balapan.drawn+png"
"""The media type of the record of a drawn picture, by which the night's work finds those that were sent long ago."""
PNG = "image/png"
DRAWN_FOR = timedelta(days=2)
"""How long a drawn picture is kept: a message that could not be delivered by then is very late."""
A_MINUTE_S, MOST_A_MINUTE = 60, 8

WAIT = _("The picture comes in a few seconds.")
TOO_MANY = _("You have asked for many pictures. Please wait a minute and press again.")
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
    if not await desk.uow.limits.hit(f"pictures of {desk.address.id}", desk.now, A_MINUTE_S, MOST_A_MINUTE):
        return Refused(TOO_MANY)
    payload = {"picture": effect.picture, "about": dict(effect.about), "chat": desk.address.id}
    await desk.uow.tasks.add(desk.account.id, PICTURE, payload, desk.now)
    desk.uow.wake("tasks")
    return Fine(Finish(remark=WAIT))


async def send_picture(database: Database, office: Office, task: TaskRow) -> dict[str, Any]:
    """Draw what the task wants and put it into the outbox, once; nothing where the chat is not the account's now."""
    now = office.clock.now()
    async with database.reading() as uow:
        account = (await uow.accounts.load([task.account_id]))[task.account_id]
        painter = _PAINTERS[task.payload["picture"]]
        drawing = await painter(Viewing(uow, office, now, account), task.payload["about"])
    locale = locale_of(account)
    png = await _drawn(office, drawing.sheet(locale)) if isinstance(drawing, Drawing) else None
    record = await stored_picture(office, account.id, png, now) if png is not None else None
    message = _message(drawing, task.payload["picture"], record)
    async with database.transaction("picture") as uow:
        if await uow.accounts.has_chat(account.id, task.payload["chat"]):
            if record is not None:
                await uow.files.add(record)
            said = message.spoken(locale).to_json()
            await post(uow, [NewOutbox(account.id, task.payload["chat"], message.purpose, said, now)])
        await uow.tasks.done(task.id, now)
    return {"status": "drawn" if png is not None else "said"}


def _message(drawing: Drawing | Text, picture: str, record: FileRecord | None) -> Message:
    if isinstance(drawing, Text):
        return Message(drawing)
    if record is None:
        return Message(joined(NOT_DRAWN, drawing.words, separator="\n\n"))
    return Message(drawing.words, files=(FileOut(f"{picture}.png", PNG, stored=record.id),))


async def _drawn(office: Office, sheet: Sheet) -> bytes | None:
    try:
        return await office.album.picture(sheet)
    except NotDrawn as error:
        log.error("picture.not_drawn", template=sheet.template, error=str(error))
        return None


async def stored_picture(office: Office, account_id: int, png: bytes, now: datetime) -> FileRecord:
    """A sealed file that nothing refers to: what is not sent within days is not needed any more."""
    file_id = new_id()
    written = await office.files.put(file_id, png)
    return FileRecord(file_id, account_id, "", DRAWN, written.size, written.sha256, written.wrapped_key, now)
