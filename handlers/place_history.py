"""How the place of an application has changed, and where it may go, as a picture and in words. S3-39."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import Any

from dialogs.place_queries import PlaceMove, PlaceMoves
from dialogs.statistics import PLACE
from documents.drawing.place_chart import PlaceHistory, place_picture, place_words
from enrolment.application import ApplicationState
from enrolment.estimate import WEEKS_OF_HISTORY, CannotSay, PlaceOn, estimate, outlook
from enrolment.family import FamilyAct, may
from enrolment.queue import PlaceChange
from enrolment.working_days import ALMATY
from handlers.book import answers
from handlers.desk import Desk
from handlers.family_access import role_in
from handlers.moving import subject_of
from handlers.pictures import Drawing, Viewing, paints
from handlers.reranking import QUEUES
from handlers.telling import Occasion
from locales.text import Text, _
from storage.applications import Application
from storage.events import Event
from storage.queue_history import DayAhead

NO_PLACE = _("This application stands in no queue now, so there is no place to show.")
_WEEK = timedelta(weeks=1)
_REASONS = {PlaceChange.REFRESHED, PlaceChange.CATEGORY_MOVED}


@paints(PLACE)
async def place_over_time(at: Viewing, about: Mapping[str, Any]) -> Drawing | Text:
    """The place on each day since the child stands where it stands in the order, for those who may see it."""
    one = await _mine(at, int(about["application"]))
    if one is None or one.state is not ApplicationState.QUEUED:
        return NO_PLACE
    stands = await _standing(at, one)
    place, moved, today = stands.place, stands.moved, at.now.astimezone(ALMATY).date()
    points = stands.points
    named = _("Application No. {number}", number=one.number)
    history = PlaceHistory(named, points, today, estimate(place, moved), outlook(place, moved, at.now))
    return Drawing(partial(place_picture, history), place_words(history))


@answers(PlaceMoves)
async def place_moves(desk: Desk, query: PlaceMoves) -> tuple[PlaceMove, ...]:
    """Every change of the place since the child stands where it stands in the order (S3-39)."""
    one = await desk.uow.applications.get(query.application)
    if one is None or one.state is not ApplicationState.QUEUED:
        return ()
    if not may(await role_in(desk, query.application), FamilyAct.SEE_HISTORY):
        return ()
    points = (await _standing(desk, one)).points
    moves = [PlaceMove(day.on, day.place, held.place) for held, day in pairwise(points) if held.place != day.place]
    return (*reversed(moves), PlaceMove(points[0].on, points[0].place))


async def earliest_voucher(at: Occasion, one: Application) -> date | None:
    """The first day on which a voucher is likely, if the queue moves on as it did; None where nobody can tell."""
    if one.state is not ApplicationState.QUEUED:
        return None
    stands = await _standing(at, one)
    wait = estimate(stands.place, stands.moved)
    return None if isinstance(wait, CannotSay) else at.now.astimezone(ALMATY).date() + wait.from_weeks * _WEEK


@dataclass(frozen=True)
class _Standing:
    """Where an application stands since when, and how its queue has moved since the day from which it is watched."""

    place: int
    entered: datetime
    days: Sequence[DayAhead]
    watched: date
    moved: tuple[int, ...]

    @property
    def points(self) -> tuple[PlaceOn, ...]:
        """The place on the first day known and on each day on which it changed."""
        return places(self.days, self.place, max(self.entered.astimezone(ALMATY).date(), self.watched))


async def _standing(at: Occasion, one: Application) -> _Standing:
    place = (await at.uow.applications.position(one)).position
    entered, orders = await _entered(at, one), await _orders(at, one)
    pace_since = at.now - (WEEKS_OF_HISTORY + 1) * _WEEK
    days = await at.uow.queue_history.ahead_of(one, min(entered, pace_since))
    today = at.now.astimezone(ALMATY).date()
    # Of what was before the queue was watched, and before its refresh, the days say nothing.
    watched = max(await at.uow.queue_history.watched_since(one) or today, orders.begun or date.min)
    return _Standing(place, entered, days, watched, weekly_moves(orders.without_moves(days), watched, today))


def places(days: Sequence[DayAhead], place: int, entered: date) -> tuple[PlaceOn, ...]:
    """The place at the end of the first day and of each day on which it changed, worked out from today's."""
    since = [day for day in days if day.on > entered and day.more]
    held = place - sum(day.more for day in since)
    points = [PlaceOn(entered, max(1, held))]
    for day in since:
        held += day.more
        points.append(PlaceOn(day.on, max(1, held)))
    return tuple(points)


def weekly_moves(days: Sequence[DayAhead], watched: date | None, today: date) -> tuple[int, ...]:
    """By how much the queue moved on in each whole week that ended today, the latest last; 26 weeks at most."""
    weeks = 0 if watched is None else min(WEEKS_OF_HISTORY, (today - watched) // _WEEK)
    moved = [0] * weeks
    for day in days:
        ago = (today - day.on) // _WEEK
        if 0 <= ago < weeks:
            moved[-1 - ago] += day.served
    return tuple(moved)


async def _mine(at: Viewing, application_id: int) -> Application | None:
    """The application, where the account is of the family that may see it."""
    audience = await at.uow.family.audience(application_id)
    role = audience.role_of(at.account.id) if audience else None
    return await at.uow.applications.get(application_id) if may(role, FamilyAct.SEE_APPLICATION) else None


async def _entered(at: Occasion, one: Application) -> datetime:
    """Since when it stands where it stands in its iteration: it came into the queue then, or into another category."""
    events = await at.uow.events.history(subject_of(one.id))
    return max((event.at for event in events if _is_put(event)), default=one.created_at)


def _is_put(event: Event) -> bool:
    """Whether it was put where it stands then; a mere notice of the place is also in the history."""
    if event.to != ApplicationState.QUEUED:
        return False
    return event.from_ != event.to or "categories" in (event.details or {})


@dataclass(frozen=True)
class _Orders:
    """When the queues were ordered anew: the day on which the application's iteration began, and all such days."""

    begun: date | None
    days: frozenset[date]

    def without_moves(self, days: Sequence[DayAhead]) -> list[DayAhead]:
        """The days on which places were given: who was put elsewhere by another order was not served."""
        return [day for day in days if day.on not in self.days]


async def _orders(at: Occasion, one: Application) -> _Orders:
    ordered = [event for event in await at.uow.events.history(QUEUES) if event.reason in _REASONS]
    begun = [event for event in ordered if event.reason == PlaceChange.REFRESHED and event.to == str(one.iteration)]
    days = frozenset(_day(event) for event in ordered)
    return _Orders(max(map(_day, begun), default=None), days)


def _day(event: Event) -> date:
    return event.at.astimezone(ALMATY).date()
