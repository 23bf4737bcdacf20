"""Many acts in one transaction, as a worker takes the turns of many accounts; and when each act's day has come."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from dialogs.effects import Effect
from dialogs.inputs import Fine
from enrolment.working_days import ALMATY
from handlers.book import Outcome, perform
from handlers.desk import Desk
from handlers.office import Office
from handlers.review_deadlines import FIRES, Fired
from handlers.telling import post
from handlers.working_calendar import up_to_date
from storage.database import Database
from storage.outbox import NewOutbox
from storage.uow import Uow
from tests.city.people import FIRST_DAY, Kid
from tests.city.surroundings import MovedClock
from tests.city.town_plan import Kindergarten

TICKS = (time(0, 1), time(10, 1), time(19, 0), time(21, 1))
AT_NIGHT, MORNING, EVENING, LATE = range(4)
TOGETHER = 100


@dataclass(frozen=True, slots=True)
class Errand:
    """What the owner of an account does when the time comes."""

    account: int
    does: Callable[[Desk], Awaitable[None]]


@dataclass
class City:
    """Everything that the simulation knows besides the database."""

    database: Database
    office: Office
    clock: MovedClock
    chance: Random
    kindergartens: dict[str, Kindergarten]
    agenda: dict[tuple[int, int], list[Errand]] = field(default_factory=lambda: defaultdict(list))
    applied: dict[int, Kid] = field(default_factory=dict)
    staff: dict[str, int] = field(default_factory=dict)
    tally: Counter[str] = field(default_factory=Counter)
    runs_checked: int = 0
    day: int = 0

    @property
    def today(self) -> date:
        """The day that the city has reached."""
        return FIRST_DAY + timedelta(days=self.day)

    def moves_to(self, tick: int) -> datetime:
        """The clock is moved to that tick of the day."""
        self.clock.moment = datetime.combine(self.today, TICKS[tick], ALMATY)
        return self.clock.moment

    def later(self, days: int, tick: int, account: int, does: Callable[[Desk], Awaitable[None]]) -> None:
        """Somebody means to do that in so many days."""
        self.agenda[self.day + days, tick].append(Errand(account, does))

    def notes(self, what: str, count: int = 1) -> None:
        """For the report."""
        self.tally[what] += count


async def carry_out(city: City, tick: int) -> None:
    """Everything that is on the agenda for this tick."""
    errands = city.agenda.pop((city.day, tick), [])
    for first in range(0, len(errands), TOGETHER):
        async with city.database.transaction("errands", brief=True) as uow:
            await _together(city, uow, errands[first : first + TOGETHER])


async def _together(city: City, uow: Uow, errands: Sequence[Errand]) -> None:
    office, now = await up_to_date(uow, city.office), city.clock.now()
    ids = sorted({one.account for one in errands})
    accounts, chats = await uow.accounts.load(ids), await uow.accounts.addresses(ids)
    tray: list[NewOutbox] = []
    for one in errands:
        await one.does(Desk(uow, office, now, accounts[one.account], chats[one.account][0], tray))
    await post(uow, tray, noted=())


async def fire(city: City) -> None:
    """Every timer that is due, through the same functions as in the program, many in one transaction."""
    while await _fire_some(city):
        pass


async def _fire_some(city: City) -> bool:
    now = city.clock.now()
    async with city.database.transaction("timers", brief=True) as uow:
        office = await up_to_date(uow, city.office)
        for _each in range(TOGETHER):
            due = await uow.deadlines.due(now, 1)
            if not due:
                return False
            (one,) = due
            await FIRES[one.kind](Fired(uow, office, now, one))
            await uow.deadlines.done(one.id, now)
            city.notes(f"timers: {one.kind}")
    return True


async def does(city: City, desk: Desk, effect: Effect, what: str) -> Outcome:
    """An effect through its use case; counted by how it came out."""
    outcome = await perform(desk, effect)
    city.notes(what if isinstance(outcome, Fine) else f"{what}: refused")
    return outcome
