"""The notifications that were sent, as a list to read again. S1-65."""

from __future__ import annotations

from dialogs.queries import MyNotices, Notice, Notices
from handlers.book import answers
from handlers.desk import Desk

PER_SHEET = 5


@answers(MyNotices)
async def my_notices(desk: Desk, query: MyNotices) -> Notices:
    """One sheet, newest first, in the words of their time."""
    sent = await desk.uow.notifications.of(desk.account.id, query.at * PER_SHEET, PER_SHEET)
    total = await desk.uow.notifications.count(desk.account.id)
    return Notices(tuple(Notice(one.created_at, one.text) for one in sent), total)
