"""Children who have grown out of kindergarten: their applications end, and the parents are told. A18, edge 14."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date

from dialogs.notices import About, archived
from enrolment.ages import outgrown
from enrolment.application import Action, ApplicationState, Facts, Need, next_state
from enrolment.profile import Profile
from enrolment.terms import QueueType
from enrolment.voucher_states import Actor, VoucherAction, VoucherState
from enrolment.working_days import ALMATY
from handlers.family_telling import tell_family
from handlers.moving import move, subject_of
from handlers.office import Office
from handlers.telling import Moment, post
from handlers.voucher_acts import SYSTEM, Act
from handlers.voucher_applications import REST_END
from handlers.voucher_others import end_review
from handlers.vouchers import step
from handlers.working_calendar import up_to_date
from storage.applications import Application, Changed
from storage.coming_of_age import Grown, grown
from storage.database import Database
from storage.uow import Uow

AT_ONCE = 50
_GROWN_UP = Act(VoucherAction.REACH_AGE_LIMIT, Actor.TIMER, SYSTEM)
Oldest = Mapping[tuple[str, QueueType], float]


async def end_outgrown(database: Database, office: Office, pause: Callable[[], Awaitable[object]]) -> int:
    """End what is past the profile's limit, and vouchers with which no group can be chosen any more; returns how many.

    Each is looked at again in the transaction that ends it, so that a second run ends nothing.
    """
    today = office.clock.now().astimezone(ALMATY).date()
    async with database.reading() as uow:
        oldest = await _oldest_groups(uow)
        year = today.year - int(min([office.profile.age.until_years, *oldest.values()]))
        found = [one async for one in grown(uow, year) if _is_over(one, today, office.profile, oldest)]
    ended = 0
    for first in range(0, len(found), AT_ONCE):
        for one in found[first : first + AT_ONCE]:
            past_limit = outgrown(one.born, today, office.profile.age)
            ended += await _end(database, office, one.application_id, past_limit=past_limit)
        await pause()
    return ended


async def _oldest_groups(uow: Uow) -> Oldest:
    """Until what age, in years, the oldest groups of each locality and queue type take children."""
    oldest: dict[tuple[str, QueueType], float] = {}
    for group in await uow.places.open_groups(None):
        for queue_type in group.queue_types:
            key = (group.locality, queue_type)
            oldest[key] = max(group.max_age, oldest.get(key, 0.0))
    return oldest


def _is_over(one: Grown, today: date, profile: Profile, oldest: Oldest) -> bool:
    """Who waits in the queue is measured by the profile alone: a catalogue may be short of a group for a while."""
    in_process = one.state is ApplicationState.IN_PROCESS
    return outgrown(one.born, today, profile.age, oldest.get((one.locality, one.queue_type)) if in_process else None)


async def _end(database: Database, office: Office, application_id: int, *, past_limit: bool) -> bool:
    try:
        async with database.transaction("age limit") as uow:
            at = Moment(uow, await up_to_date(uow, office), office.clock.now())
            application = await uow.applications.get(application_id)
            if application is None or not application.active:
                return False
            if application.state is ApplicationState.IN_PROCESS:
                return await _end_voucher(at, application, past_limit=past_limit)
            await _end_application(at, application)
            return True
    except Changed:
        return False


async def _end_voucher(at: Moment, application: Application, *, past_limit: bool) -> bool:
    """Not one that is held: the parent was in time, and the next move is the preschool's.

    Nor one whose place is reserved in a group of the child's age when it was chosen: the preschool looks at that.
    """
    one = await at.uow.vouchers.open_of(application.id)
    if one is None or one.voucher.state is VoucherState.HELD:
        return False
    if not past_limit and await at.uow.requests.open_of_voucher(one.id) is not None:
        return False
    stepped = await step(at.uow, at.office, one.id, _GROWN_UP, at.now)
    await post(at.uow, stepped.outgoing)
    return True


async def _end_application(at: Moment, application: Application) -> None:
    facts = Facts(application.queue_type, there=frozenset({Need.AGE_LIMIT_REACHED}))
    transition = next_state(application.state, Action.REACH_AGE_LIMIT, facts, at.office.profile)
    moved = await move(at, application, transition, SYSTEM, {"row": transition.row})
    await at.uow.rests.end(moved.id, at.now, restored=False)
    await at.uow.deadlines.cancel(subject_of(moved.id), REST_END)
    outgoing = await end_review(at, moved)
    child = await at.uow.children.get(moved.child_id)
    about = About(moved.id, moved.number, child.person.first_name if child else "", at.office.profile.place_instrument)
    told = archived(about, str(moved.archive_reason))
    await post(at.uow, [*outgoing, *await tell_family(at, moved.id, told, subject_of(moved.id))])
