"""Telling parents that a place in the queue has changed, when it matters. A20, N13, S3-39, edge 31."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from dialogs.notices import About, place_changed
from enrolment.application import ApplicationState
from enrolment.queue import PlaceChange, Standing, why_changed
from handlers.family_telling import tell_family
from handlers.moving import subject_of
from handlers.office import Office
from handlers.telling import Moment, post
from storage.applications import Application
from storage.database import Database
from storage.standings import Standing as Told
from storage.standings import standings
from storage.uow import Uow

THRESHOLDS = (1000, 500, 100, 50, 10, 1)
WORTH_A_FALL = 10
AT_ONCE = 50


def worth_telling(told: int, place: int) -> bool:
    """Whether the place has come down to or past a threshold; a fall behind one counts from ten places on."""
    if place < told:
        return any(place <= threshold < told for threshold in THRESHOLDS)
    return place - told >= WORTH_A_FALL and any(told <= threshold < place for threshold in THRESHOLDS)


async def notify_places(
    database: Database, office: Office, pause: Callable[[], Awaitable[object]] | None = None
) -> int:
    """Tell everybody whose place crossed a threshold since they were last told; returns how many were told.

    One ordered walk finds them; each is looked at again in the transaction that tells, so a second run tells nobody.
    Between two transactions it waits for `pause`.
    """
    async with database.reading() as uow:
        ids = [one.application_id async for one in standings(uow) if _is_news(one)]
    told = 0
    for first in range(0, len(ids), AT_ONCE):
        async with database.transaction("places") as uow:
            for application_id in ids[first : first + AT_ONCE]:
                told += await _tell(uow, office, application_id)
            uow.wake("outbox")
        if pause is not None:
            await pause()
    return told


def _is_news(one: Told) -> bool:
    return one.told is None or worth_telling(one.told, one.place)


async def _tell(uow: Uow, office: Office, application_id: int) -> bool:
    application = await uow.applications.get(application_id)
    if application is None or application.state is not ApplicationState.QUEUED:
        return False
    place = (await uow.applications.position(application)).position
    before = application.notified_place
    if before is not None and not worth_telling(before, place):
        return False
    await uow.applications.set_notified_place(application.id, place)
    if before is None:
        return False
    child = await uow.children.get(application.child_id)
    first_name = child.person.first_name if child else ""
    about = About(application.id, application.number, first_name, office.profile.place_instrument)
    why, subject = _why(application, before, place), subject_of(application.id)
    message = place_changed(about, before, place, why)
    at = Moment(uow, office, office.clock.now())
    await _note(at, application, why, (before, place))
    await post(uow, await tell_family(at, application.id, message, subject))
    return True


def _why(application: Application, told: int, place: int) -> PlaceChange | None:
    """The main reason since the parent was last told."""
    iteration = application.iteration if application.notified_iteration is None else application.notified_iteration
    category = application.category if application.notified_category is None else application.notified_category
    now = Standing(application.iteration, application.category, place)
    return why_changed(Standing(iteration, category, told), now)


async def _note(at: Moment, application: Application, why: PlaceChange | None, places: tuple[int, int]) -> None:
    """The change with its reason, in the history."""
    details = {"row": "A20", "places": list(places)}
    state, subject = application.state, subject_of(application.id)
    await at.uow.events.append(subject, "system", state, state, at=at.now, reason=why, details=details)
