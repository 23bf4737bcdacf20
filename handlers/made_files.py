"""Files that somebody wants in a turn: made beside it by a task, then sent into the chat that asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dialogs.inputs import Fine, Refused
from dialogs.message import Message
from dialogs.page import Finish
from handlers.book import Outcome
from handlers.desk import Desk
from handlers.office import Office
from handlers.telling import locale_of, post
from locales.text import Text, _
from storage.database import Database
from storage.file_records import FileRecord
from storage.outbox import NewOutbox
from storage.tasks import TaskRow

A_MINUTE_S, MOST_A_MINUTE = 60, 8
TOO_MANY = _("You have asked for many pictures. Please wait a minute and press again.")


async def have_made(desk: Desk, kind: str, wanted: Mapping[str, Any], said: Text) -> Outcome:
    """A task of that kind makes it after this turn; the page is shown again with the word that it comes."""
    if not await desk.uow.limits.hit(f"pictures of {desk.address.id}", desk.now, A_MINUTE_S, MOST_A_MINUTE):
        return Refused(TOO_MANY)
    await desk.uow.tasks.add(desk.account.id, kind, {**wanted, "chat": desk.address.id}, desk.now)
    desk.uow.wake("tasks")
    return Fine(Finish(remark=said))


async def hand_over(
    database: Database, office: Office, task: TaskRow, message: Message, made: Sequence[FileRecord]
) -> None:
    """The message with its files goes into the outbox, once; nothing where the chat is not the account's now."""
    now, chat = office.clock.now(), task.payload["chat"]
    async with database.transaction(task.kind) as uow:
        if await uow.accounts.has_chat(task.account_id, chat):
            account = (await uow.accounts.load([task.account_id]))[task.account_id]
            for record in made:
                await uow.files.add(record)
            spoken = message.spoken(locale_of(account)).to_json()
            await post(uow, [NewOutbox(account.id, chat, message.purpose, spoken, now)])
        await uow.tasks.done(task.id, now)
