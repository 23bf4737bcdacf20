"""A notification that has not arrived in one chat goes to another chat of the account, once."""

from __future__ import annotations

from datetime import datetime

from handlers.review_deadlines import FIRES, Fired
from handlers.telling import FALLBACK, fallback_subject, open_chats, post
from storage.accounts import last_seen
from storage.outbox import NewOutbox
from storage.uow import Uow


async def fall_back(fired: Fired) -> None:
    """The same message with the same buttons to the account's other chat, unless it has arrived meanwhile."""
    id_ = fired.subject_id
    kept = await fired.uow.notifications.get(id_)
    if kept is None or kept.action is None or (await fired.uow.outbox.fate(id_)).delivered:
        return
    account = (await fired.uow.accounts.load([kept.account_id])).get(kept.account_id)
    if account is None or account.deleted_at is not None:
        return
    chats = await open_chats(fired, account.id)
    other = last_seen(chat for chat in chats if chat.id != kept.action["chat"])
    if other is not None:
        again = NewOutbox(account.id, other.id, kept.key, kept.action["message"], fired.now, notification_id=id_)
        await post(fired.uow, [again])


async def notice_failed(uow: Uow, notification_id: int, now: datetime) -> None:
    """It will never arrive where it was sent, so the other chat, if there is one, gets it without waiting."""
    if await uow.deadlines.of(fallback_subject(notification_id)):
        await uow.deadlines.set(fallback_subject(notification_id), FALLBACK, now)


FIRES[FALLBACK] = fall_back
