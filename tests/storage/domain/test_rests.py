"""Rests on the stop-list: one at a time, each with its last day, counted when they end in the queue."""

from __future__ import annotations

import pytest

from storage.database import Database
from storage.stop_list_rests import Rest
from tests.storage.domain.families import NOW, Kindergarten, later
from tests.storage.domain.issuing import FIVE_DAYS, TWO_DAYS


@pytest.mark.rule("E-32")
async def test_an_application_rests_comes_back_and_is_counted(database: Database) -> None:
    async with database.transaction("test") as uow:
        id_ = (await Kindergarten(uow).applies()).id
        assert await uow.rests.current(id_) is None
        assert not await uow.rests.end(id_, NOW, restored=True)
        await uow.rests.begin(Rest(id_, NOW, FIVE_DAYS))
        await uow.rests.begin(Rest(id_, later(days=1), TWO_DAYS))
        assert await uow.rests.current(id_) == Rest(id_, NOW, FIVE_DAYS)
        assert await uow.rests.restored(id_) == 0
        assert await uow.rests.end(id_, later(days=2), restored=True)
        assert await uow.rests.current(id_) is None
        assert await uow.rests.restored(id_) == 1


async def test_a_rest_that_ends_in_the_archive_is_no_return(database: Database) -> None:
    async with database.transaction("test") as uow:
        id_ = (await Kindergarten(uow).applies()).id
        for restored in (True, False):
            await uow.rests.begin(Rest(id_, NOW, FIVE_DAYS))
            assert await uow.rests.end(id_, later(days=2), restored=restored)
        assert await uow.rests.restored(id_) == 1
