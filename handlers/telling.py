"""Telling somebody what happened, wherever the news comes from: a turn, a deadline or the night's work."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from dialogs.message import Choice, Message
from handlers.office import Office
from locales.catalogue import Locale
from storage.accounts import Account, Address, last_seen
from storage.chat_notices import Buttons, ChatNotice
from storage.notifications import Notification
from storage.outbox import NewOutbox
from storage.stale_pages import PAGE
from storage.uow import Uow

UNSET = Locale.RU
ANYWHERE = "!"
FALLBACK = "notification_fallback"


class Occasion(Protocol):
    """Where news comes from: a desk, a deadline that fired, or a moment of other work."""

    @property
    def uow(self) -> Uow:
        """The transaction."""

    @property
    def office(self) -> Office:
        """The surroundings."""

    @property
    def now(self) -> datetime:
        """When it happens."""


@dataclass(frozen=True)
class Moment:
    """An occasion without a desk."""

    uow: Uow
    office: Office
    now: datetime


def locale_of(account: Account) -> Locale:
    """The account's language; Russian before one was chosen."""
    return Locale(account.locale) if account.locale else UNSET


async def notify(at: Occasion, account_id: int, message: Message, subject: str) -> list[NewOutbox]:
    """Keep the notification for the account's list (S1-65); returns what is to be put into the outbox.

    It goes to the chat that was chosen for notifications, or else the one last written from, and nowhere when every
    chat has shut the bot out. Where there is another chat, a deadline looks whether it has arrived.
    """
    account = await _alive(at, account_id)
    if account is None:
        return []
    chats = await open_chats(at, account_id)
    chosen = next((chat for chat in chats if chat.id == account.notify_address_id), None) or last_seen(chats)
    notification, rows = _addressed(at, account, message, subject, [chosen] if chosen else [])
    if chosen is not None and len(chats) > 1:
        again = {"message": rows[0].message, "chat": chosen.id}
        notification = replace(notification, action={**(notification.action or {}), **again})
        due = at.now + timedelta(minutes=at.office.profile.notifications.fallback_minutes)
        await at.uow.deadlines.set(fallback_subject(notification.id), FALLBACK, due)
    await at.uow.notifications.add(notification)
    return rows


async def notify_everywhere(at: Occasion, account_id: int, message: Message, subject: str) -> list[NewOutbox]:
    """The same in all chats of the account at once: whichever answers first, counts."""
    account = await _alive(at, account_id)
    if account is None:
        return []
    notification, rows = _addressed(at, account, message, subject, await open_chats(at, account_id))
    await at.uow.notifications.add(notification)
    return rows


def fallback_subject(notification_id: int) -> str:
    """What the deadline is about that looks whether a notification has arrived."""
    return f"notification:{notification_id}"


async def open_chats(at: Occasion, account_id: int) -> list[Address]:
    """The account's chats that can be written to: on a channel in service, and the bot is not shut out."""
    chats = (await at.uow.accounts.addresses([account_id]))[account_id]
    return [chat for chat in chats if chat.blocked_at is None and at.office.serves(chat.channel)]


async def post(uow: Uow, outgoing: Sequence[NewOutbox], noted: Collection[int] | None = None) -> None:
    """Put messages into the outbox in this order, and note for each chat which buttons a number typed there may mean.

    `noted` are the chats with anything noted; None where the caller does not know.
    """
    await uow.outbox.supersede([(one.address_id, one.slot) for one in outgoing if one.slot and one.slot != PAGE])
    await uow.outbox.add(outgoing)
    notices: list[ChatNotice] = []
    screens: set[int] = set()
    for one in outgoing:
        buttons = _buttons(one.message["choices"])
        if buttons and one.notification_id is not None:
            notices.append(ChatNotice(one.address_id, one.notification_id, buttons))
        elif one.message["choices"] or one.message["nav"]:
            screens.add(one.address_id)
            notices = [notice for notice in notices if notice.address_id != one.address_id]
    await uow.notices.forget(screens if noted is None else screens & set(noted))
    await uow.notices.note(notices)
    uow.wake("outbox")


async def _alive(at: Occasion, account_id: int) -> Account | None:
    account = (await at.uow.accounts.load([account_id])).get(account_id)
    return account if account is not None and account.deleted_at is None else None


def _addressed(
    at: Occasion, account: Account, message: Message, subject: str, chats: Sequence[Address]
) -> tuple[Notification, list[NewOutbox]]:
    """The notification with its nonce, and the rows that bring it to these chats."""
    nonce = secrets.token_urlsafe(9)
    sealed = replace(message, choices=tuple(_with_nonce(choice, nonce) for choice in message.choices))
    locale = locale_of(account)
    spoken = sealed.spoken(locale)
    action: dict[str, Any] = {"buttons": [choice.data for choice in spoken.choices]}
    words = message.text.in_(locale)
    kept = Notification(account.id, message.purpose, subject, words, at.now, action=action, nonce=nonce)
    said = spoken.to_json()
    rows = [NewOutbox(account.id, chat.id, message.purpose, said, at.now, notification_id=kept.id) for chat in chats]
    return kept, rows


def _buttons(choices: Sequence[Mapping[str, str]]) -> Buttons:
    """The buttons that work from anywhere; a screen has none."""
    return tuple((choice["data"], choice["label"]) for choice in choices if choice["data"].startswith(ANYWHERE))


def _with_nonce(choice: Choice, nonce: str) -> Choice:
    return replace(choice, key=f"{ANYWHERE}{choice.key}.{nonce}") if choice.action else choice
