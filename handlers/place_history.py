"""How the place of an application has changed, and where it may go, as a picture and in words. S3-39."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from dialogs.statistics import PLACE
from documents.drawing.place_chart import PlaceHistory, place_picture, place_words
from enrolment.application import ApplicationState
from enrolment.estimate import WEEKS_OF_HISTORY, PlaceOn, estimate, outlook
from enrolment.family import FamilyAct, may
from enrolment.working_days import ALMATY
from handlers.moving import subject_of
from handlers.pictures import Drawing, Viewing, paints
from locales.text import Text, _
from storage.applications import Application
from storage.queue_history import DayAhead

NO_PLACE = _("This application stands in no queue now, so there is no place to show.")
_WEEK = timedelta(weeks=1)


@paints(PLACE)
async def place_over_time(at: Viewing, about: Mapping[str, Any]) -> Drawing | Text:
    """The place on each day since the child stands where it stands in the order, for those who may see it."""
    one = await _mine(at, int(about["application"]))
    if one is None or one.state is not ApplicationState.QUEUED:
        return NO_PLACE
    place = (await at.uow.applications.position(one)).position
    entered = await _entered(at, one)
    pace_since = at.now - (WEEKS_OF_HISTORY + 1) * _WEEK
    days = await at.uow.queue_history.ahead_of(one, min(entered, pace_since))
    today = at.now.astimezone(ALMATY).date()
    moved = weekly_moves(days, await at.uow.queue_history.watched_since(one), today)
    points = places(days, place, entered.astimezone(ALMATY).date())
    named = _("Application No. {number}", number=one.number)
    history = PlaceHistory(named, points, today, estimate(place, moved), outlook(place, moved, at.now))
    return Drawing(partial(place_picture, history), place_words(history))


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


async def _entered(at: Viewing, one: Application) -> datetime:
    """Since when it stands where it stands in the order: it came into the queue then, or was put elsewhere in it."""
    events = await at.uow.events.history(subject_of(one.id))
    queued = [event.at for event in events if event.to == ApplicationState.QUEUED]
    return max(queued, default=one.created_at)
