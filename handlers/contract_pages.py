"""A page of a contract as a picture: wanted in a turn, drawn beside it from the very file. S2-42, S2-63."""

from __future__ import annotations

from typing import Any

import structlog

from dialogs.contract_effects import ContractPicture
from dialogs.inputs import Fine, Refused
from dialogs.message import FileOut, Message
from dialogs.page import Finish, Go
from handlers.book import Outcome, performs
from handlers.contract_files import NO_FILE, version_seen
from handlers.contract_press import NotPrinted
from handlers.contract_words import NOT_YOURS, elsewhere
from handlers.desk import Desk
from handlers.office import Office
from handlers.pictures import A_MINUTE_S, MOST_A_MINUTE, PNG, TOO_MANY, WAIT, stored_picture
from handlers.telling import locale_of, post
from locales.text import Text, _
from storage.database import Database
from storage.outbox import NewOutbox
from storage.tasks import TaskRow

PAGE = "contract_page"
NOT_DRAWN = _("The page could not be drawn just now. Please download the contract.")

log = structlog.get_logger()


@performs(ContractPicture)
async def want_page(desk: Desk, effect: ContractPicture) -> Outcome:
    """Have it drawn after this turn."""
    one, version = await version_seen(desk, effect.contract, effect.version)
    if one is None:
        return elsewhere(NOT_YOURS, Go("contracts"))
    if version is None or not 1 <= effect.page <= version.pages:
        return Refused(NO_FILE)
    if not await desk.uow.limits.hit(f"pictures of {desk.address.id}", desk.now, A_MINUTE_S, MOST_A_MINUTE):
        return Refused(TOO_MANY)
    payload = {"file": version.file_id, "page": effect.page, "pages": version.pages, "chat": desk.address.id}
    await desk.uow.tasks.add(desk.account.id, PAGE, payload, desk.now)
    desk.uow.wake("tasks")
    return Fine(Finish(remark=WAIT))


async def send_page(database: Database, office: Office, task: TaskRow) -> dict[str, Any]:
    """Draw what the task wants and put it into the outbox, once; nothing where the chat is not the account's now."""
    now, page = office.clock.now(), task.payload["page"]
    png = await _drawn(database, office, task)
    record = await stored_picture(office, task.account_id, png, now) if png is not None else None
    said: Text = _("Page {page} of {pages}", page=page, pages=task.payload["pages"]) if record else NOT_DRAWN
    files = (FileOut(f"{page}.png", PNG, stored=record.id),) if record else ()
    async with database.transaction("contract page") as uow:
        if await uow.accounts.has_chat(task.account_id, task.payload["chat"]):
            account = (await uow.accounts.load([task.account_id]))[task.account_id]
            if record is not None:
                await uow.files.add(record)
            message = Message(said, files=files)
            spoken = message.spoken(locale_of(account)).to_json()
            await post(uow, [NewOutbox(account.id, task.payload["chat"], message.purpose, spoken, now)])
        await uow.tasks.done(task.id, now)
    return {"status": "drawn" if png is not None else "said"}


async def _drawn(database: Database, office: Office, task: TaskRow) -> bytes | None:
    async with database.reading() as uow:
        record = (await uow.files.get([task.payload["file"]])).get(task.payload["file"])
    if record is None or office.press is None:
        return None
    try:
        return await office.press.page(await office.files.read(record.id, record.wrapped_key), task.payload["page"])
    except NotPrinted:
        log.error("contract.page_not_drawn", file=record.id, page=task.payload["page"])
        return None
