"""A signature that waited turns out not to count: it alone is asked again, and every page says so. C8a."""

from __future__ import annotations

import pytest

from dialogs.contract_queries import FillContract, MyContract
from enrolment.contract import ContractState
from storage.signings import Signing
from storage.stored_contract import StoredContract
from tests.handlers.contracts import REVOKED, begun, contract, frozen, link, page_says, pending, signs
from tests.handlers.test_contract_agreements import card_of, moves_phone
from tests.handlers.test_contract_cards import asks
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import moment, passes, voucher_of


async def waiting(town: Town) -> tuple[Phone, Phone, StoredContract, Signing]:
    phone, saule, one = await begun(town)
    one = await frozen(town, one)
    signing = await link(town, phone, one)
    await page_says(town, signing, pending(town.clock.now()))
    return phone, saule, one, signing


async def refused_late(town: Town) -> tuple[Phone, int]:
    phone, _saule, one, signing = await waiting(town)
    await passes(town, moment(27, 12))
    await page_says(town, signing, REVOKED)
    return phone.forgets(), one.id


@pytest.mark.rule("E-26")
async def test_the_menu_and_the_voucher_ask_for_the_signature_by_its_new_term(town: Town) -> None:
    phone, id_ = await refused_late(town)
    card = await asks(town, phone, MyContract(id_))
    assert card is not None
    async with town.database.reading() as uow:
        one = await uow.contracts.get(id_)
    assert one is not None and one.contract.sign_by is not None
    voucher = await voucher_of(town, one.application_id)
    assert voucher.contract_by is not None
    assert voucher.contract_by.at == min(one.contract.sign_by.at, voucher.voucher.deadline.at)
    await phone.says("menu")
    phone.hears("A contract waits for your signature by Wednesday, 2 December")
    again = await signs(town, phone, one)
    assert again.state is ContractState.PARENT_SIGNED
    assert (await voucher_of(town, one.application_id)).contract_by is None


@pytest.mark.rule("E-26")
async def test_the_card_says_no_more_that_somebody_has_signed(town: Town) -> None:
    phone, id_ = await refused_late(town)
    card = await asks(town, phone, MyContract(id_))
    assert card is not None
    assert (card.state, card.sent_at, card.confirmed_by) == (ContractState.DRAFT, None, "")
    async with town.database.reading() as uow:
        one = await uow.contracts.get(id_)
    assert one is not None
    again = await signs(town, phone, await contract(town, one))
    card = await asks(town, phone, MyContract(id_))
    assert card is not None and (card.sent_at, bool(card.confirmed_by)) == (again.sent_at, True)


@pytest.mark.rule("E-26")
async def test_C8a_edge_26_after_a_late_refusal_nothing_but_the_signature_is_asked_again(town: Town) -> None:
    phone, _saule, one, signing = await waiting(town)
    await page_says(town, signing, REVOKED)
    before = await contract(town, one)
    to_fill = await asks(town, phone, FillContract(one.id))
    assert to_fill is not None
    assert (set(to_fill.attached), to_fill.frozen) == (set(one.papers), one.version)
    await phone.picks("Open contract")
    phone.hears("only your signature is missing", "[Sign]", "[Change answers]")
    await phone.picks("Sign")
    phone.hears("Open the link and sign it with your EDS", "https://sign.example.kz/sign/")
    again = await signs(town, phone, one)
    assert (again.state, again.papers) == (ContractState.PARENT_SIGNED, before.papers)
    assert again.contract.frozen == before.contract.frozen


async def test_C18_what_changed_before_a_late_refusal_the_kindergarten_sees_once_it_is_signed(
    town: Town,
) -> None:
    phone, saule, one, signing = await waiting(town)
    await moves_phone(town, phone, "+77010000011")
    await page_says(town, signing, REVOKED)
    await signs(town, phone, one)
    assert (await card_of(town, saule, one)).changed == ("phone_primary",)
