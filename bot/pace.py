"""How fast a channel may be sent to: overall and in each chat, held across all senders."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from storage.addresses import Address
from storage.rates import Room
from storage.uow import Uow


@dataclass(frozen=True)
class Limit:
    """That many a second, and `burst` at once after a rest."""

    per_second: float
    burst: int


@dataclass(frozen=True)
class Pace:
    """The limits of a channel (None: no limit), and how many of its messages may be in flight at once."""

    overall: Limit | None
    chat: Limit | None
    in_flight: int = 30


TELEGRAM_PACE = Pace(Limit(25, 5), Limit(1, 4))
SANDBOX_PACE = Pace(Limit(25, 5), None)
WHATSAPP_PACE = Pace(Limit(70, 10), Limit(1 / 6, 10), in_flight=40)
WHATSAPP_SANDBOX_PACE = Pace(Limit(70, 10), None, in_flight=40)
UNLIMITED = Pace(None, None)


def paces_of(channels: Iterable[str], *, sandbox: bool = False) -> dict[str, Pace]:
    """The pace of each channel; a sandbox knows no limit of a chat, because its people are quicker than real ones."""
    if sandbox:
        return {one: WHATSAPP_SANDBOX_PACE if one == "whatsapp" else SANDBOX_PACE for one in channels}
    return {one: WHATSAPP_PACE if one == "whatsapp" else TELEGRAM_PACE for one in channels}


class _Held(Exception):
    def __init__(self, seconds: float, overall: bool) -> None:
        super().__init__(seconds)
        self.seconds = seconds
        self.overall = overall


@dataclass
class Gate:
    """Lets messages pass within one transaction; `now` is the lease clock's."""

    uow: Uow
    paces: Mapping[str, Pace]
    now: float
    _shut: dict[str, float] = field(default_factory=dict)

    async def room(self, channels: Collection[str]) -> dict[str, Room]:
        """What the overall limit of each channel leaves."""
        rooms: dict[str, Room] = {}
        for limit in dict.fromkeys(self.paces[channel].overall for channel in channels):
            same = [channel for channel in channels if self.paces[channel].overall == limit]
            if limit is None:
                rooms |= {channel: Room(self.paces[channel].in_flight) for channel in same}
            else:
                rooms |= await self.uow.rates.room(same, self.now, limit.per_second, limit.burst)
        return rooms

    async def wait_s(self, address: Address) -> float:
        """0 when a message may go there now and is counted, else the seconds after which to ask again.

        Those held back by the overall limit are told different times, so that they do not all come back at once.
        """
        channel = address.channel
        pace = self.paces[channel]
        if channel in self._shut and pace.overall:
            self._shut[channel] += 1 / pace.overall.per_second
            return self._shut[channel]
        try:
            async with self.uow.savepoint():
                await self._pass(f"{channel}:{address.id}", pace.chat, overall=False)
                await self._pass(channel, pace.overall, overall=True)
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
