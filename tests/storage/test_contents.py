"""What was created at the provider is known by name."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest
from sqlalchemy.exc import IntegrityError

from storage.contents import Content
from storage.database import Database
from tests.storage.chats import NOW, after

QUICK = Content("balapan_quick_1_0_2", "HX" + "0" * 31 + "1", "f1", "session")
NEWS = Content("balapan_news_kk", "HX" + "0" * 31 + "2", "f2", "pending", checked_at=NOW)


async def test_nothing_is_there_before_it_was_created(database: Database) -> None:
    async with database.reading() as uow:
        assert await uow.contents.all() == {}


async def test_contents_are_kept_by_name_and_the_last_word_counts(database: Database) -> None:
    rejected = replace(NEWS, sid="HX3", status="rejected", reason="too long", checked_at=after(hours=1))
    async with database.transaction("sync") as uow:
        for one in (NEWS, QUICK, rejected):
            await uow.contents.save(one)
    async with database.reading() as uow:
        assert list((await uow.contents.all()).items()) == [(NEWS.name, rejected), (QUICK.name, QUICK)]


async def test_a_status_that_nobody_knows_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError):
        async with database.transaction("sync") as uow:
            await uow.contents.save(Content(**{**asdict(QUICK), "status": "lost"}))
