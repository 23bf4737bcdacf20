"""Documents sent ahead of the contract: kept encrypted, seen by parents alone, given out and deleted with the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest

from dialogs.effects import DeleteMyData, RemoveChild, WithdrawApplication
from dialogs.inputs import Fine, Page, Refused
from dialogs.preparation_effects import DropPrepared, PrepareDocument, ShowPrepared
from dialogs.preparation_queries import Preparation, PreparedDocuments
from enrolment.application import ApplicationState
from enrolment.estimate import Estimate
from enrolment.terms import DocumentKind, QueueType
from enrolment.voucher_states import Actor
from handlers import place_history
from handlers.book import answer
from handlers.export import everything
from handlers.preparations import documents_for
from handlers.vouchers import Issued
from storage.prepared_documents import PreparedDocument
from tests.dialogs.preparations import with_terms
from tests.handlers.families import circle
from tests.handlers.neighbours import application as application_for
from tests.handlers.neighbours import kindergarten, parent_with_child, stock
from tests.handlers.staff.people import does, events_of, stored
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import issues, queued

Kind = DocumentKind


async def photo(town: Town, phone: Phone, pages: int = 1) -> Page:
    """A file that came from that phone."""
    return Page(await stored(town, phone, b"photo", "image/jpeg"), "image/jpeg", pages)


async def sends(town: Town, phone: Phone, child: int, kind: Kind = Kind.BIRTH_CERTIFICATE, **wishes: Any) -> Page:
    """The phone sends that document in one file, which is kept."""
    page = await photo(town, phone)
    outcome = await does(town, phone, PrepareDocument(child, kind, (page,), **wishes))
    assert isinstance(outcome, Fine), outcome
    return page


async def there(town: Town, child: int) -> list[PreparedDocument]:
    async with town.database.reading() as uow:
        return await uow.prepared.of_child(child)


async def seen(town: Town, phone: Phone, child: int) -> Preparation | None:
    """What the account is answered."""
    found: Preparation | None = await town.at_desk(phone, lambda desk: answer(desk, PreparedDocuments(child)))
    return found


async def is_stored(town: Town, page: Page) -> bool:
    """Whether the file's key is still there."""
    async with town.database.reading() as uow:
        return bool(await uow.files.get([page.file]))


def refusal(outcome: Fine | Refused) -> str:
    assert isinstance(outcome, Refused), outcome
    return str(outcome.why)


@pytest.mark.rule("S2-18", "S2-36", "S3-56")
async def test_a_parent_sends_a_document_looks_at_it_and_deletes_it(town: Town) -> None:
    phone, application = await queued(town)
    await phone.says("menu")
    for label in ("My applications", "Арман", "Documents", "Birth certificate", "Send it now"):
        await phone.picks(label)
    first, second = await photo(town, phone), await photo(town, phone)
    for page in (first, second):
        await phone.sends_file(page.file, page.mime)
    phone.hears()
    await phone.picks("Done")
    phone.hears("Kept for the contract: Birth certificate.", "Ready for the contract: 1 of 6.")
    (one,) = await there(town, application.child_id)
    assert [page.file_id for page in one.files] == [first.file, second.file]
    await phone.picks("Birth certificate")
    phone.hears("There: 2 pages.", "[Look at it]", "[Delete]")
    await phone.picks("Look at it")
    phone.hears("<1.jpg>", "<2.jpg>")
    await phone.picks("Delete")
    await phone.picks("Yes, delete")
    phone.hears("Deleted: Birth certificate.", "Ready for the contract: 0 of 6.")
    assert await there(town, application.child_id) == []
    assert not await is_stored(town, first)
    events = await events_of(town, f"child:{application.child_id}")
    assert [what for _who, what in events] == ["document_prepared", "document_shown", "document_dropped"]


async def test_what_is_kept_is_not_swept_up_and_the_replaced_one_is_gone(town: Town) -> None:
    phone, application = await queued(town)
    old = await sends(town, phone, application.child_id)
    new = await sends(town, phone, application.child_id)
    (one,) = await there(town, application.child_id)
    assert (one.files[0].file_id, await is_stored(town, old), await is_stored(town, new)) == (new.file, False, True)
    async with town.database.reading() as uow:
        loose = await uow.files.unreferenced(town.clock.now() + timedelta(days=1))
    assert new.file not in {record.id for record in loose}


