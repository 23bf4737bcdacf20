"""A town with phones: people write to the bots, turns are taken, and what is sent reaches the right phone."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Self

from dialogs.message import Spoken
from handlers.desk import Desk
from handlers.office import Office
from handlers.telling import post
from handlers.turns import Turns
from handlers.working_calendar import up_to_date
from storage.accounts import Account
from storage.database import Database
from storage.inbox import Arrival

LEASE = 60.0
_NUMBERS = itertools.count(1)


@dataclass
class MovableClock:
    """A clock that stands still until it is moved."""

    moment: datetime

    def now(self) -> datetime:
        """The moment that it shows."""
        return self.moment

    def move(self, **span: float) -> None:
        """Forward."""
        self.moment += timedelta(**span)


@dataclass
class Phone:
    """One person's chat with one of the bots.

    `number` is the one that the channel vouches for; while it is not `reached`, what is sent there is not confirmed.
    """

    town: Town
    channel: str
    chat: str
    number: str | None = None
    reached: bool = True
    heard: list[Spoken] = field(default_factory=list)

    async def says(self, text: str) -> Self:
        return await self.sends({"start": ""} if text == "/start" else {"said": text})

    async def picks(self, label: str) -> Self:
        """Press the newest button with that label, or a part of it."""
        for message in reversed(self.heard):
            for choice in (*message.choices, *message.nav):
                if label in choice.label:
                    return await self.sends({"tapped": choice.data})
        raise AssertionError(f"no {label!r} on this phone:\n{self.last}")

    async def sends_file(self, file: int, mime: str, pages: int = 1) -> Self:
        return await self.sends({"file": {"file": file, "mime": mime, "pages": pages}})

    async def sends(self, *payloads: dict[str, Any]) -> Self:
        """Everything at once; then all turns are taken and all messages delivered."""
        await self.writes(*payloads)
        await self.town.settle()
        return self

    async def writes(self, *payloads: dict[str, Any]) -> None:
        """Put into the inbox only."""
        arrivals = [
            Arrival(self.channel, str(next(_NUMBERS)), self.chat, payload, False, phone=self.number)
            for payload in payloads
        ]
        async with self.town.database.transaction("arrival") as uow:
            await uow.inbox.store(arrivals, self.town.clock.now())

    @property
    def last(self) -> str:
        """The last message as it is read."""
        return shown(self.heard[-1]) if self.heard else ""

    def hears(self, *parts: str) -> Self:
        """All these parts are in what came since the phone was last looked at; the messages count as read."""
        said = "\n\n".join(shown(message) for message in self.heard)
        for part in parts:
            assert part in said, f"{part!r} not in:\n{said}"
        del self.heard[:-1]
        return self

    def hears_not(self, *parts: str) -> Self:
        said = "\n\n".join(shown(message) for message in self.heard)
        for part in parts:
            assert part not in said, f"{part!r} in:\n{said}"
        return self

    def forgets(self) -> Self:
        """Everything read."""
        self.heard.clear()
        return self

    async def account(self) -> Account:
        """The account of this chat."""
        async with self.town.database.transaction("account") as uow:
            address = (await uow.accounts.at([(self.channel, self.chat)], self.town.clock.now()))[
                self.channel, self.chat
            ]
            return (await uow.accounts.load([address.account_id]))[address.account_id]


@dataclass
class Town:
    """Database, office and clock, with everybody's phones."""

    database: Database
    office: Office
    clock: MovableClock
    phones: dict[tuple[str, str], Phone] = field(default_factory=dict)

    def phone(self, channel: str, chat: str) -> Phone:
        """The phone of that chat, the same every time; WhatsApp vouches for the number that it writes to."""
        number = chat if channel == "whatsapp" and chat.startswith("+") else None
        return self.phones.setdefault((channel, chat), Phone(self, channel, chat, number))

    async def settle(self) -> None:
        """Take every turn that waits and deliver every message."""
        while await Turns(self.database, self.office).take():
            pass
        await self.deliver()

    async def deliver(self) -> None:
        """Bring what is in the outbox to the phones, in order."""
        now = await self.database.lease_now()
        while True:
            async with self.database.transaction("delivery") as uow:
                rows = await uow.outbox.claim(50, now, LEASE)
                for row in rows:
                    address = await uow.accounts.address(row.address_id)
                    assert address is not None
                    assert address.account_id == row.account_id, "the sender would not find this address"
                    phone = self.phone(address.channel, address.external_id)
                    if phone.reached:
                        phone.heard.append(Spoken.from_json(row.message))
                    await uow.outbox.sent([(row, f"m{row.id}", phone.reached)], self.clock.now())
            if not rows:
                return

    async def at_desk(self, phone: Phone, work: Callable[[Desk], Awaitable[Any]]) -> Any:
        """Do something as a turn of that phone would, in one transaction, and deliver what it sends."""
        async with self.database.transaction("work") as uow:
            address = (await uow.accounts.at([(phone.channel, phone.chat)], self.clock.now()))[
                phone.channel, phone.chat
            ]
            account = (await uow.accounts.load([address.account_id]))[address.account_id]
            desk = Desk(uow, await up_to_date(uow, self.office), self.clock.now(), account, address)
            result = await work(desk)
            await post(uow, desk.outgoing)
        await self.deliver()
        return result


def shown(message: Spoken) -> str:
    """A message as a person reads it, buttons and files included."""
    lines = [message.header, message.text, message.hint]
    lines += [f"[{choice.label}]" for choice in message.choices]
    lines += [f"<{file.name}>" for file in message.files]
    return "\n".join(line for line in lines if line)
