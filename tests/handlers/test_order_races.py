"""Another order of the queues begins while somebody joins: nobody is left behind in the order that is over. G.0."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

import pytest

from dialogs.inputs import Fine
from enrolment.queue import PlaceChange
from enrolment.working_days import ALMATY
from handlers import reranking
from handlers.office import Office
from handlers.queue_order import RERANK, want_rerank
from handlers.reranking import QUEUES, REFRESH, refresh, rerank_wanted
from handlers.review_deadlines import Fired
from handlers.working_calendar import up_to_date
from storage.applications import Application
from storage.deadlines import Deadline
from storage.uow import Uow
from tests.handlers.crowds import doing, id_of
from tests.handlers.neighbours import application, kindergarten, parent_with_child, stock
from tests.handlers.town import Town
from tests.storage.domain.racing import race

DAY = datetime(2027, 6, 30, tzinfo=ALMATY)


def refreshing(town: Town) -> Callable[[Uow], Awaitable[None]]:
    """The refresh day, in whichever transaction it is given."""

    async def refreshes(uow: Uow) -> None:
        await refresh(Fired(uow, await up_to_date(uow, town.office), DAY, Deadline(0, QUEUES, REFRESH, DAY, 1)))

    return refreshes


async def of_account(town: Town, account_id: int) -> Application:
    async with town.database.reading() as uow:
        (one,) = await uow.applications.of_account(account_id)
    return one


async def test_who_joins_while_the_next_iteration_begins_stands_in_it(town: Town) -> None:
    await stock(town, kindergarten())
    phone, child = await parent_with_child(town)
    account_id = await id_of(phone)

    joined, _none = await race(town.database, doing(town, account_id, application(child)), refreshing(town))
    assert isinstance(joined, Fine)
    await rerank_wanted(town.database, town.office)
    assert (await of_account(town, account_id)).iteration == 2


async def test_who_began_to_join_before_the_next_iteration_and_ends_after_it_stands_in_it(town: Town) -> None:
    await stock(town, kindergarten())
    phone, child = await parent_with_child(town)
    account_id = await id_of(phone)

    _none, joined = await race(town.database, refreshing(town), doing(town, account_id, application(child)))
    assert isinstance(joined, Fine)
    assert (await of_account(town, account_id)).iteration == 2


async def test_a_second_list_that_begins_during_the_walk_by_the_first_has_its_own_walk(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def wants(uow: Uow) -> None:
        await want_rerank(uow, PlaceChange.CATEGORY_MOVED)

    async def wants_during_the_walk(uow: Uow, office: Office) -> Office:
        monkeypatch.undo()
        await wants(uow)
        return await up_to_date(uow, office)

    async with town.database.transaction("first list") as uow:
        await wants(uow)
    monkeypatch.setattr(reranking, "up_to_date", wants_during_the_walk)
    for still_wanted in (True, False):
        await rerank_wanted(town.database, town.office)
        async with town.database.reading() as uow:
            assert bool(await uow.settings.get(RERANK)) is still_wanted
