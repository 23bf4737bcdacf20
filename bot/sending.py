"""The sender: the outbox delivered in order per chat, no faster than a channel allows, and settled."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from bot.aftermath import Aftermath
from bot.delivery import Flooded, Gone, Held, Lost, Throttled, TryLater, Undelivered, Wrong
from bot.holding import LEASE_S, InHand
from bot.letters import Delivered, Letter, Transport
from bot.loops import unless
from bot.pace import Gate, Pace
from handlers.clock import Clock
from storage.addresses import Address
from storage.database import Database
from storage.outbox import OutboxRow
from storage.recipients import NOBODY, recipients
from storage.uow import Uow

IDLE_S = 5.0
GRACE_S = 10.0
LONGEST_PAUSE_S = 60.0
MINUTE_S = 60.0
LONGEST_REST_S = 3600.0
LONGEST_HOLD_S = 12 * 3600.0
THROTTLED_FOR = timedelta(hours=48)
THROTTLED_TRIES = 12
log = structlog.get_logger()


@dataclass(frozen=True)
class Outcome:
    """What became of one attempt."""

    row: OutboxRow
    address: Address
    result: Delivered | Undelivered


@dataclass
class Diary:
    """When the next attempts are due, in seconds of the lease clock."""

    dues: list[float] = field(default_factory=list)

    def next_within(self, now: float, longest: float) -> float:
        """Seconds until the next one, at most `longest`; forgets those that are due."""
        self.dues = [due for due in self.dues if due > now]
        return min([longest, *(due - now for due in self.dues)])


class Sender:
    """One sender; any number of them may run on PostgreSQL."""

    def __init__(
        self, database: Database, clock: Clock, transports: Mapping[str, Transport], paces: Mapping[str, Pace]
    ) -> None:
        self._database = database
        self._clock = clock
        self._transports = transports
        self._paces = paces
        self._held = InHand()
        self._in_flight: dict[asyncio.Task[None], str] = {}
        self._outcomes: list[Outcome] = []
        self._diary = Diary()
        self._shut: dict[str, float] = {}
        self._troubles: dict[str, str] = dict.fromkeys(transports, "")
        self._bell = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`; then what is in flight lands and is settled."""
        listening = asyncio.create_task(self._listen(), name="outbox bell")
        try:
            while not stop.is_set():
                await self.round()
                await unless(stop, self._rest())
        finally:
            listening.cancel()
            await self._land()

    async def round(self, *, claiming: bool = True) -> None:
        """Settle what came back and send what may go, both in one transaction."""
        self._bell.clear()
        outcomes, self._outcomes = self._outcomes, []
        now = await self._database.lease_now()
        claiming = claiming and bool(self._open(now))
        held = self._held.without(outcome.row.id for outcome in outcomes)
        if not claiming and not outcomes and not held.ending(now):
            return
        try:
            async with self._database.transaction("outbox", brief=True) as uow:
                await self._settle(uow, outcomes, now)
                await held.renew(uow, now)
                letters = await self._claim(uow, now, held) if claiming else []
        except BaseException:
            self._outcomes = outcomes + self._outcomes
            raise
        self._held = held
        for row, address in letters:
            held.take(row)
            task = asyncio.create_task(self._deliver(row, address), name="delivery")
            self._in_flight[task] = address.channel
            task.add_done_callback(self._in_flight.pop)

    def troubles(self) -> dict[str, str]:
        """For each channel what the last attempt failed of, where that is no fault of its message, chat or person."""
        return dict(self._troubles)

    async def landed(self) -> None:
        """Return when nothing is in flight."""
        while self._in_flight:
            await asyncio.wait(self._in_flight)

    async def _listen(self) -> None:
        while True:
            await self._database.wait("outbox", IDLE_S)
            self._bell.set()

    async def _rest(self) -> None:
        """Until something came back, something new is to be sent, or something is due."""
        now = await self._database.lease_now()
        with suppress(TimeoutError):
            async with asyncio.timeout(self._diary.next_within(now, IDLE_S)):
                await self._bell.wait()

    async def _land(self) -> None:
        if self._in_flight:
            await asyncio.wait(self._in_flight, timeout=GRACE_S)
        if self._outcomes:
            await self.round(claiming=False)

    async def _deliver(self, row: OutboxRow, address: Address) -> None:
        letter = letter_of(row, address)
        try:
            result: Delivered | Undelivered = await self._transports[address.channel].deliver(letter)
        except Undelivered as error:
            result = error
        except Exception as error:
            log.exception("message.broken", message=row.id, account=row.account_id)
            result = Wrong(type(error).__name__)
        ours = isinstance(result, Flooded | TryLater) and not isinstance(result, Throttled)
        self._troubles[address.channel] = str(result) if ours else ""
        self._outcomes.append(Outcome(row, address, result))
        self._bell.set()

    # Claiming

    def _open(self, now: float) -> list[str]:
        """The channels that take more now: neither slow to answer, nor is their overall limit known to be used up."""
        return [one for one in self._transports if self._room(one) > 0 and self._shut.get(one, now) <= now]

    def _room(self, channel: str) -> int:
        """How many more of its messages may be in flight, so that a slow channel keeps no other one waiting."""
        return self._paces[channel].in_flight - sum(one == channel for one in self._in_flight.values())

    async def _claim(self, uow: Uow, now: float, held: InHand) -> list[tuple[OutboxRow, Address]]:
        gate = Gate(uow, self._paces, now)
        if not (most := await self._left(gate, now)):
            return []
        free = self._open(now)
        rows = [row for row in await uow.outbox.claim(most, now, LEASE_S, free) if not held.take_again(row)]
        addresses = await recipients(uow, [row.id for row in rows])
        going: list[tuple[OutboxRow, Address]] = []
        for row in rows:
            address = addresses.get(row.id)
            if address is None:
                await uow.outbox.never(row, NOBODY)
            elif sum(to.channel == address.channel for _row, to in going) >= self._room(address.channel):
                await uow.outbox.postpone(row, now)
            elif wait := await gate.wait_s(address):
                await uow.outbox.postpone(row, now + wait)
                self._diary.dues.append(now + wait)
            else:
                going.append((row, address))
        return going

    async def _left(self, gate: Gate, now: float) -> int:
        """How many more the channels take; a channel with nothing left is shut until its whole burst may go."""
        rooms = await gate.room(self._open(now))
        for channel, one in rooms.items():
            if not one.left:
                self._shut[channel] = now + one.whole_in
                self._diary.dues.append(now + one.whole_in)
        return sum(min(one.left, self._room(channel)) for channel, one in rooms.items())

    # Settling

    async def _settle(self, uow: Uow, outcomes: list[Outcome], now: float) -> None:
        """Chat after chat in the one order in which everybody locks them."""
        done: list[tuple[OutboxRow, str, bool]] = []
        after = Aftermath()
        for told in sorted(outcomes, key=lambda outcome: outcome.address.id):
            outcome = replace(told, row=self._held.newest(told.row))
            match outcome.result:
                case Delivered() as delivered:
                    done += await self._delivered(uow, outcome, delivered, now)
                case Undelivered() as error:
                    await self._undelivered(uow, outcome, error, now, after)
        await uow.outbox.sent(done, self._clock.now())
        await after.settle(uow, self._clock.now())

    async def _delivered(
        self, uow: Uow, outcome: Outcome, delivered: Delivered, now: float
    ) -> list[tuple[OutboxRow, str, bool]]:
        row = outcome.row
        if delivered.keyboard is not None and delivered.keyboard != outcome.address.keyboard_open:
            await uow.accounts.set_keyboard(outcome.address.id, delivered.keyboard)
        if delivered.step is None:
            return [(row, delivered.provider_id, delivered.confirmed)]
        await uow.outbox.go_on(row, delivered.step, now, None if delivered.confirmed else delivered.provider_id)
        self._diary.dues.append(now)
        return []

    async def _undelivered(self, uow: Uow, outcome: Outcome, error: Undelivered, now: float, after: Aftermath) -> None:
        row, address = outcome.row, outcome.address
        match error:
            case Flooded(seconds=seconds):
                after.rest(address.channel, now + seconds)
                await self._later(uow, row, now + seconds, error)
            case TryLater() if not too_long(error, row, self._clock.now()):
                await self._later(uow, row, now + pause_s(error, row.attempts), error)
            case Held(news=news):
                await self._hold(uow, outcome, news, now)
            case Gone() | Lost():
                if isinstance(error, Gone):
                    await uow.accounts.set_blocked(address.id, self._clock.now())
                if await uow.outbox.never(row, str(error)):
                    after.lose(row)
            case _:
                log.error("message.refused", message=row.id, account=row.account_id, error=str(error))
                if await uow.outbox.operator(row, str(error)):
                    after.lose(row)

    async def _hold(self, uow: Uow, outcome: Outcome, news: str | None, now: float) -> None:
        """The row waits until the person writes, and holds up nobody."""
        row, address = outcome.row, outcome.address
        if news is not None:
            await uow.accounts.set_news(address.id, self._clock.now())
            # Asked only now, when the report of failure either is seen here or waits to see what was just noted.
            if await uow.reports.has_failed(news):
                await uow.accounts.set_news(address.id, None)
        await uow.outbox.hold(row, "the person must write first", address.seen_at, now + hold_s(row.attempts))

    async def _later(self, uow: Uow, row: OutboxRow, until: float, error: Undelivered) -> None:
        log.warning("message.later", message=row.id, account=row.account_id, attempts=row.attempts, error=str(error))
        await uow.outbox.later(row, until, str(error))
        self._diary.dues.append(until)


