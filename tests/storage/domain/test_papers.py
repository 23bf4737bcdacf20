"""Papers and their pages."""

from __future__ import annotations

import pytest

from enrolment.terms import DocumentKind
from storage.database import Database
from storage.file_records import FileRecord
from storage.papers import Paper, Papers
from storage.prepared_documents import PreparedDocument, PreparedPage
from storage.schema import new_id
from tests.storage.domain.families import NOW, Kindergarten, later, mother


@pytest.mark.rule("S3-28")
async def test_a_paper_keeps_its_pages_in_order_and_may_be_of_an_application(database: Database) -> None:
    async with database.transaction("test") as uow:
        papers, application = Papers(uow), await Kindergarten(uow).applies()
        pages = (31, 11, 21)
        one = Paper(application.account_id, DocumentKind.PHTHISIATRICIAN_CONCLUSION, pages, NOW, application.id)
        proof = Paper(application.account_id, DocumentKind.PRIVILEGE_PROOF, (41,), later(minutes=1))
        await papers.add(proof)
        await papers.add(one)
        assert await papers.of_account(application.account_id) == [one, proof]
        assert await papers.of_application(application.id) == [one]
        assert await papers.get(proof.id) == proof


async def test_a_paper_without_a_page_is_none(database: Database) -> None:
    async with database.transaction("test") as uow:
        parent = await mother(uow)
        with pytest.raises(ValueError, match="at least one page"):
            await Papers(uow).add(Paper(parent.id, DocumentKind.CHILD_PHOTO, (), NOW))


async def test_a_removed_paper_tells_which_files_can_go(database: Database) -> None:
    async with database.transaction("test") as uow:
        papers, parent = Papers(uow), await mother(uow)
        first = Paper(parent.id, DocumentKind.CHILD_PHOTO, (1, 2), NOW)
        second = Paper(parent.id, DocumentKind.BIRTH_CERTIFICATE, (3,), NOW)
        for one in (first, second):
            await papers.add(one)
        assert sorted(await papers.remove(first.id, NOW)) == [1, 2]
        assert await papers.remove(first.id, NOW) == ()
        assert await papers.get(first.id) is None
        assert await papers.of_account(parent.id) == [second]
        assert await papers.erase(parent.id, NOW) == (3,)
        assert await papers.of_account(parent.id) == []


async def test_a_page_that_another_paper_or_a_document_sent_ahead_has_stays(database: Database) -> None:
    async with database.transaction("test") as uow:
        application = await Kindergarten(uow).applies()
        mine, child = application.account_id, application.child_id
        shared, ahead, alone = [new_id() for _file in range(3)]
        for file in (shared, ahead, alone):
            await uow.files.add(FileRecord(file, mine, "page", "image/jpeg", 10, b"", b"key", NOW))
        gone = Paper(mine, DocumentKind.ID_CARD, (shared, ahead, alone), NOW)
        for one in (gone, Paper(mine, DocumentKind.CHILD_PHOTO, (shared,), NOW)):
            await uow.papers.add(one)
        pages = (PreparedPage(ahead, "image/jpeg", 1),)
        await uow.prepared.put(PreparedDocument(child, DocumentKind.CHILD_PHOTO, pages, mine, NOW))
        assert await uow.papers.remove(gone.id, NOW) == (alone,)
