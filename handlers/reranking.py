"""The queues ordered anew: at a refresh day, and when another list of categories begins to hold. G.0, edge 31."""

from __future__ import annotations

from datetime import datetime, time
from typing import Final

from enrolment.application import category_of
from enrolment.queue import PlaceChange
from enrolment.terms import Privilege
from enrolment.working_days import ALMATY
from handlers.moving import subject_of
from handlers.office import Office
from handlers.queue_order import CATEGORIES, ITERATION, RERANK, another_order, want_rerank
from handlers.review_deadlines import FIRES, Fired
from handlers.telling import Moment
from handlers.voucher_acts import SYSTEM
from handlers.working_calendar import up_to_date
from storage.applications import Application
from storage.database import Database
from storage.events import NewEvent
from storage.uow import Uow

QUEUES: Final = "queues"
REFRESH: Final = "queue_refresh"
NEW_LIST: Final = "category_list"
AT_ONCE: Final = 500


def next_refresh(days: tuple[str, ...], after: datetime) -> datetime | None:
    """The next 00:00 in Almaty of a refresh day (MM-DD) after that moment."""
    year = after.astimezone(ALMATY).year
    found = [
        datetime.combine(datetime(each, int(day[:2]), int(day[3:])).date(), time.min, ALMATY)
        for day in days
        for each in (year, year + 1)
        if _exists(each, day)
    ]
    return min((moment for moment in found if moment > after), default=None)


async def schedule(uow: Uow, office: Office) -> None:
    """At the start: the next refresh is planned; one that was missed meanwhile stays due, once."""
    now = office.clock.now()
    planned = [one for one in await uow.deadlines.of(QUEUES) if one.kind == REFRESH]
    if not planned or planned[0].due_at > now:
        await _plan_refresh(uow, office, now)


async def refresh(fired: Fired) -> None:
    """The next iteration begins for everybody who stands in a queue or comes from now on."""
    await another_order(fired.uow)
    before = fired.office.profile.queue.iteration
    await fired.uow.settings.set(ITERATION, str(before + 1))
    await want_rerank(fired.uow, PlaceChange.REFRESHED)
    await _log(fired, str(before), str(before + 1), PlaceChange.REFRESHED)
    await _plan_refresh(fired.uow, fired.office, fired.now)


async def new_list(fired: Fired) -> None:
    """Of the lists whose day has come the latest holds; the next one is planned."""
    await another_order(fired.uow)
    due = [one for one in await fired.uow.categories.all() if one.valid_from <= fired.now]
    held = str(max(due, key=lambda one: (one.valid_from, one.version)).version) if due else None
    before = await fired.uow.settings.get(CATEGORIES)
    if held is not None and held != before:
        await fired.uow.settings.set(CATEGORIES, held)
        await want_rerank(fired.uow, PlaceChange.CATEGORY_MOVED)
        await _log(fired, before or "profile", held, PlaceChange.CATEGORY_MOVED)
    await plan_list(fired.uow, fired.now)


async def plan_list(uow: Uow, now: datetime) -> None:
    """The deadline of the list that begins next, if another one is entered."""
    ahead = [one.valid_from for one in await uow.categories.all() if one.valid_from > now]
    if ahead:
        await uow.deadlines.set(QUEUES, NEW_LIST, min(ahead))


FIRES |= {REFRESH: refresh, NEW_LIST: new_list}


async def rerank_wanted(database: Database, office: Office) -> int:
    """Bring every application where it belongs by the order of now, when that is wanted; returns how many moved.

    It may be begun again at any point: what has been moved already stays. Until it is finished no run issues anything.
    """
    async with database.reading() as uow:
        wanted = await uow.settings.get(RERANK)
    if not wanted:
        return 0
    last, moved = 0, 0
    while True:
        async with database.transaction("rerank") as uow:
            at = Moment(uow, await up_to_date(uow, office), office.clock.now())
            page = await uow.rankings.page(last, AT_ONCE)
            moved += await _rerank(at, page)
        if len(page) < AT_ONCE:
            break
        last = page[-1].id
    async with database.transaction("reranked") as uow:
        await uow.settings.swap(RERANK, wanted, "")
    return moved


def belongs(office: Office, one: Application) -> int:
    """The category of an application by the list that holds."""
    privilege = one.details.get("privilege")
    return category_of([Privilege(privilege)] if privilege else [], office.profile)


async def _rerank(at: Moment, page: list[Application]) -> int:
    iteration = at.office.profile.queue.iteration
    categories = {one.id: belongs(at.office, one) for one in page}
    astray = [one for one in page if (one.iteration, one.category) != (iteration, categories[one.id])]
    await at.uow.rankings.move(astray, iteration, categories, at.now)
    # Who has no privilege is in everybody's category by any list: only its number can be another one.
    elsewhere = [one for one in astray if one.category != categories[one.id] and one.details.get("privilege")]
    await at.uow.events.append_many([_moved(at, one, categories[one.id]) for one in elsewhere])
    return len(astray)


def _moved(at: Moment, one: Application, category: int) -> NewEvent:
    details = {"row": "A20", "categories": [one.category, category]}
    return NewEvent(
        subject_of(one.id), SYSTEM, one.state, one.state, at.now, reason=PlaceChange.CATEGORY_MOVED, details=details
    )


async def _plan_refresh(uow: Uow, office: Office, now: datetime) -> None:
    due = next_refresh(office.profile.queue.refresh_days, now)
    if due is not None:
        await uow.deadlines.set(QUEUES, REFRESH, due)


async def _log(fired: Fired, before: str, after: str, why: PlaceChange) -> None:
    await fired.uow.events.append(QUEUES, SYSTEM, before, after, at=fired.now, reason=why)


def _exists(year: int, day: str) -> bool:
    try:
        datetime(year, int(day[:2]), int(day[3:]))
    except ValueError:
        return False
    return True
