"""Everything that stands on the desk, in one object."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from aiohttp import ClientSession

from simulator.bots import Bot, Desk
from simulator.clock import MovableClock
from simulator.egov.phone import EgovMobile
from simulator.journal import Journal
from simulator.nca.authority import Nca
from simulator.nca.kept import Kept
from simulator.ncalayer import NcaLayer, Will
from simulator.options import Options
from simulator.people import AIGERIM, ALINA, DANIYAR, Person
from simulator.registry import RegistryState
from simulator.sms import SmsBox
from simulator.users import User, Users
from simulator.webhooks import Deliveries
from simulator.whatsapp.account import Account
from simulator.wire import JSON

STAFF = (
    {"name": "Гүлнар Сапарова", "phone": "+77010000008", "language_code": "ru", "bot": "staff"},
    {"name": "Ержан Төлегенов", "phone": "+77010000009", "language_code": "ru", "bot": "staff"},
)


class World:
    """The state of one simulator; it lives in memory only, but for the authority."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.journal = Journal()
        self.clock = MovableClock(options.start)
        self.users = Users()
        self.sms = SmsBox(self.clock, self.journal)
        self.registry = RegistryState(options.sleep)
        self.nca = Nca(self.clock.now, Kept(options.authority))
        self.ncalayer = NcaLayer()
        self.twilio = Account(options, self.clock, self.journal, self.users, self.sms)
        self.egov: dict[int, EgovMobile] = {}
        self.hints: list[str] = []
        self.bots: dict[str, Bot] = {}
        self._desk = Desk(options, self.clock, self.journal, self.users)
        self._deliveries: list[asyncio.Task[None]] = []
        self._session: ClientSession | None = None

    async def start(self) -> None:
        """Open the outgoing connections and put the first phones on the desk."""
        self._session = ClientSession()
        self.twilio.hooks.session = self._session
        self.bot_of(self.options.parent_token)
        self.bot_of(self.options.staff_token)
        self._seat()

    async def stop(self) -> None:
        """Stop delivering."""
        await self.twilio.stop()
        for task in self._deliveries:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        if self._session is not None:
            await self._session.close()

    def let_go(self) -> None:
        """Wake every waiting request: the server is about to stop."""
        self.journal.close()
        for bot in self.bots.values():
            bot.updates.bell.ring()

    def bot_of(self, token: str) -> Bot:
        """The bot of that token, brought to life at its first use."""
        if token not in self.bots:
            labels = {self.options.parent_token: "parent", self.options.staff_token: "staff"}
            bot = Bot(token, labels.get(token, token.partition(":")[0]), self._desk)
            self.bots[token] = bot
            assert self._session is not None
            self._deliveries.append(asyncio.create_task(Deliveries(bot, self._session).run()))
        return self.bots[token]

    def bot_named(self, label: str) -> Bot | None:
        """The bot by parent, staff, or the number of its token."""
        return next((bot for bot in self.bots.values() if label in (bot.label, str(bot.id))), None)

    def egov_of(self, user: User) -> EgovMobile:
        """The state's app on that phone."""
        assert self._session is not None
        return self.egov.setdefault(user.id, EgovMobile(self._session, self.nca, user.language_code))

    def add_user(self, wish: JSON) -> User:
        """Put a phone on the desk. Raises Refused."""
        user = self.users.add(wish)
        self.journal.write("user", user=user.seen())
        return user

    def reset(self) -> None:
        """Empty the desk; numbering, webhooks and bot settings go on, the clock tells real time again."""
        for bot in self.bots.values():
            bot.clear()
        self.twilio.clear()
        self.users.clear()
        self.egov.clear()
        self.sms.clear()
        self.registry.clear()
        self.nca.down, self.ncalayer.will = False, Will.SIGN
        self.hints.clear()
        self.clock.reset()
        if self.options.start is not None:
            self.clock.set(self.options.start)
        self.journal.clear()
        self.journal.write("reset")
        self._seat()

    def _seat(self) -> None:
        if self.options.demo_users:
            for wish in (held_by(AIGERIM, "parent"), held_by(DANIYAR, "whatsapp"), held_by(ALINA, "whatsapp"), *STAFF):
                self.add_user(dict(wish))


def held_by(person: Person, bot: str) -> JSON:
    """The phone of one of the registry's people; who has no number there shows WhatsApp none either."""
    name = f"{person.first_name} {person.last_name}"
    number = {"phone": person.phone, "username_only": person.phone is None}
    return {"name": name, **number, "language_code": "ru", "bot": bot}
