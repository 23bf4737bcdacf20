"""How fast a channel may be sent to: overall and in each chat, held across all senders."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from storage.accounts import Address
from storage.rates import Room
from storage.uow import Uow


@dataclass(frozen=True)
class Limit:
    """That many a second, and `burst` at once after a rest."""

    per_second: float
    burst: int


@dataclass(frozen=True)
class Pace:
    """The limits of a channel (None: no limit), and how many messages may be in flight at once."""

    overall: Limit | None
    chat: Limit | None
    in_flight: int = 30


TELEGRAM_PACE = Pace(Limit(25, 5), Limit(1, 4))
SANDBOX_PACE = Pace(Limit(25, 5), None)
UNLIMITED = Pace(None, None)


class _Held(Exception):
    def __init__(self, seconds: float, overall: bool) -> None:
        super().__init__(seconds)
        self.seconds = seconds
        self.overall = overall


@dataclass
class Gate:
    """Lets messages pass within one transaction; `now` is the lease clock's."""

    uow: Uow
    pace: Pace
    now: float
    _shut: dict[str, float] = field(default_factory=dict)

    async def room(self, channels: Collection[str]) -> dict[str, Room]:
        """What the overall limit of each channel leaves."""
        limit = self.pace.overall
        if limit is None:
            return dict.fromkeys(channels, Room(self.pace.in_flight))
        return await self.uow.rates.room(channels, self.now, limit.per_second, limit.burst)

    async def wait_s(self, address: Address) -> float:
        """0 when a message may go there now and is counted, else the seconds after which to ask again.

        Those held back by the overall limit are told different times, so that they do not all come back at once.
        """
        channel = address.channel
        if channel in self._shut and self.pace.overall:
            self._shut[channel] += 1 / self.pace.overall.per_second
            return self._shut[channel]
        try:
            async with self.uow.savepoint():
                await self._pass(f"{channel}:{address.id}", self.pace.chat, overall=False)
                await self._pass(channel, self.pace.overall, overall=True)
        except _Held as held:
            if held.overall:
                self._shut[channel] = held.seconds
            return held.seconds
        return 0.0

    async def _pass(self, name: str, limit: Limit | None, *, overall: bool) -> None:
        if limit is None:
            return
        wait = await self.uow.rates.take(name, self.now, limit.per_second, limit.burst)
        if wait > 0:
            raise _Held(wait, overall)
