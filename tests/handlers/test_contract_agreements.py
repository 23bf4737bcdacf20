"""What changed after both signed: noted, told, and signed as an additional agreement. C18, C19, S53."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.contract_effects import ArchiveContract, AskAgreement, RejectContract
from dialogs.contract_queries import FillContract, MyContract, PreschoolContract, SignedContracts, StaffContract
from dialogs.effects import ChangePhone
from dialogs.inputs import Refused
from dialogs.requisites import ChangeMyRequisites
from dialogs.staff.contract_words import contract_text
from enrolment.contract import ContractAction, ContractKind, ContractState
from enrolment.terms import DocumentKind, FormField
from enrolment.voucher_states import Actor
from storage.signings import Purpose
from storage.stored_contract import StoredContract
from tests.handlers.contracts import (
    begun,
    contract,
    frozen,
    link,
    marks,
    moves,
    opened,
    page_says,
    papers,
    reviewed,
    sent,
    signs,
    valid,
)
from tests.handlers.families import let_in
from tests.handlers.kindergartens import left
from tests.handlers.staff.people import does
from tests.handlers.test_contract_answers import FIELDS, REQUIRED, asks_more, gives, photos
from tests.handlers.test_contract_cards import asks
from tests.handlers.test_profile_versions import changes_to
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import moment, passes

ACCOUNT = {"bank": "CASPKZKA", "iban": "KZ257220000000000001", "bank_branch": "Алматы"}
PHONE = frozenset({FormField.PHONE_PRIMARY})


async def in_force(town: Town) -> tuple[Phone, Phone, StoredContract]:
    """Both have signed; everything read."""
    phone, saule, one = await reviewed(town)
    await marks(town, one)
    one = await signs(town, saule, one)
    return phone.forgets(), saule.forgets(), one


async def agreed_on(town: Town, saule: Phone, one: StoredContract) -> StoredContract:
    """The kindergarten asks for an agreement to it."""
    await does(town, saule, AskAgreement(one.id))
    async with town.database.reading() as uow:
        agreement = await uow.contracts.open_of_voucher(one.voucher_id)
    assert agreement is not None
    return agreement


async def moves_phone(town: Town, phone: Phone, number: str) -> None:
    """That account has another phone now."""
    await does(town, phone, ChangePhone(number))
    await town.deliver()


async def card_of(town: Town, saule: Phone, one: StoredContract) -> PreschoolContract:
    """The contract as the employee sees it."""
    card = await asks(town, saule, StaffContract(one.id))
    assert card is not None
    return card


async def test_C18_C19_what_changes_after_both_signed_is_noted_and_the_employee_asks_for_an_agreement(
    town: Town,
) -> None:
    phone, saule, one = await in_force(town)
    assert not (await card_of(town, saule, one)).amendable
    await does(town, phone, ChangeMyRequisites(ACCOUNT))
    await town.deliver()
    saule.hears("ask the parent to sign an additional agreement")
    card = await card_of(town, saule, one)
    assert (card.state, card.amendable) == (ContractState.SIGNED, True)
    assert set(card.changed) == {"bank", "iban", "bank_branch"}
    await agreed_on(town, saule, one)
    assert not (await card_of(town, saule, one)).amendable


async def test_C19_what_changed_in_a_signed_contract_is_signed_as_an_agreement(town: Town) -> None:
    phone, saule, one = await in_force(town)
    await moves(town, one, ContractAction.NOTE_CHANGED_DATA, changed=frozenset({FormField.PARENT_NAME}))
    agreement = await agreed_on(town, saule, one)
    assert (agreement.amends_id, agreement.contract.kind) == (one.id, ContractKind.ADDITIONAL_AGREEMENT)
    assert (await contract(town, one)).state is ContractState.SIGNED
    named = f"Additional agreement No. {agreement.number} to contract No. {one.number}"
    phone.hears(f"{named} is to be read and signed.", "Changed: Parent's name.")


async def test_C19_family_and_kindergarten_read_of_an_agreement_by_its_name_and_that_of_its_contract(
    town: Town,
) -> None:
    phone, saule, one = await in_force(town)
    await moves_phone(town, phone, "+77010000011")
    agreement = await agreed_on(town, saule, one)
    family = f"Additional agreement No. {agreement.number} to contract No. {one.number}"
    agreement = await signs(town, phone, await frozen(town, agreement, kinds=()))
    phone.hears(f"{family} is sent to the kindergarten.").hears_not("documents")
    staff = f"additional agreement {agreement.number} to contract {one.number}"
    saule.hears(f"A parent has signed {staff}.").hears_not("documents")
    await moves_phone(town, phone, "+77010000012")
    saule.hears(f"The parent’s data have changed since {staff} was signed.")
    await opened(town, agreement)
    await does(town, saule, RejectContract(agreement.id, town.office.profile.refusal_reasons[0].code, "Нет"))
    await town.deliver()
    phone.hears(f"{family} was rejected.", "The contract itself stays in force as it is.")


async def test_C19_who_checks_an_agreement_reads_what_it_says_anew(town: Town) -> None:
    phone, saule, one = await begun(town)
    await moves(town, one, ContractAction.READ_INFO)
    await page_says(town, await link(town, phone, one, Purpose.CHECK), valid(town.clock.now()))
    await gives(town, phone, await contract(town, one), FIELDS, await photos(town, phone, *REQUIRED))
    one = await signs(town, phone, await frozen(town, await contract(town, one), kinds=()))
    await marks(town, await opened(town, one))
    await signs(town, saule, await contract(town, one))
    await moves_phone(town, phone, "+77010000011")
    agreement = await agreed_on(town, saule, one)
    await moves(town, agreement, ContractAction.READ_INFO)
    await page_says(town, await link(town, phone, agreement, Purpose.CHECK), valid(town.clock.now()))
    said = {**FIELDS, FormField.PHONE_PRIMARY: "+77010000011"}
    await gives(town, phone, await contract(town, agreement), said, {})
    agreement = await signs(town, phone, await frozen(town, await contract(town, agreement), kinds=()))
    card = await card_of(town, saule, await opened(town, agreement))
    assert card.says_anew == ("phone_primary",)
    text = str(contract_text(card, town.office.profile, town.clock.now()))
    assert f"It changes contract No. {one.number}.\nChanged: Main phone." in text
    assert (await card_of(town, saule, one)).says_anew == ()


async def test_C19_a_signed_agreement_is_told_from_the_contract_that_it_changes(town: Town) -> None:
    phone, saule, one = await in_force(town)
    await moves_phone(town, phone, "+77010000011")
    agreement = await signs(town, phone, await frozen(town, await agreed_on(town, saule, one), kinds=()))
    await passes(town, moment(25, 10))
    agreement = await signs(town, saule, await opened(town, agreement))
    assert (await card_of(town, saule, agreement)).amends == one.number
    sheet = await asks(town, saule, SignedContracts())
    assert (len(sheet.cards), sheet.total, sheet.children) == (2, 2, 1)
    await phone.forgets().says("menu")
    for pressed in ("My contracts", "Signed contracts", agreement.number):
        await phone.picks(pressed)
    phone.hears(f"Additional agreement No. {agreement.number}", f"It changes contract No. {one.number}.", "in force")
    phone.hears_not("admitted")
    cards = [await asks(town, phone, MyContract(each.id)) for each in (one, agreement)]
    first, second = (card.terms for card in cards if card is not None)
    assert (first.starts_on, first.ends_on) == (second.starts_on, second.ends_on)
    assert (first.effective_on, second.effective_on) == (moment(23).date(), moment(25).date())


async def test_C19_where_nothing_changed_the_employee_reads_that_and_no_agreement_begins(town: Town) -> None:
    _phone, saule, one = await in_force(town)
    assert "Nobody has changed the data" in str(await does(town, saule, AskAgreement(one.id)))
    async with town.database.reading() as uow:
        assert await uow.contracts.open_of_voucher(one.voucher_id) is None


async def test_C19_nothing_is_different_any_more_once_both_have_signed_the_agreement(town: Town) -> None:
    phone, saule, one = await in_force(town)
    await moves_phone(town, phone, "+77010000011")
    agreement = await agreed_on(town, saule, one)
    agreement = await signs(town, phone, await frozen(town, agreement, kinds=()))
    await opened(town, agreement)
    assert (await card_of(town, saule, agreement)).unjudged == 0
    assert (await contract(town, one)).contract.changed == PHONE
    agreement = await signs(town, saule, agreement)
    assert (agreement.state, (await contract(town, one)).contract.changed) == (ContractState.SIGNED, frozenset())
    await moves_phone(town, phone, "+77010000012")
    assert (await contract(town, one)).contract.changed == PHONE
    assert (await contract(town, agreement)).contract.changed == frozenset()


async def test_C19_what_changes_while_the_agreement_is_checked_is_different_still_after_it(town: Town) -> None:
    phone, saule, one = await in_force(town)
    await moves_phone(town, phone, "+77010000011")
    agreement = await agreed_on(town, saule, one)
    agreement = await signs(town, phone, await frozen(town, agreement))
    await marks(town, await opened(town, agreement))
    await does(town, phone, ChangeMyRequisites({**ACCOUNT, "bank_branch": ""}))
    await signs(town, saule, agreement)
    account = {FormField.BANK, FormField.IBAN}
    assert (await contract(town, one)).contract.changed == account


async def test_C17_an_agreement_ends_with_its_contract_and_never_by_itself(town: Town) -> None:
    phone, saule, one = await in_force(town)
    await moves_phone(town, phone, "+77010000011")
    agreement = await signs(town, phone, await frozen(town, await agreed_on(town, saule, one), kinds=()))
    agreement = await signs(town, saule, await opened(town, agreement))
    taken = await left(town)
    await does(town, saule, ArchiveContract(agreement.id, "2026-11-23", "moved"))
    assert (await contract(town, agreement)).state is ContractState.SIGNED
    assert await left(town) == taken
    await does(town, saule, ArchiveContract(one.id, "2026-11-23", "moved"))
    assert {(await contract(town, each)).state for each in (one, agreement)} == {ContractState.ARCHIVED}
    assert sum(free for free, _open in await left(town)) == sum(free for free, _open in taken) + 1


async def test_C12_an_agreement_that_is_refused_leaves_the_contract_in_force(town: Town) -> None:
    phone, saule, one = await in_force(town)
    await moves_phone(town, phone, "+77010000011")
    agreement = await signs(town, phone, await frozen(town, await agreed_on(town, saule, one), kinds=()))
    agreement = await opened(town, agreement)
    await does(town, saule, RejectContract(agreement.id, "wrong_document", "Фото не то"))
    assert (await contract(town, one)).state is ContractState.SIGNED
    phone.hears("The contract itself stays in force as it is.")
    phone.hears_not("archive")


async def fixed(town: Town, agreement: StoredContract, phone_primary: str, **said: str) -> StoredContract:
    """With that phone in its text, and whatever else it says."""
    fixed = await frozen(town, agreement, kinds=())
    async with town.database.transaction("what it says") as uow:
        return await uow.contracts.save(replace(fixed, form={"phone_primary": phone_primary, **said}))


async def test_C19_what_changes_again_before_an_agreement_is_signed_takes_its_text_back(town: Town) -> None:
    phone, saule, one = await in_force(town)
    await moves_phone(town, phone, "+77010000011")
    agreement = await fixed(town, await agreed_on(town, saule, one), "+77010000011")
    await moves_phone(town, phone.forgets(), "+77010000012")
    phone.hears("still says the old data: Main phone.", "change this there too")
    assert (await contract(town, agreement)).contract.frozen is None
    await moves_phone(town, phone.forgets(), "+77010000013")
    phone.hears_not("old data")


async def test_C19_a_second_agreement_says_what_the_first_one_says(town: Town) -> None:
    phone, saule, one = await in_force(town)
    async with town.database.transaction("what was answered") as uow:
        first = {"email": "mother@example.kz", "phone_primary": "+77010000001"}
        one = await uow.contracts.save(replace(await contract(town, one), form=first))
    await moves_phone(town, phone, "+77010000011")
    agreement = await agreed_on(town, saule, one)
    agreement = await signs(town, phone, await fixed(town, agreement, "+77010000011", email="new@example.kz"))
    await signs(town, saule, await opened(town, agreement))
    await does(town, phone, ChangeMyRequisites(ACCOUNT))
    to_fill = await asks(town, phone, FillContract((await agreed_on(town, saule, one)).id))
    assert to_fill is not None
    assert to_fill.known == {"email": "new@example.kz", "phone_primary": "+77010000011", **ACCOUNT}


@pytest.mark.parametrize(("number", "left"), [("+77010000012", frozenset()), ("+77010000011", PHONE)])
async def test_C19_what_the_agreement_does_not_say_is_different_still_once_both_have_signed(
    town: Town, number: str, left: frozenset[FormField]
) -> None:
    phone, saule, one = await in_force(town)
    await moves_phone(town, phone, "+77010000011")
    agreement = await agreed_on(town, saule, one)
    await moves_phone(town, phone, "+77010000012")
    agreement = await signs(town, phone, await fixed(town, agreement, number))
    await signs(town, saule, await opened(town, agreement))
    assert (await contract(town, one)).contract.changed == left


async def test_C18_only_the_data_of_the_parent_who_signed_count(town: Town) -> None:
    phone, saule, one = await sent(town)
    father = await let_in(town, phone, "1002", Actor.SECOND_PARENT)
    async with town.database.transaction("the father signed it") as uow:
        current = await uow.contracts.get(one.id)
        assert current is not None
        theirs = replace(current.contract, representative=Actor.SECOND_PARENT)
        await uow.contracts.save(replace(current, contract=theirs))
    await moves_phone(town, phone, "+77010000011")
    assert (await contract(town, one)).contract.changed == frozenset()
    saule.hears_not("data have changed")
    await moves_phone(town, father, "+77010000012")
    assert (await contract(town, one)).contract.changed == PHONE
    saule.hears("The parent’s data have changed since contract")


async def test_C19_the_agreement_takes_over_what_was_signed_and_asks_for_no_document_again(town: Town) -> None:
    phone, saule, one = await in_force(town)
    async with town.database.transaction("what was answered") as uow:
        current = await uow.contracts.get(one.id)
        assert current is not None
        answers = {"email": "mother@example.kz", "phone_primary": "+77010000001", "bank": "HSBKKZKX"}
        everything = await papers(uow, one, REQUIRED)
        one = await uow.contracts.save(replace(current, form=answers, papers=everything))
    await moves_phone(town, phone, "+77010000011")
    await does(town, phone, ChangeMyRequisites(ACCOUNT))
    agreement = await agreed_on(town, saule, one)
    assert agreement.papers == one.papers
    to_fill = await asks(town, phone, FillContract(agreement.id))
    assert to_fill is not None
    assert to_fill.agreement
    assert to_fill.known == {"email": "mother@example.kz", "phone_primary": "+77010000011", **ACCOUNT}
    await moves(town, agreement, ContractAction.READ_INFO)
    await page_says(town, await link(town, phone, agreement, Purpose.CHECK), valid(town.clock.now()))
    taken = await gives(town, phone, await contract(town, agreement), {**FIELDS, **to_fill.known}, {})
    assert not isinstance(taken, Refused)
    assert (taken.papers, taken.form) == (one.papers, {**FIELDS, **to_fill.known})


@pytest.mark.rule("E-43")
async def test_C19_a_document_that_the_contract_never_asked_for_is_not_missing_in_its_agreement(town: Town) -> None:
    changes_to(town, asks_more())
    phone, saule, one = await in_force(town)
    async with town.database.transaction("filled in") as uow:
        current = await uow.contracts.get(one.id)
        assert current is not None
        await uow.contracts.save(replace(current, form=FIELDS, papers=await papers(uow, one, REQUIRED)))
    await moves_phone(town, phone, "+77010000011")
    await passes(town, moment(24, 12))
    agreement = await agreed_on(town, saule, one)
    assert agreement.profile_version == 2
    await moves(town, agreement, ContractAction.READ_INFO)
    await page_says(town, await link(town, phone, agreement, Purpose.CHECK), valid(town.clock.now()))
    fields = {**FIELDS, "email": "aliya@example.kz"}
    refused = await gives(town, phone, await contract(town, agreement), fields, {DocumentKind.ID_CARD: ()})
    assert isinstance(refused, Refused)
    assert refused.at == DocumentKind.ID_CARD
    taken = await gives(town, phone, await contract(town, agreement), fields, {})
    assert isinstance(taken, StoredContract)
    assert set(taken.papers) == set(REQUIRED)
