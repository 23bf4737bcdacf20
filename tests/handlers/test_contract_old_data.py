"""Data that change between step 6 and the signature: the parent is told, and signs a new version. C7, C18."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.contract_effects import FreezeContract, MakeDraft, ReturnContract
from dialogs.contract_queries import FillContract, StaffContract
from dialogs.effects import ChangePerson, Person
from dialogs.inputs import Fine, Refused
from dialogs.requisites import ChangeMyRequisites
from enrolment.contract import ContractState
from enrolment.terms import DocumentKind, FormField
from enrolment.voucher_states import Actor
from handlers.cards import shown_person
from storage.stored_contract import StoredContract
from tests.handlers.contracts import (
    OTHER_SHA,
    begun,
    contract,
    frozen,
    link,
    opened,
    page_says,
    reviewed,
    rows_of_contract,
    signs,
    valid,
)
from tests.handlers.families import let_in
from tests.handlers.staff.people import does
from tests.handlers.test_contract_agreements import ACCOUNT, card_of, moves_phone
from tests.handlers.test_contract_answers import FIELDS, REQUIRED, gives, photos
from tests.handlers.test_contract_cards import asks
from tests.handlers.test_contract_drafting import Typewriter, drafted, works
from tests.handlers.test_contract_review import corrected, judged
from tests.handlers.town import Phone, Town

PHOTO = DocumentKind.CHILD_PHOTO


async def renames(town: Town, phone: Phone) -> None:
    await does(town, phone, ChangePerson(Person("Ахметова", "Әлия", "")))
    await town.deliver()


async def to_sign(town: Town) -> tuple[Phone, StoredContract]:
    """Frozen at step 6, and read."""
    phone, _saule, one = await begun(town)
    return phone.forgets(), await frozen(town, one)


@pytest.mark.rule("E-8")
async def test_C18_who_changes_the_phone_before_signing_reads_what_the_contract_says_and_what_to_do(town: Town) -> None:
    phone, one = await to_sign(town)
    father = await let_in(town, phone, "1002", Actor.SECOND_PARENT)
    await moves_phone(town, phone, "+77010000011")
    phone.hears("still says the old data: Main phone. Child: Арман.", "change this there too", "[Open contract]")
    phone.hears("I make a new version of it. Read and sign that one")
    father.hears_not("old data")
    assert (await rows_of_contract(town, one))[-1] == "C18"


@pytest.mark.parametrize("fields", [ACCOUNT, {**ACCOUNT, "bank_branch": ""}])
async def test_C18_a_new_bank_account_is_told_too_and_the_same_one_is_no_news(
    town: Town, fields: dict[str, str]
) -> None:
    phone, one = await to_sign(town)
    await does(town, phone, ChangeMyRequisites(fields))
    phone.hears("old data: Bank; ", "Account number")
    one = await frozen(town, await contract(town, one))
    await does(town, phone.forgets(), ChangeMyRequisites(fields))
    phone.hears_not("old data")
    assert (await contract(town, one)).contract.frozen is not None


async def test_C7_the_old_version_is_not_signed_any_more_and_the_new_one_is(town: Town) -> None:
    phone, one = await to_sign(town)
    signing = await link(town, phone, one)
    await renames(town, phone)
    phone.hears("old data: Parent's name. Child: Арман.", "Open it.").hears_not("there too")
    to_fill = await asks(town, phone, FillContract(one.id))
    assert to_fill is not None and (to_fill.draft, to_fill.frozen) == (None, None)
    await page_says(town, signing, valid(town.clock.now(), str(one.contract.frozen)))
    one = await contract(town, one)
    assert one.state is ContractState.DRAFT
    assert (await signs(town, phone, await frozen(town, one, "0d" * 32))).state is ContractState.PARENT_SIGNED


async def test_C7_a_draft_that_was_read_with_the_old_name_is_read_again(town: Town) -> None:
    phone, one = await drafted(town)
    await renames(town, phone)
    refused = await does(town, phone, FreezeContract(one.id, 1))
    assert isinstance(refused, Refused) and refused.at == "draft"
    assert isinstance(await does(town, phone, MakeDraft(one.id, FIELDS, await photos(town, phone, *REQUIRED))), Fine)
    assert await works(town, Typewriter()) == [{"version": 2, "pages": 2}]


async def test_C18_before_there_is_anything_to_read_nothing_is_told(town: Town) -> None:
    phone, _saule, one = await begun(town)
    await moves_phone(town, phone, "+77010000011")
    await renames(town, phone)
    phone.hears_not("old data")
    assert (await contract(town, one)).rev == one.rev


async def test_edge_21_what_came_back_is_not_asked_for_a_phone_that_nobody_marked(town: Town) -> None:
    phone, saule, one = await reviewed(town)
    await judged(town, saule, one, PHOTO)
    await does(town, saule, ReturnContract(one.id))
    current = await contract(town, one)
    async with town.database.transaction("corrected") as uow:
        fixed = replace(current.contract, frozen="0e" * 32)
        await uow.contracts.save(replace(current, contract=fixed))
    await moves_phone(town, phone.forgets(), "+77010000011")
    phone.hears_not("old data")
    await renames(town, phone)
    phone.hears("old data: Parent's name.")
    assert (await contract(town, one)).contract.frozen is None


async def test_C18_what_changes_while_it_is_corrected_the_kindergarten_sees_when_it_comes_again(town: Town) -> None:
    phone, saule, one = await reviewed(town)
    await judged(town, saule, one, PHOTO)
    await renames(town, phone)
    await does(town, saule, ReturnContract(one.id))
    await moves_phone(town, phone.forgets(), "+77010000011")
    await renames(town, phone)
    assert (await rows_of_contract(town, one))[-2:] == ["C10", "C18"]
    phone.hears_not("old data")
    one = await corrected(town, phone, one)
    assert (await card_of(town, saule, one)).changed == ("phone_primary",)


async def test_C11_what_was_marked_and_is_corrected_is_not_different_any_more(town: Town) -> None:
    phone, saule, one = await reviewed(town)
    await judged(town, saule, one, "phone_primary")
    await does(town, saule, ReturnContract(one.id))
    await moves_phone(town, phone, "+77010000011")
    assert (await contract(town, one)).contract.changed == {FormField.PHONE_PRIMARY}
    assert (await corrected(town, phone, one)).contract.changed == frozenset()


async def test_C18_a_name_that_is_saved_as_it_was_is_no_news(town: Town) -> None:
    phone, one = await to_sign(town)
    async with town.database.reading() as uow:
        account = (await uow.accounts.load([one.account_id]))[one.account_id]
    await does(town, phone.forgets(), ChangePerson(shown_person(account.person)))
    phone.hears_not("old data")
    assert (await contract(town, one)).contract.frozen is not None


async def checked_under_another_name(town: Town) -> tuple[Phone, Phone, StoredContract]:
    """A contract that the kindergarten checks, whose parent has another name since it was signed."""
    phone, saule, one = await begun(town)
    one = await frozen(town, one, kinds=REQUIRED)
    async with town.database.transaction("answers") as uow:
        await uow.contracts.save(replace(one, form={**FIELDS}))
    one = await opened(town, await signs(town, phone, one))
    await renames(town, phone)
    return phone, saule, one


async def test_C18_another_name_is_returned_and_comes_back_in_the_new_text_without_a_question(town: Town) -> None:
    phone, saule, one = await checked_under_another_name(town)
    shown = await asks(town, saule, StaffContract(one.id))
    assert shown is not None and "parent_name" in {each.code for each in shown.fields}
    await judged(town, saule, one, FormField.PARENT_NAME, reason="data_changed")
    shown = await asks(town, saule, StaffContract(one.id))
    assert shown is not None and not shown.return_counts and shown.returnable
    await does(town, saule, ReturnContract(one.id))
    taken = await gives(town, phone, await contract(town, one), {}, {})
    assert isinstance(taken, StoredContract)
    assert taken.contract.marks[FormField.PARENT_NAME].judgement == "replaced"
    again = await opened(town, await signs(town, phone, await frozen(town, taken, OTHER_SHA, kinds=())))
    shown = await asks(town, saule, StaffContract(again.id))
    assert shown is not None and not shown.judged


@pytest.mark.rule("S1-58")
async def test_C11_where_only_the_name_was_marked_answers_can_be_changed_after_the_text_was_fixed(town: Town) -> None:
    phone, saule, one = await checked_under_another_name(town)
    await judged(town, saule, one, FormField.PARENT_NAME, reason="data_changed")
    await does(town, saule, ReturnContract(one.id))
    await does(town, phone, MakeDraft(one.id, {}, {}))
    (drawn,) = await works(town, Typewriter())
    await does(town, phone, FreezeContract(one.id, drawn["version"]))
    await works(town, Typewriter())
    assert (await contract(town, one)).contract.frozen is not None
    await does(town, phone, MakeDraft(one.id, {}, {}))
    (drawn,) = await works(town, Typewriter())
    form = await asks(town, phone, FillContract(one.id))
    assert form is not None and (form.draft, form.frozen) == (drawn["version"], None)
    await does(town, phone, FreezeContract(one.id, drawn["version"]))
    (fixed,) = await works(town, Typewriter())
    one = await contract(town, one)
    assert (one.version, one.contract.frozen) == (fixed["version"], fixed["sha256"])
    assert (await signs(town, phone, one)).state is ContractState.PARENT_SIGNED
