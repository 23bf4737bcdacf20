"""Messages on their way: an outbox to fill, a postman who does as told, and a sender between them."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field

from bot.letters import Delivered, Letter
from bot.pace import UNLIMITED, Pace
from bot.sending import Sender
from dialogs.message import Spoken
from storage.addresses import Address
from storage.database import Database
from storage.inbox import Arrival
from storage.outbox import NewOutbox
from tests.handlers.town import MovableClock


@dataclass
class LeaseClock:
    """Seconds of the lease clock."""

    seconds: float = 1000.0

    async def now(self) -> float:
        return self.seconds


@dataclass
class Postman:
    """A channel that delivers or fails as the test says; without a word it delivers."""

    brought: list[tuple[str, str]] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    results: dict[str, list[Delivered | Exception]] = field(default_factory=lambda: defaultdict(list))
    gate: asyncio.Event | None = None
    called: asyncio.Event = field(default_factory=asyncio.Event)

    async def deliver(self, letter: Letter) -> Delivered:
        self.letters.append(letter)
        self.called.set()
        if self.gate is not None:
            await self.gate.wait()
        text = str(letter.message["text"])
        result = self.results[text].pop(0) if self.results[text] else Delivered(f"m{letter.id}")
        if isinstance(result, Exception):
            raise result
        self.brought.append((letter.chat, text))
        return result

    @property
    def texts(self) -> list[str]:
        return [text for _chat, text in self.brought]


@dataclass
class Lanes:
    """Chats of one bot, and what a sender makes of their outbox."""

    database: Database
    clock: MovableClock
    lease_clock: LeaseClock
    postman: Postman = field(default_factory=Postman)

    async def say(
        self, chat: str, *texts: str, channel: str = "telegram", purpose: str = "reply", notification: int | None = None
    ) -> Address:
        """Put messages into the outbox."""
        async with self.database.transaction("say") as uow:
            address = (await uow.accounts.at([(channel, chat)], self.clock.now()))[channel, chat]
            messages = [Spoken(text).to_json() for text in texts]
            owner, now = address.account_id, self.clock.now()
            await uow.outbox.add(
                [NewOutbox(owner, address.id, purpose, said, now, notification_id=notification) for said in messages]
            )
            uow.wake("outbox")
        return address

    async def writes(self, chat: str, channel: str = "telegram") -> None:
        """The person writes something."""
        async with self.database.transaction("write") as uow:
            arrival = Arrival(channel, f"in {self.clock.now()}", chat, {"said": "hello"}, fetch=False)
            await uow.inbox.store([arrival], self.clock.now())

    async def chat(self, address: Address) -> Address:
        """The chat as it is known now."""
        async with self.database.reading() as uow:
            found = await uow.accounts.address(address.id)
        assert found is not None
        return found

    def sender(self, pace: Pace = UNLIMITED, also: str = "staff") -> Sender:
        channels = ("telegram", "whatsapp", "staff", also)
        transports, paces = dict.fromkeys(channels, self.postman), dict.fromkeys(channels, pace)
        return Sender(self.database, self.clock, transports, paces)

    async def rounds(self, sender: Sender, count: int) -> None:
        """That many rounds, with everything in flight landed after each."""
        for _round in range(count):
            await sender.round()
            await sender.landed()

    async def oldest(self) -> bool:
        """Whether anything waits."""
        async with self.database.reading() as uow:
            return bool(await uow.outbox.oldest_waiting(self.clock.now()))
