"""The movable clock: real time plus an offset, told with Kazakhstan's +05:00."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta, timezone

import holidays
from aiohttp import web

from simulator.journal import Journal
from simulator.wire import JSON, Refused, answer, read_object

KAZAKHSTAN = timezone(timedelta(hours=5))


def real_now() -> datetime:
    """The machine's own time."""
    return datetime.now(UTC)


class MovableClock:
    """A clock that a person moves; it ticks unless frozen."""

    def __init__(self, start: datetime | None = None, real: Callable[[], datetime] = real_now) -> None:
        self.real = real
        self._offset = timedelta()
        self._frozen: datetime | None = None
        if start is not None:
            self.set(start)

    def now(self) -> datetime:
        """The moment on the desk, at +05:00."""
        moment = self._frozen or self.real() + self._offset
        return moment.astimezone(KAZAKHSTAN)

    def set(self, moment: datetime, frozen: bool = False) -> None:
        """Go to that moment; a frozen clock stands there until it is set again."""
        self._offset = moment - self.real()
        self._frozen = moment if frozen else None

    def reset(self) -> None:
        """Tell real time again."""
        self._offset, self._frozen = timedelta(), None

    def seen(self) -> JSON:
        """The moment, and whether it stands still."""
        return {"now": self.now().isoformat(), "frozen": self._frozen is not None}

    def forward(self, step: timedelta) -> None:
        """Move by that much; a frozen clock stays frozen."""
        self.set(self.now() + step, frozen=self._frozen is not None)


def next_working_day(moment: datetime) -> datetime:
    """The same time of day on the first working day after it."""
    day = holidays.country_holidays("KZ").get_nth_working_day(moment.date(), 1)
    return datetime.combine(day, time(moment.hour, moment.minute, moment.second), moment.tzinfo)


def step_named(name: str, now: datetime) -> timedelta:
    """What "2 days", "1 working day" or "3 hours" adds to now. Raises Refused for other words."""
    count, _, unit = name.partition(" ")
    if not count.isdigit() or not 1 <= int(count) <= 400:
        raise Refused("say it as '1 hour', '1 day' or '1 working day'")
    if unit in ("working day", "working days"):
        then = now
        for _day in range(int(count)):
            then = next_working_day(then)
        return then - now
    sizes = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}
    size = sizes.get(unit.removesuffix("s"))
    if size is None:
        raise Refused("units are minute, hour, day, working day")
    return size * int(count)


def move(clock: MovableClock, wish: JSON) -> None:
    """Obey one body of `POST /clock`. Raises Refused when it names no move."""
    try:
        if "now" in wish:
            moment = datetime.fromisoformat(str(wish["now"]))
            local = moment if moment.tzinfo else moment.replace(tzinfo=KAZAKHSTAN)
            clock.set(local, frozen=bool(wish.get("frozen")))
        elif wish.get("real"):
            clock.reset()
        elif "forward_seconds" in wish:
            clock.forward(timedelta(seconds=float(wish["forward_seconds"])))
        elif "forward" in wish:
            clock.forward(step_named(str(wish["forward"]), clock.now()))
        else:
            raise Refused("give now, forward_seconds, forward or real")
    except (ValueError, TypeError, OverflowError) as error:
        raise Refused(f"not a moment or a number: {error}") from error


def routes(clock: MovableClock, journal: Journal) -> list[web.RouteDef]:
    """`GET /clock` and `POST /clock`."""

    async def tell(request: web.Request) -> web.Response:
        return answer(clock.seen())

    async def change(request: web.Request) -> web.Response:
        move(clock, await read_object(request))
        journal.write("clock", **clock.seen())
        return answer(clock.seen())

    return [web.get("/clock", tell), web.post("/clock", change)]
