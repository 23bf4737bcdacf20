"""Two accounts of one person become one, with everything that hangs on them and no child twice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from enrolment.application_states import ApplicationState as State
from enrolment.enrolment_request_states import RequestState
from enrolment.terms import DocumentKind, QueueType, Role
from storage.accounts import Account
from storage.applications import AlreadyActive, Application, Changed
from storage.children import Child, identities
from storage.database import Database
from storage.domain_tables import application
from storage.enrolment_requests import EnrolmentRequest
from storage.file_records import FileRecord
from storage.flow_tables import stored_file
from storage.notifications import Notification
from storage.papers import Paper
from storage.people import Person
from storage.uow import Uow
from tests.storage.domain.families import BOY, BOY_IIN, GIRL_IIN, NOW, mother, stranger, unsent
from tests.storage.domain.issuing import BOTA, group_with, voucher_for

DOCUMENT = "N00000001"


async def two(uow: Uow) -> tuple[Account, Account]:
    """A mother's new account, which will end, and the one that she had."""
    return await stranger(uow, "1"), await mother(uow, "2")


async def child(uow: Uow, whose: Account, **known: Any) -> Child:
    one = Child(whose.id, BOY, 2022, "typed_unknown", NOW, iin=BOY_IIN)
    return await uow.children.add(replace(one, **known))


async def applies(uow: Uow, one: Child, queue: QueueType = QueueType.SANATORIUM, number: int = 1) -> Application:
    key = identities(uow.sealer, one)[0]
    sent = replace(unsent(one.account_id, one.id, key), number=f"S-2026-{number:06}", queue_type=queue)
    sent = replace(sent, state=State.DOCS_PENDING, submitted_at=NOW)
    await uow.applications.add(sent)
    return sent


async def test_everything_goes_to_the_other_account(database: Database) -> None:
    async with database.transaction("merge") as uow:
        new, old = await two(uow)
        boy = await child(uow, new)
        sent = await applies(uow, boy)
        await uow.reviews.open(sent.id, Role.PHTHISIATRICIAN, "almaty", NOW)
        file = FileRecord(71, new.id, "scan.pdf", "application/pdf", 10, b"", b"key", NOW)
        await uow.files.add(file)
        paper = Paper(new.id, DocumentKind.PHTHISIATRICIAN_CONCLUSION, (71,), NOW, sent.id)
        await uow.papers.add(paper)
        notice = Notification(new.id, "N01", f"application:{sent.id}", "queued", NOW, nonce="n")
        await uow.notifications.add(notice)
        case = await uow.support.open(new.id, "question", "?", NOW)
        assert not await uow.accounts.conflicts(new.id, old.id)
        await uow.accounts.hand_over(new.id, old.id)

        [kept] = await uow.children.of(old.id)
        assert (kept.id, kept.iin, kept.person) == (boy.id, BOY_IIN, BOY)
        assert [one.id for one in await uow.applications.of_account(old.id)] == [sent.id]
        assert await uow.reviews.get(sent.id) is not None
        assert await uow.papers.of_account(old.id) == [replace(paper, account_id=old.id)]
        assert await uow.notifications.of(old.id, 0, 10) == [replace(notice, account_id=old.id)]
        assert [one.id for one in await uow.support.of_account(old.id)] == [case.id]
        owners = (await uow.connection.execute(select(stored_file.c.owner_account_id))).scalars().all()
        assert owners == [old.id]
        assert await uow.files.get([71]) == {71: replace(file, owner_account_id=old.id)}
        for left in (uow.children.kept, uow.applications.of_account, uow.papers.of_account, uow.support.of_account):
            assert await left(new.id) == []
        await uow.accounts.erase(new.id, NOW)
        assert len(await uow.children.of(old.id)) == 1


