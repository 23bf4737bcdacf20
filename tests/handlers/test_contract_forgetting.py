"""What the other parent sent and never signed: it goes with that parent, and at the latest with the data. E-8, E-40."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from dialogs.contract_effects import CancelContract, ContractFile, FreezeContract, MakeDraft, ReturnContract
from dialogs.contract_queries import ContractText, MyContract
from dialogs.effects import DeleteMyData
from dialogs.inputs import Fine
from enrolment.contract import ContractAction, ContractState
from enrolment.terms import DocumentKind
from enrolment.voucher_states import Actor
from storage.contract_versions import ContractVersion
from storage.papers import Paper
from storage.signings import Purpose
from storage.stored_contract import StoredContract
from tests.handlers.contracts import (
    FATHER_IIN,
    begun,
    contract,
    link,
    marks,
    moves,
    opened,
    page_says,
    valid,
)
from tests.handlers.families import let_in
from tests.handlers.staff.people import does
from tests.handlers.test_contract_answers import FIELDS, REQUIRED, photos
from tests.handlers.test_contract_cards import asks
from tests.handlers.test_contract_drafting import Typewriter, works
from tests.handlers.test_contract_hands import taken_over
from tests.handlers.test_contract_leaving import leaves, signed
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import moment, passes

pytestmark = [pytest.mark.rule("E-8"), pytest.mark.rule("E-40")]
ID_CARD = DocumentKind.ID_CARD


async def fixed_by_the_father(town: Town) -> tuple[Phone, Phone, StoredContract]:
    """The father has checked his key, filled in, sent his documents and fixed the text; he has signed nothing."""
    mother, _saule, one = await begun(town)
    father = await let_in(town, mother, "1002", Actor.SECOND_PARENT)
    await moves(town, one, ContractAction.READ_INFO, actor=Actor.SECOND_PARENT)
    await page_says(town, await link(town, father, one, Purpose.CHECK), valid(town.clock.now(), iin=FATHER_IIN))
    made = await does(town, father, MakeDraft(one.id, FIELDS, await photos(town, father, *REQUIRED)))
    assert isinstance(made, Fine)
    (drawn,) = await works(town, Typewriter())
    await does(town, father, FreezeContract(one.id, drawn["version"]))
    await works(town, Typewriter())
    return mother.forgets(), father.forgets(), await contract(town, one)


async def kept(town: Town, one: StoredContract) -> tuple[list[ContractVersion], dict[DocumentKind, Paper]]:
    """What is there of a contract to be read."""
    async with town.database.reading() as uow:
        found = {kind: await uow.papers.get(paper) for kind, paper in one.papers.items()}
        return await uow.contract_versions.of(one.id), {kind: paper for kind, paper in found.items() if paper}


async def has_files(town: Town, files: Collection[int]) -> bool:
    async with town.database.reading() as uow:
        return bool(await uow.files.get(files))


@pytest.mark.parametrize("ended", [False, True])
async def test_his_card_and_his_text_are_gone_when_his_data_are_deleted(town: Town, *, ended: bool) -> None:
    mother, father, one = await fixed_by_the_father(town)
    versions, papers = await kept(town, one)
    assert [version.frozen_at is None for version in versions] == [True, False]
    his = [file for version in versions for file in version.files] + list(papers[ID_CARD].file_ids)
    if ended:
        await does(town, mother, CancelContract(one.id))
    assert await has_files(town, his)
    await does(town, father, DeleteMyData())
    now = await contract(town, one)
    versions, still = await kept(town, one)
    assert (versions, now.form) == ([], None)
    assert set(still) == set(REQUIRED) - {ID_CARD}
    assert not await has_files(town, his)
    assert await has_files(town, [file for paper in still.values() for file in paper.file_ids])
    async with town.database.reading() as uow:
        assert await uow.signatures.pending() == []


async def test_they_are_gone_already_when_he_leaves_and_nothing_else_is(town: Town) -> None:
    _mother, father, one = await fixed_by_the_father(town)
    versions, papers = await kept(town, one)
    await leaves(father)
    assert not await has_files(town, [*papers[ID_CARD].file_ids, *(version.file_id for version in versions)])
    assert (await kept(town, one))[1].keys() == set(REQUIRED) - {ID_CARD}


async def test_what_ended_before_he_left_goes_when_he_deletes_his_data(town: Town) -> None:
    mother, father, one = await fixed_by_the_father(town)
    await does(town, mother, CancelContract(one.id))
    town.clock.move(hours=1)
    await end_tie(town, mother, father)
    assert (await kept(town, one))[0] != []
    await does(town, father, DeleteMyData())
    assert (await kept(town, one))[0] == [] and ID_CARD not in (await kept(town, one))[1]


async def end_tie(town: Town, mother: Phone, father: Phone) -> None:
    """The father is let in no longer."""
    member = (await father.account()).id
    async with town.database.transaction("end the tie") as uow:
        (tie,) = await uow.family.of_member(member)
        await uow.family.settle(tie.id, "ended", town.clock.now())


@pytest.mark.parametrize("fixed", [False, True])
async def test_after_the_end_too_the_father_reads_nothing_of_the_mothers(town: Town, *, fixed: bool) -> None:
    _mother, father, one = await taken_over(town, fixed=fixed)
    await does(town, father, CancelContract(one.id))
    assert (await contract(town, one)).state is ContractState.CANCELLED
    await reads_nothing(town, father, one)


async def test_what_the_father_signed_is_not_read_by_the_mother_after_it_came_back_and_expired(town: Town) -> None:
    mother, father, saule, one = await signed(town)
    await marks(town, await opened(town, one), (DocumentKind.CHILD_PHOTO,))
    await leaves(father)
    await does(town, saule, ReturnContract(one.id))
    await reads_nothing(town, mother, one)
    await passes(town, moment(30, 10))
    assert (await contract(town, one)).state is ContractState.EXPIRED
    await reads_nothing(town, mother, one)
    await does(town, father, DeleteMyData())


async def test_whoever_signed_reads_it_while_it_is_corrected_and_when_that_was_in_vain(town: Town) -> None:
    _mother, father, saule, one = await signed(town)
    await marks(town, await opened(town, one), (DocumentKind.CHILD_PHOTO,))
    await does(town, saule, ReturnContract(one.id))
    for days in (0, 7):
        town.clock.move(days=days)
        await town.settle()
        card = await asks(town, father, MyContract(one.id))
        assert card is not None and card.pages == 3


async def reads_nothing(town: Town, phone: Phone, one: StoredContract) -> None:
    """Neither on the card nor as text or file, whichever version is asked for."""
    card = await asks(town, phone, MyContract(one.id))
    assert card is not None and card.pages == 0
    assert await asks(town, phone, ContractText(one.id)) is None
    for version in (None, 1, 2):
        assert "files=(FileOut" not in str(await does(town, phone, ContractFile(one.id, version)))
