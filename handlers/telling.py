"""Telling somebody what happened, wherever the news comes from: a turn, a deadline or the night's work."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime

from dialogs.message import Choice, Message
from locales.catalogue import Locale
from storage.accounts import Account
from storage.notifications import Notification
from storage.outbox import NewOutbox
from storage.uow import Uow

UNSET = Locale.RU


def locale_of(account: Account) -> Locale:
    """The account's language; Russian before one was chosen."""
    return Locale(account.locale) if account.locale else UNSET


async def notify(uow: Uow, account_id: int, message: Message, subject: str, now: datetime) -> list[NewOutbox]:
    """Keep the notification for the account's list (S1-65); returns what is to be put into the outbox.

    It goes to the chat that the account was last seen in, and nowhere when every chat has shut the bot out.
    """
    account = (await uow.accounts.load([account_id])).get(account_id)
    if account is None or account.deleted_at is not None:
        return []
    nonce = secrets.token_urlsafe(9)
    sealed = replace(message, choices=tuple(_with_nonce(choice, nonce) for choice in message.choices))
    locale = locale_of(account)
    words = message.text.in_(locale)
    await uow.notifications.add(Notification(account_id, message.purpose, subject, words, now, nonce=nonce))
    addresses = (await uow.accounts.addresses([account_id]))[account_id]
    open_ones = [address for address in addresses if address.blocked_at is None]
    spoken = sealed.spoken(locale)
    if spoken.choices:
        await uow.conversations.set_notice(account_id, [(choice.data, choice.label) for choice in spoken.choices])
    return [NewOutbox(account_id, address.id, message.purpose, spoken.to_json(), now) for address in open_ones[-1:]]


def _with_nonce(choice: Choice, nonce: str) -> Choice:
    return replace(choice, key=f"!{choice.key}.{nonce}") if choice.action else choice
