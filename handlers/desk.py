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
from storage.stale_pages import PAGE
from storage.uow import Uow


@dataclass
class Desk:
    """Everything a use case may touch; `outgoing` is the tray that all desks of a transaction share.

    `joined` is a chat that came into the account just now: it is yet to be shown where the conversation stands. `left`
    are the chats, by id, that the account gave up in this transaction. `called` is the hidden name under which the chat
    wrote, where its channel tells one, and `tapped` the channel's number of the message whose button was pressed.
    """

    uow: Uow
    office: Office
    now: datetime
    account: Account
    address: Address
    outgoing: list[NewOutbox] = field(default_factory=list)
    joined: Address | None = None
    left: dict[int, Address] = field(default_factory=dict)
    called: str = ""
    tapped: int | None = None

    @property
    def present(self) -> datetime:
        """The moment of this turn, from which what is given now lives; `now` is when the input arrived."""
        return self.office.clock.now()

    @property
    def locale(self) -> Locale:
        """The language to speak to this account."""
        return locale_of(self.account)

    @property
    def chat(self) -> Chat:
        """What the dialogs need to know about the chat at this desk."""
        abilities = self.office.abilities[self.address.channel]
        others = self.office.others(self.address.channel)
        links = tuple(others.values())
        return Chat(self.address.phone, abilities.shares_contact, abilities.deletes, tuple(others), links)

    @property
    def actor(self) -> str:
        """How the event log names who sits at this desk; also the subject of the account's own events."""
        return f"account:{self.account.id}"

    def say(self, message: Message, screen: str = "", rev: int = 0) -> None:
        """Put a message for the person in this chat into the outgoing tray; none when the account has given it up."""
        if self.address.id in self.left:
            return
        spoken = message.spoken(self.locale, screen, rev, self.tapped)
        slot = screen if message.replaceable else PAGE if message.passing else None
        self.outgoing.append(
            NewOutbox(self.account.id, self.address.id, message.purpose, spoken.to_json(), self.now, slot)
        )

    def say_in(self, chat: Address, message: Message, locale: Locale | None = None) -> None:
        """Put a message without buttons for another chat into the tray, unless it has shut the bot out."""
        if chat.blocked_at is None:
            spoken = message.spoken(locale or self.locale).to_json()
            self.outgoing.append(NewOutbox(chat.account_id, chat.id, message.purpose, spoken, self.now))

    async def save_account(self, **changes: object) -> None:
        """Change the account of this desk and keep the change; what others changed since it was read stays."""
        latest = (await self.uow.accounts.load([self.account.id]))[self.account.id]
        self.account = replace(latest, **changes)  # type: ignore[arg-type]
        await self.uow.accounts.save(self.account)

    async def tell(self, account_id: int, message: Message, subject: str) -> None:
        """Notify an account, and keep the notification for its list (S1-65)."""
        self.outgoing += await notify(self, account_id, message, subject)

    async def other_chats(self) -> list[Address]:
        """The chats of this account without the one at this desk."""
        mine = (await self.uow.accounts.addresses([self.account.id]))[self.account.id]
        return [chat for chat in mine if chat.id != self.address.id]

    async def close_account(self) -> None:
        """The account of this desk is erased; its chats meet the bot anew when they write again."""
        await self.uow.accounts.erase(self.account.id, self.now)
        self.account = replace(self.account, phone=None, iin=None, person=None, registered_at=None, deleted_at=self.now)
