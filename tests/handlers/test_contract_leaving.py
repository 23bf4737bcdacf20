"""The other parent, who filled in or signed a contract, is let in no longer: nobody inherits it. C4, C18, edge 8."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.contract_effects import AskAgreement, JudgeItem, ReturnContract
from dialogs.contract_queries import FillContract, MyContract
from enrolment.contract import ContractState
from enrolment.terms import DocumentKind, FormField
from enrolment.voucher_states import Actor
from storage.people import Person
from storage.stored_contract import StoredContract
from tests.handlers.contracts import (
    FATHER_IIN,
    OTHER_SHA,
    REVOKED,
    begun,
    contract,
    frozen,
    link,
    marks,
    opened,
    page_says,
    pending,
    signs,
    valid,
)
from tests.handlers.families import let_in
from tests.handlers.staff.people import does
from tests.handlers.test_contract_agreements import moves_phone
from tests.handlers.test_contract_answers import FIELDS, REQUIRED
from tests.handlers.test_contract_cards import asks
from tests.handlers.test_contract_parties import opens
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import fires, moment, passes, told

pytestmark = pytest.mark.rule("E-8")
PHOTO, ID_CARD = DocumentKind.CHILD_PHOTO, DocumentKind.ID_CARD
SECOND = Actor.SECOND_PARENT


async def fixed(town: Town) -> tuple[Phone, Phone, Phone, StoredContract]:
    """The father has filled in the contract and fixed its text; mother, father, employee."""
    mother, saule, one = await begun(town)
    father = await let_in(town, mother, "1002", SECOND)
    one = await frozen(town, one, kinds=REQUIRED, by=SECOND)
    async with town.database.transaction("answers") as uow:
        one = await uow.contracts.save(replace(one, form={**FIELDS}))
    return mother.forgets(), father.forgets(), saule, one


async def signed(town: Town) -> tuple[Phone, Phone, Phone, StoredContract]:
    """The father has signed it."""
    mother, father, saule, one = await fixed(town)
    one = await signs(town, father, one, valid(town.clock.now(), iin=FATHER_IIN))
    assert one.state is ContractState.PARENT_SIGNED
    return mother.forgets(), father.forgets(), saule, one


async def leaves(phone: Phone) -> None:
    await phone.says("menu")
    await phone.picks("My children")
    for pressed in ("Entrusted to me", "Арман", "Family", "End my access"):
        await phone.picks(pressed)
    phone.hears("A contract is in your hands")
    await phone.picks("Yes, end it")


async def comes(town: Town, mother: Phone, father: Phone) -> Phone:
    """Another second parent is let in afterwards."""
    was = await father.account()
    async with town.database.transaction("one IIN less") as uow:
        await uow.accounts.save(replace(was, iin=None, iin_proof="none"))
    newcomer = await let_in(town, mother, "1003", SECOND)
    account = await newcomer.account()
    async with town.database.transaction("another name") as uow:
        await uow.accounts.save(replace(account, person=Person("Ахметов", "Бауыржан")))
    mother.forgets()
    return newcomer


async def is_begun_anew(town: Town, mother: Phone, one: StoredContract) -> StoredContract:
    """The mother fills it in with her own data, signs it, and nothing of the father's is in it."""
    await town.deliver()
    mother.hears("who filled in ", "is not with the child here any more", "Fill it in with your own data")
    one = await contract(town, one)
    assert (one.state, one.form, one.contract.representative) == (ContractState.DRAFT, None, None)
    form = await asks(town, mother, FillContract(one.id))
    assert form is not None and set(form.known) <= {FormField.PHONE_PRIMARY.value}
    assert form.agreement or ID_CARD not in form.attached
    (await opens(mother, one)).hears("[Sign the agreement]" if form.agreement else "[Conclude contract]")
    one = await signs(town, mother, await frozen(town, one, OTHER_SHA, kinds=(ID_CARD,)))
    assert (one.state, one.contract.representative) == (ContractState.PARENT_SIGNED, Actor.PARENT)
    return one


async def test_a_text_that_the_father_fixed_is_made_anew_when_he_leaves(town: Town) -> None:
    mother, father, _saule, one = await fixed(town)
    await leaves(father)
    await is_begun_anew(town, mother, one)


