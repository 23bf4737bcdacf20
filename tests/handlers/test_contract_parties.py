"""What one parent has signed the other one neither corrects nor amends: the contract has one party. C11, C19, B.10."""

from __future__ import annotations

import pytest

from dialogs.contract_effects import FreezeContract, JudgeItem, MakeDraft, ReturnContract, SigningPurpose, StartSigning
from dialogs.contract_queries import FillContract
from dialogs.inputs import Fine
from dialogs.preparation_effects import PrepareDocument
from enrolment.contract import ContractAction, ContractBar, ContractNotAllowed, ContractState
from enrolment.contract_marks import Judgement
from enrolment.terms import DocumentKind
from enrolment.voucher_states import Actor
from storage.stored_contract import StoredContract
from tests.handlers.contracts import FATHER_IIN, contract, frozen, link, moves, page_says, reviewed, signs, valid
from tests.handlers.families import let_in
from tests.handlers.staff.people import does
from tests.handlers.test_contract_agreements import agreed_on, in_force, moves_phone
from tests.handlers.test_contract_answers import FIELDS
from tests.handlers.test_contract_cards import asks
from tests.handlers.test_contract_delegate import child_of
from tests.handlers.test_contract_old_data import to_sign
from tests.handlers.test_preparing import photo
from tests.handlers.town import Phone, Town

pytestmark = pytest.mark.rule("E-8")
PHOTO, PMPC = DocumentKind.CHILD_PHOTO, DocumentKind.PMPC_CONCLUSION


async def agreement_of(town: Town) -> tuple[Phone, Phone, StoredContract]:
    """The mother has signed a contract; the father, and the agreement to it that waits."""
    mother, saule, one = await in_force(town)
    father = await let_in(town, mother, "1002", Actor.SECOND_PARENT)
    await moves_phone(town, mother, "+77010000011")
    return mother.forgets(), father.forgets(), await agreed_on(town, saule, one)


async def returned(town: Town) -> tuple[Phone, Phone, StoredContract]:
    """What the mother signed has come back for a photo and a conclusion; with the father's phone."""
    mother, saule, one = await reviewed(town)
    father = await let_in(town, mother, "1002", Actor.SECOND_PARENT)
    wrong = {str(PHOTO)}
    for each in map(str, one.papers):
        await does(town, saule, JudgeItem(one.id, each, each not in wrong, "other" if each in wrong else "", "Темно"))
    await does(town, saule, ReturnContract(one.id))
    return mother.forgets(), father.forgets(), await contract(town, one)


async def opens(phone: Phone, one: StoredContract, tab: str = "In processing") -> Phone:
    await phone.forgets().says("menu")
    for pressed in ("My contracts", tab, one.number):
        await phone.picks(pressed)
    return phone


async def test_C19_only_the_parent_who_signed_the_contract_signs_an_agreement_to_it(town: Town) -> None:
    mother, father, agreement = await agreement_of(town)
    assert await asks(town, father, FillContract(agreement.id)) is None
    (await opens(father, agreement)).hears("the turn of the parent who signed the contract").hears_not("[Conclude")
    for effect in (
        MakeDraft(agreement.id, FIELDS, {}),
        FreezeContract(agreement.id, 1),
        StartSigning(agreement.id, SigningPurpose.CHECK),
    ):
        outcome = await does(town, father, effect)
        assert isinstance(outcome, Fine) and "token" not in str(outcome)
    assert (await contract(town, agreement)).rev == agreement.rev
    assert await asks(town, mother, FillContract(agreement.id)) is not None
    (await opens(mother, agreement)).hears("check the data and sign.", "[Sign the agreement]").hears_not("[Conclude")
    signed = await signs(town, mother, await frozen(town, agreement, kinds=()))
    assert signed.state is ContractState.PARENT_SIGNED


async def test_C19_the_other_parents_signature_over_an_agreement_does_not_count(town: Town) -> None:
    _mother, father, agreement = await agreement_of(town)
    agreement = await frozen(town, agreement, kinds=())
    signing = await link(town, father, agreement)
    await page_says(town, signing, valid(town.clock.now(), str(agreement.contract.frozen), FATHER_IIN))
    assert (await contract(town, agreement)).state is ContractState.DRAFT


async def test_C19_no_step_of_an_agreement_is_done_by_the_other_parent(town: Town) -> None:
    _mother, _father, agreement = await agreement_of(town)
    with pytest.raises(ContractNotAllowed) as refused:
        await moves(town, agreement, ContractAction.READ_INFO, actor=Actor.SECOND_PARENT)
    assert refused.value.code is ContractBar.SIGNED_BY_THE_OTHER


async def test_C11_what_came_back_is_corrected_by_the_parent_who_signed_it(town: Town) -> None:
    mother, father, one = await returned(town)
    assert await asks(town, father, FillContract(one.id)) is None
    (await opens(father, one)).hears("the turn of the parent who signed the contract").hears_not("[Correct]")
    await father.picks("Voucher")
    father.hears("the turn of the parent who signed the contract", "[Open contract]").hears_not("[Correct]")
    (await opens(mother, one)).hears("[Correct]")


async def test_C11_the_other_parent_may_bring_a_document_that_was_marked(town: Town) -> None:
    mother, father, one = await returned(town)
    page = await photo(town, father)
    await does(town, father, PrepareDocument(await child_of(town, one), PHOTO, (page,)))
    one = await contract(town, one)
    assert one.contract.marks[PHOTO].judgement is Judgement.REPLACED
    form = await asks(town, mother, FillContract(one.id))
    assert form is not None and (form.marks, set(form.attached)) == ({}, {PHOTO})
    await (await opens(mother, one)).picks("Correct")
    mother.hears("Everything that was marked has been replaced. Read the contract and sign it.")


async def test_edge_8_the_text_that_one_parent_has_fixed_the_other_gets_no_link_to_sign(town: Town) -> None:
    mother, one = await to_sign(town)
    father = await let_in(town, mother, "1002", Actor.SECOND_PARENT)
    for phone, gets in ((father, False), (mother, True)):
        outcome = await does(town, phone, StartSigning(one.id, SigningPurpose.SIGN, one.version))
        assert (isinstance(outcome, Fine) and isinstance(outcome.value, dict) and "link" in outcome.value) is gets


async def test_edge_8_who_has_to_sign_the_fixed_text_is_told_to_the_other_parent(town: Town) -> None:
    mother, one = await to_sign(town)
    father = await let_in(town, mother, "1002", Actor.SECOND_PARENT)
    (await opens(mother.forgets(), one)).hears("only your signature is missing", "[Sign]")
    (await opens(father, one)).hears("that parent signs it", "[Conclude contract]").hears_not("[Sign]", "[Change")
    await father.picks("Voucher")
    father.hears("that parent signs it", "[Open contract]").hears_not("[Sign]")
    await father.forgets().says("menu")
    father.hears_not("[Sign]")
    form = await asks(town, father, FillContract(one.id))
    assert form is not None and form.frozen is None
