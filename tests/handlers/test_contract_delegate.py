"""A delegate brings documents for a contract and learns nothing of what is in it. C6, C11, edge 9."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.contract_effects import CancelContract, JudgeItem, MakeDraft, ReturnContract, ShowContractDocument
from dialogs.contract_queries import ContractText, FillContract, MyContracts
from dialogs.inputs import Refused
from dialogs.preparation_effects import PrepareDocument
from dialogs.preparation_queries import PreparedDocuments
from enrolment.contract import ContractAction
from enrolment.contract_marks import Judgement
from enrolment.terms import DocumentKind, FormField
from enrolment.voucher_states import Actor
from storage.stored_contract import StoredContract
from tests.handlers.contracts import begun, contract, frozen, moves, papers, reviewed, rows_of_contract, signs
from tests.handlers.families import let_in
from tests.handlers.staff.people import does
from tests.handlers.test_contract_answers import FIELDS, asks_more
from tests.handlers.test_contract_cards import asks
from tests.handlers.test_contract_review import corrected
from tests.handlers.test_preparing import photo, sends
from tests.handlers.test_profile_versions import changes_to
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import application_of, moment, passes, voucher_of

pytestmark = pytest.mark.rule("E-9")
PHOTO, BIRTH, PMPC = DocumentKind.CHILD_PHOTO, DocumentKind.BIRTH_CERTIFICATE, DocumentKind.PMPC_CONCLUSION
SECRETS = ("illegible", "cannot be read", "Глаза закрыты", "Address", "911205400003", "Бота", "PMPC")


async def child_of(town: Town, one: StoredContract) -> int:
    application = await application_of(town, await voucher_of(town, one.application_id))
    return application.child_id


async def returned(town: Town, *wrong: str) -> tuple[Phone, Phone, Phone, StoredContract]:
    """Mother, delegate, employee, and the contract that came back with these marked."""
    phone, saule, one = await reviewed(town)
    aunt = await let_in(town, phone, "1003", Actor.DELEGATE)
    for each in {*map(str, one.papers), *wrong}:
        reason, said = ("illegible_document", "Глаза закрыты") if each in wrong else ("", "")
        await does(town, saule, JudgeItem(one.id, each, each not in wrong, reason, said))
    await does(town, saule, ReturnContract(one.id))
    return phone, aunt, saule, await contract(town, one)


async def test_edge_9_C6_what_a_delegate_sends_while_the_contract_is_filled_in_is_offered_to_the_parent(
    town: Town,
) -> None:
    phone, _saule, one = await begun(town)
    aunt = await let_in(town, phone, "1003", Actor.DELEGATE)
    page = await sends(town, aunt, await child_of(town, one))
    form = await asks(town, phone, FillContract(one.id))
    assert form is not None
    mark = form.prepared[BIRTH][0].mark
    assert form.prepared == {BIRTH: (replace(page, mark=mark),)} and mark


async def test_edge_9_C11_a_delegate_replaces_what_was_marked_and_a_parent_signs(town: Town) -> None:
    phone, aunt, _saule, one = await returned(town, PHOTO)
    before = one.papers[PHOTO]
    page = await photo(town, aunt)
    await does(town, aunt, PrepareDocument(await child_of(town, one), PHOTO, (page,)))
    one = await contract(town, one)
    assert one.contract.marks[PHOTO].judgement is Judgement.REPLACED
    assert (await rows_of_contract(town, one))[-1] == "C11"
    async with town.database.reading() as uow:
        paper = await uow.papers.get(one.papers[PHOTO])
        assert await uow.prepared.of_child(await child_of(town, one)) == []
    assert one.papers[PHOTO] != before and paper is not None and paper.file_ids == (page.file,)
    form = await asks(town, phone, FillContract(one.id))
    assert form is not None and form.marks == {}
    signed = await signs(town, phone, await frozen(town, one, "0c" * 32))
    assert signed.state == "parent_signed"


async def test_edge_9_C11_a_delegate_may_send_another_until_the_parent_signs(town: Town) -> None:
    _phone, aunt, _saule, one = await returned(town, PHOTO)
    child = await child_of(town, one)
    await does(town, aunt, PrepareDocument(child, PHOTO, (await photo(town, aunt),)))
    await aunt.says("menu")
    for pressed in ("My children", "Entrusted to me", "Арман", "Documents"):
        await aunt.picks(pressed)
    aunt.hears("You have sent these for the contract: Photo of the child.", "you can send another")
    aunt.hears_not("wants these anew")
    await aunt.picks("Photo of the child")
    aunt.hears("You have sent it for the contract.", "[Send another]").hears_not("Look at it", *SECRETS)
    better = await photo(town, aunt)
    await does(town, aunt, PrepareDocument(child, PHOTO, (better,)))
    one = await contract(town, one)
    async with town.database.reading() as uow:
        paper = await uow.papers.get(one.papers[PHOTO])
    assert paper is not None and paper.file_ids == (better.file,)
    assert await rows_of_contract(town, one) == [*(await rows_of_contract(town, one))[:-2], "C11", "C11"]


async def test_edge_9_what_the_parent_has_replaced_a_delegate_leaves_alone(town: Town) -> None:
    _phone, aunt, _saule, one = await returned(town, PHOTO)
    async with town.database.transaction("the mother's") as uow:
        hers = await papers(uow, one, (PHOTO,))
    await moves(town, one, ContractAction.REPLACE, item=PHOTO, changes={"papers": {**one.papers, **hers}})
    before = (await contract(town, one)).papers[PHOTO]
    await does(town, aunt, PrepareDocument(await child_of(town, one), PHOTO, (await photo(town, aunt),)))
    assert (await contract(town, one)).papers[PHOTO] == before


async def test_edge_9_C11_a_delegate_is_told_which_document_is_wanted_and_nothing_of_what_is_there(town: Town) -> None:
    _phone, aunt, _saule, one = await returned(town, PHOTO, PMPC, FormField.REGISTERED_ADDRESS.value)
    seen = await asks(town, aunt, PreparedDocuments(await child_of(town, one)))
    assert seen is not None
    assert (seen.marked, seen.documents, seen.queues) == (frozenset({PHOTO}), (), ())
    await aunt.says("menu")
    for pressed in ("My children", "Entrusted to me", "Арман", "Documents"):
        await aunt.picks(pressed)
    aunt.hears("The kindergarten wants these anew: Photo of the child.").hears_not("Ready for")
    await aunt.picks("Photo of the child")
    aunt.hears("The parent who signed the contract knows what was wrong.", "[Send it now]").hears_not(
        "Look at it", *SECRETS
    )
    assert await asks(town, aunt, MyContracts()) == ()
    assert await asks(town, aunt, FillContract(one.id)) is None
    assert await asks(town, aunt, ContractText(one.id)) is None
    shown = await does(town, aunt, ShowContractDocument(one.id, BIRTH))
    assert "files=(FileOut" not in str(shown)


@pytest.mark.rule("E-43")
async def test_edge_43_what_came_back_is_brought_by_the_version_of_its_contract(town: Town) -> None:
    changes_to(town, asks_more())
    _phone, aunt, _saule, one = await returned(town, PHOTO)
    await passes(town, moment(24, 12))
    await aunt.says("menu")
    for pressed in ("My children", "Entrusted to me", "Арман", "Documents"):
        await aunt.picks(pressed)
    aunt.hears("The kindergarten wants these anew: Photo of the child.").hears_not("Health certificate")
    await aunt.picks("Photo of the child")
    aunt.hears("[Send it now]")
    await does(town, aunt, PrepareDocument(await child_of(town, one), PHOTO, (await photo(town, aunt),)))
    assert (await contract(town, one)).contract.marks[PHOTO].judgement is Judgement.REPLACED


@pytest.mark.rule("E-43")
async def test_edge_43_what_is_brought_for_an_open_contract_goes_by_its_version_and_then_by_todays(town: Town) -> None:
    changes_to(town, asks_more())
    phone, _saule, one = await begun(town)
    aunt, child = await let_in(town, phone, "1003", Actor.DELEGATE), await child_of(town, one)
    await passes(town, moment(24, 12))
    await sends(town, aunt, child, PHOTO)
    for reader in (phone, aunt):
        seen = await asks(town, reader, PreparedDocuments(child))
        assert seen is not None and seen.profile is not None and seen.profile.version == 1
    form = await asks(town, phone, FillContract(one.id))
    assert form is not None and set(form.prepared) == {PHOTO}
    await does(town, phone, CancelContract(one.id))
    page = (await photo(town, aunt),)
    assert isinstance(await does(town, aunt, PrepareDocument(child, PHOTO, page)), Refused)


@pytest.mark.parametrize("kind", [BIRTH, PMPC])
async def test_edge_9_edge_21_a_delegate_replaces_nothing_else_fills_nothing_in_and_signs_nothing(
    town: Town, kind: DocumentKind
) -> None:
    _phone, aunt, _saule, one = await returned(town, PHOTO, PMPC)
    page = (await photo(town, aunt),)
    await does(town, aunt, PrepareDocument(await child_of(town, one), kind, page))
    await does(town, aunt, MakeDraft(one.id, FIELDS, {PHOTO: page}))
    after = await contract(town, one)
    assert (after.papers, after.form, after.rev) == (one.papers, one.form, one.rev)


async def test_C11_what_comes_after_the_term_to_correct_is_not_taken(town: Town) -> None:
    _phone, aunt, _saule, one = await returned(town, PHOTO)
    await passes(town, moment(30, 12, month=11), timers=False)
    outcome = await does(town, aunt, PrepareDocument(await child_of(town, one), PHOTO, (await photo(town, aunt),)))
    assert isinstance(outcome, Refused)
    assert (await contract(town, one)).papers == one.papers


async def test_C11_once_it_is_corrected_a_delegate_is_asked_for_nothing(town: Town) -> None:
    phone, aunt, _saule, one = await returned(town, PHOTO)
    await corrected(town, phone, one)
    seen = await asks(town, aunt, PreparedDocuments(await child_of(town, one)))
    assert seen is not None and seen.marked == frozenset()


async def test_C11_what_comes_when_the_term_is_over_is_not_kept(town: Town) -> None:
    _phone, aunt, _saule, one = await returned(town, PHOTO)
    page = await photo(town, aunt)
    await passes(town, moment(30, 10), timers=False)
    assert isinstance(await does(town, aunt, PrepareDocument(await child_of(town, one), PHOTO, (page,))), Refused)
    async with town.database.reading() as uow:
        assert (await uow.files.get([page.file]))[page.file].state == "loose"
        assert all(page.file not in paper.file_ids for paper in await uow.papers.of_application(one.application_id))
