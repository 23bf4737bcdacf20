"""The order of the queues as it is now: which iteration runs, and which list of categories holds. G.0, B.3."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import structlog

from enrolment.profile import Profile
from enrolment.profile_file import Contradiction
from enrolment.queue import PlaceChange
from handlers.office import Office
from storage.uow import Uow

ITERATION: Final = "queue.iteration"
CATEGORIES: Final = "queue.categories"
RERANK: Final = "queue.rerank"
_ORDER: Final = "queue.order"
_WISHES: Final = "queue.rerank_wishes"
log = structlog.get_logger()


async def with_order(uow: Uow, office: Office, known: dict[str, str]) -> Office:
    """The office with the iteration and the categories that stand in the settings; the same one without any."""
    if not known.keys() & {ITERATION, CATEGORIES}:
        return office
    key = (id(office.profile), known.get(ITERATION), known.get(CATEGORIES))
    if key not in office.ordered:
        office.ordered.clear()
        office.ordered[key] = await _ordered(uow, office.profile, known)
    return replace(office, profile=office.ordered[key])


async def joining(uow: Uow, office: Office) -> Office:
    """The office by whose order somebody joins a queue: no other order begins before this transaction ends."""
    await uow.settings.share(_ORDER)
    known = await uow.settings.load(ITERATION, CATEGORIES)
    return replace(office, profile=await _ordered(uow, office.profile, known)) if known else office


async def another_order(uow: Uow) -> None:
    """Before another order begins: whoever is joining by the one of now is waited for, so that the walk meets them."""
    await uow.settings.take(_ORDER)


async def want_rerank(uow: Uow, why: PlaceChange) -> None:
    """Have the queues ordered anew; of two wishes for the same reason the second is another one."""
    await uow.settings.set(RERANK, f"{why} {await uow.settings.count_up(_WISHES)}")


async def _ordered(uow: Uow, profile: Profile, known: dict[str, str]) -> Profile:
    queue = replace(profile.queue, iteration=int(known.get(ITERATION, profile.queue.iteration)))
    entered = await uow.categories.get(int(known[CATEGORIES])) if CATEGORIES in known else None
    categories = profile.categories if entered is None else entered.categories
    try:
        return replace(profile, queue=queue, categories=categories)
    except Contradiction as contradiction:
        # The profile has another set of privileges now than when the list was entered.
        log.error("categories.do_not_fit", problem=str(contradiction))
        return replace(profile, queue=queue)
