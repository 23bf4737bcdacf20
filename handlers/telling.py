"""Telling somebody what happened, wherever the news comes from: a turn, a deadline or the night's work."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from dialogs.message import Choice, Message
from locales.catalogue import Locale
from storage.accounts import Account
from storage.conversations import Buttons
from storage.notifications import Notification
from storage.outbox import NewOutbox
from storage.uow import Uow

UNSET = Locale.RU
ANYWHERE = "!"


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
    spoken = sealed.spoken(locale)
    buttons = {"buttons": [choice.data for choice in spoken.choices]}
    await uow.notifications.add(
        Notification(account_id, message.purpose, subject, words, now, action=buttons, nonce=nonce)
    )
    addresses = (await uow.accounts.addresses([account_id]))[account_id]
    open_ones = [address for address in addresses if address.blocked_at is None]
    return [NewOutbox(account_id, address.id, message.purpose, spoken.to_json(), now) for address in open_ones[-1:]]


async def post(uow: Uow, outgoing: Sequence[NewOutbox], noted: Mapping[int, Buttons] | None = None) -> None:
    """Put messages into the outbox in this order, and note for each account which buttons a typed number means now.

    `noted` is what is noted already, as far as the caller knows: it is not written again.
    """
    await uow.outbox.supersede([(one.address_id, one.slot) for one in outgoing if one.slot])
    await uow.outbox.add(outgoing)
    notices: dict[int, Buttons] = {}
    for one in outgoing:
        if one.message["choices"] or one.message["nav"]:
            notices[one.account_id] = _buttons(one.message["choices"])
    changed = {id_: buttons for id_, buttons in notices.items() if noted is None or noted.get(id_) != buttons}
    await uow.conversations.set_notices(changed)
    uow.wake("outbox")


def _buttons(choices: Sequence[Mapping[str, str]]) -> Buttons:
    """The buttons that work from anywhere; a screen has none."""
    return tuple((choice["data"], choice["label"]) for choice in choices if choice["data"].startswith(ANYWHERE))


def _with_nonce(choice: Choice, nonce: str) -> Choice:
    return replace(choice, key=f"{ANYWHERE}{choice.key}.{nonce}") if choice.action else choice
