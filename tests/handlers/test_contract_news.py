"""What is news of a contract: data that it says otherwise, whichever child's it is, and asked for. C18, C19."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.contract_effects import ArchiveContract
from dialogs.requisites import ChangeMyDocument, ChangeMyRequisites
from enrolment.application import ApplicationState
from enrolment.contract import ContractAction, ContractState
from enrolment.profile import load_profile
from enrolment.terms import DocumentKind, FormField, QueueType
from enrolment.voucher_states import Actor
from handlers.contract_acts import contract_subject
from handlers.profile_versions import with_profile
from handlers.vouchers import Issued
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
    pending,
    rows_of_contract,
    sends_contract,
    signs,
    valid,
)
from tests.handlers.kindergartens import chooses, opens
from tests.handlers.staff.people import applies, does
from tests.handlers.test_contract_agreements import agreed_on
from tests.handlers.test_contract_answers import FIELDS, REQUIRED, gives, photos
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import issues, moment, passes, told, voucher_of

HERS = {code: FIELDS[FormField(code)] for code in ("bank", "iban")}
OTHER = {"bank": "HSBKKZKX", "iban": "KZ186010000000000002"}
CARD = {code: FIELDS[FormField(code)] for code in ("id_type", "id_number", "id_issue_date", "id_issuer")}
BANK = frozenset({FormField.BANK, FormField.IBAN})
NOTHING = frozenset[FormField]()


async def filled(town: Town, phone: Phone, one: StoredContract, **fields: str) -> StoredContract:
    """The parent has filled it in."""
    await moves(town, one, ContractAction.READ_INFO)
    await page_says(town, await link(town, phone, one, Purpose.CHECK), valid(town.clock.now()))
    given = await gives(
        town, phone, await contract(town, one), {**FIELDS, **fields}, await photos(town, phone, *REQUIRED)
    )
    assert isinstance(given, StoredContract)
    await town.deliver()
    return given


async def sent(town: Town) -> tuple[Phone, Phone, StoredContract]:
    """What it says is what My requisites say; the parent has signed it."""
    phone, saule, one = await begun(town)
    one = await signs(town, phone, await frozen(town, await filled(town, phone, one), kinds=()))
    assert one.state is ContractState.PARENT_SIGNED
    return phone.forgets(), saule.forgets(), one


async def of_sibling(town: Town, phone: Phone) -> StoredContract:
    """The kindergarten has sent the contract of another child of that parent."""
    application = await applies(town, phone, queue_type=QueueType.GENERAL, state=ApplicationState.QUEUED)
    await opens(town)
    await issues(town, Issued(application.id))
    await phone.picks("Accept voucher")
    await chooses(phone)
    await phone.picks("Confirm")
    return await sends_contract(town, await voucher_of(town, application.id))


async def changed(town: Town, one: StoredContract) -> frozenset[FormField]:
    return (await contract(town, one)).contract.changed


async def keeps(town: Town, phone: Phone, account: dict[str, str]) -> None:
    """My requisites have this account now."""
    await does(town, phone, ChangeMyRequisites(account))
    await town.deliver()


@pytest.mark.rule("S2-56")
async def test_C18_what_is_answered_for_one_child_is_told_of_the_contract_of_another(town: Town) -> None:
    phone, saule, one = await sent(town)
    sibling = await of_sibling(town, phone)
    saule.forgets()
    await filled(town, phone, sibling, **OTHER, authority="guardian", phone_primary="+77010000099")
    assert await changed(town, one) == BANK
    assert await changed(town, sibling) == NOTHING
    saule.hears("The parent’s data have changed since contract", one.number)


async def test_C18_what_another_child_s_contract_only_repeats_is_told_of_none(town: Town) -> None:
    phone, saule, one = await sent(town)
    sibling = await of_sibling(town, phone)
    saule.forgets()
    await filled(town, phone, sibling)
    assert await changed(town, one) == NOTHING
    saule.hears_not("data have changed")


async def test_C19_what_an_agreement_says_is_not_told_of_the_contract_that_it_changes(town: Town) -> None:
    phone, saule, one = await sent(town)
    await marks(town, await opened(town, one))
    one = await signs(town, saule, one)
    await keeps(town, phone, OTHER)
    agreement = await agreed_on(town, saule, one)
    saule.forgets()
    await moves(town, agreement, ContractAction.READ_INFO)
    await page_says(town, await link(town, phone, agreement, Purpose.CHECK), valid(town.clock.now()))
    fields = {**FIELDS, **OTHER, FormField.EMAIL: "new@example.kz"}
    assert isinstance(await gives(town, phone, await contract(town, agreement), fields, {}), StoredContract)
    await town.deliver()
    assert await changed(town, one) == BANK
    saule.hears_not("data have changed")


@pytest.mark.parametrize("in_force", [False, True])
async def test_C18_C19_what_is_as_it_was_signed_again_is_different_no_more(town: Town, *, in_force: bool) -> None:
    phone, saule, one = await sent(town)
    if in_force:
        await marks(town, await opened(town, one))
        one = await signs(town, saule, one)
    await keeps(town, phone, OTHER)
    assert await changed(town, one) == BANK
    saule.forgets()
    await keeps(town, phone, HERS)
    assert await changed(town, one) == NOTHING
    saule.hears_not("data have changed")
    await keeps(town, phone, OTHER)
    saule.hears("The parent’s data have changed since contract")
    assert (await rows_of_contract(town, one)).count("C18") == 3


async def agreeing(town: Town) -> tuple[Phone, Phone, StoredContract, StoredContract]:
    """A signed contract, and an agreement about another account that the parent may sign."""
    phone, saule, one = await sent(town)
    await marks(town, await opened(town, one))
    one = await signs(town, saule, one)
    await keeps(town, phone, OTHER)
    agreement = await frozen(town, await agreed_on(town, saule, one), kinds=())
    async with town.database.transaction("what it says") as uow:
        agreement = await uow.contracts.save(replace(agreement, form={**FIELDS, **OTHER}))
    return phone, saule, one, agreement


async def test_C19_what_was_agreed_on_is_what_the_contract_says(town: Town) -> None:
    phone, saule, one, agreement = await agreeing(town)
    agreement = await signs(town, saule, await opened(town, await signs(town, phone, agreement)))
    assert await changed(town, one) == NOTHING
    await keeps(town, phone, HERS)
    assert await changed(town, one) == BANK
    await keeps(town, phone, OTHER)
    assert await changed(town, one) == NOTHING


async def test_C19_while_an_agreement_is_under_way_the_contract_keeps_what_was_different(town: Town) -> None:
    phone, saule, one, agreement = await agreeing(town)
    agreement = await signs(town, phone, agreement)
    saule.forgets()
    await keeps(town, phone, HERS)
    assert await changed(town, one) == BANK
    saule.hears("have changed since additional agreement", agreement.number).hears_not("ask the parent")
    await signs(town, saule, await opened(town, agreement))
    assert await changed(town, one) == BANK
    saule.hears("ask the parent to sign an additional agreement")


async def test_C18_what_this_city_never_asks_is_no_news_of_its_contract(town: Town) -> None:
    phone, saule, one = await sent(town)
    town.office = with_profile(town.office, load_profile("smart_nation_almaty"))
    await keeps(town, phone, OTHER)
    assert await changed(town, one) == NOTHING
    saule.hears_not("data have changed")
    await does(town, phone, ChangeMyDocument({**CARD, "id_number": "012345679", "id_issue_date": "2024-05-04"}))
    assert await changed(town, one) == {FormField.ID_NUMBER}


async def test_C18_a_draft_that_says_the_same_is_not_made_anew(town: Town) -> None:
    phone, _saule, one = await begun(town)
    one = await frozen(town, await filled(town, phone, one), kinds=())
    await keeps(town, phone.forgets(), HERS)
    assert (await contract(town, one)).contract.frozen == one.contract.frozen
    await keeps(town, phone, OTHER)
    assert (await contract(town, one)).contract.frozen is None
    assert (await told(town, phone))[-1] == "N28"


async def test_C18_what_is_as_it_was_again_while_the_contract_is_corrected_is_different_no_more(town: Town) -> None:
    phone, _saule, one = await sent(town)
    await marks(town, await opened(town, one), (DocumentKind.CHILD_PHOTO,))
    one = await moves(town, one, ContractAction.RETURN, actor=Actor.PRESCHOOL)
    assert one.state is ContractState.RETURNED
    await keeps(town, phone, OTHER)
    assert await changed(town, one) == BANK
    await keeps(town, phone, HERS)
    assert await changed(town, one) == NOTHING


@pytest.mark.rule("E-26")
async def test_C18_C8a_what_changes_while_a_signature_waits_is_told_once_the_kindergarten_has_the_contract(
    town: Town,
) -> None:
    phone, saule, one = await begun(town)
    one = await frozen(town, await filled(town, phone, one), kinds=())
    signing = await link(town, phone, one)
    await page_says(town, signing, pending(town.clock.now()))
    await keeps(town, phone, OTHER)
    saule.hears_not("data have changed")
    await page_says(town, signing, valid(town.clock.now()))
    assert ((await contract(town, one)).state, await changed(town, one)) == (ContractState.PARENT_SIGNED, BANK)
    saule.hears("A parent has signed contract")


async def test_C17_the_log_says_why_the_child_left_and_on_which_day(town: Town) -> None:
    _phone, saule, one = await sent(town)
    await marks(town, await opened(town, one))
    one = await signs(town, saule, one)
    await passes(town, moment(26, 12))
    await does(town, saule, ArchiveContract(one.id, "2026-11-25", "moved"))
    async with town.database.reading() as uow:
        last = (await uow.events.history(contract_subject(one.id)))[-1]
    assert (last.to, last.reason, (last.details or {})["comment"]) == (ContractState.ARCHIVED, "moved", "2026-11-25")