async def test_a_child_that_both_have_becomes_one_with_what_both_knew(database: Database) -> None:
    registered = Person("Оспанов", "Әлихан", "Қайратұлы", BOY.birth_date, BOY.sex)
    async with database.transaction("merge") as uow:
        new, old = await two(uow)
        girl = await child(uow, old, iin=GIRL_IIN)
        mine = await child(uow, new, proof="registry", person=registered, document_number=DOCUMENT)
        theirs = await child(uow, old)
        first = await applies(uow, mine)
        second = await applies(uow, theirs, QueueType.GENERAL, 2)
        await uow.accounts.hand_over(new.id, old.id)
        kept = {one.id: one for one in await uow.children.of(old.id)}
        applied = {one.id: one.child_id for one in await uow.applications.of_account(old.id)}
    assert kept.keys() == {girl.id, theirs.id}
    merged = kept[theirs.id]
    assert (merged.person, merged.proof, merged.iin) == (registered, "registry", BOY_IIN)
    assert merged.document_number == DOCUMENT
    assert kept[girl.id] == girl
    assert applied == {first.id: theirs.id, second.id: theirs.id}


async def test_the_better_known_child_keeps_its_data(database: Database) -> None:
    typed = Person("Оспанов", "Алихан", "", BOY.birth_date, BOY.sex)
    async with database.transaction("merge") as uow:
        new, old = await two(uow)
        await child(uow, new, person=typed, proof="typed_disagrees")
        theirs = await child(uow, old)
        await uow.accounts.hand_over(new.id, old.id)
        assert await uow.children.of(old.id) == [theirs]


async def test_a_child_known_by_document_here_and_by_both_there_is_one(database: Database) -> None:
    async with database.transaction("merge") as uow:
        new, old = await two(uow)
        await child(uow, new, iin=BOY_IIN, document_number=DOCUMENT)
        by_iin = await child(uow, old)
        await child(uow, old, iin=None, document_number=DOCUMENT)
        await uow.accounts.hand_over(new.id, old.id)
        [kept] = await uow.children.of(old.id)
    assert (kept.id, kept.iin, kept.document_number) == (by_iin.id, BOY_IIN, DOCUMENT)


async def test_different_children_stay_different(database: Database) -> None:
    async with database.transaction("merge") as uow:
        new, old = await two(uow)
        mine = await child(uow, new, iin=None, document_number=DOCUMENT)
        theirs = await child(uow, old, iin=None, document_number="N00000002")
        await uow.accounts.hand_over(new.id, old.id)
        assert {one.id for one in await uow.children.of(old.id)} == {mine.id, theirs.id}


async def test_a_removed_child_comes_along_with_its_application(database: Database) -> None:
    async with database.transaction("merge") as uow:
        new, old = await two(uow)
        gone, theirs = await child(uow, new), await child(uow, old)
        await applies(uow, gone)
        await uow.children.remove(gone.id, NOW)
        await uow.accounts.hand_over(new.id, old.id)
        assert [one.id for one in await uow.children.of(old.id)] == [theirs.id]
        assert {one.id for one in await uow.children.kept(old.id)} == {gone.id, theirs.id}


@pytest.mark.parametrize(
    ("queue", "archived", "other", "expected"),
    [
        (QueueType.SANATORIUM, False, BOY_IIN, True),
        (QueueType.GENERAL, False, BOY_IIN, False),
        (QueueType.SANATORIUM, True, BOY_IIN, False),
        (QueueType.SANATORIUM, False, GIRL_IIN, False),
    ],
)
async def test_one_child_twice_in_one_queue_is_a_conflict(
    database: Database, queue: QueueType, archived: bool, other: str, expected: bool
) -> None:
    async with database.transaction("merge") as uow:
        new, old = await two(uow)
        await applies(uow, await child(uow, new))
        theirs = await applies(uow, await child(uow, old, iin=other), queue, 2)
        if archived:
            ended = application.update().where(application.c.id == theirs.id).values(state="archived")
            await uow.connection.execute(ended)
        assert await uow.accounts.conflicts(new.id, old.id) is expected
        assert await uow.accounts.conflicts(old.id, new.id) is expected


async def test_a_conflict_is_seen_by_document_too_and_not_with_a_stranger(database: Database) -> None:
    async with database.transaction("merge") as uow:
        new, old = await two(uow)
        other = await stranger(uow, "3")
        await applies(uow, await child(uow, new, document_number=DOCUMENT))
        await applies(uow, await child(uow, old, iin=None, document_number=DOCUMENT), number=2)
        assert await uow.accounts.conflicts(new.id, old.id)
        assert not await uow.accounts.conflicts(new.id, other.id)


