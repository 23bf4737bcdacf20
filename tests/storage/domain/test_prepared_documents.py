"""Documents that are kept for the next contract: one of a kind, replaced, taken away, handed on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from enrolment.terms import DocumentKind
from storage.children import Child
from storage.database import Database
from storage.file_records import FileRecord
from storage.papers import Paper
from storage.prepared_documents import PreparedDocument, PreparedPage
from storage.uow import Uow
from tests.storage.domain.families import NOW, boy, later, mother

Kind = DocumentKind


async def filed(uow: Uow, account_id: int, *ids: int) -> None:
    """Files that were sent and that nothing refers to yet."""
    for id_ in ids:
        await uow.files.add(FileRecord(id_, account_id, "photo", "image/jpeg", 5, b"s" * 32, b"key", NOW))


async def sent(uow: Uow, of: Child, kind: Kind, *ids: int, minutes: int = 0) -> PreparedDocument:
    """A document of these files."""
    pages = tuple(PreparedPage(id_, "image/jpeg", 1) for id_ in ids)
    one = PreparedDocument(of.id, kind, pages, of.account_id, later(minutes=minutes))
    await filed(uow, of.account_id, *ids)
    await uow.prepared.put(one)
    return one


async def files(uow: Uow, *ids: int) -> dict[int, str]:
    """How the files stand that are still there."""
    return {id_: record.state for id_, record in (await uow.files.get(ids)).items()}


async def test_a_document_is_read_again_as_it_was_sent(database: Database) -> None:
    async with database.transaction("test") as uow:
        child = await boy(uow, (await mother(uow)).id)
        await filed(uow, child.account_id, 31, 11)
        pages = (PreparedPage(31, "image/jpeg", 1), PreparedPage(11, "image/jpeg", 3))
        one = PreparedDocument(
            child.id, Kind.CERTIFICATE_027, pages, child.account_id, later(hours=1), date(2026, 8, 30)
        )
        await uow.prepared.put(one)
        photo = await sent(uow, child, Kind.CHILD_PHOTO, 5)
        assert await uow.prepared.of_child(child.id) == [photo, one]
        assert await uow.prepared.of_child(child.id + 1) == []
        assert await files(uow, 31, 11, 5) == {31: "kept", 11: "kept", 5: "kept"}
        with pytest.raises(ValueError, match="at least one page"):
            await uow.prepared.put(replace(one, files=(), id=1))


async def test_a_newer_one_takes_the_place_of_its_kind_and_the_old_files_lose_their_keys(database: Database) -> None:
    async with database.transaction("test") as uow:
        child = await boy(uow, (await mother(uow)).id)
        await sent(uow, child, Kind.CHILD_PHOTO, 1, 2)
        passport = await sent(uow, child, Kind.HEALTH_PASSPORT, 3, minutes=1)
        newer = await sent(uow, child, Kind.CHILD_PHOTO, 4, minutes=2)
        assert await uow.prepared.of_child(child.id) == [passport, newer]
        assert await files(uow, 1, 2, 3, 4) == {3: "kept", 4: "kept"}


async def test_a_page_that_the_newer_one_has_too_is_kept(database: Database) -> None:
    async with database.transaction("test") as uow:
        child = await boy(uow, (await mother(uow)).id)
        one = await sent(uow, child, Kind.HEALTH_PASSPORT, 1, 2)
        await uow.prepared.put(replace(one, files=one.files[1:], id=one.id + 1))
        assert await files(uow, 1, 2) == {2: "kept"}


async def test_what_is_taken_away_is_gone_and_nothing_else(database: Database) -> None:
    async with database.transaction("test") as uow:
        parent = await mother(uow)
        child, other = await boy(uow, parent.id), await boy(uow, (await mother(uow, "2")).id)
        await sent(uow, child, Kind.CHILD_PHOTO, 1)
        await sent(uow, child, Kind.BIRTH_CERTIFICATE, 2)
        theirs = await sent(uow, other, Kind.CHILD_PHOTO, 3)
        assert await uow.prepared.drop(child.id, Kind.CHILD_PHOTO)
        assert not await uow.prepared.drop(child.id, Kind.CHILD_PHOTO)
        assert await files(uow, 1, 2, 3) == {2: "kept", 3: "kept"}
        await uow.prepared.erase_child(child.id)
        assert await uow.prepared.of_child(child.id) == []
        assert await uow.prepared.of_child(other.id) == [theirs]


async def test_a_file_that_an_application_refers_to_stays(database: Database) -> None:
    async with database.transaction("test") as uow:
        child = await boy(uow, (await mother(uow)).id)
        await sent(uow, child, Kind.PMPC_CONCLUSION, 1)
        await uow.papers.add(Paper(child.account_id, Kind.PMPC_CONCLUSION, (1,), NOW))
        await uow.prepared.drop(child.id, Kind.PMPC_CONCLUSION)
        assert await files(uow, 1) == {1: "kept"}


async def test_with_an_account_everything_of_its_children_goes(database: Database) -> None:
    async with database.transaction("test") as uow:
        parent, aunt = await mother(uow), await mother(uow, "2")
        child, hers = await boy(uow, parent.id), await boy(uow, aunt.id)
        await sent(uow, child, Kind.CHILD_PHOTO, 1)
        await sent(uow, hers, Kind.CHILD_PHOTO, 2)
        await uow.children.remove(child.id, NOW)
        await uow.prepared.erase(parent.id)
        assert await uow.prepared.of_child(child.id) == []
        assert len(await uow.prepared.of_child(hers.id)) == 1
        assert await files(uow, 1, 2) == {2: "kept"}


async def test_when_two_accounts_become_one_the_later_of_a_kind_stays(database: Database) -> None:
    async with database.transaction("test") as uow:
        new, old = await mother(uow, "1"), await mother(uow, "2")
        mine, theirs = await boy(uow, new.id), await boy(uow, old.id)
        photo = await sent(uow, mine, Kind.CHILD_PHOTO, 1, minutes=5)
        await sent(uow, theirs, Kind.CHILD_PHOTO, 2)
        await sent(uow, mine, Kind.BIRTH_CERTIFICATE, 3)
        paper = await sent(uow, theirs, Kind.BIRTH_CERTIFICATE, 4, minutes=1)
        await uow.accounts.hand_over(new.id, old.id)
        expected = replace(photo, child_id=theirs.id, sent_by=old.id)
        assert await uow.prepared.of_child(theirs.id) == [paper, expected]
        assert await files(uow, 1, 2, 3, 4) == {1: "kept", 4: "kept"}
