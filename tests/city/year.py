"""One year of the city, day by day: timers at their ticks, families at theirs, places and runs every month."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

from sqlalchemy import text

from dialogs.staff.department_effects import DeclareDay
from enrolment.working_days import ALMATY
from handlers import keeping
from handlers.calendar_changes import recount
from handlers.catalogue import replace_catalogue
from handlers.desk import Desk
from handlers.telling import Moment
from storage.database import Database
from storage.tasks import TaskRow
from tests.city.batches import AT_NIGHT, EVENING, LATE, MORNING, TICKS, City, carry_out, does, fire
from tests.city.colleagues import ADMIN, department_of, hire
from tests.city.families import apply
from tests.city.people import DAYS, FIRST_DAY, Family, families, register
from tests.city.runs import open_places, run
from tests.city.surroundings import MovedClock, office_in, sealer
from tests.city.town_plan import LOCALITIES, Kindergarten, kindergartens

MONTH, AT_ONCE = 30, 200
OPENING, RUNNING, NIGHT = 10, 11, 15
BUSY = range(OPENING, NIGHT + 1)
_ARRIVED = text("UPDATE outbox SET status = 'sent', sent_at = :at, message = NULL WHERE status = 'waiting'")
OUTAGE, CLOSING, DECLARED = 152, 201, {64: 3, 187: 2}


async def city_of(url: str, folder: Path, children: int, seed: int) -> City:
    """An empty database becomes a city on its first day, with kindergartens and staff and nobody in the queue."""
    clock = MovedClock(datetime.combine(FIRST_DAY, TICKS[0], ALMATY))
    database, office = Database.open(url, sealer()), office_in(folder, clock)
    found = {one.bin: Kindergarten(one) for one in kindergartens(children)}
    city = City(database, office, clock, Random(seed), found)
    async with database.transaction("first day") as uow:
        await replace_catalogue(Moment(uow, office, clock.now()), [one.preschool for one in found.values()])
        for bin_, one in found.items():
            one.groups = await uow.places.of_preschool(bin_)
        await hire(city, uow)
        await uow.outages.alive(clock.now())
    return city


def silent(_line: str) -> None:
    """Nobody hears how far it is."""


async def live_a_year(
    city: City, children: int, seed: int, say: Callable[[str], None] = silent, days: int = DAYS
) -> None:
    """From the first day to the last, or so many days of it; `say` hears how far it is."""
    coming: dict[int, list[Family]] = defaultdict(list)
    for family in families(children, seed):
        coming[family.kids[0].applies_on].append(family)
    started = time.perf_counter()
    for day in range(days):
        city.day = day
        await live_a_day(city, coming.pop(day, []))
        if day % MONTH == MONTH - 1:
            say(f"{city.today}: {time.perf_counter() - started:.0f} s, {city.tally['applications']} applications, "
                f"{city.tally['vouchers issued']} vouchers, {city.tally['children admitted']} admitted")  # fmt: skip


async def live_a_day(city: City, coming: list[Family]) -> None:
    """The four ticks of a day; during the outage nobody and nothing acts until the evening."""
    if city.day == OUTAGE:
        await stand_still(city)
    for tick in range(len(TICKS)):
        if city.day == OUTAGE and tick < EVENING:
            continue
        city.moves_to(tick)
        if not (tick == MORNING and (coming or has_plans(city))) and await is_quiet(city, tick):
            continue
        await beat(city)
        await fire(city)
        if tick == MORNING:
            await join(city, coming)
            await happenings(city)
        await carry_out(city, tick)
    await arrive(city)
    city.agenda = defaultdict(list, {when: what for when, what in city.agenda.items() if when > (city.day, LATE)})


def has_plans(city: City) -> bool:
    """Whether the calendar of the year has something for this day."""
    return city.day % MONTH in BUSY or city.day in {*DECLARED, CLOSING}


async def is_quiet(city: City, tick: int) -> bool:
    """Whether nothing is due and nobody means to do anything."""
    if (city.day, tick) in city.agenda:
        return False
    async with city.database.reading() as uow:
        due = await uow.deadlines.next_due()
    return due is None or due > city.clock.now()


async def beat(city: City) -> None:
    """The heart that beats every minute, of which the city lives only a few; the hours between are no outage."""
    async with city.database.transaction("beat", brief=True) as uow:
        await uow.outages.alive(city.clock.now(), timedelta(days=DAYS))


async def arrive(city: City) -> None:
    """Everything that was said today has reached its chat."""
    async with city.database.transaction("deliveries", brief=True) as uow:
        await uow.connection.execute(_ARRIVED, {"at": int(city.clock.now().timestamp() * 1_000_000)})


async def join(city: City, coming: list[Family]) -> None:
    """New families register, and apply this very day."""
    for first in range(0, len(coming), AT_ONCE):
        async with city.database.transaction("registration", brief=True) as uow:
            await register(uow, coming[first : first + AT_ONCE], city.office.profile, city.clock.now())
    for family in coming:
        city.later(0, EVENING, family.kids[0].account, partial(apply, city, family))


async def happenings(city: City) -> None:
    """What the calendar of the year brings: places, runs, nights of work, declared days, a kindergarten that closes."""
    for number, locality in enumerate(LOCALITIES):
        clerk = city.staff[department_of(locality)]
        if city.day % MONTH == OPENING + number:
            share = city.day // MONTH
            city.later(0, MORNING, clerk, partial(_opens, city, share, locality))
        if city.day % MONTH == RUNNING + number:
            await run(city, locality)
    if city.day % MONTH == NIGHT:
        await keeping.tell_places(city.database, city.office)
        await keeping.end_age(city.database, city.office)
    if city.day in DECLARED:
        await declare(city, DECLARED[city.day])
    if city.day == CLOSING:
        await close_one(city)


async def _opens(city: City, share: int, locality: str, desk: Desk) -> None:
    await open_places(city, share, desk, locality)


async def declare(city: City, ahead: int) -> None:
    """The administrator declares a day off in the days ahead, and all open deadlines are counted anew (edge 7)."""
    on = city.today + timedelta(days=ahead)

    async def declares(desk: Desk) -> None:
        await does(city, desk, DeclareDay(on, False, "Демалыс", "Выходной", "приказ № 1"), "days declared")

    city.later(0, MORNING, city.staff[ADMIN], declares)
    await carry_out(city, MORNING)
    task = TaskRow(0, city.staff[ADMIN], "calendar", {}, 1, None)
    moved = (await recount(city.database, city.office, task))["moved"]
    city.notes("deadlines moved by declared days", moved)


async def close_one(city: City) -> None:
    """A kindergarten leaves the catalogue; whoever was to get a place there chooses again (edge 16)."""
    gone = city.chance.choice([one for one in city.kindergartens.values() if one.preschool.locality == "almaty"])
    gone.open = False
    left = [one.preschool for one in city.kindergartens.values() if one.open]
    async with city.database.transaction("closing") as uow:
        await replace_catalogue(Moment(uow, city.office, city.clock.now()), left)
    city.notes("kindergartens closed")


async def stand_still(city: City) -> None:
    """The program is down from the night to the evening; afterwards its heart notices the gap (edge 6)."""
    city.moves_to(AT_NIGHT)
    async with city.database.transaction("before") as uow:
        await uow.outages.alive(city.clock.now(), timedelta(days=DAYS))
    for tick in range(EVENING):
        city.agenda[city.day, EVENING] = city.agenda.pop((city.day, tick), []) + city.agenda[city.day, EVENING]
    city.moves_to(EVENING)
    async with city.database.transaction("after") as uow:
        assert await uow.outages.alive(city.clock.now()) is not None
    city.notes("outages")
