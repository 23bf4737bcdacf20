"""What happens to a contract while its signature is being judged: it was signed before, and stays so. C8a."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from dialogs.contract_effects import CancelContract
from enrolment.contract import ContractAction, ContractNeed, ContractNotAllowed, ContractState
from enrolment.terms import FormField
from enrolment.voucher_states import Actor
from handlers.contract_changes import note_changed_data
from handlers.contract_drafting import DRAFT, FAILED
from handlers.telling import Moment
from storage.signings import Purpose
from storage.stored_contract import StoredContract
from tests.handlers.contracts import FATHER_IIN, begun, contract, link, moves, page_says, valid
from tests.handlers.families import let_in
from tests.handlers.staff.people import does
from tests.handlers.test_contract_changes import in_force
from tests.handlers.test_contract_drafting import Typewriter, works
from tests.handlers.test_contract_leaving import leaves
from tests.handlers.town import Phone
from tests.handlers.vouchers import moment, told
from tests.signing_page.certification import key_of
from tests.signing_page.house import PDF, House
from tests.signing_page.test_received_first import database_url, opened

__all__ = ["database_url"]
Happens = Callable[[House, Phone, StoredContract], Awaitable[object]]


async def new_model_form(house: House, _mother: Phone, _one: StoredContract) -> None:
    """Looked for at every start of the program, and every night."""
    assert await in_force(house.town, "unified-2") == 0


async def another_draft(house: House, mother: Phone, one: StoredContract) -> None:
    """Wanted in the chat a moment before."""
    account = await mother.account()
    async with house.town.database.transaction("wanted") as uow:
        await uow.tasks.add(account.id, DRAFT, {"contract": one.id}, house.town.clock.now())
    assert await works(house.town, Typewriter()) == [FAILED]


async def other_name(house: House, mother: Phone, one: StoredContract) -> None:
    async with house.town.database.transaction("renamed") as uow:
        at = Moment(uow, house.town.office, house.town.clock.now())
        await note_changed_data(at, one.account_id, frozenset({FormField.PARENT_NAME}), "account:1")
    await house.town.deliver()
    mother.hears_not("the old data")


async def other_answer(house: House, _mother: Phone, one: StoredContract) -> None:
    with pytest.raises(ContractNotAllowed):
        await moves(
            house.town,
            one,
            ContractAction.FILL_REQUISITES,
            there=frozenset({ContractNeed.ANSWERS}),
            changes={"form": {}},
        )


async def other_paper(house: House, _mother: Phone, one: StoredContract) -> None:
    with pytest.raises(ContractNotAllowed):
        there = frozenset({ContractNeed.DOCUMENTS})
        await moves(house.town, one, ContractAction.ATTACH_DOCUMENTS, actor=Actor.DELEGATE, there=there)


@pytest.mark.parametrize("happens", [new_model_form, another_draft, other_name, other_answer, other_paper])
async def test_C8a_what_changes_while_a_signature_is_being_judged_comes_after_it(
    house: House, happens: Happens
) -> None:
    mother, one, token = await house.to_sign()
    browser = await opened(house, token)
    mother.forgets()
    async with house.certification.asked_by(browser.sends(token, house.certification.signs("mother", PDF))) as judged:
        await happens(house, mother, one)
    assert judged.result().status == 303
    assert await house.state(one) is ContractState.PARENT_SIGNED
    assert [each for each in await told(house.town, mother) if each == "N20"] == ["N20"]


@pytest.mark.rule("E-8")
async def test_edge_8_the_other_parents_key_comes_too_late_for_a_contract_that_is_signed(house: House) -> None:
    mother, _saule, one = await house.contract()
    father = await let_in(house.town, mother, "1002", Actor.SECOND_PARENT)
    token = await house.link(mother, one)
    browser = await opened(house, token)
    signing = await link(house.town, father, one, Purpose.CHECK)
    async with house.certification.asked_by(browser.sends(token, house.certification.signs("mother", PDF))) as judged:
        await page_says(house.town, signing, valid(house.town.clock.now(), iin=FATHER_IIN))
    assert judged.result().status == 303
    one = await contract(house.town, one)
    assert (one.state, one.contract.representative) == (ContractState.PARENT_SIGNED, Actor.PARENT)


@pytest.mark.rule("E-8")
@pytest.mark.parametrize("revoked", [False, True])
async def test_edge_8_what_the_father_signed_stays_signed_though_he_leaves_while_it_is_being_judged(
    house: House, *, revoked: bool
) -> None:
    mother, _saule, one = await begun(house.town)
    father = await let_in(house.town, mother, "1002", Actor.SECOND_PARENT)
    one = await house.freezes(one, by=Actor.SECOND_PARENT)
    token = await house.link(father, one)
    browser = await opened(house, token)
    if revoked:
        house.certification.revoked[key_of("father").certificate.serial] = moment(20)
    mother.forgets()
    async with house.certification.asked_by(browser.sends(token, house.certification.signs("father", PDF))) as judged:
        await leaves(father)
        mother.hears_not("Fill it in with your own data")
    assert judged.result().status == (422 if revoked else 303)
    one = await contract(house.town, one)
    await house.town.settle()
    if revoked:
        assert (one.state, one.contract.representative) == (ContractState.DRAFT, None)
        mother.hears("Fill it in with your own data")
    else:
        assert (one.state, one.contract.representative) == (ContractState.PARENT_SIGNED, Actor.FORMER_PARENT)
        mother.hears(f"Contract No. {one.number} is sent to the kindergarten.")


async def test_C16_who_withdraws_while_the_signature_is_being_judged_has_withdrawn(house: House) -> None:
    mother, one, token = await house.to_sign()
    browser = await opened(house, token)
    async with house.certification.asked_by(browser.sends(token, house.certification.signs("mother", PDF))) as judged:
        await does(house.town, mother, CancelContract(one.id))
        assert await house.state(one) is ContractState.CANCELLED
    judged.result().shows("The contract has moved on: this does not count any more.")
    assert await house.state(one) is ContractState.CANCELLED
    assert (await house.kept(token)).reason == "moved_on"
    assert (await told(house.town, mother)).count("N27") == 1
    assert await house.waits() == []


async def test_what_was_signed_and_is_nowhere_any_more_does_not_wait_for_ever(house: House) -> None:
    """In other hands another text is fixed, and the one before is forgotten (edge 8)."""
    _mother, one, token = await house.to_sign()
    browser = await opened(house, token)
    house.certification.down("ocsp", "crl")
    await browser.sends(token, house.certification.signs("mother", PDF))
    async with house.town.database.transaction("forgotten") as uow:
        await uow.contract_versions.forget_unsigned(one.id)
    await house.looks_again()
    assert await house.waits() == []
    assert (await house.kept(token)).reason == "moved_on"
    assert await house.state(one) is ContractState.DRAFT
