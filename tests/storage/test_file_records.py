"""Records of files: found by id, kept while something refers to them, swept up otherwise."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from storage.database import Database
from storage.file_records import FileRecord
from storage.flow_tables import stored_file
from storage.schema import new_id
from storage.uow import Uow
from tests.storage.chats import NOW, after, chat


async def photo(uow: Uow, name: str = "Әлихан.jpg") -> FileRecord:
    owner = (await chat(uow)).account_id
    record = FileRecord(new_id(), owner, name, "image/jpeg", 5, b"s" * 32, b"wrapped", NOW)
    await uow.files.add(record)
    return record


async def test_a_record_comes_back_as_it_was_added(database: Database) -> None:
    async with database.transaction("file") as uow:
        one = await photo(uow)
        other = replace(one, id=new_id(), mime="application/pdf", pages=12)
        await uow.files.add(other)
        assert await uow.files.get([one.id, other.id, 5]) == {one.id: one, other.id: other}


async def test_only_loose_old_files_are_swept_up(database: Database) -> None:
    async with database.transaction("file") as uow:
        kept, loose, freed = await photo(uow), await photo(uow), await photo(uow)
        await uow.files.keep([kept.id, freed.id])
        await uow.files.loosen([freed.id])
        assert await uow.files.unreferenced(NOW) == []
        assert {one.id for one in await uow.files.unreferenced(after(days=1))} == {loose.id, freed.id}
        assert (await uow.files.get([kept.id]))[kept.id] == replace(kept, state="kept")


async def test_a_deleted_record_is_gone_and_the_key_with_it(database: Database) -> None:
    async with database.transaction("file") as uow:
        one = await photo(uow)
        await uow.files.delete(one.id)
        assert await uow.files.get([one.id]) == {}


async def test_the_name_is_not_readable_in_the_database(database: Database) -> None:
    async with database.transaction("file") as uow:
        one = await photo(uow)
        name = (await uow.connection.execute(select(stored_file.c.name))).scalar_one()
    assert "Әлихан".encode() not in name
    assert "Әлихан" not in repr(one)


async def test_any_number_of_ids_can_be_asked_for(database: Database) -> None:
    async with database.transaction("many") as uow:
        assert await uow.files.get(range(1, 70_000)) == {}
        await uow.files.keep(range(1, 70_000))


async def test_a_page_and_what_it_was_made_from_are_kept_and_forgotten_together(database: Database) -> None:
    async with database.transaction("file") as uow:
        sent = await photo(uow)
        page = replace(sent, id=new_id(), name="", original=sent.id)
        await uow.files.add(page)
        assert (await uow.files.get([page.id]))[page.id] == page
        await uow.files.keep([page.id])
        assert {one.state for one in (await uow.files.get([page.id, sent.id])).values()} == {"kept"}
        await uow.files.loosen([page.id])
        assert {one.id for one in await uow.files.unreferenced(after(days=1))} == {page.id, sent.id}
        await uow.files.delete(page.id)
        assert await uow.files.get([page.id, sent.id]) == {}


async def test_no_name_can_claim_another_file_as_its_original(database: Database) -> None:
    async with database.transaction("file") as uow:
        other = await photo(uow)
        sent = await photo(uow, f"{other.id:x}\x00page.jpg")
        found = (await uow.files.get([sent.id]))[sent.id]
        assert (found.name, found.original) == (f"{other.id:x}page.jpg", None)
