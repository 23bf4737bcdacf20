"""The desk of one account in one turn: its records, the transaction, and what is to be sent when it commits."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime

from dialogs.message import Choice, Message
from handlers.office import Office
from locales.catalogue import Locale
from storage.accounts import Account, Address
from storage.notifications import Notification
from storage.outbox import NewOutbox
from storage.uow import Uow

UNSET = Locale.RU


@dataclass
class Desk:
    """Everything a use case may touch."""

    uow: Uow
    office: Office
    now: datetime
    account: Account
    address: Address
    outgoing: list[NewOutbox] = field(default_factory=list)

    @property
    def locale(self) -> Locale:
        """The language to speak to this account."""
        return locale_of(self.account)

    def say(self, message: Message, screen: str = "", rev: int = 0) -> None:
        """Put a message for the person in this chat into the outgoing tray."""
        spoken = message.spoken(self.locale, screen, rev)
        slot = f"{screen}.{message.wants}" if message.wants == "file" else None
        self.outgoing.append(
            NewOutbox(self.account.id, self.address.id, message.purpose, spoken.to_json(), self.now, slot)
        )

    async def save_account(self, **changes: object) -> None:
        """Change the account of this desk and keep the change."""
        self.account = replace(self.account, **changes)  # type: ignore[arg-type]
        await self.uow.accounts.save(self.account)

    async def tell(self, account_id: int, message: Message, subject: str) -> None:
        """Notify an account on the chat it was last seen in, and keep the notification for its list (S1-65)."""
        accounts = await self.uow.accounts.load([account_id])
        if account_id not in accounts:
            return
        account = accounts[account_id]
        nonce = secrets.token_urlsafe(9)
        sealed = replace(message, choices=tuple(_with_nonce(choice, nonce) for choice in message.choices))
        locale = locale_of(account)
        await self.uow.notifications.add(
            Notification(account_id, message.purpose, subject, message.text.in_(locale), self.now, nonce=nonce)
        )
        addresses = await self.uow.accounts.addresses([account_id])
        open_ones = [address for address in addresses[account_id] if address.blocked_at is None]
        for address in open_ones[-1:]:
            spoken = sealed.spoken(locale)
            self.outgoing.append(NewOutbox(account_id, address.id, message.purpose, spoken.to_json(), self.now))


def locale_of(account: Account) -> Locale:
    """The account's language; Russian before one was chosen."""
    return Locale(account.locale) if account.locale else UNSET


def _with_nonce(choice: Choice, nonce: str) -> Choice:
    return replace(choice, key=f"!{choice.key}.{nonce}") if choice.action else choice