def letter_of(row: OutboxRow, address: Address) -> Letter:
    """The row as its channel gets it."""
    return Letter(
        row.id,
        address.external_id,
        row.message,
        address.keyboard_open,
        row.step,
        purpose=row.purpose,
        address_id=address.id,
        seen_at=address.seen_at,
        news_at=address.news_at,
        accepted=frozenset(row.accepted),
    )


def pause_s(error: TryLater, attempts: int) -> float:
    """The seconds before the next attempt: 1, 2, 4 … a minute; a chat that has had too much rests 1, 2, 4 … 60 minutes.

    `attempts` are those made so far.
    """
    if isinstance(error, Throttled):
        return min(LONGEST_REST_S, MINUTE_S * 2.0 ** min(attempts - 1, 10))
    return min(LONGEST_PAUSE_S, 2.0 ** min(attempts - 1, 10))


def hold_s(attempts: int) -> float:
    """The seconds before something held is tried again where nobody told the person: 1, 2, 4 … minutes, half a day."""
    return min(LONGEST_HOLD_S, MINUTE_S * 2.0 ** min(attempts - 1, 10))


def too_long(error: Undelivered, row: OutboxRow, now: datetime) -> bool:
    """Whether a message has been too much for its chat for so long that somebody must look at it."""
    return isinstance(error, Throttled) and row.attempts >= THROTTLED_TRIES and now - row.created_at >= THROTTLED_FOR
