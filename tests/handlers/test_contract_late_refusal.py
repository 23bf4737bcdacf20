"""A signature that turned out not to count: what was checked and attached stays, only the signature is asked. C8a."""

from __future__ import annotations

import pytest

from dialogs.contract_queries import FillContract
from enrolment.contract import ContractState
from tests.handlers.contracts import REVOKED, begun, contract, frozen, link, page_says, pending, signs
from tests.handlers.test_contract_agreements import card_of, moves_phone
from tests.handlers.test_contract_cards import asks
from tests.handlers.town import Town


@pytest.mark.rule("E-26")
async def test_C8a_edge_26_after_a_late_refusal_nothing_but_the_signature_is_asked_again(town: Town) -> None:
    phone, _saule, one = await begun(town)
    one = await frozen(town, one)
    signing = await link(town, phone, one)
    await page_says(town, signing, pending(town.clock.now()))
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
    phone, saule, one = await begun(town)
    one = await frozen(town, one)
    signing = await link(town, phone, one)
    await page_says(town, signing, pending(town.clock.now()))
    await moves_phone(town, phone, "+77010000011")
    await page_says(town, signing, REVOKED)
    await signs(town, phone, one)
    assert (await card_of(town, saule, one)).changed == ("phone_primary",)
