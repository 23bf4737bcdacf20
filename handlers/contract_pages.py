"""A page of a contract as a picture: wanted in a turn, drawn beside it from the very file. S2-42, S2-63."""

from __future__ import annotations

from typing import Any

import structlog

from dialogs.contract_effects import ContractPicture
from dialogs.inputs import Refused
from dialogs.message import FileOut, Message
from dialogs.page import Go
from handlers.account_files import sealed
from handlers.book import Outcome, performs
from handlers.contract_files import NO_FILE, version_seen
from handlers.contract_press import NotPrinted
from handlers.contract_words import NOT_YOURS, elsewhere
from handlers.desk import Desk
from handlers.made_files import hand_over, have_made
from handlers.office import Office
from handlers.pictures import DRAWN, PNG, WAIT
from locales.text import Text, _
from storage.database import Database
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
    wanted = {"file": version.file_id, "page": effect.page, "pages": version.pages}
    return await have_made(desk, PAGE, wanted, WAIT)


async def send_page(database: Database, office: Office, task: TaskRow) -> dict[str, Any]:
    """Draw what the task wants and put it into the outbox, once; nothing where the chat is not the account's now."""
    png, page = await _drawn(database, office, task), task.payload["page"]
    made = [await sealed(office, task.account_id, png, DRAWN)] if png is not None else []
    said: Text = _("Page {page} of {pages}", page=page, pages=task.payload["pages"]) if made else NOT_DRAWN
    files = tuple(FileOut(f"{page}.png", PNG, stored=record.id) for record in made)
    await hand_over(database, office, task, Message(said, files=files), made)
    return {"status": "drawn" if made else "said"}


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