async def test_what_does_not_fit_is_refused_at_its_question(town: Town) -> None:
    phone, application = await queued(town)
    stranger, theirs = await queued(town, "1005")
    child = application.child_id
    many = await does(town, phone, PrepareDocument(child, Kind.CHILD_PHOTO, (await photo(town, phone, 2),)))
    assert "I keep 1 at most" in refusal(many)
    alien = (await photo(town, stranger),)
    assert "sent too long ago" in refusal(await does(town, phone, PrepareDocument(child, Kind.CHILD_PHOTO, alien)))
    wrong = PrepareDocument(child, Kind.HEALTH_CERTIFICATE, (await photo(town, phone),))
    assert refusal(await does(town, phone, wrong)) == "The contract does not ask for this document."
    other = PrepareDocument(theirs.child_id, Kind.CHILD_PHOTO, (await photo(town, phone),))
    assert refusal(await does(town, phone, other)) == "This child is no longer in your list."
    assert await there(town, child) == await there(town, theirs.child_id) == []


@pytest.mark.rule("E-9")
async def test_edge_09_a_delegate_sends_and_never_sees(town: Town) -> None:
    mother, father, aunt, application = await circle(town)
    child = application.child_id
    await sends(town, mother, child, Kind.ID_CARD)
    await sends(town, aunt, child)
    again = await sends(town, aunt, child)
    hidden = await seen(town, aunt, child)
    assert hidden is not None
    assert (hidden.role, hidden.queues, hidden.contract_on) == (Actor.DELEGATE, (), None)
    assert {one.kind: (one.mine, one.pages, one.issued_on) for one in hidden.documents} == {
        Kind.ID_CARD: (False, (), None),
        Kind.BIRTH_CERTIFICATE: (True, (), None),
    }
    page = (await photo(town, aunt),)
    assert "nothing else" in refusal(await does(town, aunt, PrepareDocument(child, Kind.ID_CARD, page)))
    assert "does not ask" in refusal(await does(town, aunt, PrepareDocument(child, Kind.PMPC_CONCLUSION, page)))
    for kind in (Kind.ID_CARD, Kind.BIRTH_CERTIFICATE):
        assert isinstance(await does(town, aunt, ShowPrepared(child, kind)), Refused)
        assert isinstance(await does(town, aunt, DropPrepared(child, kind)), Refused)
    aunt.hears_not(".jpg")
    for parent in (mother, father):
        shown = await seen(town, parent, child)
        assert shown is not None and [one.pages for one in shown.documents][1] == (again,)
    assert len(await there(town, child)) == 2


@pytest.mark.rule("E-8", "E-9")
async def test_edge_09_the_second_parent_sees_and_replaces_and_the_applicant_alone_deletes(town: Town) -> None:
    mother, father, _aunt, application = await circle(town)
    child = application.child_id
    await sends(town, mother, child)
    theirs = await sends(town, father, child)
    (one,) = await there(town, child)
    assert one.files[0].file_id == theirs.file
    shown = await does(town, father, ShowPrepared(child, Kind.BIRTH_CERTIFICATE))
    assert isinstance(shown, Fine)
    assert [file.stored for file in shown.value.notes[0].files] == [theirs.file]
    assert isinstance(await does(town, father, DropPrepared(child, Kind.BIRTH_CERTIFICATE)), Refused)
    assert isinstance(await does(town, mother, DropPrepared(child, Kind.BIRTH_CERTIFICATE)), Fine)


async def test_a_stranger_learns_nothing_not_even_that_the_child_is_known(town: Town) -> None:
    phone, application = await queued(town)
    await sends(town, phone, application.child_id)
    stranger, _theirs = await queued(town, "1005")
    assert await seen(town, stranger, application.child_id) is None
    assert await seen(town, stranger, 1) is None
    shown = await does(town, stranger, ShowPrepared(application.child_id, Kind.BIRTH_CERTIFICATE))
    assert refusal(shown) == refusal(await does(town, stranger, ShowPrepared(1, Kind.BIRTH_CERTIFICATE)))


async def test_a_document_that_is_gone_is_neither_shown_nor_deleted(town: Town) -> None:
    phone, application = await queued(town)
    for effect in (ShowPrepared, DropPrepared):
        outcome = await does(town, phone, effect(application.child_id, Kind.BIRTH_CERTIFICATE))
        assert refusal(outcome) == "This document is not here any more."


async def test_an_open_voucher_says_when_the_contract_is_likely(town: Town) -> None:
    phone, application = await queued(town)
    before = await seen(town, phone, application.child_id)
    assert before is not None and (before.contract_on, before.offered) == (None, False)
    await issues(town, Issued(application.id))
    after = await seen(town, phone, application.child_id)
    assert after is not None and (after.contract_on, after.offered) == (date(2026, 11, 25), True)
    assert after.queues == (QueueType.GENERAL,)