@pytest.mark.rule("E-5")
async def test_C15_a_term_that_is_over_is_not_renewed_when_the_father_leaves_before_its_timer(town: Town) -> None:
    mother, father, _saule, one = await fixed(town)
    await passes(town, moment(27, 0, second=10), timers=False)
    await leaves(father)
    mother.hears_not("Fill it in with your own data")
    left = await contract(town, one)
    assert left.contract.sign_by == one.contract.sign_by
    await fires(town)
    assert (await contract(town, one)).state is ContractState.EXPIRED
    assert (await told(town, mother))[-1] == "N25"


async def test_the_applicant_reads_before_it_what_becomes_of_the_contract(town: Town) -> None:
    mother, _father, _saule, _one = await fixed(town)
    await mother.says("menu")
    for pressed in ("My applications", "Арман", "Family", "Данияр", "End the access"):
        await mother.picks(pressed)
    mother.hears("A contract is in this person's hands")


async def test_what_the_father_sent_stays_signed_and_is_signed_by_the_kindergarten(town: Town) -> None:
    mother, father, saule, one = await signed(town)
    await leaves(father)
    stepfather = await comes(town, mother, father)
    await marks(town, await opened(town, one))
    one = await signs(town, saule, one)
    assert one.state is ContractState.SIGNED
    card = await asks(town, stepfather, MyContract(one.id))
    assert card is not None and card.confirmed_by == "Серіков Данияр"


async def test_what_comes_back_after_the_father_has_left_is_filled_in_by_the_mother(town: Town) -> None:
    mother, father, saule, one = await signed(town)
    await leaves(father)
    await comes(town, mother, father)
    await opened(town, one)
    for each in one.papers:
        await does(
            town, saule, JudgeItem(one.id, each, each is not PHOTO, "" if each is not PHOTO else "other", "Темно")
        )
    await does(town, saule, ReturnContract(one.id))
    current = await contract(town, one)
    assert current.contract.corrections == 1 and PHOTO not in current.papers
    await is_begun_anew(town, mother, one)


async def test_what_came_back_to_the_father_is_begun_anew_when_he_leaves(town: Town) -> None:
    mother, father, saule, one = await signed(town)
    await opened(town, one)
    for each in one.papers:
        await does(
            town, saule, JudgeItem(one.id, each, each is not PHOTO, "" if each is not PHOTO else "other", "Темно")
        )
    await does(town, saule, ReturnContract(one.id))
    await leaves(father)
    await is_begun_anew(town, mother, one)


@pytest.mark.rule("E-26")
@pytest.mark.parametrize("counts", [True, False])
async def test_a_signature_that_waits_counts_or_not_though_the_father_has_left(town: Town, *, counts: bool) -> None:
    mother, father, _saule, one = await fixed(town)
    signing = await link(town, father, one)
    await page_says(town, signing, pending(town.clock.now()))
    await leaves(father)
    await page_says(town, signing, valid(town.clock.now(), iin=FATHER_IIN) if counts else REVOKED)
    if counts:
        assert (await contract(town, one)).state is ContractState.PARENT_SIGNED
        return
    await is_begun_anew(town, mother, one)


async def test_an_agreement_that_the_father_was_to_sign_is_signed_by_the_mother(town: Town) -> None:
    mother, father, saule, one = await signed(town)
    await marks(town, await opened(town, one))
    one = await signs(town, saule, one)
    await moves_phone(town, father, "+77010000011")
    await does(town, saule, AskAgreement(one.id))
    mother.forgets()
    await leaves(father)
    async with town.database.reading() as uow:
        agreement = await uow.contracts.open_of_voucher(one.voucher_id)
    assert agreement is not None
    await is_begun_anew(town, mother, agreement)


async def test_C19_where_nothing_was_asked_the_kindergarten_can_ask_the_mother_for_an_agreement(town: Town) -> None:
    mother, father, saule, one = await signed(town)
    await marks(town, await opened(town, one))
    one = await signs(town, saule, one)
    await father.says("menu")
    for pressed in ("My children", "Entrusted to me", "Арман", "Family", "End my access", "Yes, end it"):
        await father.picks(pressed)
    await does(town, saule, AskAgreement(one.id))
    async with town.database.reading() as uow:
        agreement = await uow.contracts.open_of_voucher(one.voucher_id)
    assert agreement is not None and agreement.contract.changed == {FormField.PARENT_NAME}
    form = await asks(town, mother, FillContract(agreement.id))
    assert form is not None and set(form.known) <= {FormField.PHONE_PRIMARY.value}
    assert (await told(town, mother))[-1] == "N28a"
