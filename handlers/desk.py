"""The desk of one account in one turn: its records, the transaction, and what is to be sent when it commits."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from dialogs.facts import Chat
from dialogs.message import Message
from handlers.office import Office
from handlers.telling import locale_of, notify
from locales.catalogue import Locale
from storage.accounts import Account, Address
from storage.outbox import NewOutbox
from storage.uow import Uow


@dataclass
class Desk:
    """Everything a use case may touch; `outgoing` is the tray that all desks of a transaction share."""

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

    @property
    def chat(self) -> Chat:
        """What the dialogs need to know about the chat at this desk."""
        abilities = self.office.abilities[self.address.channel]
        others = self.office.others(self.address.channel)
        return Chat(None, abilities.shares_contact, abilities.deletes, others)

    @property
    def actor(self) -> str:
        """How the event log names who sits at this desk; also the subject of the account's own events."""
        return f"account:{self.account.id}"

    def say(self, message: Message, screen: str = "", rev: int = 0) -> None:
        """Put a message for the person in this chat into the outgoing tray."""
        spoken = message.spoken(self.locale, screen, rev)
        slot = screen if message.replaceable else None
        self.outgoing.append(
            NewOutbox(self.account.id, self.address.id, message.purpose, spoken.to_json(), self.now, slot)
        )

    async def save_account(self, **changes: object) -> None:
        """Change the account of this desk and keep the change; what others changed since it was read stays."""
        latest = (await self.uow.accounts.load([self.account.id]))[self.account.id]
        self.account = replace(latest, **changes)  # type: ignore[arg-type]
        await self.uow.accounts.save(self.account)

    async def tell(self, account_id: int, message: Message, subject: str) -> None:
        """Notify an account on the chat it was last seen in, and keep the notification for its list (S1-65)."""
        self.outgoing += await notify(self.uow, account_id, message, subject, self.now)

    async def move_to(self, account_id: int) -> list[Address]:
        """From now on this chat belongs to that account; the guest's account that it had is erased.

        Returns the chats that the other account had until now: they meet the bot anew when they write again. Whoever
        works for the other account at this moment is waited for.
        """
        await self.uow.conversations.load([account_id], lock=True)
        accounts, guest = self.uow.accounts, self.account
        before = (await accounts.addresses([account_id]))[account_id]
        for old in before:
            await accounts.move_address(old.id, guest.id)
        await accounts.move_address(self.address.id, account_id)
        await self.uow.support.hand_over(guest.id, account_id)
        await accounts.erase(guest.id, self.now)
        self.account = (await accounts.load([account_id]))[account_id]
        self.address = replace(self.address, account_id=account_id)
        await self.save_account(locale=guest.locale or self.account.locale)
        return [replace(old, account_id=guest.id) for old in before]

    def say_goodbye(self, address: Address, message: Message) -> None:
        """Put a message without buttons for a chat that is no longer this account's into the tray."""
        spoken = message.spoken(self.locale).to_json()
        self.outgoing.append(NewOutbox(address.account_id, address.id, message.purpose, spoken, self.now))

    async def close_account(self) -> None:
        """The account of this desk is erased; its chats meet the bot anew when they write again."""
        await self.uow.accounts.erase(self.account.id, self.now)
        self.account = replace(self.account, phone=None, iin=None, person=None, registered_at=None, deleted_at=self.now)