async def test_before_the_voucher_it_is_what_the_queue_lets_expect(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    town.office = replace(town.office, profile=with_terms(town.office.profile))
    phone, application = await queued(town)
    monkeypatch.setattr(place_history, "estimate", lambda place, moved: Estimate(4 * place, None))
    await sends(town, phone, application.child_id)
    undated = await seen(town, phone, application.child_id)
    assert undated is not None and undated.contract_on is None
    await sends(town, phone, application.child_id, Kind.CERTIFICATE_027, issued_on=date(2026, 11, 20))
    dated = await seen(town, phone, application.child_id)
    assert dated is not None and dated.contract_on == date(2026, 12, 21)
    assert dated.of(Kind.CERTIFICATE_027) is not None


async def test_where_nobody_can_say_there_is_no_likely_day(town: Town) -> None:
    phone, application = await queued(town)
    await sends(town, phone, application.child_id, issued_on=date(2026, 11, 20))
    found = await seen(town, phone, application.child_id)
    assert found is not None and found.contract_on is None
    phone, reviewed = await queued(town, "1005", state=ApplicationState.DOCS_PENDING, queue_type=QueueType.SANATORIUM)
    await sends(town, phone, reviewed.child_id, issued_on=date(2026, 11, 20))
    found = await seen(town, phone, reviewed.child_id)
    assert found is not None and found.contract_on is None


async def test_the_conclusion_that_went_with_the_application_is_there_for_the_contract(town: Town) -> None:
    await stock(town, kindergarten())
    phone, child = await parent_with_child(town)
    page = await photo(town, phone, 3)
    wishes = {"special_need": "speech", "proof_kind": "pmpc_conclusion", "proof": (page,)}
    assert isinstance(await does(town, phone, application_for(child, QueueType.CORRECTIONAL, **wishes)), Fine)
    found = await seen(town, phone, child)
    assert found is not None
    assert [(one.kind, one.pages) for one in found.documents] == [(Kind.PMPC_CONCLUSION, (page,))]
    await does(town, phone, DropPrepared(child, Kind.PMPC_CONCLUSION))
    assert await is_stored(town, page)


async def test_ones_data_name_the_documents_and_deleting_them_deletes_these(town: Town) -> None:
    mother, _father, aunt, application = await circle(town)
    mine = await sends(town, mother, application.child_id)
    theirs = await sends(town, aunt, application.child_id, Kind.CHILD_PHOTO)
    data = await town.at_desk(mother, everything)
    told = [(one["kind"], one["files"], one["sent_by"]) for one in data["documents_sent_ahead"]]
    assert told == [("birth_certificate", 1, "you"), ("child_photo", 1, "family")]
    assert (await town.at_desk(aunt, everything))["documents_sent_ahead"] == []
    await does(town, mother, WithdrawApplication(application.id))
    assert isinstance(await does(town, mother, DeleteMyData()), Fine)
    assert await there(town, application.child_id) == []
    assert not await is_stored(town, mine)
    assert not await is_stored(town, theirs)


async def test_a_child_that_leaves_the_list_takes_its_documents_along(town: Town) -> None:
    phone, application = await queued(town)
    page = await sends(town, phone, application.child_id)
    await does(town, phone, WithdrawApplication(application.id))
    assert isinstance(await does(town, phone, RemoveChild(application.child_id)), Fine)
    assert await there(town, application.child_id) == []
    assert not await is_stored(town, page)
    assert await seen(town, phone, application.child_id) is None


async def test_a_contract_takes_what_it_asks_for_and_is_still_good(town: Town) -> None:
    town.office = replace(town.office, profile=with_terms(town.office.profile))
    phone, application = await queued(town)
    child, rows = application.child_id, town.office.profile.contract_documents(QueueType.GENERAL)
    photo_page = await sends(town, phone, child, Kind.CHILD_PHOTO)
    doctors = await sends(town, phone, child, Kind.CERTIFICATE_027, issued_on=date(2026, 11, 20))
    taken = await town.at_desk(phone, lambda desk: documents_for(desk, child, rows))
    mark = sha256(b"photo").digest()[:12].hex()
    assert taken == {
        Kind.CHILD_PHOTO: (replace(photo_page, mark=mark),),
        Kind.CERTIFICATE_027: (replace(doctors, mark=mark),),
    }
    town.clock.move(days=8)
    taken = await town.at_desk(phone, lambda desk: documents_for(desk, child, rows[1:]))
    assert taken == {}