@pytest.mark.parametrize("proof", ["registry", "typed_agrees"])
async def test_nobody_applies_twice_after_the_merger(database: Database, proof: str) -> None:
    async with database.transaction("merge") as uow:
        new, old = await two(uow)
        await applies(uow, await child(uow, new))
        await child(uow, old, proof=proof)
        await uow.accounts.hand_over(new.id, old.id)
        [kept] = await uow.children.of(old.id)
        assert await uow.applications.active_for(identities(uow.sealer, kept)[0], QueueType.SANATORIUM)
        with pytest.raises(AlreadyActive):
            await applies(uow, kept, number=2)


async def test_the_other_parent_s_application_keeps_its_claim(database: Database) -> None:
    """Their child is proved and applied for; ours, proved by the merger, counts within our account."""
    async with database.transaction("merge") as uow:
        new, old = await two(uow)
        father = await stranger(uow, "3")
        claimed = await applies(uow, await child(uow, father, proof="registry"))
        ours = await applies(uow, await child(uow, new), number=2)
        await child(uow, old, proof="registry")
        await uow.accounts.hand_over(new.id, old.id)
        [kept] = await uow.children.of(old.id)
        best, own = identities(uow.sealer, kept)
        found = [await uow.applications.active_for(key, QueueType.SANATORIUM) for key in (best, own)]
    assert [one and one.id for one in found] == [claimed.id, ours.id]


async def test_vouchers_and_requests_go_along_and_whoever_read_them_before_must_read_again(database: Database) -> None:
    async with database.transaction("merge") as uow:
        new, old = await two(uow)
        sent = await applies(uow, await child(uow, new))
        issued = voucher_for(sent)
        await uow.vouchers.add(issued)
        group = await group_with(uow, 1)
        whose = (issued.id, sent.id, new.id)
        asked = EnrolmentRequest("E-2026-000001", *whose, BOTA.bin, group, RequestState.SENT, NOW)
        await uow.requests.add(asked)
        await uow.accounts.hand_over(new.id, old.id)
        (voucher,), (request,) = await uow.vouchers.of_account(old.id), await uow.requests.of_account(old.id)
        with pytest.raises(Changed):
            await uow.vouchers.save(issued)
        with pytest.raises(Changed):
            await uow.requests.save(asked)
        (application,) = await uow.applications.of_account(old.id)
    assert voucher.child_key == application.child_key != issued.child_key
    assert request == replace(asked, account_id=old.id, rev=1)


async def test_a_child_with_a_voucher_in_each_account_keeps_both(database: Database) -> None:
    async with database.transaction("merge") as uow:
        new, old = await two(uow)
        sanatorium = await applies(uow, await child(uow, new))
        general = await applies(uow, await child(uow, old), QueueType.GENERAL, 2)
        await uow.vouchers.add(voucher_for(sanatorium), voucher_for(general, "2026-000002"))
        await uow.accounts.hand_over(new.id, old.id)
        kept = await uow.vouchers.of_account(old.id)
        known = {one.child_key for one in await uow.applications.of_account(old.id)}
    assert len({one.child_key for one in kept}) == len(kept) == 2
    assert len(known) == 1
    assert known < {one.child_key for one in kept}


async def test_a_child_that_becomes_one_is_in_both_families(database: Database) -> None:
    async with database.transaction("merge") as uow:
        new, old = await two(uow)
        mine, sister = await child(uow, new), await child(uow, new, iin=GIRL_IIN)
        theirs, brother = await child(uow, old), await child(uow, old, iin=None, document_number=DOCUMENT)
        await uow.children.link_family([mine.id, sister.id])
        await uow.children.link_family([theirs.id, brother.id])
        await uow.accounts.hand_over(new.id, old.id)
        everyone = await uow.children.of(old.id)
    assert {one.id for one in everyone} == {theirs.id, brother.id, sister.id}
    assert len({one.family_id for one in everyone} - {None}) == 1
